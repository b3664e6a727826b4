"""Arrays longer than a block: the bits of sums, strides, fused expressions, casts, overlap, threads."""
import itertools

SIZES = [1, 2, 7, 8, 9, 15, 16, 17, 63, 127, 128, 129, 130, 136, 255, 256, 257, 511, 512, 513, 1000, 1024, 1025, 4097]
VIEWS = ['x', 'x[::-1]', 'x[::2]', 'x[1::3]', 'x[5:]', 'x[:-3]', 'x.astype(np.float32)', 'x.astype(np.float32)[::-1]', 'x + 1j * x', 'x.reshape(2, -1)', 'x.reshape(-1, 2).T', 'x.reshape(-1, 4)[:, 1:3]', 'x[:, None]', '(x * 100).astype(int)',
         'x > 0.5', 'x.reshape(4, -1)[::2]', 'x.reshape(8, -1)[:, ::-1]', 'np.asfortranarray(x.reshape(8, -1))', 'x.reshape(4, 4, -1)', 'x.reshape(4, 4, -1).transpose(2, 0, 1)', 'np.broadcast_to(x[:8], (100, 8))']
EXPRESSIONS = ['x * 2 + 1', '(x - x.mean()) / x.std()', 'x * x - y * y', '(x + y) * (x - y)', 'np.sqrt(x * x + y * y)', 'x / (1 + np.abs(y))', 'np.where(x > y, x, y)', 'np.maximum(x, y) - np.minimum(x, y)', '(x > 0.5) & (y < 0.5)', '-x + y - 1',
               'x // 0.1 * 0.1', 'x % 0.3 + y % 0.7', '(x * 10).astype(int) % 3', 'np.floor(x * 10) / 10', 'x[::-1] - y', 'x[:, None] * y[:8]', 'x.astype(np.float32) * y.astype(np.float32)', 'x.astype(np.float32) + y', '(x * 1000).astype(np.int16) * 3',
               '(x * 255).astype(np.uint8) + (y * 255).astype(np.uint8)', 'x * 1j + y', 'abs(x - y) < 0.1', '1 / (x + 1) - 1 / (y + 1)', 'x**2 + y**2', 'np.clip(x, 0.2, 0.8) * y', 'x * True + False', '(x + y + x + y) / 4', '((x * 2 - 1)**2).round(3)', '(x > 0.5) * y', '~(x > 0.5) | (y > 0.9)']
SUMMARY = 'r.dtype, r.shape, r.ravel()[:2], r.ravel()[-1], r.sum()'


def cases():
    for size in SIZES:
        start = f'x = np.random.default_rng({size}).random({size}); '
        yield 'sum', start + 'x.sum(), x[::-1].sum(), x.mean(), x.var(), x.std()', 'exact'
        yield 'sum', start + 'x.astype(np.float32).sum(), x.astype(np.float32).mean(), (x + 1j * x[::-1]).sum()', 'exact'
        yield 'sum', start + 'x[::2].sum(), x[1::2].sum(), x.prod(), np.add.reduce(x), x.cumsum()[-1]', 'exact'
        yield 'sum', start + 'x.reshape(1, -1).sum(axis=0)[-1], x.reshape(1, -1).sum(axis=1), x.reshape(-1, 1).sum(axis=0), x.reshape(-1, 1).sum()', 'exact'
        yield 'order', start + 'x.argmax(), x.argmin(), x.max(), x.min(), np.sort(x)[0], np.argsort(x)[-1], np.median(x)', 'exact'
        yield 'order', start + 'x[len(x) // 2] = np.nan; x.argmax(), x.max(), np.nanmax(x), np.nansum(x), np.isnan(x).sum(), np.sort(x)[-1]'
        yield 'masks', start + 'x[x > 0.5].sum(), (x > 0.5).sum(), np.flatnonzero(x > 0.9)[:3], (x > 0.5).argmax(), np.where(x > 0.5, x, 0).sum()', 'exact'
    for shape in ['(3, 200)', '(200, 3)', '(20, 30)', '(128, 2)', '(2, 129)', '(5, 6, 20)', '(40, 5, 3)', '(1, 300)', '(300, 1)', '(16, 16)', '(9, 130)']:
        start = f'x = np.random.default_rng(1).random({shape}); '
        for view in ['x', 'x.T', 'x[::2]', 'x[..., ::-1]', 'x.astype(np.float32)', 'np.asfortranarray(x)', 'x[:, 1:]']:
            yield 'axis_sum', f'{start}r = {view}; r.sum(axis=0).ravel()[:2], r.sum(axis=-1).ravel()[:2], r.sum(), r.mean(axis=0).ravel()[-1], r.std(axis=-1).ravel()[0], r.sum(axis=(0, 1)).ravel()[0]', 'exact'
            yield 'axis_order', f'{start}r = {view}; r.max(axis=0).ravel()[:2], r.argmin(axis=-1).ravel()[:2], r.cumsum(axis=0).ravel()[-1], np.sort(r, axis=0).ravel()[:2], np.median(r, axis=-1).ravel()[0]', 'exact'
    for view in VIEWS:
        start = f'x = np.random.default_rng(2).random({1200 if "4, 4" in view else 1208}); '
        for rest in ['r.sum(), r.shape, r.strides', 'r.max(), r.argmax(), r.ravel()[7]', '(r + r).sum(), (r * 2).ravel()[-1]', 'r.copy().strides, (r + 1).strides, r.flags.c_contiguous, r.flags.f_contiguous',
                     's = r.copy(); s += r; s.sum()', 'np.add(r, r).sum(), r.mean()', 'r.cumsum()[-1], r.ravel()[::7].sum()', 'r.tobytes() == r.copy().tobytes(), r.T.sum(), r.size']:
            yield 'views', f'{start}r = {view}; {rest}', 'exact'
    for expression, size in itertools.product(EXPRESSIONS, [8, 1000]):
        kind = 'ulp' if '1j' in expression else 'exact'
        kind = 'exact' if 'float32' in expression else kind
        yield 'fused', f'rng = np.random.default_rng(3); x, y = rng.random({size}), rng.random({size}); r = {expression}; {SUMMARY}', kind
    for expression in EXPRESSIONS:
        if '[:, None]' not in expression:
            yield 'fused_axis', f'rng = np.random.default_rng(4); x, y = rng.random((2, 30, 40)); r = ({expression}); r.sum(axis=0)[:2], r.sum(axis=1)[:2], r.mean()', 'ulp' if '1j' in expression else 'exact'
    for dtype in ['bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'float32', 'float64', 'complex64', 'complex128']:
        start = f"x = (np.arange(1030) % 11).astype('{dtype}'); "
        for rest in ['x.sum(), x.max(), x.argmax(), x.cumsum()[-1]', '(x + x)[-3:], (x * x)[-3:], (x == x[::-1]).sum()', 'x[x > 5].size, np.unique(x), np.sort(x)[::200]', 'x.reshape(10, -1).sum(axis=0)[:3], x.reshape(10, -1).mean(axis=1)[:2]',
                     "x[::-3].astype('f4').sum(), x[1:].astype(int)[:2], x.astype(bool).sum()", 'x[1:] += x[:-1]; x[-4:]', 'x[:-1] = x[1:]; x[:4]', 'x[::2] = x[1::2]; x[:6]', 'np.where(x > 3, x, 1).sum(), np.maximum(x, 4).sum()', 'np.bitwise_xor(x, 1).sum()',
                     'x.std(), x.var()', 'np.dot(x, x), x @ x', '(x / 3)[-2:], (x // 3)[-2:], (x % 4)[-2:]', '(x ** 2)[-2:], (-x)[-2:], abs(x)[-2:]', 'x.view(np.uint8).sum(), x.tobytes()[:3], x.byteswap().sum() == x.sum()', 'x.any(), x.all(), x.nonzero()[0][:3], np.count_nonzero(x)']:
            yield 'dtypes', start + rest, ('ulp32' if '64' in dtype and dtype.startswith('c') else 'ulp') if dtype.startswith('complex') or '**' in rest or 'std' in rest else ('linalg32' if dtype == 'float32' and '@' in rest else None)
    for code in ONCE.strip().splitlines():
        yield 'threads', code, 'exact'


ONCE = """
x = np.arange(300000.0); (x * 2 + 1).sum(), x.sum(), x.mean(), x[::-1].sum(), x[::2].sum()
x = np.random.default_rng(0).random(300000); x.sum(), (x * x).sum(), (x > 0.5).sum(), x.std(), x.max(), x.argmax()
x = np.random.default_rng(0).random(300000).astype(np.float32); x.sum(), (x + x).sum(), x.mean(), x.std()
x = np.random.default_rng(0).random((600, 500)); x.sum(), x.sum(axis=0)[:2], x.sum(axis=1)[:2], x.T.sum(axis=0)[:2]
x = np.random.default_rng(0).random((600, 500)); (x - x.mean(axis=0)).std(axis=0)[:2], x.max(axis=1)[:2], x.cumsum(axis=0)[-1, :2]
x = np.random.default_rng(0).integers(0, 1000, 300000); x.sum(), x.max(), np.bincount(x)[:3], np.unique(x).size, np.sort(x)[150000]
x = np.random.default_rng(0).integers(0, 256, 300000, dtype=np.uint8); x.sum(), (x + x).sum(), (x > 128).sum(), x.mean()
x = np.arange(300000); x[1:] += x[:-1]; x[-1], x.sum()
x = np.arange(300000); x[:-1] += x[1:]; x[-2:], x.sum()
x = np.arange(300000); x += x[::-1]; x[0], x[-1], x.sum()
x = np.arange(300000); x[::-1] += x; x[0], x[-1], x.sum()
x = np.arange(400000).reshape(400, 1000); x += x.sum(axis=0); x[0, :3], x.sum()
x = np.arange(250000).reshape(500, 500); x += x.T; x[1, :3], x.sum()
x = np.arange(250000).reshape(500, 500); x[:] = x.T; x[1, :3]
x = np.zeros(300000); x[::3] = 1; x[1::3] = np.arange(100000); x.sum(), x[-3:]
x = np.zeros(200001); x[[0, -1, 100]] = 5; x.nonzero(), x.sum()
x = np.arange(300000) % 7; x[x == 3] = 100; x.sum(), (x == 100).sum()
x = np.arange(300000.0); x[x > 1e5] *= -1; x.sum(), x.min()
x = np.ones(300000); x /= 0.1; x.sum(), x[0]
x = np.arange(200000.0).reshape(2, -1); (x[0] * x[1]).sum(), (x * [[1], [2]]).sum()
x = np.arange(-150000, 150000); (x // 7).sum(), (x % 7).sum(), abs(x).sum(), (x / 7).sum()
x = np.full(300000, 0.1); x.sum(), x.cumsum()[-1], x.mean(), np.add.reduce(x)
x = np.full(300000, 0.1, dtype=np.float32); x.sum(), x.cumsum()[-1], x.mean()
x = np.arange(300000); (x.astype(np.int32) * 100000).sum(), x.astype(np.uint8).sum(), x.astype(np.float32).sum()
x = np.zeros((1000, 300), dtype=bool); x[::2, ::3] = True; x.sum(), x.sum(axis=0)[:4], x.any(axis=1).sum(), x.all()
np.arange(10**6).sum(), np.arange(10**6, dtype=np.int32).sum(), np.arange(10**6).mean(), np.ones(10**6).sum()
np.linspace(0, 1, 10**6).sum(), np.linspace(0, 1, 10**6)[123456], np.arange(0, 1, 1e-6).size
np.array([np.nan] + [1.0] * 300000).max(), np.array([1.0] * 300000 + [np.nan]).min(), np.array([1.0] * 300000 + [np.nan]).argmax()
np.concatenate([np.arange(200000), np.arange(5)])[-6:], np.repeat([1, 2], 100000).sum(), np.tile([1, 2], 100000)[-3:]
x = np.random.default_rng(0).random(200000); y = np.sort(x); (y[1:] >= y[:-1]).all(), y[[0, 1000, -1]], np.searchsorted(y, [0.25, 0.5])
x = np.random.default_rng(0).random(200000); np.argsort(x)[:3], np.partition(x, 1000)[1000], np.percentile(x, 25), np.median(x)
x = np.random.default_rng(0).standard_normal((3, 100000)); x.sum(axis=1), x.sum(axis=0)[:2], x.min(axis=1)
"""
