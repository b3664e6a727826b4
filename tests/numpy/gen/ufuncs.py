"""Elementwise functions of one and two operands, comparisons, logic, rounding, and ufunc methods."""
import itertools

NAMES = ['a', 'b', 'c', 'e', 'f', 'g', 'h', 'i8', 't', 'u', 'v', 'z']
EXACT = ['abs', 'sign', 'square', 'negative', 'positive', 'floor', 'ceil', 'trunc', 'rint', 'isnan', 'isinf', 'isfinite', 'signbit', 'conj',
         'logical_not', 'invert', 'real', 'imag', 'isreal', 'iscomplex', 'fabs', 'spacing', 'nan_to_num', 'fix', 'modf', 'frexp', 'isposinf']
INEXACT = ['sqrt', 'exp', 'log', 'sin', 'cos', 'tan', 'tanh', 'arctan', 'sinh', 'cosh', 'exp2', 'expm1', 'log2', 'log10', 'log1p', 'cbrt', 'arcsin',
           'arccos', 'arcsinh', 'arccosh', 'arctanh', 'degrees', 'radians', 'deg2rad', 'rad2deg', 'sinc', 'angle', 'reciprocal']
BINARY = ['add', 'subtract', 'multiply', 'divide', 'floor_divide', 'remainder', 'mod', 'fmod', 'maximum', 'minimum', 'fmax', 'fmin', 'greater',
          'less_equal', 'equal', 'not_equal', 'logical_and', 'logical_or', 'logical_xor', 'bitwise_and', 'left_shift', 'copysign', 'nextafter',
          'heaviside', 'gcd', 'lcm', 'divmod', 'arctan2', 'hypot', 'logaddexp', 'power', 'isclose', 'ldexp', 'true_divide', 'float_power']


def cases():
    for name, function in itertools.product(NAMES, EXACT):
        yield 'unary', f'np.{function}({name})'
    for name, function in itertools.product(['u', 'f', 'c', 'g', 'h', 't', 'z'], INEXACT):
        kind = 'exact' if function == 'sqrt' and name != 'c' else ('ulp32' if name == 'g' else 'ulp')
        yield 'transcendental', f'np.{function}({name})', kind
    for function, pair in itertools.product(BINARY, ['b, 3', '[7, -7, 0], 3', '[7.5, -7.5, np.nan], [2, -2, 1]', 'u, 2', 't, False', 'f, f[0]', '[1+2j], 2',
                                                     'np.float32(2.5), [2, 0]', '3, 2.0', "'a', 1"]):
        inexact = function in ('arctan2', 'hypot', 'logaddexp', 'power', 'float_power')
        kind = ('ulp32' if 'float32' in pair else 'ulp') if inexact else None
        yield 'binary', f'np.{function}({pair})', *([kind] if kind else [])
    for code in ONCE.strip().splitlines():
        yield 'more', code
    for code in METHODS.strip().splitlines():
        yield 'methods', code


ONCE = """
np.round(2.5)
np.round(3.5)
np.round(-2.5)
np.round([0.5, 1.5, 2.5, -0.5])
np.round(1.2345, 2)
np.round([1.2345, 2.675], 2)
np.round(1234.5, -2)
np.round([15, 25, 35], -1)
np.round(np.int64(15), -1)
np.round([1, 2, 3], 2)
np.round(1.5 + 2.5j)
np.round(np.float32(2.675), 2)
np.round(a, 1)
np.round(v, 1)
np.round(t)
np.around([0.37, 1.64])
np.around(f, decimals=1)
v.round()
f.round(1)
a.round(-1)
np.float64(1.005).round(2)
np.rint([1.5, 2.5, -1.5])
np.fix([2.1, -2.9])
np.trunc(-1.7)
np.floor(-1.5)
np.ceil(7)
np.floor(a).dtype
np.ceil([0.2, -0.2])
np.clip(b, 2, 5)
np.clip(v, 0, 1)
np.clip(b, None, 4)
np.clip(b, 4, None)
np.clip(b, None, None)
np.clip(b, 2.5, 5)
np.clip(u, 10, 300)
np.clip(u, -5, 100)
np.clip(a, [1, 2, 3, 4], 8)
np.clip(b, 5, 2)
np.clip(h, 0, 2)
b.clip(2, 5)
b.clip(max=3)
v.clip(min=0)
np.clip(3, 4, 5)
np.clip(b, min=2, max=4)
np.maximum(b, 4)
np.maximum([1, np.nan], [np.nan, 0])
np.fmax([1, np.nan], [np.nan, 0])
np.minimum(a, a[:, ::-1])
np.maximum(0, v)
np.maximum(t, False)
np.maximum('a', 'b')
np.maximum(s, 'g')
np.maximum(c, 0)
np.absolute([-1.5, 2])
np.abs(3 - 4j)
np.abs([3 + 4j, -5])
np.abs(-128)
np.abs(np.int8(-128))
np.sign([-2, 0, 3])
np.sign([-0.0, 0.0, np.nan])
np.sign(3 + 4j)
np.sqrt([4, 9])
np.sqrt(2)
np.sqrt(-1)
np.sqrt(-1 + 0j)
np.sqrt([-1.0, 4.0])
np.sqrt(np.float32(2))
np.sqrt(np.int8(4))
np.sqrt(t)
np.sqrt('a')
np.sqrt([[1, 4], [9, 16]])
np.sqrt(None)
np.emath.sqrt(-1)
np.emath.sqrt([1, -4])
np.emath.log(-1)
np.exp(0)
np.exp(1)
np.exp([0, 1, -np.inf, np.inf, 1000])
np.exp(np.float32(1))
np.exp(1j * np.pi)
np.exp(-1000)
np.exp([[1, 2], [3, 4]])
np.log(0)
np.log(-1)
np.log([1, np.e, 0])
np.log([1, 10, 100])
np.log2(8)
np.log10([1, 1000])
np.log1p(1e-10)
np.expm1(1e-10)
np.sin(np.pi)
np.sin([0, np.pi / 2])
np.cos(0)
np.cos(np.linspace(0, np.pi, 5))
np.tan(np.pi / 4)
np.sin(1e22)
np.sin(np.inf)
np.arcsin(2)
np.arccos([1, 0, -1])
np.arctan2(1, -1)
np.arctan2([0.0, -0.0], [-1, -1])
np.hypot(3, 4)
np.hypot([3, 5], [4, 12])
np.sinh(1)
np.tanh([-100, 0, 100])
np.degrees(np.pi)
np.radians(180)
np.deg2rad([0, 90, 180])
np.unwrap([0, 3, 6.5, 9])
np.cbrt(27)
np.reciprocal(2)
np.reciprocal([2.0, 4.0])
np.reciprocal(0.0)
np.sinc([0, 0.5, 1])
np.i0(1.0)
np.logaddexp(0, 0)
np.logaddexp2(3, 3)
np.heaviside([-1, 0, 2], 0.5)
np.gcd(12, 18)
np.gcd([12, 20], 8)
np.lcm(4, 6)
np.lcm.reduce([2, 3, 4])
np.gcd.reduce([12, 18, 24])
np.gcd(1.5, 2)
np.divmod(7, 3)
np.divmod([7, -7], [3, 3])
np.divmod(7.5, 2)
divmod(b, 3)
np.modf([1.5, -2.25])
np.modf(3.75)
np.frexp(8.0)
np.ldexp(0.5, 4)
np.nextafter(1, 2)
np.spacing(1.0)
np.copysign([1, 2], -1)
np.signbit([-0.0, 0.0, -1])
np.isnan(np.nan)
np.isnan('a')
np.isnan([1, np.nan])
np.isnan(None)
np.isfinite([1, np.inf, np.nan])
np.isneginf([-np.inf, 1])
np.isreal([1, 1j, 2 + 0j])
np.iscomplexobj(c)
np.isrealobj(c)
np.real_if_close([1 + 1e-20j])
np.nan_to_num([np.nan, np.inf, -np.inf, 1])
np.nan_to_num([np.nan, 2], nan=-1)
np.nan_to_num(np.array([np.inf], dtype=np.float32))
np.nan_to_num(h, nan=0, posinf=9, neginf=-9)
np.conj(c)
c.conj()
c.conjugate()
np.real(c)
np.imag(3)
np.angle(1j)
np.angle([1, -1, 1j], deg=True)
np.isclose(1, 1 + 1e-9)
np.isclose([1, 2], [1, 2.1])
np.isclose(np.nan, np.nan)
np.isclose(np.nan, np.nan, equal_nan=True)
np.isclose([1e10, 1e-7], [1.00001e10, 1e-8])
np.isclose(0.1 + 0.2, 0.3)
np.isclose(1, 2, atol=1)
np.isclose(np.inf, np.inf)
np.allclose([1, 2], [1, 2 + 1e-9])
np.allclose([1, np.nan], [1, np.nan])
np.allclose([1, np.nan], [1, np.nan], equal_nan=True)
np.allclose(a, a + 1e-12)
np.allclose([1, 2], [1, 2, 3])
np.allclose([], [])
np.array_equal([1, 2], [1, 2])
np.array_equal([1, 2], [1, 2, 3])
np.array_equal([np.nan], [np.nan])
np.array_equal([np.nan], [np.nan], equal_nan=True)
np.array_equal(a, a.T)
np.array_equiv([1, 2], [[1, 2], [1, 2]])
np.greater([1, 2], [2, 1])
np.less(s, 'g')
np.equal(a, a[0])
np.not_equal([1, 2], [1, 3])
np.logical_and([True, False], [1, 0])
np.logical_or(b > 3, b < 2)
np.logical_not(3)
np.logical_not(b)
np.logical_xor(True, False)
np.logical_and(t, t[::-1])
np.logical_and('a', 'b')
np.bitwise_and(13, 17)
np.bitwise_or([1, 2], 4)
np.bitwise_xor(b, 1)
np.bitwise_not(5)
np.invert(np.uint8(5))
np.left_shift(5, 2)
np.right_shift([10, 20], 1)
np.bitwise_and(1.5, 1)
np.bitwise_count([0, 7, 255, -1])
np.packbits([1, 0, 1, 0, 1])
np.unpackbits(np.array([5, 255], dtype=np.uint8))
np.packbits([[1, 0], [1, 1]], axis=1)
np.packbits([1, 1], bitorder='little')
np.binary_repr(10)
np.binary_repr(-3, width=8)
np.binary_repr(3, width=5)
np.base_repr(255, 16)
np.base_repr(10, 3)
np.convolve([1, 2, 3], [0, 1, 0.5])
np.convolve([1, 2, 3], [0, 1, 0.5], 'same')
np.convolve([1, 2, 3], [0, 1], 'valid')
np.convolve([1, 2], [])
np.correlate([1, 2, 3], [0, 1, 0.5])
np.correlate([1, 2, 3], [0, 1, 0.5], 'full')
np.interp(2.5, [1, 2, 3], [3, 2, 0])
np.interp([0, 1, 1.5, 2.72, 3.14], [1, 2, 3], [3, 2, 0])
np.interp([0, 4], [1, 3], [10, 30], left=-1, right=-2)
np.interp(5, [0, 10], [0, 1])
np.interp([1, 2], [1, 2], [1, 2, 3])
np.interp(370, [0, 90, 180, 270], [1, 2, 3, 4], period=360)
np.gradient([1, 2, 4, 7, 11])
np.gradient([1.0, 2, 4, 7, 11], 2)
np.gradient(f)
np.gradient(f, axis=0)
np.gradient([1.0, 4, 9], [0, 1, 3])
np.gradient([1.0, 2, 4, 8], edge_order=2)
np.gradient([1])
np.diff([1, 2, 4, 7])
np.diff([1, 2, 4, 7], n=2)
np.diff(a)
np.diff(a, axis=0)
np.diff(t)
np.diff(u)
np.diff([1, 2], prepend=0)
np.diff([1, 2], append=[5, 6])
np.diff([1], n=3)
np.diff(5)
np.diff(a, n=-1)
np.ediff1d([1, 2, 4, 7])
np.ediff1d([1, 2, 4], to_begin=-9, to_end=[8, 9])
np.cross([1, 2, 3], [4, 5, 6])
np.cross([[1, 0, 0], [0, 1, 0]], [0, 0, 1])
np.cross([1, 2, 3], [4, 5, 6, 7])
np.trapezoid([1, 2, 3])
np.trapezoid([1, 2, 3], x=[4, 6, 8])
np.trapezoid([1, 2, 3], dx=2)
np.trapezoid(a, axis=0)
np.poly1d([1, 2, 3])
print(np.poly1d([1, -2, 3]))
np.poly1d([1, 2, 3])(2)
np.poly1d([1, -3, 2]).roots
np.polyval([3, 0, 1], 5)
np.polyval([1, 2], [0, 1, 2])
np.polyfit([0, 1, 2, 3], [1, 3, 5, 7], 1)
np.polyfit([0, 1, 2], [1, 3, 9], 2).round(8)
np.polyadd([1, 2], [3, 4, 5])
np.polymul([1, 2], [1, -2])
np.polysub([1, 2], [1, 2])
np.polydiv([1, -3, 2], [1, -1])
np.polyder([1, 2, 3])
np.polyder([1, 2, 3, 4], 2)
np.polyint([3, 2, 1])
np.roots([1, -3, 2])
np.roots([1, 0, 1])
np.roots([])
np.poly([1, 2])
np.polynomial.Polynomial([1, 2, 3])
print(np.polynomial.Polynomial([1, 2, 3]))
np.polynomial.Polynomial([1, 2, 3])(2)
np.polynomial.Polynomial([1, 2]) * np.polynomial.Polynomial([0, 1])
np.polynomial.Polynomial([6, -5, 1]).roots()
np.polynomial.Polynomial([1, 2, 3]).deriv()
np.polynomial.Polynomial([1, 2]).integ().coef
np.polynomial.polynomial.polyval(2, [1, 2, 3])
a + 1 > 5
a * [1, 0, 1, 0]
a + a[:, :1]
a - a.mean(axis=0)
a[0] + a[:, 0][:, None]
a + np.arange(3)
a + np.arange(3)[:, None]
a * d
a[None] + d[:, :, :]
e + 1
e + [1, 2, 3]
e + [1, 2]
z + 1
z * z
z / 2
z // 2
-z
z == 7
z < [6, 7, 8]
[1, 2, 3] + b[:3]
(1, 2, 3) * b[:3]
2 - b
2 / v
1 / b
b / b
b // 2 * 2 == b
b % 2
-b
+b
abs(-b)
~b
b ^ 1
b & 1
b | 8
b << 2
b >> 1
b @ b
b + 1j
b * 1.0
b / 1
b + True
b * None
b + 'a'
b + None
None + b
'a' * b
s + 'x'
s + s
s * 2
s == 'fig'
s < 'g'
s != s
s > 1
(b > 2) & (b < 6)
(b > 2) and (b < 6)
not b
b > 2 & b < 6
t & ~t
t | [False, True, False, False]
t ^ True
t == 1
t + 0
t * v[:4]
c + 1
c * c
c / 2
c * 1j
c / c
c ** 2
c == c
c < 1
c > c[0]
c // 1
c % 1
abs(c)
c.real + c.imag
u + u
u * u
u / u
u // 0
u % 0
u - 1
-u
u + 0.5
u + np.int8(1)
u + np.float32(1)
u > 127
u << 1
u >> 1
i8 + i8
i8 * i8
i8 - 1
i8 // 2
i8 % 5
i8 / 2
-i8
abs(i8)
i8 + u
i8 << 1
g + 1
g * 2.5
g / 0
g // 1
g % 1
g > 1
g == g
h + 1
h * 0
h == h
h > 0
h != h
0 * h
h - h
h / h
np.array([1e308]) * 10
np.array([1e-320]) / 10
np.array([0.0]) / 0
np.array([1.0, -1.0]) / 0
np.array([1, -1]) / 0
np.array([1, 2]) // 0
np.array([1.0, 2.0]) // 0
np.array([1.0]) % 0
np.float32(3.4e38) * 10
0.1 + 0.2 == 0.3
np.array([0.1]) + 0.2 == 0.3
np.array([0.1]) * 3
np.float32(0.1) + np.float32(0.2)
np.array([0.1], dtype=np.float32) + 0.2
"""

METHODS = """
np.add.reduce([1, 2, 3])
np.add.reduce(a)
np.add.reduce(a, axis=1)
np.add.reduce(a, axis=None)
np.add.reduce(a, axis=(0, 1))
np.add.reduce(a, keepdims=True)
np.add.reduce([])
np.add.reduce(b, where=b > 3)
np.add.reduce(b, initial=100)
np.add.reduce(b, dtype=float)
np.multiply.reduce([2, 3, 5])
np.multiply.reduce(a + 1, axis=0)
np.multiply.reduce([])
np.maximum.reduce(b)
np.maximum.reduce(a, axis=0)
np.maximum.reduce([])
np.minimum.reduce(a, axis=1)
np.subtract.reduce([10, 2, 3])
np.divide.reduce([8.0, 2, 2])
np.power.reduce([2, 3, 2])
np.logical_and.reduce([True, False])
np.logical_or.reduce(a > 10, axis=1)
np.logical_or.reduce([])
np.bitwise_or.reduce([1, 2, 4])
np.bitwise_and.reduce([])
np.bitwise_xor.reduce(b)
np.add.accumulate(b)
np.multiply.accumulate([1, 2, 3, 4])
np.add.accumulate(a, axis=0)
np.add.accumulate(a, axis=1)
np.maximum.accumulate(b)
np.maximum.accumulate([1, np.nan, 3])
np.subtract.accumulate(b)
np.add.accumulate(5)
np.add.outer([1, 2], [10, 20, 30])
np.multiply.outer([1, 2], [1, 2, 3])
np.subtract.outer(b[:2], b[:3])
np.add.outer(a[:2, :2], [100, 200])
np.equal.outer([1, 2], [1, 2])
np.add.reduceat(b, [0, 2, 5])
np.add.reduceat(b, [0, 4, 1, 5])
np.add.reduceat(a, [0, 2], axis=1)
np.maximum.reduceat(b, [0, 3])
np.add.reduceat(b, [9])
np.add.nin, np.add.nout, np.add.nargs
np.add.identity
np.multiply.identity
np.maximum.identity
np.add.__name__
np.add
np.sin
np.add.types[:3]
np.add.ntypes
np.add(1)
np.add(1, 2, 3, 4)
np.sin(1, 2, 3)
np.sin()
np.sin(x=1)
np.add(1, 2, dtype=float)
np.add([1, 2], 3, dtype=np.float32)
np.add([1.5], 2, dtype=int)
np.add([1.5], 2, dtype=int, casting='unsafe')
np.add([1, 2], [3, 4], where=[True, True])
np.add(1, 2, casting='no')
np.add(np.int8(1), np.int16(1), casting='no')
np.sin([0, 1], dtype=np.float32)
np.sin('a')
np.sqrt([1, 4], dtype=complex)
np.negative(True)
np.subtract(True, False)
np.add('a', 'b')
np.multiply('a', 3)
np.multiply(['a', 'b'], 3)
np.add(['a', 'b'], 'c')
np.add([1, 2], [1, 2, 3])
np.add(a, b)
np.add(np.ones((2, 3)), np.ones((3, 2)))
np.add({}, 1)
np.add([None], 1)
np.add(None, 1)
np.invert(1.5)
np.left_shift(1, 1.0)
np.isfinite('x')
np.floor('x')
np.exp([[1], ['a']])
np.matmul(1, 2)
np.sin(a, out=a)
np.divide([1, 2], 0)
np.floor_divide([7, -7], 2)
np.floor_divide(7.5, 2)
np.remainder([7, -7], 3)
np.mod(-1, 3)
np.fmod(-7, 3)
np.power(2, -1)
np.power(2, 0.5)
np.power([1, 2], [2, 3])
np.power(0, 0)
np.power(-8, 1/3)
np.float_power(2, 3)
np.true_divide(7, 2)
np.vecdot([1, 2], [3, 4])
np.broadcast_shapes((2, 1), (1, 3))
np.broadcast_shapes((2,), (3,))
np.broadcast_arrays([1, 2], [[1], [2]])
np.broadcast(np.ones((2, 1)), np.ones(3)).shape
with np.errstate(divide='raise'): np.array([1.0]) / 0
with np.errstate(divide='ignore'): print(np.array([1.0]) / 0)
with np.errstate(invalid='raise'): np.sqrt(-1.0)
with np.errstate(over='raise'): np.exp(1000.0)
with np.errstate(all='raise'): np.array([1, 2]) // 0
with np.errstate(all='ignore'): print(np.log([-1.0, 0.0]))
np.geterr()
old = np.seterr(divide='ignore'); old['divide'], np.array([1.0]) / 0
np.array([1.0]) / 0
np.log(np.array([0.0, -1.0]))
np.sqrt(np.array([-1.0]))
np.float64(1e308) * 10
np.array([1e308]) * np.array([10.0])
np.int64(2**62) * 4
"""
