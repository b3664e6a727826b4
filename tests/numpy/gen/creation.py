"""Making arrays: from lists, ranges, fills, functions, buffers; dtypes and scalars."""

DTYPES = ['bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64',
          'float32', 'float64', 'complex64', 'complex128']
VALUES = ['[]', '[0, 1, 2]', '[1.9, -1.9, 0.5]', '[True, False]', '[1+2j, 3]', '[[1, 2], [3, 4]]', '5', '(1, 2.0, 3)', '[[]]', '[[1], [2]]',
          "['1', '22', '-3']", 'range(4)', '[[[1]]]', '[300, -1]', '[np.nan, np.inf]', '[np.int8(1), np.int16(2)]', '[1, 2.5, 3j]', '[None, 1]']


def cases():
    for value in VALUES:
        yield 'array', f'np.array({value})'
        for dtype in DTYPES:
            yield 'array_dtype', f'np.array({value}, dtype=np.{dtype})'
    for dtype in DTYPES:
        for shape in ['3', '(2, 2)', '()', '(0,)', '(2, 0, 3)']:
            yield 'fill', f"np.zeros({shape}, dtype='{dtype}')"
        yield 'fill', f"np.ones((2, 3), dtype='{dtype}')"
        yield 'fill', f"np.full(3, 7, dtype='{dtype}')"
        yield 'fill', f"np.full((1, 2), -1.5, dtype='{dtype}')"
        yield 'fill', f"np.eye(3, dtype='{dtype}')"
        yield 'fill', f"np.zeros_like(a, dtype='{dtype}')"
        yield 'arange', f"np.arange(5, dtype='{dtype}')" if dtype != 'bool' else 'np.arange(2, dtype=bool)'
        yield 'linspace', f"np.linspace(0, 10, 5, dtype='{dtype}')"
        yield 'astype', f"v.astype('{dtype}')"
        yield 'astype', f"a.astype('{dtype}')"
        yield 'astype', f"u.astype('{dtype}')"
        yield 'astype', f"i8.astype('{dtype}')"
        yield 'astype', f"c.astype('{dtype}')"
        yield 'astype', f"t.astype('{dtype}')"
        yield 'astype', f"np.array([0.0, 1e10, -3.7]).astype('{dtype}')", 'exact'
        yield 'astype', f"np.array(['1', '0']).astype('{dtype}')"
        yield 'scalar', f"np.{dtype}(1)" if dtype != 'bool' else 'np.bool_(1)'
        yield 'scalar', f"np.dtype('{dtype}')"
        yield 'scalar', f"np.dtype('{dtype}').itemsize, np.dtype('{dtype}').kind, np.dtype('{dtype}').char, np.dtype('{dtype}').str"
        yield 'scalar', f"np.zeros(2, dtype='{dtype}').nbytes"
    for code in ONCE.strip().splitlines():
        yield 'more', code
    for code in ARANGE.strip().splitlines():
        yield 'arange', code


ARANGE = """
np.arange(5)
np.arange(5.0)
np.arange(1, 5)
np.arange(1, 10, 3)
np.arange(10, 1, -3)
np.arange(0, 1, 0.1)
np.arange(0, 1, 0.3)
np.arange(1, 0)
np.arange(-3, 3)
np.arange(0)
np.arange(3, 3)
np.arange(1.5, 4)
np.arange(0.5, 2.6, 0.7)
np.arange(10, dtype=float)
np.arange(start=2, stop=8, step=2)
np.arange(stop=4)
np.arange(5, step=2)
np.arange(1, 2, 0)
np.arange()
np.arange('3')
np.arange(3, dtype='U1')
np.arange(True)
np.arange(1j, 3)
np.arange(np.int8(3))
np.arange(np.float32(3))
np.arange(2**40, 2**40 + 3)
np.arange(-0.5, 0.5, 0.25)
np.arange(5)[::-1]
np.arange(0.0, 2.0, 0.5).dtype
np.arange(12).reshape(2, -1)
np.linspace(0, 1)[:3]
np.linspace(0, 1, 5)
np.linspace(0, 1, 4)
np.linspace(0, 1, 5, endpoint=False)
np.linspace(2, -2, 5)
np.linspace(0, 10, 3, dtype=int)
np.linspace(0, 1, 1)
np.linspace(0, 1, 0)
np.linspace(3, 3, 3)
np.linspace(0, 1, 3, retstep=True)
np.linspace(0, 1, 1, retstep=True)
np.linspace([0, 10], [1, 20], 3)
np.linspace([0, 10], [1, 20], 3, axis=1)
np.linspace(0, 1j, 3)
np.linspace(0, 1, -1)
np.linspace(0, 1, 2.5)
np.linspace(1, 100, 7)
np.linspace(0, 2*np.pi, 5)
np.linspace(-1, 1, 11)
np.linspace(0, 1, 5, dtype=np.float32)
np.linspace(0.1, 0.3, 3)
np.logspace(0, 3, 4)
np.logspace(0, 2, 3, base=2)
np.logspace(1, 2, 3, endpoint=False)
np.geomspace(1, 1000, 4)
np.geomspace(1, 256, 9)
np.geomspace(-1000, -1, 4)
np.geomspace(0, 1, 3)
"""

ONCE = """
np.array([[1, 2, 3], [4, 5, 6]], dtype=float)
np.array([1, 2, 3], ndmin=2)
np.array([[1, 2], [3, 4]], order='F')
np.array([1, 2], dtype='>i4')
np.array([1.5, 2], dtype='<f4')
np.array(['a', 'bc', 'def'])
np.array(['a', 1])
np.array(['a', 1.5])
np.array(['a', True])
np.array([1, 2, None])
np.array([[1, 2], [3]], dtype=object)
np.array([[1, 2], [3]])
np.array([[1, 2], 3])
np.array([[[1], [2]], [[3], [4, 5]]])
np.array({1, 2})
np.array({'a': 1})
np.array('abc')
np.array(b'abc')
np.array([b'ab', b'c'])
np.array([1, 2, 3], dtype=str)
np.array([1.5, 2], dtype=str)
np.array([True, False], dtype=str)
np.array(['abcd', 'e'], dtype='U2')
np.array([1, 2, 3], dtype='S')
np.array(['x'], dtype=int)
np.array(['1.5'], dtype=int)
np.array([1, 2], dtype='nonsense')
np.array([1, 2], dtype='i3')
np.array([1j], dtype=float)
np.array([1.5, 'x'], dtype=float)
np.array(3.0)
np.array([np.array([1, 2]), np.array([3, 4])])
np.array([a[0], a[1]])
np.array((range(3), range(3, 6)))
np.array([1, 2, 3]).copy()
np.array(a, copy=True) is a
np.asarray(a) is a
np.asarray(a, dtype=float) is a
np.asanyarray([1, 2])
np.ascontiguousarray(a.T)
np.ascontiguousarray(5)
np.asfortranarray(a).flags.f_contiguous
np.array(a, copy=False) is a
np.array([1, 2], copy=False)
np.asarray([1, 2], copy=False)
np.array(5) + 1
np.asarray(5)
np.array([2**31, 1])
np.array([2**62])
np.array([2**100])
np.array([-2**63 - 1])
np.array([1, 2**63])
np.array([1.0, 2**70])
np.array([0.1, 0.2, 0.3])
np.array([1e-10, 1.0])
np.array([1e20, 1.0])
np.array([[True, 1], [2, 3]])
np.array([1, 2.5, True])
np.array([3, 1 + 0j])
np.array([[1, 2], [3, 4]]).tolist()
np.array(3).tolist()
np.array([1.5, 2]).tolist()
np.array([[True]]).tolist()
np.array(3).item()
a.item(5)
a.item(1, 2)
a.item(20)
a.item()
a.item((0, 1))
np.zeros(3)
np.zeros((2, 3))
np.zeros([2, 1])
np.zeros(0)
np.zeros(-1)
np.zeros((2, -1))
np.zeros(2.5)
np.zeros('3')
np.zeros(3, int)
np.zeros(3, dtype='U2')
np.zeros(2, dtype='S3')
np.zeros(2, dtype=object)
np.ones(3)
np.ones((2, 2), dtype=bool)
np.ones(())
np.ones(2, dtype='U1')
np.ones(2, dtype=object)
np.full(3, 2.5)
np.full((2, 2), True)
np.full(2, 'ab')
np.full((2, 2), [1, 2])
np.full((2, 3), [1, 2])
np.full(3, 1j)
np.full(3, np.nan)
np.full(2, 3, dtype=float)
np.full((), 5)
np.full(3, 300, dtype=np.uint8)
np.zeros_like(v)
np.ones_like(a)
np.full_like(a, 2.7)
np.full_like(v, 2)
np.full_like(a, 9, dtype=float)
np.zeros_like([1, 2])
np.ones_like(3.5)
np.zeros_like(s)
np.ones_like(a, shape=(2,))
np.zeros_like(a, shape=2, dtype=bool)
np.empty_like(a).shape
np.empty((2, 3)).shape
np.empty(0)
np.empty((3, 0), dtype=int)
np.eye(3)
np.eye(2, 3)
np.eye(3, k=1)
np.eye(3, k=-1)
np.eye(3, 2, -1, dtype=int)
np.eye(0)
np.eye(2, k=5)
np.identity(2)
np.identity(3, dtype=int)
np.diag([1, 2, 3])
np.diag([1, 2], k=1)
np.diag([1, 2], -1)
np.diag(a)
np.diag(a, 1)
np.diag(a, -1)
np.diag(a, 10)
np.diag(d)
np.diag(5)
np.diagflat([[1, 2], [3, 4]])
np.diagflat([1, 2], 1)
np.diagonal(a)
np.diagonal(a, 1)
np.diagonal(d, axis1=1, axis2=2)
np.diagonal(d, 0, 0, 2)
a.diagonal()
a.diagonal(-1)
np.diagonal(b)
np.tri(3)
np.tri(3, 4, 1, dtype=int)
np.tri(3, k=-1)
np.tril(a)
np.triu(a)
np.tril(a, -1)
np.triu(a, 1)
np.triu(d, 1)
np.tril([1, 2, 3])
np.triu(m)
np.vander([1, 2, 3])
np.vander([1, 2, 3], 2)
np.vander([1, 2, 3], increasing=True)
np.vander([2.0, 3.0], 4)
np.meshgrid([1, 2, 3], [4, 5])
np.meshgrid([1, 2], [3, 4, 5], indexing='ij')
np.meshgrid([1, 2, 3], [4, 5], sparse=True)
np.meshgrid([1, 2])
np.meshgrid([1], [2], [3])
np.mgrid[0:3, 0:2]
np.mgrid[0:3]
np.mgrid[0:1:3j]
np.mgrid[-1:1:3j, 0:2]
np.mgrid[0:1:0.5]
np.ogrid[0:3, 0:2]
np.ogrid[0:1:3j, 0:2]
np.ogrid[:4]
np.indices((2, 3))
np.indices((2,))
np.indices((2, 2), dtype=float)
np.indices((2, 2), sparse=True)
np.r_[1, 2, 3]
np.r_[1:4, 0, 4]
np.r_[0:1:3j]
np.r_[1:3, np.array([7, 8])]
np.r_['0,2', [1, 2], [3, 4]]
np.r_['1,2,0', [1, 2], [3, 4]]
np.r_[a[0], -1]
np.r_[:3]
np.r_[1:10:4]
np.c_[[1, 2, 3], [4, 5, 6]]
np.c_[a, [7, 8, 9]]
np.c_[1, 2]
np.c_[np.ones(2), np.zeros((2, 2))]
np.s_[1:3, ::2]
np.s_[...]
np.index_exp[1:2]
np.ix_([0, 2], [1, 3])
a[np.ix_([0, 2], [1, 3])]
np.ix_([True, False, True], [1])
np.fromfunction(lambda i, j: i + j, (2, 3))
np.fromfunction(lambda i, j: i * j, (2, 3), dtype=int)
np.fromfunction(lambda i: i == 1, (3,))
np.fromiter((k*k for k in range(4)), dtype=int)
np.fromiter([1, 2, 3], float)
np.fromiter(range(5), int, count=3)
np.fromiter(range(2), int, count=3)
np.frombuffer(b'\\x01\\x02\\x03\\x04', dtype=np.uint8)
np.frombuffer(b'\\x01\\x00\\x02\\x00', dtype='<i2')
np.frombuffer(b'\\x01\\x00\\x02\\x00', dtype='>i2')
np.frombuffer(b'abcdef', dtype='S2')
np.frombuffer(b'\\x01\\x02\\x03', dtype='<i2')
np.frombuffer(b'\\x01\\x02\\x03', dtype=np.uint8, offset=1)
np.frombuffer(b'\\x01\\x02\\x03', dtype=np.uint8, count=2)
np.fromstring('1 2 3', sep=' ')
np.fromstring('1,2,3', dtype=int, sep=',')
np.copy(a)[0]
np.asarray_chkfinite([1.0, 2.0])
np.asarray_chkfinite([1.0, np.nan])
np.require([1, 2], dtype=float)
np.block([[np.eye(2), np.zeros((2, 1))], [np.ones((1, 3))]])
np.block([1, 2, 3])
np.block([[1, 2], [3, 4]])
np.block([a[0], a[1]])
np.block([[a], [a]])
np.bmat([[np.eye(2)], [np.ones((1, 2))]])
np.vectorize(lambda x, y: x + 2*y)([1, 2], [3, 4])
np.vectorize(lambda x: x > 1)([1, 2])
np.vectorize(lambda x: 'n' + str(x))([1, 22])
np.vectorize(lambda x: x * 0.5, otypes=[np.float32])([1, 2])
np.vectorize(lambda x: x)([])
np.frompyfunc(lambda x: x + 1, 1, 1)([1, 2])
np.frompyfunc(lambda x, y: (x, y), 2, 2)([1, 2], 3)
np.hanning(5)
np.hamming(4)
np.blackman(5)
np.bartlett(5)
np.kaiser(4, 2.0)
np.bool
np.int64
np.float64
np.dtype(int)
np.dtype('f')
np.dtype(float).name
np.dtype(bool)
np.dtype(complex)
np.dtype(str)
np.dtype('U10')
np.dtype('S5')
np.dtype('>f8')
np.dtype('<i4')
np.dtype('=i4')
np.dtype('int') == np.int64
np.dtype('i4') == 'int32'
np.dtype(None)
np.dtype('O')
np.dtype([('x', float), ('n', 'i4')])
np.dtype('f4, i2')
np.dtype('float128x')
np.dtype(3)
np.dtype('d')
np.dtype('?')
np.dtype('p')
np.dtype('l')
np.dtype('q') == np.dtype('l')
np.dtype('B')
np.dtype('h')
np.dtype('uint')
np.dtype('intc')
np.dtype('longlong')
np.dtype('half')
np.dtype('single')
np.dtype('double')
np.dtype('csingle')
np.dtype('U3').itemsize
np.dtype('i4').newbyteorder('>')
np.dtype('i4').type
np.dtype('f8').num
np.dtype('i4').alignment
np.dtype('i4').byteorder
np.dtype('>i4').byteorder
np.dtype('i4').isnative
np.dtype('i4').base
np.dtype('i4').shape
np.dtype('i4').names
np.dtype('i4') < np.dtype('i8')
np.array([1, 2]).dtype.name
str(np.dtype('i4'))
print(np.dtype('f8'), np.dtype('U4'), np.dtype(bool))
np.float64(3)
np.float32(0.1)
np.int8(-5)
np.int8(200)
np.uint8(-1)
np.int64('12')
np.float64('1e5')
np.float64('nan')
np.int32(3.9)
np.int64('x')
np.float64('x')
np.complex128('1+2j')
np.complex64(1.5)
np.bool_('')
np.str_('abc')
np.bytes_(b'abc')
np.str_(12)
np.float64([1, 2])
np.int32([[1]])
np.float32('inf')
np.int64(np.float64(2.9))
np.uint64(2**63)
np.int64(2**63)
np.int32(2**31)
np.float16(0.1)
np.longdouble(1.5) == 1.5
np.float64(1.5).is_integer()
np.float64(2.0).as_integer_ratio()
np.float64(0.5).hex()
np.int64(5).bit_count()
np.int64(5).bit_length()
np.array([3, 255], dtype=np.uint8).view(np.int8)
np.bitwise_count(u)
type(np.float64(1))
type(a[0, 0])
type(a.sum())
type(a)
type(np.float64(1) + 1)
type(1 + np.int8(1))
type(np.array(1) + 1)
type(v.dtype)
isinstance(np.float64(1), float)
isinstance(np.int64(1), int)
isinstance(np.complex128(1), complex)
isinstance(np.str_('a'), str)
isinstance(np.bool_(1), bool)
isinstance(a, np.ndarray)
isinstance(np.int64(1), np.integer)
isinstance(np.float32(1), np.floating)
isinstance(np.float32(1), np.generic)
isinstance(True, np.bool_)
np.isscalar(3)
np.isscalar(np.float64(3))
np.isscalar(np.array(3))
np.isscalar('a')
np.iterable([1])
np.iterable(3)
np.ndim(3)
np.ndim([[1]])
np.shape([[1, 2]])
np.shape(0)
np.size(a)
np.size(a, 1)
np.size([])
"""
