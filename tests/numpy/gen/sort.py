"""Sorting, searching, sets."""
import itertools

NAMES = ['a', 'b', 'c', 'e', 'f', 'g', 'h', 'i8', 's', 't', 'u', 'v', 'z']
SETS = ['union1d', 'intersect1d', 'setdiff1d', 'setxor1d', 'isin']


def cases():
    for function, name in itertools.product(['sort', 'argsort', 'unique', 'unique_values', 'flatnonzero', 'nonzero', 'argwhere', 'sort_complex'], NAMES):
        yield 'one', f'np.{function}({name})'
    for name in ['a', 'd', 'f']:
        for axis in ['0', '1', '-1', 'None']:
            yield 'axis', f'np.sort(-{name}, axis={axis})'
            yield 'axis', f'np.argsort(-{name}, axis={axis})'
        yield 'axis', f'np.unique({name} // 3, axis=0)'
    for kind in ['quicksort', 'mergesort', 'heapsort', 'stable']:
        yield 'kind', f"np.argsort([2, 1, 2, 1, 3], kind='stable'), np.sort([3.5, 1, 2], kind='{kind}')"
        yield 'kind', f"np.sort(s, kind='{kind}')"
    for function, pair in itertools.product(SETS, ['[1, 2, 3], [2, 3, 4]', '[3, 1, 1], [1, 3]', 'b, [1, 5]', 'v, b', '[], [1]', "s, ['fig', 'plum']", 'a, [[1, 2], [50, 3]]', 't, [True]', '[1.5, np.nan], [np.nan]', 'u, [0, 300]', "[1, 2], ['1']", '5, [5, 6]']):
        yield 'sets', f'np.{function}({pair})'
    for options in ['return_index=True', 'return_inverse=True', 'return_counts=True', 'return_index=True, return_inverse=True, return_counts=True', 'axis=0', 'equal_nan=False', 'sorted=True']:
        for name in ['b', 's', 'h', 'a % 3', '[[1, 1], [1, 1], [2, 3]]', '[]', 't']:
            yield 'unique', f'np.unique({name}, {options})'
    for needle, side in itertools.product(['3', '[0, 3, 10]', '2.5', 'np.nan', '[[1, 9]]'], ['', ", side='right'", ", 'middle'"]):
        yield 'searchsorted', f'np.searchsorted([1, 2, 3, 3, 5], {needle}{side})'
    for kth in ['0', '3', '-1', '[1, 5]', '8', '2.5']:
        yield 'partition', f'np.partition(b, {kth})[{kth if kth not in ("8", "2.5") else 0}]'
        yield 'partition', f'b[np.argpartition(b, {kth})][{kth if kth not in ("8", "2.5") else 0}]'
    for code in ONCE.strip().splitlines():
        yield 'more', code


ONCE = """
np.sort([3, 1, 2])
np.sort([3, 1, 2])[::-1]
np.sort([[3, 1], [2, 0]])
np.sort([[3, 1], [2, 0]], axis=0)
np.sort([3, np.nan, 1])
np.sort([1+1j, 1-1j, 0])
np.sort(['b', 'A', 'a'])
np.sort([True, False, True])
np.sort(5)
np.sort([])
np.sort(a, axis=5)
np.sort([1, None])
np.sort([3, 1, 2], kind='nope')
np.sort(np.array(['10', '9', '2']))
np.sort([-0.0, 0.0, -1])
np.sort([np.inf, -np.inf, 0])
np.argsort([3, 1, 2])
np.argsort([1, 1, 1], kind='stable')
np.argsort(-b, kind='stable')
np.argsort([2, 1, 2, 1], stable=True)
np.argsort(s)
np.argsort([np.nan, 1, 0])
np.argsort(a[:, ::-1], axis=1)
b.argsort()[:3]
b.argsort(kind='stable')
sorted(b)
sorted(b, reverse=True)
sorted(s)
sorted(s, key=len)
np.lexsort(([1, 2, 1], [3, 3, 1]))
np.lexsort((s, [1, 1, 0, 0]))
np.lexsort([b[:4], b[4:]])
np.lexsort(())
np.msort
np.searchsorted([1, 2, 3], 2)
np.searchsorted([1, 2, 3], [0, 4])
np.searchsorted([1, 2, 3], 2, side='right')
np.searchsorted([3, 1, 2], 2, sorter=[1, 2, 0])
np.searchsorted(['a', 'c'], 'b')
np.searchsorted([], 1)
np.searchsorted([1.5, 2.5], [2, np.inf, np.nan])
b.searchsorted(4)
np.unique([3, 1, 1, 2])
np.unique([[1, 2], [2, 3]])
np.unique([[1, 2], [1, 2], [3, 4]], axis=0)
np.unique([[1, 1, 2], [1, 1, 2]], axis=1)
np.unique(['b', 'a', 'b'])
np.unique([np.nan, np.nan, 1])
np.unique([True, False, True])
np.unique([1.5, 1.5, 2])
np.unique([])
np.unique(5)
np.unique([3, 1, 1], return_counts=True)
np.unique([3, 1, 1], return_inverse=True)
np.unique(a % 3, return_inverse=True)
np.unique_counts([1, 1, 2])
np.unique_inverse([2, 1, 1])
np.unique_all([2, 1, 1])
np.unique([1, 2], axis=1)
np.unique([(1, 2), (1, 2)], axis=0)
values, counts = np.unique(b, return_counts=True); dict(zip(values.tolist(), counts.tolist()))
np.union1d([1, 3], [2, 3])
np.intersect1d([1, 2, 2, 3], [2, 3, 4])
np.intersect1d([1, 2, 3], [3, 1], return_indices=True)
np.intersect1d([1, 2], [2, 1], assume_unique=True)
np.setdiff1d([1, 2, 3, 2], [2])
np.setdiff1d([3, 2, 1], [2], assume_unique=True)
np.setxor1d([1, 2], [2, 3])
np.isin([1, 2, 3], [2])
np.isin(a, [1, 5, 9])
np.isin([1, 2], [2], invert=True)
np.isin(3, [1, 3])
np.isin(['a'], ['a', 'b'])
np.isin([1, 2], [])
np.isin([1.0, 2], [1, 2])
np.isin(a, {1, 2})
np.in1d
np.argmax([[1, 5], [7, 2]], axis=0)
np.where(b == b.max())[0]
np.nonzero([0, 1, 2, 0])
np.flatnonzero([[0, 1], [1, 0]])
np.argwhere([[0, 1], [1, 0]])
np.partition([3, 1, 2], 1)[1]
np.sort(np.partition([5, 3, 1, 4], 1)[:2])
np.argpartition([3, 1, 2], 0)[0]
np.partition(a[:, ::-1], 0, axis=1)[:, 0]
np.extract([True, False, True], [1, 2, 3])
np.ediff1d(np.sort(b))
np.sort(np.float32([2.5, 1.5]))
np.sort(u)[::-1]
np.sort(i8)
np.sort(np.array([3, 1], dtype='>i4'))
np.sort(np.random.default_rng(0).permutation(1000))[:5]
np.argsort(np.random.default_rng(1).random(1000))[:5]
np.argsort(np.random.default_rng(2).integers(0, 5, 100), kind='stable')[:10]
np.sort(np.random.default_rng(3).random((3, 4)), axis=0)
np.unique(np.random.default_rng(4).integers(0, 10, 100), return_counts=True)
"""
