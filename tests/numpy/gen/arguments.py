"""Arguments that functions read in their own ways: axis= of every kind, where= and initial=, methods called wrongly, mixed operands."""
import itertools

AXES = ['True', '1.5', "'x'", '(1.5,)', '(True,)', '[0]', 'np.bool_(True)', 'np.float64(1)', '(0, 0)', '()', '-1', '(0, -1)']
ONE_AXIS = 'argmax argmin argsort sort cumsum cumprod flip median mean sum std var max nanmean nanmax nanmedian nanstd average diff ptp quantile expand_dims'.split()
METHODS = ('all any argmax argmin argpartition argsort byteswap compress conj copy cumprod cumsum diagonal dot fill flatten getfield item max mean min nonzero '
           'partition prod put ravel repeat reshape round searchsorted setfield setflags sort squeeze std sum swapaxes take tobytes tolist trace transpose var view').split()
NUMBERS = ['np.float64(1)', 'np.int64(1)', 'np.int8(1)', 'np.bool_(1)', 'np.float32(1)', 'np.uint64(1)', 'b', 't', 'v']
OTHERS = ["'x'", "b'x'", 'None', '{}', '()', '[2]', '(1, 2)']

WHERE = """
np.nanmax([1, np.nan, 3], where=[True, True, False], initial=0)
np.nanmax([1, np.nan, 3], initial=9)
np.nanmax(h, initial=9)
np.nanmin(h, initial=-9)
np.nanmin([1, np.nan], where=[True, False])
np.nanmin(h, where=[True, False, True, False])
np.nanmin(h, where=[True, False, True, False], initial=2)
np.nanmax([np.nan], initial=3)
np.nanmax(np.array([np.nan]), initial=3)
np.nanmax(np.zeros((0, 3)), axis=1)
np.nanmax(np.zeros(0, int))
np.nanmax(np.zeros(0), initial=4)
np.nanmean([1, np.nan, 3], where=[True, True, False])
np.nanmean([1, 2], where=[False, False])
np.nanmean(f, axis=0, where=[[True, False, True]])
np.nanvar([1, np.nan, 3, 5], where=[True, True, False, True])
np.nanstd([1, np.nan, 3, 5], where=[True, True, False, True], mean=2)
np.nanvar([1, np.nan, 3], correction=1)
np.nansum(f, where=f > 0)
np.nansum(f, initial=10, axis=0)
np.nanprod(f, where=f > 0, axis=1)
np.var(b, mean=2.5)
np.std(b, mean=[2.5])
np.var(b, mean=5, keepdims=True)
np.var(a, axis=1, mean=np.mean(a, axis=1, keepdims=True))
np.var(b, correction=1), np.std(b, correction=2)
np.var([1+2j, 3], dtype=int)
np.var([1.5, 7.5], dtype='int8')
np.var(b, dtype='float32')
np.var([1, 5], dtype='complex64')
np.var(a, axis=0, dtype=int)
np.std([True, False])
np.std(a, axis=0, dtype=int)
np.var(np.array([1, 2, 4], object))
np.std(np.array([1, 2, 4.5], object))
np.var(np.array([[1, 2], [3, 4]], object), axis=0)
np.var(np.array(['2020'], 'M8[D]'))
np.std(np.array([1, 2], 'm8[D]'))
np.median(np.array(['2020'], 'M8[D]'))
np.median(np.array([1, 2], 'm8[D]'))
np.nanmedian([True, False, True])
np.nanmedian([1+2j, np.nan, 2])
np.nanmedian(np.array([[1, 2], [np.nan, np.nan]], 'f4'), axis=1)
np.nanmedian([])
np.nanmedian(np.zeros((0, 3)), axis=0)
np.nanmedian(np.array([1, np.nan, 3], 'f2'))
np.nanquantile([1j], .5)
np.nanargmax(np.zeros(0, int))
np.nanargmin([])
np.cumsum(t, dtype=bool), np.cumprod(t, dtype=bool)
np.cumsum(np.array(5), axis=0), np.array(5).cumsum(axis=-1)
np.argsort(5), np.argpartition(np.array(5), 0), np.argsort(np.array(5), axis=None)
np.argsort(np.array(5), axis=1)
np.sort(np.array(5))
"""

OUT = """
x = np.zeros((3, 3)); np.matmul(m, m, out=x) is x, x
x = np.zeros(3); np.matvec(m, [1, 2, 3], out=x); x
x = np.zeros(3); np.vecmat([1, 2, 3], m, out=x); x
x = np.zeros(3); np.vecdot(m, m, out=x); x
np.matmul(m)
np.matmul(m, m, m, m)
np.matmul(m, m, nope=1)
np.vecdot()
np.matvec(m)
np.vecmat(nope=2)
x = np.zeros((1, 3)); np.sum(a, axis=0, keepdims=True, out=x)
x = np.zeros(3); np.sum(np.ones((2, 3, 4)), axis=(0, 1), out=x)
x = np.zeros((2, 2)); np.sum(np.ones((2, 3, 4)), axis=1, out=x)
x = np.zeros(3); np.mean(a, axis=0, out=x)
x = np.zeros(3); np.max(a, axis=0, out=x)
np.stack([b, b], out=np.zeros(16))
np.concatenate([b, b], out=np.zeros((2, 8)))
np.stack(None)
np.vstack(5)
np.hstack(2.5)
m @= b
a.put(indices=[0, 1], values=[7, 8]); a
np.put(a, ind=[0], v=[3]); a
x = np.zeros(2, 'i2'); x.setfield(value=3, dtype='i1', offset=0); x
v[0] = [1, 2]
v[0] = (1,)
g[0] = []
v.fill([1, 2])
z[()] = (1, 2)
np.zeros(())[()] = [1, 2]
u[0] = [1]
"""

SETS = """
np.isin([1, 2], ['1']), np.isin(['1'], [1, 2])
np.isin([1, 2], ['1'], invert=True)
np.intersect1d([1, 2], ['1'])
np.union1d([1, 2], ['1'])
np.setxor1d([1, 2], ['1'])
np.setdiff1d([1, 2], ['1'])
np.setxor1d([1.5, np.nan], [np.nan])
np.setxor1d([np.nan], [np.nan, 2])
np.setxor1d([np.nan, np.nan], [3])
np.intersect1d([1.5, np.nan], [np.nan])
np.setdiff1d([1.5, np.nan], [np.nan])
np.intersect1d([1, 2, 2.5], [2, 3])
np.intersect1d([3, 1], [1, 3], return_indices=True)
np.partition(b, True)
np.partition(b, 'x')
np.partition(b, [0.5])
np.partition(b, np.int64(2))[2]
b.partition(1.5)
np.argpartition(b, 1.0)
np.bincount([[1, 2], [3, 4]])
np.bincount(np.zeros((2, 2), int))
np.linalg.norm([], -np.inf)
np.linalg.norm(np.zeros((0, 3)), np.inf, axis=0)
np.linalg.norm(np.zeros((3, 0)), np.inf)
np.linalg.pinv(['a'])
np.dot(1, 'a')
np.dot(['a'], 1)
np.inner(['a'], ['b'])
np.tensordot(['a'], ['b'], 1)
np.vdot(['a'], ['b'])
np.i0(3), np.i0([1.0])
np.bitwise_or.reduce([1.0])
np.bitwise_xor.reduce([])
np.left_shift.reduce([])
np.bitwise_and.reduce(np.array([], int))
1j * np.float64(2), 1j - np.float64(2), 1j / np.float64(2), 1j ** np.float64(2)
np.float64(2) + 1j, 1j + np.int64(2), 1j + np.float32(2), 1j + np.complex128(1)
t ** 2, t ** 3, t ** 0, t ** 0.5, t ** True
np.True_ ** 2
[1, 2] < b
[1, 2, 3, 4, 5, 6, 7, 8] >= b
(1, 2) == b
{1, 2} in {frozenset([1, 2])}, {1} in {1, 2}
{1} in {1: 2}
map(1)
type(1, 2)
type(None)
str(b'a', 'ascii', 3)
str(b'abc', 'ascii'), str(b'abc', errors='ignore', encoding='ascii')
np.random.seed(1, 2)
np.random.randint()
np.random.default_rng(1).integers()
np.random.default_rng(1).normal(1, 2, 3, 4)
np.random.default_rng(1).bytes()
np.random.default_rng(1).shuffle([1], 0, 1)
np.random.RandomState(1).normal(1, 2, 3, 4)
np.random.permutation(1, 2)
np.random.default_rng(1).uniform(nope=1)
np.clip(a, nope=1)
"""


def cases():
    for function, axis in itertools.product(ONE_AXIS, AXES):
        more = ', 0.5' if function == 'quantile' else ''
        yield 'axis', f'np.{function}(a{more}, axis={axis})'
    for method in METHODS:
        yield 'methods', f'a.{method}(nope=1)'
        yield 'methods', f'a.{method}(*range(9))'
        yield 'methods', f'np.float64(2).{method}(nope=1)'
    for number, other, op in itertools.product(NUMBERS, OTHERS, ['<', '>=', '==', '!=']):
        yield 'operands', f'{number} {op} {other}'
        yield 'operands', f'{other} {op} {number}'
    for group, text in [('where', WHERE), ('out', OUT), ('more', SETS)]:
        for line in text.strip().splitlines():
            yield group, line
