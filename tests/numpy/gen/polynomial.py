"""np.polynomial: functions and classes of the six bases, drawn and listed; poly1d and the functions around it."""
import itertools
import random

BASES = [('polynomial', 'poly', 'Polynomial'), ('chebyshev', 'cheb', 'Chebyshev'), ('legendre', 'leg', 'Legendre'),
         ('laguerre', 'lag', 'Laguerre'), ('hermite', 'herm', 'Hermite'), ('hermite_e', 'herme', 'HermiteE')]
LISTS = ['[1, 2, 3]', '[0.5, -1.25, 0, 2]', '[3]', '[1, 2, 0, 0]', '[1+2j, 3]', 'np.array([1, 2.5], dtype=np.float32)', 'np.array([1, 2, 3], dtype=object)', '[-2, 0.75, 1.5, -0.25, 4]']
POINTS = ['2', '0.5', '[0, 0.5, -1]', 'np.float64(1.5)', 'np.arange(4).reshape(2, 2)', '1j']
WRONG = ['[]', '[[1, 2]]', "'a'", 'None', '[True]']


def cases():
    for module, prefix, name in BASES:
        yield from some(functions(f'np.polynomial.{module}.{prefix}'), 0.5)
        yield from some(classes(f'np.polynomial.{name}'), 0.3)
    for module, prefix, _ in BASES[1:]:
        short = f'np.polynomial.{module}.'
        for coefficients in random.sample(LISTS, 3):
            yield 'conversion', f'{short}{prefix}2poly({coefficients})'
            yield 'conversion', f'{short}poly2{prefix}({coefficients})'
        for degree in ['1', '2', '5', '0', '1.5']:
            yield 'quadrature', f'{short}{prefix}gauss({degree})', 'linalg'
        yield 'quadrature', f'{short}{prefix}weight(np.array([0.25, 0.5]))', 'ulp'
    for code in ONCE.strip().splitlines():
        yield 'more', code
    for code in LINEAR.strip().splitlines():
        yield 'roots', code, 'linalg'
    yield from older()


def some(all_cases, part):
    return (case for case in all_cases if random.random() < part)


def functions(f):
    for function in ['add', 'sub', 'mul', 'div']:
        for _ in range(4):
            yield 'arithmetic', f'{f}{function}({random.choice(LISTS)}, {random.choice(LISTS)})'
        yield 'arithmetic', f'{f}{function}({random.choice(WRONG)}, [1, 2])'
    yield 'arithmetic', f'{f}div([1, 2], [0])'
    for power in ['0', '1', '3', '-1', '2.5']:
        yield 'arithmetic', f'{f}pow([1, -2.5], {power})'
    yield 'arithmetic', f'{f}mulx({random.choice(LISTS)})'
    yield 'arithmetic', f'{f}line({random.choice(["1, 2", "0.5, -1", "3, 0"])})'
    for points, coefficients in zip(POINTS, random.sample(LISTS, len(POINTS))):
        yield 'values', f'{f}val({points}, {coefficients})'
    yield 'values', f'{f}val([1, 2], [[1, 2], [3, 4], [5, 6]])'
    yield 'values', f'{f}val([1, 2], [[1, 2], [3, 4], [5, 6]], tensor=False)'
    yield 'values', f'{f}val2d([1, 2], [0.5, -1], [[1, 2], [3, 4], [5, 6]])'
    yield 'values', f'{f}val3d([1, 2], [0, 1], [3, 0.5], d)'
    yield 'values', f'{f}val2d([1, 2], [0.5], [[1, 2]])'
    yield 'values', f'{f}grid2d([1, 2], [0.5, -1, 0], [[1, 2], [3, 4], [5, 6]])'
    yield 'values', f'{f}grid3d([1, 2], [0.5], [0, 1], d)'
    for arguments in ['[1, 2, 3, 4]', '[1, 2, 3, 4], 2', '[1, 2, 3, 4], 5', '[1, 2, 3], 0', '[1.5, 2, 3], -1', '[1, 2], 1.5', '[1, 2, 3], scl=2', 'a, axis=1', 'a, axis=2']:
        yield 'calculus', f'{f}der({arguments})'
        yield 'calculus', f'{f}int({arguments})'
    for arguments in ['[1, 2, 3], k=3', '[1, 2, 3], 2, [1, 2]', '[1, 2, 3], 1, [1, 2]', '[1, 2, 3], lbnd=-2', '[1, 2, 3], lbnd=[1]', '[0], k=2']:
        yield 'calculus', f'{f}int({arguments})'
    for roots in ['[]', '[1]', '[-1, 0, 1]', '[2, 0.5, 1, 1]', '[1j, -1j]']:
        yield 'roots', f'{f}fromroots({roots})', 'ulp'
    for coefficients in ['[1]', '[1, 2]', '[-2, 0.5, 1]', '[1, 2, 3, 4]']:
        yield 'roots', f'{f}roots({coefficients})', 'linalg'
        yield 'roots', f'{f}companion({coefficients})', 'ulp'
    for arguments in ['v, 2', '[0.5, 1], 0', '2, 3', 'f, 1', 'v, -1', 'v, 1.5']:
        yield 'matrices', f'{f}vander({arguments})'
    yield 'matrices', f'{f}vander2d([1, 2], [0.5, -1], [1, 2])'
    yield 'matrices', f'{f}vander2d([1, 2], [0.5, -1], [1])'
    yield 'matrices', f'{f}vander3d([1, 2], [0.5, -1], [0, 3], [1, 0, 1])'
    for arguments in ['v, 2', 'v, [0, 2]', 'v, 1, full=True', 'v, 1, w=[1, 2, 1, 0, 1]', 'np.stack([v, v * v], axis=1), 2', 'v, 7', 'v, -1', 'v, 1.5', 'v[:3], 1', 'v, 1, w=[1]']:
        yield 'fit', f'{f}fit(np.linspace(-1, 1, 5), {arguments})', 'linalg'
    for arguments in ['[1, 2, 0]', '[1, 2, 0.5], 1', '[0, 0]', '[1], -1']:
        yield 'arithmetic', f'{f}trim({arguments})'


def classes(c):
    p, q, r = f'{c}([1, 2, 3])', f'{c}([2, -0.5])', f'{c}([1, 2, 3, 0.5], domain=[0, 4], symbol="t")'
    for one in [p, q, r, f'{c}([1+2j, 3])', f'{c}([1.5], window=[0, 1])', f'{c}(np.array([1, 2], dtype=np.float32))', f'{c}([1e-9, -2e10, np.nan])']:
        yield 'classes', one
        yield 'classes', f'print({one})'
    for style in ['ascii', 'unicode', 'x']:
        yield 'classes', f"f'{{{c}([1, -2, 3.5])!s:>40}}', format({c}([1, -2, 3.5]), '{style}')"
    for operator, other in itertools.product(['+', '-', '*', '//', '%'], [q, '2', '[1, 2]', 'np.float64(2)', 'np.array([1, 2])']):
        yield 'operators', f'{p} {operator} {other}'
        if random.random() < 0.5:
            yield 'operators', f'{other} {operator} {q}'
    for code in [f'{p} / 2', f'{p} / [2]', f'{p} / {q}', f'2 / {p}', f'divmod({p}, {q})', f'{p} ** 3', f'{p} ** -1', f'{p} ** 1.5', f'-{p}', f'+{q}', f'{p} + {r}', f'{p} + None', f"{p} * 'a'", f'{p} // 0',
                 f'{p} == {p}', f'{p} == {q}', f'{p} != {q}', f'{p} == 3', f'{p} < {q}', f'len({p})', f'list({q})', f'{p}[0]', f'{c}([1, 2], domain=[0, 1]) + {q}']:
        yield 'operators', code
    for code in ['2', '[0, 0.5]', 'np.arange(4).reshape(2, 2)', 'np.float64(0.5)', q]:
        yield 'classes', f'{p}({code})'
        yield 'classes', f'{r}({code})'
    for code in ['degree()', 'mapparms()', 'trim()', 'truncate(2)', 'truncate(0)', 'cutdeg(1)', 'deriv()', 'deriv(2)', 'integ()', 'integ(2, k=[1, 2], lbnd=0.5)', 'linspace(3)', 'linspace(3, [0, 1])', 'copy()', 'coef', 'domain', 'window', 'symbol',
                 f'has_samecoef({p})', f'has_samedomain({p})', f'has_samewindow({p})', f'has_sametype({p})', 'foo', 'convert(domain=[0, 2])']:
        yield 'methods', f'{r}.{code}'
    for _, _, other in BASES:
        yield 'methods', f'{p}.convert(kind=np.polynomial.{other})'
        yield 'methods', f'np.polynomial.{other}.cast({q})'
    yield 'methods', f'{p}.roots()', 'linalg'
    for code in ['2', '[0, 2]', '2, full=True', '1, domain=[]', '1, window=[0, 1]', "1, symbol='z'", '1, w=[1, 2, 1, 0, 1]', '7']:
        yield 'fit', f'{c}.fit(np.arange(5), v, {code})', 'linalg'
    for code in ['[1, 2]', '[-1, 0.5, 3], domain=[0, 2]', '[-1, 3], domain=None', '[]']:
        yield 'methods', f'{c}.fromroots({code})', 'ulp'
    for code in ['identity()', 'identity([0, 4])', 'basis(0)', 'basis(3)', 'basis(-1)', 'basis(2.0)', 'domain', 'window', 'basis_name', 'maxpower']:
        yield 'methods', f'{c}.{code}'
    for arguments in ['[]', '[[1]]', "'a'", '[1], domain=[1]', '[1], window=[1, 2, 3]', '[1], symbol=3', "[1], symbol='1x'"]:
        yield 'classes', f'{c}({arguments})'
    yield 'classes', f'p = {p}; p.coef[0] = 7; p.domain = np.array([0.0, 1.0]); p'
    yield 'classes', f'p = {p}; p.symbol = "t"'


def older():
    p, q = 'np.poly1d([1, -2, 3])', 'np.poly1d([2, 0.5])'
    for one in [p, q, 'np.poly1d([0, 0, 1, 2])', 'np.poly1d([0])', 'np.poly1d([1, 2], True)', "np.poly1d([1, 2, 3], variable='t')", 'np.poly1d([1+2j, 3j, 1])', 'np.poly1d([1e-5, 123456.789, -1])', 'np.poly1d(np.arange(1, 15))', 'np.poly1d([[1]])',
                'np.poly1d([1.5, 0, -1, 0])']:
        yield 'poly1d', one
        yield 'poly1d', f'print({one})'
    for operator, other in itertools.product('+-*/', [q, '2', '[1, 2]', 'np.float64(2)', 'np.array([1, 2, 3])']):
        yield 'poly1d', f'{p} {operator} {other}'
        yield 'poly1d', f'{other} {operator} {p}'
    for code in ['** 2', '** 0', '** -1', '** 1.5', '// 2', '% 2', '@ 2', '== np.poly1d([1, -2, 3])', '== 3', '!= np.poly1d([1])', '< 2']:
        yield 'poly1d', f'{p} {code}'
    for code in ['c', 'coeffs', 'coef', 'coefficients', 'o', 'order', 'variable', 'deriv()', 'deriv(2)', 'deriv(-1)', 'integ()', 'integ(2)', 'integ(2, [1, 2])', 'integ(k=5)', 'foo']:
        yield 'poly1d', f'{p}.{code}'
    yield 'poly1d', 'np.poly1d([1, -3, 2]).roots, np.poly1d([1, -3, 2]).r', 'linalg'
    for code in ['[0]', '[2]', '[5]', '[-1]', '[1.0]', '[0:2]', '(2)', '([1, 2])', f'({q})', '(a)']:
        yield 'poly1d', f'{p}{code}'
    for code in [f'p = {p}; p[4] = 9; p', f'p = {p}; p[0] = 9; p, p.c', f'p = {p}; p[-1] = 9', f'p = {p}; p.coeffs = [1]', f'p = {p}; p.coeffs += 1; p', f'p = {p}; p.order = 3', f'list({p}), len({p}), bool(np.poly1d([5]))', f'np.array({p}), np.sin({q})', f'-{p}, +{q}', f'{p}.roots.dtype']:
        yield 'poly1d', code
    for function, (one, other) in itertools.product(['polyadd', 'polysub', 'polymul', 'polydiv'], [('[1, 2, 3]', '[4, 5]'), ('[1.5, 2]', '[1, 2, 3]'), (p, '[1, 2]'), ('[1, 2]', q), ('[0, 0, 1]', '[1, 1]'), ('3', '[1, 2]'), ('[1+2j]', '[1, 2]'), ('[1]', '[]')]):
        yield 'lists', f'np.{function}({one}, {other})'
    for function, arguments in itertools.product(['polyder', 'polyint'], ['[1, 2, 3]', '[1, 2, 3], 2', '[1, 2, 3], 0', '[1, 2, 3], -1', p, '[5]', '5']):
        yield 'lists', f'np.{function}({arguments})'
    for arguments in ['[1, 2], 2, [3, 4]', '[1, 2], 2, 3', '[1, 2], 2, [1, 2, 3]', '[1, 2], 3, [1, 2]', f'{q}, 1, 7']:
        yield 'lists', f'np.polyint({arguments})'
    for arguments in ['[1, 2, 3], 2', '[1, 2, 3], v', '[1, 2, 3], a', f'{p}, 2', f'[1, 2, 3], {q}', '[], 3', '[1, 2], [1, 2j]', '5, 2']:
        yield 'lists', f'np.polyval({arguments})'
    for roots in ['[1, 2]', '[]', '[1j, -1j]', '[1j, 2]', '3', 'a', 'np.array([1, 2], dtype=np.float32)', 'np.array([1, 2], dtype=object)']:
        yield 'lists', f'np.poly({roots})', 'ulp'
    yield 'roots', 'np.poly(m)', 'linalg'
    for coefficients in ['[1, -3, 2]', '[0, 0, 1, 2, 0]', '[0]', '[5]', '[]', 'a', '[1, 0, 1]', '[1, 2j]']:
        yield 'roots', f'np.roots({coefficients})', 'linalg'
    for arguments in ['2', '2, full=True', '1, cov=True', "1, cov='unscaled'", '1, w=[1, 2, 1, 0, 1]', '7', '-1', '4, cov=True', '1, rcond=0.5', '1, w=[1]', '2.5']:
        yield 'fit', f'np.polyfit(np.arange(5), v, {arguments})', 'linalg'
        yield 'fit', f'np.polyfit(np.arange(5), np.stack([v, v + 1], axis=1), {arguments})', 'linalg'
    for arguments in ['[[1]], [1], 1', '[], [], 1', '[1, 2], [[[1]]], 1', '[1, 2], [1], 1']:
        yield 'fit', f'np.polyfit({arguments})'


LINEAR = """
np.polynomial.chebyshev.chebinterpolate(lambda x: x**3 - x, 4).round(12) + 0
np.polynomial.chebyshev.chebinterpolate(np.tanh, 3)
np.polynomial.Chebyshev.interpolate(np.tanh, 3)
np.polynomial.chebyshev.chebinterpolate(np.tanh, -1)
np.polynomial.chebyshev.chebinterpolate(np.tanh, 1.5)
"""

ONCE = """
from numpy.polynomial import Polynomial; Polynomial([1, 2])
from numpy.polynomial import Polynomial as P, Chebyshev as T; P([1, 2, 3]) == T([2.5, 2, 1.5]).convert(kind=P)
import numpy.polynomial.chebyshev as C; C.chebval(0.5, [1, 2, 3])
from numpy.polynomial import polynomial as P; P.polyx, P.polyone, P.polyzero, P.polydomain
from numpy.polynomial.hermite import hermx, hermval; hermx, hermval(2, hermx)
from numpy.polynomial.laguerre import *; lagx, lagline(1, 2)
import numpy.polynomial as npp; npp.set_default_printstyle('ascii'); print(npp.Legendre([1, 2, 3])); npp.set_default_printstyle('unicode')
np.polynomial.set_default_printstyle('x')
np.polynomial.Polynomial, np.poly1d, type(np.polynomial.HermiteE([1]))
np.polynomial.Polynomial([1]) + np.polynomial.Chebyshev([1])
np.polynomial.Polynomial([1, 2], symbol='x') + np.polynomial.Polynomial([1, 2], symbol='y')
np.polynomial.Polynomial([1, 2], window=[0, 1]) + np.polynomial.Polynomial([1, 2])
print(np.polynomial.Polynomial(np.arange(20.0)))
print(np.polynomial.Chebyshev(np.arange(12) / 7))
np.set_printoptions(precision=3, linewidth=40); print(np.polynomial.Polynomial([1/3, -2/3, 12345678.9, 1e-7]))
np.set_printoptions(floatmode='fixed', precision=2); print(np.polynomial.Legendre([1/3, -2/3, 4]))
np.polynomial.polyutils.as_series([[1, 2, 0], [3]])
np.polynomial.polyutils.as_series([[1, 2, 0], [3]], trim=False)
np.polynomial.polyutils.as_series([[True]])
np.polynomial.polyutils.trimseq([1, 2, 0]), np.polynomial.polyutils.trimseq(np.array([0, 0])), np.polynomial.polyutils.trimseq([])
np.polynomial.polyutils.trimcoef([1, 1e-3, 1e-4], 0.01)
np.polynomial.polyutils.getdomain([3, -1, 2]), np.polynomial.polyutils.getdomain([1+2j, 3-1j])
np.polynomial.polyutils.mapdomain([0, 1, 2], [0, 2], [-1, 1]), np.polynomial.polyutils.mapdomain(1, (0, 2), (-1, 1))
np.polynomial.polyutils.mapparms((-1, 1), (0, 4)), np.polynomial.polyutils.mapparms([0., 2.], np.array([-1, 1]))
[np.polynomial.polyutils.format_float(x) for x in (np.float64(0.1), np.float32(0.1), 1, 2.5, np.float64(1e10), np.float64(1e-10), np.float64(np.nan), np.float64(-np.inf))]
np.polynomial.chebyshev.chebpts1(4), np.polynomial.chebyshev.chebpts2(3)
np.polynomial.chebyshev.chebpts1(0)
np.polynomial.chebyshev.chebpts2(1)
np.polynomial.chebyshev.chebpts1(1.5)
np.polynomial.polynomial.polyvalfromroots([0, 1, 2], [0, 2]), np.polynomial.polynomial.polyvalfromroots(v, [[1, 2], [3, 4]])
np.polynomial.polynomial.polyvalfromroots([1, 2], [[1, 2], [3, 4]], tensor=False)
np.polynomial.polynomial.polyvalfromroots([[1, 2]], [1, 2], tensor=False)
np.polynomial.polynomial.polyadd([1])
np.polynomial.chebyshev.chebpow([1, 2], 17)
np.polynomial.chebyshev.chebpow([1, 2], 17, maxpower=None)
p = np.polynomial.Polynomial([1, 2, 3]); p += 1; p *= 2; p
sum([np.polynomial.Polynomial([1, 2]), np.polynomial.Polynomial([0, 0, 1])])
p = np.polynomial.Polynomial([1, 2]); p is p.copy(), p.domain is np.polynomial.Polynomial.domain
"""
