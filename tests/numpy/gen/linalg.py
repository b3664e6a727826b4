"""Products and np.linalg. Where a result is unique only up to signs or order, the case asks for what is unique."""
import itertools

SQUARE = ['m', '[[1, 2], [3, 4]]', '[[2.0, 0], [0, 0.5]]', 'np.eye(3)', '[[1, 2], [2, 4]]', '[[0, 1], [-1, 0]]', '[[1+1j, 2], [0, 1]]', 'm.astype(np.float32)', '[[4]]', 'np.zeros((2, 2))',
          'np.stack([m, m + np.eye(3)])', 'np.zeros((0, 0))']
WRONG = ['a', 'b', '5', '[]', "[['a']]", '[[1, 2], [3]]', '[[np.nan, 1], [1, 1]]', '[[np.inf, 1], [1, 1]]', 'd']
FUNCTIONS = ['det', 'inv', 'slogdet', 'matrix_rank', 'cholesky', 'eigvalsh', 'cond', 'norm', 'pinv', 'svdvals', 'trace', 'diagonal', 'matrix_norm', 'vector_norm']
PRODUCTS = ['dot', 'matmul', 'inner', 'outer', 'vdot', 'tensordot', 'kron', 'linalg.matmul', 'linalg.outer', 'linalg.vecdot', 'vecdot', 'matvec', 'vecmat', 'linalg.tensordot', 'linalg.cross']


def cases():
    for function, matrix in itertools.product(FUNCTIONS, SQUARE + WRONG):
        kind = 'linalg32' if 'float32' in matrix else 'linalg'
        yield 'one', f'np.linalg.{function}({matrix})', kind
    for function, pair in itertools.product(PRODUCTS, ['b, b', 'a, a.T', 'a, a', 'm, m', 'm, [1, 2, 3]', '[1, 2, 3], m', 'a, [1, 2, 3, 4]', '2, a', 'c, c', '[1, 2], [3, 4]', 'v, v[:4]', 't, t', 'd, d', 'd, [1, 2, 3, 4]', 'e.T, e', 'u, u', 'np.float32([1, 2]), [1, 2]',
                                                     "'a', 1", '[1, 2, 3], [4, 5, 6]', 'm, m[0]']):
        yield 'products', f'np.{function}({pair})', 'linalg32' if 'float32' in pair else 'linalg'
    for left, right in itertools.product(['a', 'm', 'b[:3]', 'd', 'z', 'c', '[1, 2, 3, 4]', 'e'], ['a.T', 'm', '[1, 2, 3, 4]', 'b[:3]', 'd', '2', 'd.transpose(0, 2, 1)']):
        if not (left.startswith('[') and right.startswith(('[', '2'))):
            yield 'operator', f'{left} @ {right}', 'linalg'
    for matrix, right in itertools.product(['m', '[[1, 2], [3, 4]]', '[[1, 2], [2, 4]]', 'np.eye(2)', 'a', 'np.stack([m, m])'], ['[1, 2]', '[1, 2, 3]', '[[1], [2]]', 'np.eye(2)', 'np.eye(3)', '5', '[1j, 2]']):
        yield 'solve', f'np.linalg.solve({matrix}, {right})', 'linalg'
    for value, order in itertools.product(['b', 'v', 'm', 'a', 'c', '[]', 'np.zeros(3)', '[3, 4]', '[[1, 2], [3, 4]]', '5'], ['', ', 1', ', 2', ', np.inf', ', -np.inf', ', 0', ', 3', ", 'fro'", ", 'nuc'", ', -1', ', -2', ', axis=0', ', axis=-1, keepdims=True', ', ord=1, axis=0', ', axis=(0, 1)']):
        yield 'norm', f'np.linalg.norm({value}{order})', 'linalg'
    for power in ['0', '1', '2', '3', '5', '-1', '-2', '2.5']:
        yield 'power', f'np.linalg.matrix_power(m, {power})', 'linalg'
        yield 'power', f'np.linalg.matrix_power([[1, 1], [1, 0]], {power})', 'linalg'
        yield 'power', f'np.linalg.matrix_power([[0, 1], [0, 0]], {power})', 'linalg'
    for code in ONCE.strip().splitlines():
        yield 'more', code, 'linalg'


ONCE = """
np.linalg.det(np.array([[1, 2], [3, 4]]))
np.linalg.det([[2, 0], [0, 3]]).round(6)
np.linalg.inv([[2, 0], [0, 4]])
np.linalg.inv([[1, 2], [3, 4]]) @ [[1, 2], [3, 4]] - np.eye(2) < 1e-9
np.linalg.inv(np.array([[1, 2], [2, 4]]))
np.linalg.inv(a)
np.linalg.inv(b)
np.linalg.inv(5)
np.linalg.inv([[1, 2], [3, 4]]).dtype
np.linalg.inv(m.astype(np.float32)).dtype
np.linalg.inv([[0.0]])
np.linalg.inv(np.array([['a']]))
np.linalg.inv(np.zeros((2, 2, 3)))
np.linalg.solve([[3, 1], [1, 2]], [9, 8])
np.linalg.solve([[3, 1], [1, 2]], [[9], [8]])
np.linalg.solve([[1, 1], [1, 1]], [1, 2])
np.linalg.solve([[1, 2]], [1])
np.linalg.lstsq([[1, 1], [1, 2], [1, 3]], [1, 2, 2])[0]
np.linalg.lstsq([[1, 1], [1, 2], [1, 3]], [1, 2, 2])[1]
np.linalg.lstsq([[1, 1], [1, 2], [1, 3]], [1, 2, 2])[2]
np.linalg.lstsq([[1, 1], [1, 2], [1, 3]], [1, 2, 2])[3]
np.linalg.lstsq([[1, 1], [1, 1]], [1, 2])[0]
np.linalg.lstsq([[1, 1], [1, 1]], [1, 2])[1:3]
np.linalg.lstsq([[1, 1, 1], [1, 2, 3]], [1, 2])[0]
np.linalg.lstsq([[1, 2], [3, 4], [5, 6]], [[1, 2], [3, 4], [5, 6]])[0].round(8) + 0
np.linalg.lstsq([1, 2], [1, 2])
np.linalg.lstsq([[1, 2], [3, 4]], [1, 2, 3])
x, res, rank, sv = np.linalg.lstsq([[1, 1], [1, 2], [1, 3]], [2, 4, 5]); x, rank
np.linalg.eig([[2, 0], [0, 3]])
np.linalg.eig([[2, 0], [0, 3]]).eigenvalues
np.sort(np.linalg.eigvals([[2, 1], [1, 2]]))
np.sort_complex(np.linalg.eigvals([[0, 1], [-1, 0]]))
np.linalg.eigvals([[0, 1], [-1, 0]]).dtype
np.linalg.eigvals([[1, 2], [0, 3]]).dtype
np.linalg.eigvals(a)
np.linalg.eig(b)
np.linalg.eig([[np.nan, 1], [1, 1]])
np.linalg.eigvals([[1, 1j], [-1j, 1]])
np.linalg.eigvals([[3, 1j], [0, 1]])
np.linalg.eigvals([[1, 0, 0], [2, 3j, 0], [4, 5, 6]])
np.linalg.eig([[0, 1, 2j], [0, 3, 0], [1, 1, 1]])
x = (a[:3, :3] % 5) + 1j * (a[:3, :3] % 4); np.linalg.eig(x)
x = np.outer([1, 2, 3, 5], [1j, 2, 1, -1]) + np.diag([1, 2j, 3, 4]); np.linalg.eigvals(x)
x = np.outer([1, 2, 3, 5], [1j, 2, 1, -1]) + np.diag([1, 2j, 3, 4]); w, q = np.linalg.eig(x); np.allclose(x @ q, q * w), q[-1]
x = np.exp(0.7j * np.arange(36).reshape(6, 6) ** 2); np.linalg.eigvals(x)
x = np.exp(0.7j * np.arange(36).reshape(6, 6) ** 2); np.linalg.eigvals(x + x.conj().T).real
np.linalg.eigvals(np.array([[1e160, 1e160j], [2e160, 0]]))
np.linalg.eigvals(np.zeros((3, 3), complex))
x = np.arange(10000.0).reshape(100, 100) % 7; y = x @ x.T; np.array_equal(y, y.T), y[3, 50], y.sum()
x = np.arange(10000.0).reshape(100, 100) % 7; y = x.T @ x; np.array_equal(y, y.T), y[3, 50], y.sum()
x = np.arange(12000.0).reshape(100, 120) % 7 + 1j; y = x @ x.T; np.array_equal(y, y.T), y[3, 50], y.sum()
np.linalg.eig([[1, 2], [3, 4]])._fields
type(np.linalg.eig([[1, 2], [3, 4]])).__name__
w, q = np.linalg.eig(m); np.allclose(m @ q, q * w)
w, q = np.linalg.eigh(m); np.allclose(q @ np.diag(w) @ q.T, m), np.allclose(q.T @ q, np.eye(3))
np.linalg.eigh(m).eigenvalues
np.linalg.eigh(m)[0]
np.linalg.eigvalsh([[2, 1], [1, 2]])
np.linalg.eigvalsh([[2, 1j], [-1j, 2]])
np.linalg.eigvalsh([[1, 100], [0, 1]])
np.linalg.eigvalsh([[1, 100], [0, 1]], UPLO='U')
np.linalg.eigvalsh(m, UPLO='X')
np.linalg.eigh(a)
np.linalg.eigvalsh(np.stack([m, 2 * m]))
np.abs(np.linalg.eigh([[2, 1], [1, 2]])[1])
np.linalg.svd(m)[1]
np.linalg.svd(a, compute_uv=False)[:2]
np.linalg.svd(a).U.shape, np.linalg.svd(a).S.shape, np.linalg.svd(a).Vh.shape
[x.shape for x in np.linalg.svd(a, full_matrices=False)]
U, S, Vh = np.linalg.svd(f, full_matrices=False); np.allclose(U * S @ Vh, f)
U, S, Vh = np.linalg.svd(a); np.allclose(U.T @ U, np.eye(3)), np.allclose(Vh @ Vh.T, np.eye(4))
np.linalg.svd([[3, 0], [0, -4]])[1]
np.linalg.svd([[1, 1j]], compute_uv=False)
np.linalg.svd(b)
np.linalg.svd([[np.nan]])
np.linalg.svd(np.zeros((0, 3)), compute_uv=False)
np.linalg.svdvals([[3, 4]])
Q, R = np.linalg.qr(m); np.allclose(Q @ R, m), np.allclose(Q.T @ Q, np.eye(3)), np.allclose(R, np.triu(R))
np.abs(np.linalg.qr([[1, 2], [3, 4]])[1])
np.abs(np.linalg.qr([[1, 2], [3, 4]]).Q)
np.abs(np.linalg.qr(f.T, mode='r'))
[x.shape for x in np.linalg.qr(a)]
[x.shape for x in np.linalg.qr(a, mode='complete')]
[x.shape for x in np.linalg.qr(a.T)]
[x.shape for x in np.linalg.qr(a.T, mode='complete')]
np.linalg.qr(a, mode='nope')
np.linalg.qr(b)
np.linalg.cholesky(m)
np.linalg.cholesky(m, upper=True)
np.linalg.cholesky([[4, 2], [2, 3]])
np.linalg.cholesky([[1, 2], [2, 1]])
np.linalg.cholesky([[2, 1j], [-1j, 2]])
np.linalg.cholesky([[4.0, 99], [2, 3]])
np.linalg.cholesky(a)
np.linalg.pinv([[1, 2], [3, 4], [5, 6]])
np.linalg.pinv([[1, 1], [1, 1]])
np.linalg.pinv(np.zeros((2, 3)))
np.linalg.pinv(m, hermitian=True)
np.linalg.pinv([[1, 0], [0, 1e-20]])
np.linalg.pinv([[1, 0], [0, 0.1]], rcond=0.5)
np.linalg.matrix_rank(a)
np.linalg.matrix_rank([[1, 2], [2, 4]])
np.linalg.matrix_rank([1, 2])
np.linalg.matrix_rank([0, 0])
np.linalg.matrix_rank(np.eye(3) * [1, 1, 1e-20])
np.linalg.matrix_rank(np.eye(3) * [1, 1, 0.1], tol=0.5)
np.linalg.matrix_rank(d)
np.linalg.cond(m)
np.linalg.cond([[1, 0], [0, 1e-3]])
np.linalg.cond([[1, 2], [3, 4]], 1)
np.linalg.cond([[1, 2], [3, 4]], 'fro')
np.linalg.cond([[1, 2], [2, 4]], 1)
np.linalg.cond([[1, 0], [0, 0]])
np.linalg.det(np.eye(3) * 2)
np.linalg.det([[1, 2], [2, 4]])
np.linalg.det([[1j, 0], [0, 2]])
np.linalg.det(np.stack([m, np.eye(3)]))
np.linalg.det([[np.nan, 1], [1, 2]])
np.linalg.slogdet(m)
np.linalg.slogdet([[0, 0], [0, 0]])
np.linalg.slogdet([[0, 1], [1, 0]])
np.linalg.slogdet(m).sign
np.linalg.slogdet([[1j, 0], [0, 2]])
np.linalg.multi_dot([a, a.T, a])
np.linalg.multi_dot([[1, 2], [[1, 2], [3, 4]], [5, 6]])
np.linalg.multi_dot([m])
np.linalg.multi_dot([m, m, [1, 2, 3]])
np.linalg.matrix_power(a, 2)
np.linalg.matrix_power([[2.0, 0], [0, 4.0]], -1)
np.linalg.matrix_power([[1, 1], [1, 1]], -1)
np.linalg.tensorsolve(np.eye(6).reshape(2, 3, 2, 3), np.arange(6).reshape(2, 3))
np.linalg.tensorinv(np.eye(6).reshape(2, 3, 2, 3)).shape
np.linalg.tensorinv(np.eye(4).reshape(4, 2, 2), ind=1).shape
np.linalg.cross([1, 0, 0], [0, 1, 0])
np.linalg.LinAlgError
issubclass(np.linalg.LinAlgError, ValueError)
try: np.linalg.inv(np.zeros((2, 2))) ⏎ except np.linalg.LinAlgError as error: print('caught', error)
try: np.linalg.inv(np.zeros((2, 2))) ⏎ except ValueError as error: print(type(error).__name__)
np.dot(2, 3)
np.dot([1, 2], [3, 4])
np.dot([1, 2], [3, 4, 5])
np.dot(a, b)
np.dot(a, a)
np.dot(a, 2)
np.dot([1j, 2j], [1, 1])
np.dot(d, [1, 2, 3, 4])
np.dot(d, a.T).shape
np.dot(np.int8([100]), np.int8([2]))
np.dot([True, False], [True, True])
np.dot(['a'], ['b'])
np.dot([], [])
np.dot(np.zeros((2, 0)), np.zeros((0, 3)))
a.dot(a.T)
a.dot([1, 0, 0, 0])
b.dot(b)
np.matmul([1, 2], [3, 4])
np.matmul(a, a.T)
np.matmul(a, a)
np.matmul(a, 2)
np.matmul(5, 5)
np.matmul(d, d)
np.matmul(d, d.mT).shape
np.matmul([1, 2, 3], a)
np.matmul(np.zeros((2, 0)), np.zeros((0, 3)))
np.matmul(np.ones((2, 3, 4)), np.ones((3, 4, 2)))
np.matmul([[True, False]], [[True], [True]])
np.matmul(np.uint8([[200]]), np.uint8([[2]]))
2 @ b
b @ 2
b @ [1, 2]
[1, 2] @ [3, 4]
np.vdot([1+1j], [1+1j])
np.vdot(a, a)
np.vdot([1, 2], [1, 2, 3])
np.inner([1, 2], [3, 4])
np.inner(a, a)
np.inner(a, [1, 2, 3, 4])
np.inner(a, [1, 2])
np.inner(2, 3)
np.outer([1, 2], [3, 4, 5])
np.outer(a[:1], [1, 2])
np.outer(s[:2], 2)
np.outer(3, [1, 2])
np.tensordot(a, a, axes=([1], [1]))
np.tensordot(a, a, axes=2)
np.tensordot(a, [1, 2, 3, 4], axes=1)
np.tensordot([1, 2], [3, 4], axes=0)
np.tensordot(a, a)
np.tensordot(a, a, axes=1)
np.tensordot(d, d, axes=([0, 1, 2], [0, 1, 2]))
np.kron([[1, 2]], [[1], [1]])
np.kron(2, 3)
np.cross([1, 2, 3], [3, 2, 1])
np.trace(m)
np.linalg.trace(np.stack([m, m]))
np.linalg.diagonal(m, offset=1)
np.linalg.matrix_transpose(a).shape
np.linalg.vector_norm([[3, 4]], axis=1)
np.linalg.vector_norm([3, 4], ord=1)
np.linalg.vector_norm([3, 4], ord=0)
np.linalg.matrix_norm([[1, 2], [3, 4]], ord=1)
np.linalg.norm([[1, 2], [3, 4]], axis=1)
np.linalg.norm([3 + 4j])
np.linalg.norm(['a'])
np.linalg.norm(d)
np.linalg.norm(d, axis=(1, 2))
np.linalg.norm(d, 2)
np.linalg.norm(b, 'fro')
np.linalg.norm(m, 'bad')
np.linalg.norm(np.float32([3, 4]))
np.linalg.norm([1e200, 1e200])
np.linalg.norm(np.array([3, 4], dtype=np.int8))
np.linalg.nope
np.linalg.solve(np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([1, 2])).round(12)
np.einsum('ij,jk->ik', m, m)
np.einsum('ij,ij', m, m)
np.linalg.eigvals(np.diag([3.0, 1.0, 2.0]))
np.linalg.eigvals([[2.0]])
np.linalg.eig([[5]])
np.linalg.eig(np.eye(2))
np.linalg.det(np.ones((3, 3), int))
np.linalg.det(np.arange(9).reshape(3, 3) + 0.0) < 1e-10
np.linalg.inv(np.linalg.inv(m))
np.linalg.inv(m) @ m
m @ np.linalg.inv(m) @ [1, 2, 3]
np.linalg.matrix_rank(np.vander([1, 2, 3, 4]))
"""
