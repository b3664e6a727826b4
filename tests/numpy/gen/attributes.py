"""Attributes, views and casts of arrays; NumPy's scalars beside Python's; truth, equality, membership."""


def cases():
    for code in ATTRIBUTES.strip().splitlines():
        yield 'one', code


ATTRIBUTES = """
a.shape
a.ndim
a.size
a.dtype
a.itemsize
a.nbytes
a.strides
a.T.strides
a[::2, ::-1].strides
a.flags.c_contiguous
a.T.flags['F_CONTIGUOUS']
a.flags.owndata
a[1:].flags.owndata
a.flags.writeable
a.flags
a.T.shape
a.mT.shape
d.T.shape
d.mT.shape
b.T
b.mT
z.shape
z.T
z.size
z.ndim
len(a)
len(z)
len(e)
c.real
c.imag
v.real
v.imag
a.imag
c.real.dtype
a.flat[5]
a.flat[2:5]
list(a.flat)[:3]
a.flat
len(a.flat)
list(np.ndindex(2, 2))
list(np.ndenumerate(np.array([[1, 2]])))
a.base is None
a[1:].base is a
a.reshape(4, 3).base is a.base
a.data.nbytes
a.tobytes()[:9]
np.array([1, 2], dtype='i2').tobytes()
np.array([1, 2], dtype='>i2').tobytes()
a.byteswap()[0, :2]
np.array([1, 256], dtype='i2').byteswap()
a.view('f8').dtype
v.view(np.int64)
u.view(np.int8)
u.view('u2')
np.arange(4, dtype='u1').view('u2')
np.arange(4, dtype='u1').view('<u4')
np.zeros(2).view('i4')
a.T.view('i4')
c.view(float)
a.astype('i4').view('i8')
a.astype(float, copy=False).dtype
v.astype(float, copy=False) is v
v.astype(int)
v.astype(str)
a.astype(str)[0]
t.astype(int)
t.astype(str)
s.astype('U2')
s.astype('S')
s.astype(float)
np.array(['1.5', '2e3']).astype(float)
np.array(['1.5']).astype(int)
np.array(['True', 'x']).astype(bool)
np.array([0, 3, -1]).astype(bool)
np.array([np.nan, 0.0]).astype(bool)
np.array([1.9, -1.9]).astype(int)
np.array([1e20]).astype(np.float32)
np.array([1e40]).astype(np.float32)
v.astype(int, casting='safe')
v.astype(np.float32, casting='same_kind').dtype
v.astype(int, casting='same_kind')
v.astype('nope')
a.astype(np.uint8, casting='equiv')
a.astype(object)[0]
np.astype(a, float)[0]
a.sort
hash(np.float64(1.0)) == hash(1.0)
hash(np.int64(3)) == hash(3)
hash(a)
{np.int64(1): 'x'}[1]
1.0 in {np.float64(1.0): 0}
np.float64(1).dtype
np.float64(1).shape
np.int64(3).ndim
np.float64(2.5).T
np.int64(3).item()
type(np.int64(3).item())
type(np.float32(3).item())
np.float64(2.5).astype(int)
np.float64(2.7).round()
np.float64(2.567).round(1)
np.int64(3).sum()
np.float64(3).reshape(1, 1)
np.int64(5)[()]
np.float64(1)[0]
np.array([5])[0].dtype
np.array(5)[()]
np.array(5)[...]
int(np.array(5))
float(np.array([2.5])[0])
float(np.array([2.5]))
int(np.array([1, 2]))
float('nan') == np.nan
bool(np.array([]))
bool(np.array([0]))
bool(np.array([1, 2]))
bool(np.array(3))
complex(np.complex64(1j))
int(np.float64(3.9))
round(np.float64(2.5))
round(np.float64(2.567), 2)
abs(np.float64(-2))
abs(np.array([-1, 2]))
-np.float64(2)
+np.int8(3)
~np.int8(3)
np.int64(3) < 4
np.int64(3) == 'a'
np.array([1, 2]) == 'a'
np.array([1, 2]) == None
np.array([1, 2]) != None
np.array(['a', 'b']) == 'a'
1 < np.array([1, 2]) 
0 < np.int64(1) < 2
0 < np.array([1, 2]) < 3
not np.array([0])
np.array([1, 2]) and True
3 in a
99 in a
a in [a]
[1, 2] in np.array([[1, 2], [3, 4]])
'fig' in s
np.pi
np.e
np.inf
-np.inf
np.nan
np.newaxis
np.euler_gamma
np.nan == np.nan
np.inf - np.inf
np.True_
np.False_
np.ScalarType[0]
np.__name__
np.shares_memory(a, a[1:])
np.may_share_memory(a, a.copy())
np.shares_memory(a[::2], a[1::2])
"""
