"""Python's own numbers: arithmetic, unbounded integers, formatting, conversion, comparison, hashing."""
import itertools

INTS = ['0', '7', '-7', '3', '10**20', '-(2**64)', 'True']
FLOATS = ['2.5', '-0.0', '1e16', '1e-5', "float('inf')", "float('nan')", '0.1', '1e22', '123456.789']
OPERATORS = ['+', '-', '*', '/', '//', '%', '**', '<', '==', '>=']
BITS = ['&', '|', '^', '<<', '>>']
SPECS = ['', 'd', '5d', '<6d', '^7d', '+d', ' d', '05d', ',', '_', 'x', '#x', 'X', 'o', 'b', '#b', '08b', 'c', 'e', '.2f', '10.3f', 'g', '%', '.1%', '>8', '*^9', '=+6d', 'n', '.3', ',.2f', 's', '-8', '#o', '+.1e', '010,d', '_b', '_x', 'z', '.0f', '#g', '#.0f', '+,', '<+8.2f']
PERCENTS = ['%d', '%5d', '%-5d|', '%05d', '%+d', '% d', '%i', '%x', '%#x', '%o', '%e', '%.2e', '%f', '%.1f', '%8.3f', '%g', '%G', '%s', '%r', '%10s|', '%-10s|', '%c', '%a', '%5.1f%%', '%.3s', '%b', '%u', '%E', '%X', '%#o']


def cases():
    for left, op, right in itertools.product(INTS, OPERATORS, INTS):
        if op != '**' or right in ('0', '7', '3', '-7', 'True'):
            yield 'int', f'({left}) {op} ({right})'
    for left, op, right in itertools.product(INTS[:5], BITS, ['0', '3', '-2', '10**20', 'True', '1.5']):
        if op not in ('<<', '>>') or right != '10**20':
            yield 'bits', f'({left}) {op} ({right})'
    for left, op, right in itertools.product(FLOATS, OPERATORS[:7], ['2', '-2.5', '0', "float('inf')"]):
        yield 'float', f'({left}) {op} ({right})', 'ulp' if op == '**' else 'exact'
    for value, spec in itertools.product(['42', '-7', '3.14159', '-0.5', '1234567.891', '10**25', '1e-7', 'True', "float('nan')"], SPECS):
        yield 'format', f"format({value}, '{spec}')"
    for value, spec in itertools.product(["'abc'", "''"], ['', 's', '10', '<10', '>10', '^10', '*^9', '.2', '10.2', 'd', '05', '=5', ',']):
        yield 'format_str', f"format({value}, '{spec}')"
    for spec, value in itertools.product(PERCENTS, ['42', '-3.7', "'text'", '(255,)', '10**20']):
        yield 'percent', f"'{spec}' % {value}"
    for code in ONCE.strip().splitlines():
        yield 'more', code
    for code in MATH.strip().splitlines():
        yield 'math', code


ONCE = """
2**100
2**1000 % 10**9
-(2**63) - 1
10**30 // 7
-10**30 // 7
-10**30 % 7
(10**30) / 3
10**400 / 10**399
10**400 / 3
1 / 10**400
int(1e30)
int(-2.9)
int('  42 ')
int('0x1f', 16)
int('ff', 16)
int('101', 2)
int('z', 36)
int('0b11', 0)
int('1_000')
int('')
int('3.5')
int('abc')
int(None)
int([1])
int(float('nan'))
int(float('inf'))
int()
int(True)
float('1e5')
float(' 2.5 ')
float('inf'), float('-Infinity'), float('nan')
float('abc')
float('')
float(None)
float()
float(10**400)
complex('1+2j')
complex(1, 2)
complex('x')
bool(''), bool('a'), bool([]), bool(0.0), bool(None)
1 == 1.0 == True
0.1 + 0.2
0.1 + 0.2 == 0.3
1e16, 1e15, 123456789012345678
1e-4, 1e-5, 0.00001
1.0, 100.0, 1e2, 1.5e300
1/3, 2/3, 10/3
-0.0, 0.0
0.1, 0.2, 0.30000000000000004
5e-324, 1.7976931348623157e308, 2.2250738585072014e-308
1e1000, -1e1000
7 // 2, -7 // 2, 7 // -2, -7 // -2
7 % 3, -7 % 3, 7 % -3, -7 % -3
7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2
-0.0 % 3, 0.0 // -1
5 % 0
5 // 0
5 / 0
5.0 / 0
5.0 // 0
5.0 % 0
0 ** 0, 0.0 ** 0
0 ** -1
2 ** -1
2 ** 0.5
(-8) ** (1/3)
1j ** 2
(1+2j) * (3-4j)
(1+2j) / (3-4j)
(1+2j) / 0
abs(3+4j)
(1+2j).conjugate(), (1+2j).real, (1+2j).imag
(1+2j) < 3
1j == 1j, 1 == 1+0j
divmod(7, 3), divmod(-7, 3), divmod(7.5, 2)
divmod(1, 0)
pow(2, 10), pow(2, 10, 1000), pow(3, -1, 7)
pow(2, -1, 4)
pow(2, 3, 0)
abs(-5), abs(-2.5), abs(True)
round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(15, -1), round(2.5, 0)
round(1.005, 2), round(0.5), round(1.5), round(1e20), round(-0.4)
round(float('nan'))
round('a')
min(3, 1, 2), max(3.5, 2), min([4, 2]), max('abc')
min(1)
max()
sum([1, 2, 3]), sum([0.5, 0.25]), sum([[1], [2]], [])
sum('ab')
(5).bit_length(), (255).bit_count(), (-1).bit_length()
(3).real, (3).imag, (3).numerator, (3).denominator
(2.5).is_integer(), (2.0).is_integer()
(0.5).as_integer_ratio(), (0.75).hex()
float.fromhex('0x1.8p+1')
(10).to_bytes(2, 'big')
int.from_bytes(b'\\x01\\x00', 'big')
(1.5).conjugate()
hex(255), oct(8), bin(5), hex(-255)
hex(1.5)
chr(65), ord('A'), chr(8364), ord('€')
ord('ab')
chr(-1)
ascii('é'), repr('é')
0x1F, 0o17, 0b101, 1_000_000, 1_0.5_0, 1e1_0
0xffffffffffffffffffff
.5, 5., 1E5, 1j, 1.5J
1 < 2 < 3, 1 < 3 < 2, 1 == 1 != 2
1 < 'a'
1 == 'a', 1 != 'a'
[1, 2] < [1, 3], (1, 2) < (1, 2, 0), 'a' < 'b'
None < 1
not 1, not 0, not ''
1 and 2, 0 and 2, 1 or 2, 0 or '', None or []
1 if True else 2
True + True, True * 5, -True, ~True
True & False, True | False, True ^ True, True & 1
~5, -~5, 5 & 3, 5 | 3, 5 ^ 3
1 << 100, -1 >> 3, 2**100 >> 98
1 << -1
1 << 10**10 if False else 0
3 is 3, None is None
isinstance(True, int), isinstance(1, float), isinstance(1, (int, str))
type(1), type(1.0), type('a'), type(None), type(True), type(1j), type([])
type(1).__name__
int.__name__, float
hash(1) == hash(1.0) == hash(True)
hash(2**61 - 1), hash(0.5), hash(-1), hash(2**100), hash(-1.5)
{1: 'a', 1.0: 'b', True: 'c'}
str(1e100), str(10**20), repr(0.1)
str(123456789.123456789), str(1e21), str(123456789012345680.0)
'%.20f' % 0.1
'%.50g' % 0.1
'%.0f' % 2.5, '%.0f' % 3.5
'%5.2f|%-8d|%+d' % (3.14159, 42, 7)
'%(a)d %(b)s' % {'a': 1, 'b': 'x'}
'%d' % 'a'
'%d %d' % (1,)
'%d' % (1, 2)
'%s %s' % ('a',)
'%z' % 1
'%*d' % (5, 42)
'%.*f' % (2, 3.14159)
'%%' % ()
'%s' % None, '%s' % [1, 'a'], '%r' % 'a'
'%c%c' % (65, 'B')
'%x' % 2.5
'%5s' % 'abcdefg', '%.2s' % 'abc'
f'{42:d} {42:5d} {42:<5d}| {42:^5d}|'
f'{3.14159:.2f} {3.14159:8.2f} {3.14159:<8.2f}|'
f'{1234567:,} {1234567.891:,.2f} {1234567:_}'
f'{0.25:%} {0.256:.1%}'
f'{1e10:g} {1e-10:g} {123456789.0:g} {0.0001:g} {100000.0:g} {1000000.0:g}'
f'{1e10:e} {12345.678:.3e} {0:e}'
f'{255:x} {255:X} {255:#x} {255:o} {255:b} {255:#b} {255:08b}'
f'{-42:+d} {42:+d} {42: d} {-42:06d} {42:+06d}'
f'{"abc":5}|{"abc":>5}|{"abc":^5}|{"abc":*<6}'
f'{3!r} {"a"!r} {"é"!a} {2.5!s}'
f'{1 + 1 = } {3.14159 = :.2f}'
f'{1+1=}'
f'{{}} {{{5}}}'
f'{"nested":{10}}|{3.14159:{8}.{2}f}'
f'{[1, 2, 3]} {(1,)} { {1: 2} }'
f'{None} {True} {...}'
f'{lambda_ if False else 3}' if False else 'ok'
f'{True:d} {True:5}| {True}'
f'{1+2j:.1f} {1j} {-1j}'
f'{10**25:,} {10**25:e}'
f'{float("nan"):.2f} {float("inf"):8.1f} {float("-inf")}'
f'{2.5:.0f} {3.5:.0f} {0.5:.0f} {-0.0:.1f} {1e-20:.3f}'
f'{2:.3f} {2:g} {2:e}'
f'{"a":d}'
f'{1:s}'
f'{1.5:d}'
f'{[1]:5}'
f'{None:5}'
f'{1:ü}'
f'{1:.2d}'
f'{1:,x}'
'{} {}'.format(1, 'a')
'{1} {0}'.format('a', 'b')
'{x} {y:.2f}'.format(x=1, y=2.345)
'{0:>5}|{0:<5}|'.format('ab')
'{} {}'.format(1)
'{a}'.format(b=1)
'{0} {}'.format(1, 2)
'{[0]} {[x]}'.format([5], {'x': 6})
'{!r} {!s}'.format('a', 'b')
'{:{}}'.format('a', 5)
'{{}}'.format()
'{'.format()
'}'.format()
'{:.2f}'.format('a')
'{0.real} {0.imag}'.format(1+2j)
1 + 'a'
'a' + 1
'a' * 2.5
[1] + (2,)
None + 1
-'a'
~1.5
not None
1 @ 2
[1, 2] * [3]
{} + {}
len(5)
5[0]
5()
(1).x
(1.5).foo()
1 in 5
for x in 5: pass
x = 5; x[0] = 1
x = (1, 2); x[0] = 5
a, b = 1
a, b = 1, 2, 3
a, b, c = [1, 2]
undefined_name
del undefined_name
x = 1; del x; x
int + 1
abs('a')
abs()
round(1, 2, 3)
range(5), range(1, 10, 2), list(range(10, 0, -3))
range(10)[2:5], range(10)[-1], len(range(0, 10, 3)), 5 in range(10)
range(1.5)
range(1, 2, 0)
range(5)[10]
range(3) == range(0, 3), list(reversed(range(3)))
slice(1, 2), slice(None, 5, 2), slice(3).indices(10)
Ellipsis, ..., NotImplemented
callable(len), callable(5)
id(1) == id(1)
divmod('a', 1)
complex(1, 'a')
1_000.5 + 1e3
1 .real
"""

MATH = """
import math; math.pi, math.e, math.tau, math.inf
import math; math.sqrt(2), math.floor(2.7), math.ceil(-2.7), math.trunc(2.7)
import math; math.sqrt(-1)
import math; math.log(0)
import math; math.log(8, 2), math.log2(8), math.log10(1000), math.exp(1)
import math; math.sin(1), math.cos(1), math.tan(1), math.atan2(1, 2)
import math; math.hypot(3, 4), math.dist([0, 0], [3, 4])
import math; math.factorial(20), math.comb(5, 2), math.perm(5, 2), math.gcd(12, 18), math.lcm(4, 6)
import math; math.factorial(-1)
import math; math.factorial(30)
import math; math.isnan(float('nan')), math.isinf(1), math.isfinite(1), math.isclose(0.1 + 0.2, 0.3)
import math; math.copysign(1, -0.0), math.fmod(-7, 3), math.modf(2.5), math.frexp(8), math.ldexp(0.5, 3)
import math; math.isqrt(17), math.prod([2, 3, 4]), math.fsum([0.1] * 10)
import math; math.degrees(math.pi), math.radians(180)
import math; math.floor(1e300) == int(1e300), math.floor(-0.5)
import math; math.sqrt('a')
import math; math.exp(1000)
import math; math.nope
from math import sqrt, pi; sqrt(16), pi
from math import nope
import nope
import math as mm; mm.pi
"""
