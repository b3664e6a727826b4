"""Reading elements: basic slices, newaxis and ellipsis, integer arrays, masks, mixtures, take and friends."""
import itertools
import random

SLICES = ['0', '-1', ':', '1:', ':-1', '::2', '::-1', '2:0:-1', '5:', '-100:100', 'None', '...', '[0, 2]', '[-1]', '[]', '1:1']
MIXED = ['0', '-1', ':', '1:', '::-1', 'None', '...', '[1, 0]', '[[0], [1]]', 'np.array([0, 1])', '[True, False]']


def cases():
    for index in SLICES + ['-8', '7', '8', '-9', '2:6:3', '6:2:-2', ':3', '-3:', '-3:-1', '100:', '::100', '::-3', '4::-1', ':4:-1', '2:2:-1',
                           '[0, 0, 1]', '[[0, 1], [2, 3]]', 'np.array([3, -1])', 'b > 3', '~(b > 3)', 'b % 2 == 0', 'b == 100', '[True]*8', '[True, False]',
                           '1.0', "'a'", '1, 2', '()', 'np.int64(2)', 'np.uint8(3)', 'np.array(2)', 'True', 'False', 'np.array([1.0])', '[1.5]', '[8]', '[-9]',
                           'slice(1, 4)', '(slice(2),)', 'None, :, None', '..., 0', '..., None', '0, ...', '::0', '1:2.5', 'np.array([], dtype=int)', 'np.argsort(b)',
                           'np.array([[0], [1]])', 'np.nonzero(b > 3)', 'range(3)', '(1,)', '[1, 2], ', 'np.newaxis', 'True, [0, 1]', '[0, 9, 1]', '2**70', '...,...', '1:"a"']:
        yield 'one', f'b[{index}]'
    for first, second in itertools.product(SLICES, SLICES):
        if (first, second) != ('...', '...'):
            yield 'two', f'a[{first}, {second}]'
    triples = list(itertools.product(MIXED, MIXED, MIXED))
    for triple in random.sample(triples, 150):
        if triple.count('...') < 2:
            yield 'three', f'd[{", ".join(triple)}]'
    for triple in random.sample(triples, 60):
        if triple.count('...') < 2:
            yield 'three_shape', f'd[{", ".join(triple)}].shape'
    for code in ONCE.strip().splitlines():
        yield 'more', code


ONCE = """
a[0]
a[-1]
a[3]
a[-4]
a[0, 4]
a[0, -5]
a[0, 0, 0]
a[1][2]
a[1, 2]
a[(1, 2)]
a[[1, 2]]
a[[1, 2], [0, 3]]
a[[1, 2], [0, 1, 2]]
a[[0, 3]]
a[:, [0, 9]]
a[a > 5]
a[a % 2 == 0]
a[a > 100]
a[a.sum(axis=1) > 10]
a[:, a[0] > 1]
a[a[:, 0] > 1, 1:]
a[[True, False, True]]
a[[True, False]]
a[np.array([True, False, True]), :2]
a[:, [True, False, True, True]]
a[np.array([True, False, True]), np.array([1, 2])]
a[np.array([True, False, True]), np.array([1, 2, 3])]
a[[True, True, True], [True, False, False, True]]
a[np.ones((3, 4), dtype=bool)].shape
a[np.ones((3, 3), dtype=bool)]
a[np.ones((3, 4, 1), dtype=bool)]
a[~np.isin(a, [1, 2, 3])]
a[..., 0]
a[..., -1:]
a[..., None].shape
a[None].shape
a[:, None].shape
a[:, np.newaxis, :].shape
a[None, ..., None].shape
a[None, :, None, :].shape
a[::-1, ::-1]
a[::2, 1::2]
a[1:2]
a[1:2, 2:3]
a[5:]
a[5:, 5:]
a[:, 10:]
a[-2:]
a[-1::-2]
a[:0]
a[1, :]
a[:, 1]
a[:, 1:2]
a[:, -1]
a[0][::-1]
a.T[0]
a.T[1:3, ::2]
a[1:].T
a[[0, 0, 0]]
a[[[0, 1], [1, 2]]]
a[[[0], [2]], [1, 3]]
a[np.array([[0, 1], [2, 0]]), 1]
a[[0, 1], :][:, [1, 2]]
a[range(2)]
a[(0, 1), (1, 2)]
a[np.array(1)]
a[np.array(1), :2]
a[np.int8(1), np.uint64(2)]
a[True]
a[False]
a[True, 0]
a[np.True_].shape
a[()]
a[()] is a
a['x']
a[1.0]
a[0, 1.5]
a[None, 1]
a[np.array([0.5])]
a[slice(None, None, 2)]
a[slice(1, None), slice(0, 2)]
a[{}]
a[[]]
a[[], []]
a[:, []]
a[np.array([], dtype=bool)]
a[[0, 1], None].shape
a[[0, 1], None, [1, 2]].shape
a[None, [0, 1], [1, 2]]
d[0]
d[0, 1]
d[0, 1, 2]
d[:, 1]
d[:, :, 1]
d[..., 1]
d[0, ...]
d[1, ..., 2]
d[:, 0, ::-1]
d[[0, 1], [1, 2], [2, 3]]
d[[0, 1], :, [2, 3]]
d[:, [0, 1], [1, 2]]
d[[0, 1], [1, 2]]
d[0, :, [1, 2]]
d[0, [1, 2], :]
d[:, [2, 0], 1]
d[[1], :, 1:3]
d[[[0]], [[1]], 2]
d[d > 20]
d[:, d[0, :, 0] > 3]
d[d[:, :, 0] > 3]
d[d[:, :, 0] > 3, 1]
d[[True, False]]
d[[True, False], :, 0]
d[0, d[0] > 5]
d[:, None, 1].shape
d[..., None, 0].shape
d[2]
d[0, 3]
d[0, 0, 4]
d[0, 0, 0, 0]
d[:, 3]
d[[2]]
d[1:, ::2, ::-2]
d[::-1, ::-1, ::-1][0, 0]
d[-1, -1, -1]
e[0]
e[:, 0]
e[0:5]
e[...].shape
z[()]
z[...]
z[0]
z[None]
z[True]
z[:]
c[1]
c[::-1].imag
s[0]
s[1:]
s[[0, -1]]
s[s > 'g']
s[s == 'fig']
s[0][0]
s[10]
t[t]
t[~t]
v[v > 0]
v[v < 0]
v[(v > 0) & (v < 5)]
v[(v < 0) | (v > 5)]
v[np.abs(v) > 2]
v[np.argmax(v)]
v[np.isfinite(v)]
h[np.isnan(h)]
h[~np.isnan(h)]
b[b > b.mean()]
b[b.argsort()[::-1]]
b[np.where(b == 1)]
b[1:3][0]
b[::2][1:]
b[::-1][:3]
b[...]
b[..., 1:]
b.take([0, 2])
b.take(9)
b.take([0, 9], mode='wrap')
b.take([0, 9], mode='clip')
b.take([-1, -20], mode='clip')
np.take(a, [0, 2], axis=1)
np.take(a, 5)
np.take(a, [[0, 1], [2, 3]])
np.take(a, [0, 1], axis=0)
np.take(a, [0, 3], axis=0)
np.take(a, 1, axis=-1)
np.take_along_axis(a, np.array([[1], [0], [3]]), axis=1)
np.take_along_axis(a, np.argsort(-a, axis=1), axis=1)
np.take_along_axis(b, np.argsort(b), axis=0)
np.take_along_axis(a, [1], axis=0)
np.compress([True, False, True], a, axis=0)
np.compress([0, 1], a, axis=1)
np.compress([True, False, True], a)
a.compress([False, True], axis=1)
np.extract(a % 3 == 0, a)
np.choose([0, 1, 2, 1], [[0, 1, 2, 3], [10, 11, 12, 13], [20, 21, 22, 23]])
np.choose([0, 1], [10, 20])
np.choose([0, 3], [10, 20], mode='clip')
np.choose([0, 3], [10, 20], mode='wrap')
np.choose([0, 3], [10, 20])
np.select([b < 3, b > 5], [b, b * 10], default=-1)
np.select([v < 0, v > 2], [-1, v**2])
np.select([b < 3], [b])
np.select([], [])
np.select([b < 3, b < 2], [b])
np.piecewise(v, [v < 0, v >= 0], [-1, 1])
np.piecewise(v, [v < 0], [lambda x: -x, lambda x: x * 10])
np.piecewise([1.0, 2.0, 3.0], [[True, False, False]], [5])
np.where(b > 3)
np.where(b > 3, b, 0)
np.where(a % 2 == 0, a, -a)
np.where(a > 5)
np.where([True, False], [1, 2], [3.5, 4.5])
np.where([True, False], 1, 'a')
np.where(t)
np.where(t, 1, 0)
np.where(t[:, None], [1, 2], [[3], [4], [5], [6]])
np.where(True, 1, 2)
np.where(0)
np.where(b > 3, 1)
np.where(a > 5, a, np.nan)[1]
np.where([True, False, True], np.float32(1), 2)
np.where(v > 0, v, 0).dtype
np.where(e)
np.nonzero(b > 3)
np.nonzero(a % 5 == 0)
np.nonzero(z)
np.nonzero([])
a.nonzero()
np.flatnonzero(b > 3)
np.flatnonzero(a > 8)
np.argwhere(a > 8)
np.argwhere(b == 1)
np.argwhere(z)
np.argwhere(np.zeros(3))
np.count_nonzero(a)
np.count_nonzero(a > 5, axis=0)
np.count_nonzero(a, axis=1, keepdims=True)
np.count_nonzero([])
np.count_nonzero(s)
np.unravel_index(7, (3, 4))
np.unravel_index([1, 11], (3, 4))
np.unravel_index(12, (3, 4))
np.unravel_index(a.argmax(), a.shape)
np.unravel_index(7, (3, 4), order='F')
np.ravel_multi_index((1, 3), (3, 4))
np.ravel_multi_index(([0, 1], [1, 2]), (3, 4))
np.ravel_multi_index((3, 0), (3, 4))
np.ravel_multi_index((3, 5), (3, 4), mode='wrap')
np.ravel_multi_index((3, 5), (3, 4), mode='clip')
np.diag_indices(3)
np.diag_indices_from(m)
m[np.diag_indices(3)]
np.triu_indices(3)
np.tril_indices(3, -1)
m[np.triu_indices(3, 1)]
np.triu_indices_from(m, 1)
np.mask_indices(3, np.triu)
np.tril_indices(2, 0, 3)
list(b)
list(a)
[x for x in b[:3]]
[row.sum() for row in a]
for row in a: print(row)
for x in z: print(x)
for i, x in enumerate(v): print(i, x)
for x, y in zip(a, b): print(x, y)
x, y, *rest = b; rest
(p, q, r), *others = a.T; p, others[0]
list(reversed(b))
iter(z)
list(a.flat)
a.flat[[1, 3]]
a.flat[20]
a[1].tolist()
a[np.argmax(a, axis=0), range(4)]
a[range(3), [1, 2, 3]]
a[np.arange(3), np.arange(3)]
a[np.arange(3)[:, None], [0, 2]]
np.eye(4, dtype=int)[[2, 0, 1]]
np.array(list(' .:*#'))[[[0, 1], [4, 3]]]
np.arange(10)[-3:3]
np.arange(10)[-3:3:-1]
np.arange(10)[3:-3]
np.arange(10)[::3]
np.arange(10)[8:2:-2]
np.arange(10)[-1:-11:-3]
np.arange(10)[None, 2:4]
np.arange(10)[[1, 2]][0]
np.arange(10)[np.array([[1, 2]])]
np.arange(16).reshape(2, 2, 2, 2)[1, ..., 0]
np.arange(16).reshape(2, 2, 2, 2)[:, 1, :, 0]
np.arange(16).reshape(2, 2, 2, 2)[[0, 1], 0, :, [1, 0]]
np.arange(16).reshape(2, 2, 2, 2)[:, [0, 1], :, [1, 0]]
np.arange(16).reshape(2, 2, 2, 2)[..., [0, 1], [1, 0]]
np.lib.stride_tricks.sliding_window_view(b, 3)
np.lib.stride_tricks.sliding_window_view(a, (2, 2)).shape
np.lib.stride_tricks.as_strided(b, (3, 2), (8, 16))
"""
