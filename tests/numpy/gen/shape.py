"""Reshaping, transposing, joining, splitting, repeating, rolling, padding, inserting."""
import itertools

SHAPES = ['12', '(4, 3)', '(2, -1)', '-1', '(2, 2, 3)', '(3, 4, 1)', '(5, 2)', '(-1, -1)', '(0, -1)', '()', '(1, 12)', '(-1, 5)', '(6, 2)', '[2, 6]', '12.0', '(12,)']


def cases():
    for shape, order in itertools.product(SHAPES, ['', ", order='F'", ", order='A'"]):
        yield 'reshape', f'np.reshape(a, {shape}{order})'
        yield 'reshape', f'a.T.reshape({shape}{order})'
    for name, axes in itertools.product(['a', 'd', 'b', 'z'], ['', '0, 1', '1, 0', '(1, 0)', '0, 2, 1', '(2, 0, 1)', '-1, 0', '0', '0, 0', '(0, 3)']):
        yield 'transpose', f'{name}.transpose({axes})'
    for function, order in itertools.product(['ravel', 'flatten'], ['', "'C'", "'F'", "'A'", "'K'", "'X'"]):
        yield 'ravel', f'a.{function}({order})'
        yield 'ravel', f'a.T.{function}({order})'
    for function, arguments in itertools.product(['np.concatenate', 'np.stack'], ['[b, b]', '[a, a]', '(a, a[:1])', '[a, a], axis=1', '[a, a], axis=-1', '[a, a], axis=2',
                                                 '[a, v]', '[]', '[b, v]', '[t, b]', '[s, b]', '[1, 2]', '[[1, 2], [3, 4]]', '[u, i8]', '[a, a], axis=None', '[e, e]', 'a', '[a], axis=0', '[z, z]', "[b, v], dtype='f4'",
                                                 '[a, a], axis=-3', '[b[:0], b[:2]]', '[c, g[:3]]', '5', "[b, b], out=np.zeros(16)"]):
        yield 'join', f'{function}({arguments})'
    for function, arguments in itertools.product(['np.vstack', 'np.hstack', 'np.dstack', 'np.column_stack'], ['[b, b]', '[a, a]', '[a, a[0]]', '[b, v]', '[1, 2]', '[[1], [2]]',
                                                 '[[1, 2], [3, 4]]', '(b[:2], a[:, :2])', '[a, [[7], [8], [9]]]', '[]', '[t, t]', '[np.ones((2, 1)), np.zeros((2, 2))]', '([1, 2, 3], [4, 5, 6])', '(a[:2], a[0])']):
        yield 'join', f'{function}({arguments})'
    for function, arguments in itertools.product(['np.split', 'np.array_split', 'np.hsplit', 'np.vsplit', 'np.dsplit'], ['b, 2', 'b, 3', 'a, 2', 'a, 3', 'd, 2', 'b, [2, 5]', 'a, [1]', 'd, [1, 2]', 'b, [3, 1]', 'z, 1', 'b, 0', 'a, 4', 'b, [20]']):
        yield 'split', f'{function}({arguments})'
    for arguments in ['b, 2', 'b, -1', 'b, 100', 'a, 1', 'a, 1, axis=0', 'a, 1, axis=1', 'a, (1, 2), axis=(0, 1)', 'a, 1, axis=(0, 1)', 'a, (1, 1), 0', 'a, 1, axis=5', 's, 1', 'e, 1', 'z, 1', 'd, 1, axis=-1', 'b, 1.5', '[1, 2, 3], 1', 'a, -2, 1', 'a, [1, 2, 3]']:
        yield 'roll', f'np.roll({arguments})'
    modes = ["'constant'", "'edge'", "'reflect'", "'symmetric'", "'wrap'", "'linear_ramp'", "'maximum'", "'minimum'", "'mean'", "'median'", "'constant', constant_values=9", "'constant', constant_values=(7, 8)", "'reflect', reflect_type='odd'", "'nope'", "'maximum', stat_length=1", "'linear_ramp', end_values=0"]
    for target, mode in itertools.product(['[1, 2, 3], 2', '[1, 2, 3], (1, 2)', 'm, 1', '[[1, 2], [3, 4]], ((1, 0), (0, 2))'], modes):
        yield 'pad', f'np.pad({target}, {mode})'
    for code in ONCE.strip().splitlines():
        yield 'more', code


ONCE = """
np.pad(b, 1)
np.pad([1], 0)
np.pad([1, 2], -1)
np.pad([1, 2], (1, 2, 3))
np.pad(t, 1)
np.pad(s, 1)
np.pad([1, 2], 5, 'reflect')
np.pad([1, 2, 3], 5, 'wrap')
np.pad(v, 1, 'edge')
np.pad([[1]], ((0, 1), (2, 0)))
np.pad([1, 2], {0: (1, 1)})
np.pad(a, [(1, 0), (0, 1)], constant_values=-1)
a.T
a.reshape(-1)
a.reshape(2, 6)
a.reshape(2, 2, -1)
a.reshape((6, 2))
a.reshape(5, 5)
a.reshape(-1, -1)
a.reshape(0, 3)
a.reshape('x')
a.reshape(3, 4).base is a
a.reshape(a.shape) is a
a.reshape(2, 6, order='F')
a[:, ::2].reshape(6)
np.reshape(range(6), (2, 3))
np.reshape(a, shape=(4, 3))
np.reshape(5, (1, 1))
np.reshape(e, (3, 0))
np.resize([1, 2, 3], (2, 4))
np.resize(a, 3)
np.resize([], (2,))
np.resize([1, 2], 0)
np.ravel([[1, 2], [3, 4]])
np.ravel(a, order='F')
np.ravel(5)
np.transpose(a)
np.transpose([1, 2])
np.transpose(d, (2, 0, 1)).shape
np.transpose(d, (2, 0))
np.transpose(d, (2, 0, 0))
np.permute_dims(a, (1, 0)).shape
np.matrix_transpose(a).shape
np.swapaxes(a, 0, 1)
np.swapaxes(d, 0, 2).shape
np.swapaxes(d, 0, 3)
d.swapaxes(-1, 0)[0]
np.moveaxis(d, 0, -1).shape
np.moveaxis(d, [0, 1], [-1, -2]).shape
np.moveaxis(d, 0, 5)
np.moveaxis(d, [0, 1], [0])
np.rollaxis(d, 2).shape
np.expand_dims(b, 0).shape
np.expand_dims(b, 1).shape
np.expand_dims(b, (0, 2)).shape
np.expand_dims(b, 3)
np.expand_dims(5, 0)
np.squeeze([[[1], [2]]])
np.squeeze(np.zeros((1, 3, 1))).shape
np.squeeze(np.zeros((1, 3, 1)), axis=0).shape
np.squeeze(np.zeros((1, 3, 1)), axis=1)
np.squeeze(np.zeros((1, 3, 1)), axis=(0, 2)).shape
np.squeeze([[5]])
a[:1].squeeze()
np.atleast_1d(5)
np.atleast_1d([1, 2])
np.atleast_1d(1, [2, 3])
np.atleast_2d(5)
np.atleast_2d([1, 2])
np.atleast_3d([1, 2]).shape
np.atleast_3d(a).shape
np.broadcast_to([1, 2, 3], (2, 3))
np.broadcast_to(5, (2, 2))
np.broadcast_to([1, 2], (2, 3))
np.broadcast_to([[1], [2]], (2, 3))
np.broadcast_to(a, (4,))
np.broadcast_to(b, (2, 8)).strides
np.concatenate([a, [[9, 9, 9, 9]]])
np.concatenate([a, [[9], [9], [9]]], axis=1)
np.concatenate([a, [9, 9, 9, 9]])
np.concatenate([a, d])
np.concatenate(([1, 2], [3.5]))
np.concatenate((['a'], ['bcd']))
np.concatenate([[1], ['a']])
np.concatenate([[True], [2]])
np.concatenate([[1], [None]])
np.concatenate([[1.5]], dtype=int)
np.concatenate([[1.5]], dtype=int, casting='unsafe')
np.concat([b, b])
np.append(b, 7)
np.append(b, [7, 8])
np.append(a, [[1, 2, 3, 4]], axis=0)
np.append(a, [1, 2, 3, 4], axis=0)
np.append(a, 5)
np.append([], 1)
np.append([1], 2.5)
np.insert(b, 1, 99)
np.insert(b, [1, 3], [10, 20])
np.insert(b, 8, 5)
np.insert(b, 9, 5)
np.insert(b, -1, 5)
np.insert(a, 1, 0, axis=0)
np.insert(a, 1, [7, 8, 9], axis=1)
np.insert(a, [0, 2], [[1], [2], [3]], axis=1)
np.insert(a, 0, 5)
np.insert(b, slice(0, 3), 0)
np.insert(b, 0, 2.7)
np.delete(b, 0)
np.delete(b, [0, 2])
np.delete(b, -1)
np.delete(b, slice(1, 4))
np.delete(b, b > 3)
np.delete(a, 1, axis=0)
np.delete(a, [0, 2], axis=1)
np.delete(a, 0)
np.delete(b, 10)
np.delete(b, [])
np.delete(a, 5, 1)
np.tile([1, 2], 3)
np.tile([1, 2], (2, 2))
np.tile(a[:2, :2], 2)
np.tile(5, 3)
np.tile([1, 2], 0)
np.tile([[1], [2]], (1, 3))
np.tile(a[:1], (2, 1, 1)).shape
np.tile('ab', 2)
np.repeat(3, 4)
np.repeat([1, 2], 2)
np.repeat([1, 2, 3], [1, 0, 2])
np.repeat([[1, 2], [3, 4]], 2)
np.repeat([[1, 2], [3, 4]], 2, axis=1)
np.repeat([[1, 2], [3, 4]], [1, 2], axis=0)
np.repeat([1, 2], [1, 2, 3])
np.repeat([1, 2], -1)
np.repeat(s, 2)
b.repeat(2)
np.flip(b)
np.flip(a)
np.flip(a, 0)
np.flip(a, axis=1)
np.flip(a, (0, 1))
np.flip(a, 2)
np.flip(z)
np.fliplr(a)
np.flipud(a)
np.fliplr(b)
np.flipud(b)
np.rot90(a)
np.rot90(a, 2)
np.rot90(a, -1)
np.rot90(d, 1, (1, 2)).shape
np.rot90(b)
np.rot90(a, axes=(1, 1))
np.roll(b, 3)
np.roll(a, -1, axis=1)
np.split(b, [2, 4])
np.split(b, 3)
np.split(a, 2, axis=1)
np.split(b, 2.0)
np.array_split(b, 3)
np.array_split(range(3), 5)
np.hsplit(a, 2)
np.vsplit(a, 3)
np.vsplit(b, 2)
np.dsplit(d, 2)[0].shape
np.unstack(a)
np.unstack(a, axis=1)
np.stack([b[:2], b[2:4]], axis=1)
np.stack([[1, 2], [3]])
np.stack(range(3))
np.stack([a, a]).shape
np.stack([a, a], axis=2).shape
np.vstack(([1, 2], [3, 4]))
np.vstack([1, 2])
np.vstack((a, [0, 0, 0]))
np.hstack(([1, 2], [3]))
np.hstack((a, [[1], [2], [3]]))
np.hstack((a, [1, 2, 3]))
np.dstack(([1, 2], [3, 4]))
np.column_stack(([1, 2], [3, 4]))
np.column_stack((np.ones(3), a))
np.row_stack
np.trim_zeros([0, 0, 1, 2, 0])
np.trim_zeros([0, 1, 0], 'f')
np.trim_zeros([0, 0])
np.ascontiguousarray(a.T).flags.c_contiguous
np.kron([1, 2], [1, 10])
np.kron(np.eye(2, dtype=int), [[1, 2], [3, 4]])
np.tril_indices(3)
np.triu_indices(2, 1)
np.nditer(a).shape
[int(x) for x in np.nditer(a[:2, :2])]
[x.item() for x in np.nditer(a[:2, :2], order='F')]
for x in np.nditer([1, 2]): print(x)
list(np.ndindex(2, 3))
list(np.ndenumerate([[1, 2], [3, 4]]))
np.copy(a.T).strides
np.copy(a.T, order='C').strides
a.T.copy().strides
a.copy('F').strides
a.flatten('F')
a.ravel('F')[:4]
a.ravel().base is a
a.flatten().base is None
np.shape(a.T)
np.array([[1, 2], [3, 4]]).T.ravel()
np.array([[1, 2], [3, 4]]).T.ravel(order='K')
(a + 0).T.flags.f_contiguous
np.arange(6).reshape(2, 3).T.reshape(2, 3)
np.arange(24).reshape(2, 3, 4).transpose(1, 0, 2).reshape(6, 4)
np.zeros((2, 0, 3)).reshape(0, -1)
np.zeros((2, 0, 3)).reshape(6, 0).shape
np.zeros((0,)).reshape(0, 5).shape
np.ones((1, 1, 1)).squeeze().shape
"""
