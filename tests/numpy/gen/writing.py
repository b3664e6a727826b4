"""Writing: assignment through views and indexes, in-place operators, out= and where=, overlap, put and friends."""

TARGETS = ['b[0]', 'b[-1]', 'b[1:3]', 'b[::2]', 'b[::-1]', 'b[[0, 2]]', 'b[b > 3]', 'b[...]', 'b[:]', 'b[[0, 0]]', 'b[5:5]', 'b[:, None]', 'b[99]', 'b[b > 99]', 'b[[9]]']
WHAT = ['7', '2.9', '[10, 20]', 'True', 'b[::-1]', 'np.arange(8)', "'5'", "'x'", 'np.nan', '1j', 'None', '[]', '[[1], [2]]', '300']


def cases():
    for target in TARGETS:
        for value in WHAT:
            yield 'assign', f'{target} = {value}; b'
    for target in ['u[0]', 'u[1:3]', 'i8[:]', 't[1:]', 'v[::2]', 's[0]', 's[1:]', 'c[0]', 'g[-1]', 'z[()]', 'z[...]', 'e[:]', 'a[1]', 'a[:, 1]', 'a[a > 5]', 'd[0, ..., 1]']:
        name = target[0] if not target.startswith('i8') else 'i8'
        for value in ['1', '-1', '3.7', '256', "'9'", '1+2j', '[1, 2]', 'np.float64(2.5)', 'np.int8(-2)', 'True']:
            yield 'assign_dtype', f'{target} = {value}; {name}'
    for name in ['b', 'v', 'u', 'i8', 't', 'c', 'g', 'a']:
        for op in ['+=', '-=', '*=', '/=', '//=', '%=', '**=', '&=', '|=', '^=', '<<=', '>>=']:
            for value in ['2', '1.5']:
                yield 'inplace', f'{name} {op} {value}; {name}'
        yield 'inplace', f'{name}[1:] += {name}[:-1]; {name}'
        yield 'inplace', f'{name}[:-1] += {name}[1:]; {name}'
        yield 'inplace', f'{name}[::-1] += {name}; {name}'
        yield 'inplace', f'{name}[1:] = {name}[:-1]; {name}'
        yield 'inplace', f'{name}[:-1] = {name}[1:]; {name}'
        yield 'inplace', f'{name}[:] = {name}[::-1]; {name}'
        yield 'inplace', f'{name} += {name}; {name}'
        yield 'inplace', f'{name} += True; {name}'
        yield 'inplace', f'{name} += -1; {name}'
    for code in ONCE.strip().splitlines():
        yield 'more', code


ONCE = """
w = b[2:5]; w[:] = 0; b
w = b[::-1]; w[0] = 100; b
w = b[[0, 1]]; w[:] = 0; b
w = b[b > 3]; w[:] = 0; b
w = a.T; w[0, 1] = 99; a
w = a.reshape(4, 3); w[0] = -1; a
w = a.ravel(); w[0] = -1; a
w = a.flatten(); w[0] = -1; a
w = a[:, 1]; w += 10; a
w = a[:, ::2].ravel(); w[:] = 0; a
w = np.asarray(a); w[0, 0] = 5; a[0]
w = np.array(a); w[0, 0] = 5; a[0]
w = a.view(); w.shape = (4, 3); a.shape, w.shape
w = a; w += 1; a
w = a; w = w + 1; a[0]
w = a.copy(); w[0] = 0; a[0]
w = a[0]; a[0] = 7; w
w = np.squeeze(a[:1]); w[0] = 55; a[0]
w = a.swapaxes(0, 1); w[3, 2] = -4; a
w = np.diagonal(a); w[0] = 3
w = a.diagonal().copy(); w[0] = 3; a[0, 0]
w = np.broadcast_to(b, (2, 8)); w[0, 0] = 1
w = c.real; w[:] = 0; c
c.imag = 5; c
c.real = [1, 2, 3]; c
c.imag[0] = -1; c
v.imag = 3
v.real = 0; v
a[0] = [1, 2, 3]
a[0] = [1, 2, 3, 4]; a
a[:] = [1, 2, 3, 4]; a
a[:] = [[1], [2], [3]]; a
a[:] = np.ones((2, 4))
a[:, 0] = [7, 8, 9]; a
a[:, 0] = [7, 8]
a[1:, 2:] = 0; a
a[[0, 2], [1, 3]] = 100; a
a[[0, 2]] = a[[2, 0]]; a
a[:, [0, 3]] = a[:, [3, 0]]; a
a[[0, 0], [0, 0]] += 1; a[0]
np.add.at(a, ([0, 0], [0, 0]), 1); a[0]
np.add.at(b, [0, 0, 1], 10); b
np.add.at(b, b > 3, 1); b
np.add.at(b, [0, 1], [5, 6]); b
np.subtract.at(b, [0, 0], 1); b
np.multiply.at(v, [0, 0], 2); v
np.maximum.at(b, [0, 1], 3); b
np.negative.at(b, [0, 1]); b
np.add.at(b, [99], 1)
a[a > 5] = 0; a
a[a > 5] = [1, 2, 3]
a[a > 8] = [1, 2, 3]; a
a[a % 2 == 0] *= 10; a
a[a > 3] += a[a > 3]; a
a[a > 100] = 5; a
a[~(a > 5)] = -1; a
a[a[:, 0] > 1] = 0; a
a[[True, False, True], 1] = 9; a
a[..., 0] = 1; a
a[None] = 5; a[0]
a[()] = 3; a[0]
a[1, 1] = 2**70
a[0, 0] = 1.9; a[0, 0]
a[0, 0] = np.nan
a[0, 0] = np.inf
a[0] = np.nan
a[0, 0] = 'x'
a[0, 0] = '12'; a[0]
a[0, 0] = [1]
a[0, 0] = [1, 2]
a[0] = 1j
a[3] = 0
a[0, 4] = 0
a[0, 0, 0] = 1
a['x'] = 1
a[1.0] = 1
d[0] = d[1]; d[0]
d[:, 1] = 0; d
d[..., 0] = [[1, 2, 3], [4, 5, 6]]; d[0]
d[0, [0, 1], [2, 3]] = [70, 80]; d[0]
d[:, [0, 2]] = -1; d[1]
b[:3], b[3:6] = b[3:6].copy(), b[:3].copy(); b
b[0], b[1] = b[1], b[0]; b
a[0], a[1] = a[1], a[0]; a
a[[0, 1]] = a[[1, 0]]; a
s[0] = 'watermelon'; s
s[1] = 5; s
s[:] = 'z'; s
t[0] = 0; t
t[:] = [0, 2, 0.0, 'x']; t
u[0] = 256
u[0] = -1
u[:2] = [1, 300]
u[:2] = np.array([1, 300]); u
i8[0] = 200
i8[:] = 3.9; i8
g[0] = 1e300; g
g[0] = 0.1; g[0] == np.float32(0.1)
h[np.isnan(h)] = 0; h
h[h < 0] = 0; h
z[()] = 9; z
z += 1; z
z[0] = 1
z[...] = [1]; z
z[...] = [1, 2]
e[:] = 5; e
e[0] = 5
b += 1.5
b = b + 1.5; b
b /= 2
b //= 2; b
b **= 2; b
b **= -1
b @= b
m @= m; m
a @= np.eye(4, dtype=int); a
b += [1, 2]
b += np.arange(8); b
b += np.arange(8.0)
v += 1; v
v += 1j
v //= 1; v
u += 1; u
u += 256
u -= 1; u
u += np.int8(1)
u += np.uint8(200); u
i8 *= 2; i8
i8 += u
i8 += np.int64(1)
i8 += np.array([1])
t += 1
t |= False; t
t &= [True, True, False, True]; t
t -= True
c += 1; c
c += 1j; c
g *= 2; g
g += 1e300; g
g += np.float64(1); g
s += 'x'
x = 5; x += np.arange(3); x
x = [1, 2]; x += np.array([3, 4]); x
x = [1, 2]; x += [3]; x
x = np.array([1, 2]); y = x; x += 1; y
x = np.array([1, 2]); y = x; x = x + 1; y
np.put(b, [0, -1], [100, 200]); b
np.put(b, [0, 9], 5, mode='clip'); b
np.put(b, [9], 5)
b.put([0, 1, 2], [7]); b
a.put([0, 5], -1); a
np.place(b, b > 3, [10, 20]); b
np.putmask(b, b > 3, 0); b
np.putmask(b, b > 3, [1, 2, 3]); b
np.copyto(b, 5); b
np.copyto(b, 5, where=b > 3); b
np.copyto(b, v)
np.copyto(b, 2.5)
np.copyto(v, b[:5]); v
np.copyto(b, 2.5, casting='unsafe'); b
np.fill_diagonal(a, 0); a
np.fill_diagonal(a, [1, 2, 3]); a
np.fill_diagonal(b, 0)
x = np.zeros((5, 2)); np.fill_diagonal(x, 1, wrap=True); x
np.put_along_axis(a, np.array([[1], [0], [3]]), 99, axis=1); a
b.fill(3); b
b.fill(2.7); b
v.fill(np.nan); v
s.fill('q'); s
b.fill([1, 2])
b.sort(); b
b[::-1].sort(); b
a[:, ::-1].sort(axis=1); a
a.T.sort(); a
b.partition(2); b[2]
s.sort(); s
b.resize(3); b
b.resize(3, refcheck=False); b
b.resize((2, 5), refcheck=False); b
b.shape = (2, 4); b
b.shape = 4, -1; b
b.shape = (3, 3)
b.dtype = 'f8'; b.dtype
a.T.shape = (12,)
a.itemset(0, 1)
b.setflags(write=False); b[0] = 1
b.flags.writeable = False; b += 1
b.flags.writeable = False; b.sort()
b.flags.writeable = False; w = b.copy(); w[0] = 9; w[0]
b.flags.writeable = False; w = b[1:]; w[0] = 9
b.nope = 1
b.T = 3
b.size = 3
a.flat = 5; a
a.flat[3] = 77; a
a.flat[::2] = 0; a
a.flat[[0, 1]] = [5, 6]; a[0]
a.real = 1; a[0]
np.add(b, 1, out=b); b
np.add(b, b, out=b[:]); b
np.add(b[1:], b[:-1], out=b[1:]); b
np.add(b, 0.5, out=b)
np.add(b, 0.5, out=b, casting='unsafe'); b
np.add(b, 1, out=v)
np.add(b[:5], 1, out=v); v
np.add(b, 1, out=np.zeros(8)).dtype
np.add(1, 2, out=z); z
np.add(b, 1, out=5)
np.add(b, 1, out=(b,)); b
np.add(b, 1, b); b
x = np.zeros(8); np.sqrt(b, out=x); x.round(3)
x = np.zeros(5); np.sqrt(v, out=x, where=v >= 0); x
x = np.full(5, -1.0); np.log(v, out=x, where=v > 0); x
x = np.zeros(8, int); np.add(b, 10, out=x, where=b > 3); x
x = np.zeros((2, 8), int); np.add(b, [[1], [2]], out=x); x
x = np.zeros(3); np.add(b, 1, out=x)
x = np.zeros((3, 1)); np.add(np.ones(3), 1, out=x)
x = np.zeros(4, int); np.sum(a, axis=0, out=x); x
x = np.zeros(4); np.mean(a, axis=0, out=x); x
x = np.zeros(3); np.sum(a, axis=0, out=x)
x = np.zeros(12, int); np.cumsum(a, out=x); x
x = np.zeros((3, 3)); np.dot(m, m, out=x); x
x = np.zeros((3, 3)); np.matmul(m, m, out=x); x
x = np.zeros((3, 3), int); np.dot(m, m, out=x)
x = np.zeros(8, int); np.clip(b, 2, 5, out=x); x
x = np.zeros(2, int); b.take([0, 1], out=x); x
x = np.zeros(5, bool); np.greater(v, 0, out=x); x
x = np.zeros(5, dtype=int); np.greater(v, 0, out=x); x
x = np.zeros(3); np.round(np.array([1.26, 2.34, 3.5]), 1, out=x); x
x = np.zeros((2, 3)); x[0] = [1, 2, 3]; x[1] = x[0] * 2; x
x = np.zeros((2, 2)); x[:] = np.arange(2); x.T[0] = 5; x
x = np.zeros(3); x[[0, 1, 0]] += 1; x
x = np.zeros(3); x[[0, 1, 0]] = [5, 6, 7]; x
x = np.arange(10); x[2:5] = x[:3]; x
x = np.arange(10); x[:3] = x[2:5]; x
x = np.arange(10); x[1:] += x[:-1]; x
x = np.arange(10); x[:-1] *= x[1:]; x
x = np.arange(10); x[::2], x[1::2] = x[1::2].copy(), x[::2].copy(); x
x = np.arange(9).reshape(3, 3); x += x.T; x
x = np.arange(9).reshape(3, 3); x[:] = x.T; x
x = np.arange(9).reshape(3, 3); x[1:, 1:] = x[:-1, :-1]; x
x = np.arange(9).reshape(3, 3); x -= x[0]; x
x = np.arange(9).reshape(3, 3); x -= x[:, :1]; x
x = np.arange(6); y = x.reshape(2, 3); y[0, 0] = 9; x
x = np.arange(6); y = x[::2].reshape(3, 1); y[0] = 9; x
x = np.arange(6).reshape(2, 3).T.reshape(-1); x[0] = 9; x
x = np.arange(4); del x; x
x = np.arange(4); del x[0]
x = [np.zeros(2)] * 2; x[0][0] = 1; x
x = np.zeros((2, 2)); y = [x, x]; y[0][0, 0] = 5; y[1]
x = np.ones(3); y = x; y *= 2; x is y, x
x = np.ones(3, int); x = x * 2.5; x
x = np.array([1, 2, 3]); x[1] = 2.7; x
x = np.array(['a', 'b']); x[0] = 'hello'; x
x = np.array(['a', 'b'], dtype=object); x[0] = 'hello'; x
x = np.array([1, None], dtype=object); x[1] = [1, 2]; x
x = np.zeros(2, dtype=[('p', int), ('q', float)]); x['p'] = [1, 2]; x[0]['q'] = 2.5; x
x = np.zeros(2, dtype=[('p', int), ('q', float)]); x[1] = (5, 6); x
x = np.zeros(2, dtype=[('p', int), ('q', float)]); x['r'] = 1
"""
