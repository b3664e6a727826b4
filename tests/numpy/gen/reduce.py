"""Reductions with axis, keepdims, dtype, initial, where; cumulative ones; statistics; histograms."""
import itertools

FUNCTIONS = ['sum', 'prod', 'mean', 'std', 'var', 'min', 'max', 'argmin', 'argmax', 'any', 'all', 'cumsum', 'cumprod', 'median', 'ptp', 'nansum', 'nanmax',
             'nanmean', 'nanstd', 'nanargmin', 'nanmedian', 'nancumsum', 'count_nonzero', 'average', 'nanprod', 'nanmin', 'amax', 'amin', 'nanvar']
NAMES = ['a', 'b', 'c', 'e', 'f', 'g', 'h', 'i8', 't', 'u', 'z', 's']
EXACT = 'exact'


def cases():
    for function, name in itertools.product(FUNCTIONS, NAMES):
        kind = 'ulp32' if name == 'g' and function in ('std', 'var', 'nanstd', 'nanvar') else 'ulp' if function in ('std', 'var', 'nanstd', 'nanvar') and name == 'c' else EXACT
        yield 'all', f'np.{function}({name})', kind
    for function, name, axis in itertools.product(FUNCTIONS, ['a', 'd', 'f'], ['0', '1', '-1']):
        if function != 'count_nonzero' or name == 'a':
            yield 'axis', f'np.{function}({name}, axis={axis})', EXACT
    for function in ['sum', 'mean', 'max', 'all', 'std', 'median', 'prod', 'any', 'var', 'min', 'ptp', 'nanmean', 'count_nonzero', 'average']:
        yield 'keepdims', f'np.{function}(a, axis=0, keepdims=True)', EXACT
        yield 'keepdims', f'np.{function}(d, axis=(0, 2), keepdims=True)', EXACT
        yield 'keepdims', f'np.{function}(a, keepdims=True)', EXACT
        yield 'axes', f'np.{function}(d, axis=(0, 1))', EXACT
        yield 'axes', f'np.{function}(d, axis=(-1, 0))', EXACT
        yield 'axes', f'np.{function}(d, axis=())', EXACT
        yield 'error', f'np.{function}(a, axis=2)'
        yield 'error', f'np.{function}(a, axis=-3)'
        yield 'error', f'np.{function}(a, axis=(0, 0))'
        yield 'error', f'np.{function}(a, axis=1.0)'
        yield 'empty', f'np.{function}([])', EXACT
        yield 'empty', f'np.{function}(e, axis=0)', EXACT
        yield 'empty', f'np.{function}(e, axis=1)', EXACT
        yield 'list', f'np.{function}([[1, 2], [3, 4]], axis=1)', EXACT
        yield 'scalar', f'np.{function}(5)', EXACT
    for function in ['sum', 'prod', 'mean', 'std', 'var', 'cumsum']:
        for dtype in ['int8', 'uint8', 'float32', 'float64', 'complex128', 'bool', 'int32']:
            yield 'dtype', f"np.{function}(b, dtype='{dtype}')", 'ulp32' if dtype == 'float32' and function in ('std', 'var') else EXACT
            yield 'dtype', f"np.{function}(np.array([1, 0, 1], dtype='{dtype}'))", 'ulp32' if dtype == 'float32' else EXACT
    for function in ['sum', 'prod', 'mean', 'max', 'min', 'any', 'all', 'std', 'var']:
        yield 'where', f'np.{function}(a, where=a > 5)', EXACT
        yield 'where', f'np.{function}(a, axis=0, where=a > 2)', EXACT
        yield 'where', f'np.{function}(a, axis=1, where=[True, False, True, False], initial=0)', EXACT
        yield 'initial', f'np.{function}(b, initial=10)', EXACT
        yield 'initial', f'np.{function}([], initial=1)', EXACT
    for method in ['sum', 'prod', 'mean', 'std', 'var', 'min', 'max', 'argmin', 'argmax', 'any', 'all', 'cumsum', 'cumprod', 'ptp', 'trace', 'conj', 'nonzero', 'round', 'tolist']:
        for name in ['a', 'f', 't']:
            yield 'method', f'{name}.{method}()', EXACT
    for code in ONCE.strip().splitlines():
        yield 'more', code
    for code in STATISTICS.strip().splitlines():
        yield 'statistics', code


ONCE = """
a.sum(0)
a.sum(axis=1, keepdims=True)
a.sum(1, float)
a.mean(0)
a.mean(axis=1, keepdims=True).shape
a.std(axis=0, ddof=1)
a.var(ddof=1)
np.std([1, 2, 3, 4], ddof=1)
np.var([1, 2, 3, 4], ddof=0)
np.std([5])
np.std([5], ddof=1)
np.var([[1, 2], [3, 5]], axis=0, ddof=1)
np.std([1, 2], mean=1.5)
np.std([1.0, 2.0, 4.0], correction=1)
a.max(axis=0)
a.min(1)
a.argmax()
a.argmax(axis=0)
a.argmin(axis=1, keepdims=True)
np.argmax([1, 3, 3])
np.argmin([2, 1, 1])
np.argmax([np.nan, 1, 2])
np.argmax([1, np.nan, np.nan])
np.argmin([np.nan, 1])
np.argmax([])
np.argmax(e, axis=1)
np.argmax(['a', 'c', 'b'])
np.argmax(t)
np.argmax([False, False])
np.nanargmax([np.nan, 2, 3])
np.nanargmax([np.nan, np.nan])
np.max([1, np.nan, 3])
np.nanmax([1, np.nan, 3])
np.nanmax([np.nan, np.nan])
np.nansum([1, np.nan])
np.nansum([np.nan])
np.nanmean([1, np.nan, 4])
np.nanmean([np.nan])
np.nanmedian([1, np.nan, 3])
np.nanpercentile([1, np.nan, 3], 50)
np.nanstd([1, np.nan, 3])
np.max([[1, 5], [7, 2]], axis=-1)
np.max('a')
np.max(['a', 'b'])
np.max([])
np.min([], initial=5)
np.max(c)
np.max([1+2j, 1+3j])
np.sum([True, True, False])
np.sum([0.1] * 10)
np.sum(np.full(1000, 0.1))
np.sum(np.full(1000, 0.1, dtype=np.float32))
np.sum(np.arange(100000))
np.sum(np.arange(1000) * 0.1)
np.sum(np.sqrt(np.arange(257)))
np.mean(np.sqrt(np.arange(1000)))
np.sum(np.sqrt(np.arange(600)).reshape(20, 30), axis=0)[:4]
np.sum(np.sqrt(np.arange(600)).reshape(20, 30), axis=1)[:4]
np.sum(np.sqrt(np.arange(600)).reshape(20, 30).T, axis=0)[:4]
np.sum(np.sqrt(np.arange(600)).reshape(20, 30)[:, ::3])
np.sum(np.sqrt(np.arange(24)).reshape(2, 3, 4), axis=(0, 2))
np.sum(1 / np.arange(1, 200)**2.0)
np.cumsum(np.full(10, 0.1))
np.std(np.sqrt(np.arange(1000)))
np.var(np.arange(1000) * 0.1)
np.mean(np.arange(1000, dtype=np.float32) * np.float32(0.1))
np.sum([1e100, 1.0, -1e100])
np.sum([[1, 2], [3, 4]])
np.sum(5)
np.sum('a')
np.sum(['a', 'b'])
np.sum([1, 2], axis=1)
np.sum(np.float32(3))
np.sum(u)
np.sum(i8)
np.sum(u, dtype=np.uint8)
np.sum(t, dtype=bool)
np.sum(np.array([2**62, 2**62]))
np.sum(np.array([], dtype=int))
np.sum(np.array([], dtype=np.float32))
np.sum(np.zeros((0, 3)), axis=0)
np.sum(np.zeros((3, 0)), axis=0)
np.prod([1.5, 2])
np.prod([])
np.prod([2**62, 4])
np.prod(u)
np.mean([1, 2, 3, 4])
np.mean([])
np.mean(e, axis=0)
np.mean([True, False])
np.mean(u)
np.mean(np.float32([1, 2]))
np.mean(['a'])
np.mean([1, 2], dtype=int)
np.mean(a, axis=None)
np.average([1, 2, 3], weights=[3, 2, 1])
np.average(a, axis=0, weights=[1, 2, 1])
np.average(a, axis=1, weights=[1, 0, 0, 1])
np.average([1, 2], weights=[0, 0])
np.average([1, 2, 3], weights=[1, 2])
np.average([1, 2, 3], weights=[1, 1, 2], returned=True)
np.median([1, 3, 2])
np.median([1, 2, 3, 4])
np.median([])
np.median([1, np.nan])
np.median(a, axis=0)
np.median(a, axis=(0, 1))
np.median([True, False])
np.median(u)
np.any([0, 0, 1])
np.any([])
np.all([])
np.all([1, 2, 0])
np.all(a > -1, axis=0)
np.any(a > 10, axis=1)
np.any(['', 'a'])
np.all([[True, False], [True, True]], axis=0)
(a > 5).any()
(a > 5).sum()
(a > 5).sum(axis=0)
(a > 5).mean()
(b == 1).argmax()
any(b > 5)
all(b > 0)
sum(b)
max(b)
min(b)
sum([a, a])
sum(x*x for x in b)
max(3, 5)
max([3, 9, 2])
max('hello')
max(['pear', 'fig'], key=len)
min((2, 'b'), (1, 'c'))
min([], default=0)
max([])
sum([1, 2], 10)
sum(['a'])
sum([[1], [2]], [])
np.cumsum([1, 2, 3])
np.cumsum(a)
np.cumsum(a, axis=0)
np.cumsum(a, axis=1)
np.cumsum([True, True])
np.cumsum(u)
np.cumsum([1.5, np.nan, 2])
np.cumsum([])
np.cumsum(5)
np.cumsum(a, axis=2)
np.cumsum([1, 2], dtype=float)
np.cumprod([1, 2, 3, 4])
np.cumprod(a + 1, axis=1)
np.cumprod(v)
np.cumulative_sum([1, 2, 3])
np.cumulative_sum([1, 2, 3], include_initial=True)
np.cumulative_prod([1, 2, 3])
np.nancumsum([1, np.nan, 3])
a.cumsum()
a.cumsum(axis=0)
a.cumprod(axis=1)
a.trace()
np.trace(a)
np.trace(a, 1)
np.trace(d)
np.trace(d, axis1=1, axis2=2)
np.trace([1, 2])
a.prod(axis=0)
a.ptp()
np.ptp(a)
np.ptp(a, axis=0)
np.ptp(u)
np.count_nonzero(b > 2)
np.count_nonzero([[0, 1], [2, 0]], axis=0)
"""

STATISTICS = """
np.percentile([1, 2, 3, 4], 50)
np.percentile([1, 2, 3, 4], [25, 50, 75])
np.percentile(a, 30, axis=0)
np.percentile(a, [0, 100])
np.percentile([1, 2], 101)
np.percentile([], 50)
np.percentile(b, 40, method='lower')
np.percentile(b, 40, method='nearest')
np.percentile(b, 40, method='midpoint')
np.percentile(b, 40, method='higher')
np.percentile(b, 40, method='hazen')
np.percentile(b, 40, method='nope')
np.percentile(a, 50, axis=1, keepdims=True)
np.quantile([1, 2, 3, 4], 0.5)
np.quantile([1, 2, 3, 4], [0.1, 0.9])
np.quantile(b, 2)
np.quantile(v, 0.3)
np.quantile([1, np.nan], 0.5)
np.quantile([3, 1, 2], 0.5, method='inverted_cdf')
np.nanquantile([1, np.nan, 2], 0.5)
np.corrcoef([1, 2, 3], [1, 2, 3.5])
np.corrcoef(a)
np.corrcoef([1, 1], [1, 2])
np.cov([1, 2, 3], [1, 2, 4])
np.cov(f)
np.cov(f, rowvar=False)
np.cov([1, 2, 3, 4])
np.cov([1, 2, 3, 4], ddof=0)
np.cov(f, bias=True)
np.cov([1, 2, 3], aweights=[1, 2, 1])
np.cov([1, 2, 3], fweights=[1, 2, 1])
np.histogram([1, 2, 1])
np.histogram([1, 2, 1], bins=3)
np.histogram(b, bins=4)
np.histogram(b, bins=[0, 2, 4, 10])
np.histogram(v, bins=3, range=(0, 9))
np.histogram([1, 2, 1], bins=2, density=True)
np.histogram([1, 2, 1], bins=[0, 1, 2, 3], weights=[0.5, 1, 2])
np.histogram([], bins=2)
np.histogram([1, 2], bins=0)
np.histogram([1, 2], bins=[2, 1])
np.histogram([np.nan, 1])
np.histogram([3, 3, 3])
np.histogram(b, bins='auto')
np.histogram(b, bins='sturges')
np.histogram(b, bins='fd')
np.histogram_bin_edges([0, 1, 2, 3], bins=2)
np.histogram_bin_edges(b, bins=3)
np.histogram2d([0, 1, 1], [0, 1, 1], bins=2)
np.histogram2d(v, v, bins=[2, 3])[0]
np.histogramdd(np.array([[0, 0], [1, 1]]), bins=2)[0]
np.digitize([0.2, 6.4, 3.0, 1.6], [0, 1, 2.5, 4, 10])
np.digitize([1, 2], [0, 1, 2], right=True)
np.digitize([1, 5], [10, 5, 0])
np.digitize([1], [1, 0, 2])
np.bincount([0, 1, 1, 3])
np.bincount([0, 1, 1], minlength=5)
np.bincount([0, 1, 1], weights=[0.5, 1, 2])
np.bincount([])
np.bincount([-1])
np.bincount([1.5])
np.bincount([[1]])
np.bincount(u[:2])
np.bincount(b)
np.ptp([1, 5])
np.apply_along_axis(sum, 1, a)
np.apply_along_axis(np.sum, 0, a)
np.apply_along_axis(lambda r: r[::-1], 1, a)
np.apply_along_axis(np.sort, 0, -a)
np.apply_along_axis(lambda r: r.max() - r.min(), 0, d)
np.apply_over_axes(np.sum, d, [0, 2])
np.einsum('ij->i', a)
np.einsum('ij->j', a)
np.einsum('ij->', a)
np.einsum('ij->ji', a)
np.einsum('ii', m)
np.einsum('ii->i', m)
np.einsum('i,i', b, b)
np.einsum('i,j->ij', b[:2], b[:3])
np.einsum('ij,jk', a, a.T)
np.einsum('ij,jk->ik', m, m)
np.einsum('ij,j->i', a, [1, 2, 3, 4])
np.einsum('ij,j', a, [1, 2, 3, 4])
np.einsum('ijk->kj', d).shape
np.einsum('...j->...', d)
np.einsum('...ij,...jk->...ik', d, d.transpose(0, 2, 1)).shape
np.einsum('ijk,ijl->kl', d, d)
np.einsum('i,i->i', b, b)
np.einsum('ij,ij->i', a, a)
np.einsum('ij,kj->ik', a, a)
np.einsum('i->ii', b)
np.einsum('ij,jk', a, a)
np.einsum('i,j', b)
np.einsum('ij', b)
np.einsum(a, [0, 1], [1, 0])
np.einsum(a, [0, 1], [0])
np.einsum('ba', a)
np.einsum('a b -> b a'.replace(' ', ''), a).shape
"""
