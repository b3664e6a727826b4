"""How arrays and NumPy's scalars print: digits, exponents, widths, summaries, options."""
import itertools

ARRAYS = [
    '[1.0, 2.5, -3.0]', '[1e-5, 1.0]', '[1e-4, 1.0]', '[1e8, 1.0]', '[1e7, 0.5]', '[1e16]', '[1e15, 1]', '[123456789.0]', '[1e100, 1e-100]', '[np.nan, 1.0]', '[np.inf, -np.inf, 1]',
    '[0.1, 0.22, 0.333]', '[1/3, 2/3]', '[1e-300, 1e300]', '[5e-324]', '[-0.0, 0.0]', '[1.0, 1000.0]', '[1000.5, 0.001]', '[0.00012345]', '[123456.789, 0.1]', '[99999999.0, 1.0]', '[100000000.0]',
    '[np.pi, np.e]', '[1.5, np.nan, 1e10]', '[1e5, 1e-3]', '[1, 1e-9]', '[12345.678901234]', '[0.1 + 0.2]', '[2**53]', '[2.0**53]', '[1e23]', '[1.1e-5, 2.2e-5]', '[[1.5, 2], [300, 4]]', '[[1e-10, 1], [1, 1]]',
    '[1, -2, 300]', '[True, False]', '[1+2j, 3.5]', '[1j, -1j]', '[1e10+1j, 1]', '[np.nan*1j, 1]', '[complex(np.inf, -0.0)]', '[1.25+1e-5j, 100]', '[[1j], [2.5]]', "['a', 'bcd', '']", "['it\\'s', '\"q\"']", "['tab\\t', 'é', '日本']",
    "[b'x', b'yz']", '[None, 1, \"a\"]', '[]', '[[]]', '[[], []]', '[[[1], [2]], [[3], [4]]]', '[[True, False]]', '[[\"a\", \"bb\"], [\"ccc\", \"\"]]', '[10**18, -1]', '[2**63]', '[0]', '5', '2.5', '1j', "'abc'", 'True', 'np.nan',
]
OPTIONS = ['precision=2', 'precision=0', 'precision=15', 'suppress=True', 'precision=3, suppress=True', 'linewidth=30', 'threshold=5', 'threshold=4, edgeitems=1', "sign='+'", "sign=' '", "floatmode='fixed'",
           "floatmode='unique'", "floatmode='maxprec_equal'", "floatmode='fixed', precision=3", "nanstr='NA', infstr='oo'", "formatter={'float': lambda x: f'<{x:.1f}>'}", "formatter={'int': lambda x: hex(x)}",
           "formatter={'all': lambda x: 'X'}", "legacy='1.25'", "legacy='1.13'", 'override_repr=lambda x: "hi"']
SHOWN = ['v', 'a', 'h', 'c', 'm / 3', 'np.arange(20)', 'np.array([1e-7, 1.0, 1e7])', 'np.array([1e-3, 12345.678])', 'np.linspace(0, 1, 7)', 's', 't', 'np.array([1/3+2j/7])', 'f']


def cases():
    for array in ARRAYS:
        yield 'repr', f'np.array({array})'
        yield 'print', f'print(np.array({array}))'
        yield 'fstring', f"x = np.array({array}); f'{{x}}', '%s' % x"
    for array in ARRAYS[:37]:
        if 'j' not in array and '2**63' not in array:
            yield 'float32', f'np.array({array}, dtype=np.float32)'
            yield 'float16', f'np.array({array}).astype(np.float16)' if '1e' not in array and '2**' not in array else f'print(np.array({array}, dtype=np.float32))'
    for option, shown in itertools.product(OPTIONS, SHOWN):
        yield 'options', f'with np.printoptions({option}): print({shown})'
    for option, shown in itertools.product(OPTIONS[:16], SHOWN[:8]):
        yield 'options_repr', f'with np.printoptions({option}): print(repr({shown}))'
    for number in SCALARS.split():
        for kind in ['float64', 'float32']:
            yield 'scalar', f'np.{kind}({number})'
            yield 'scalar', f'print(np.{kind}({number}), np.{kind}(-{number}))'
            yield 'scalar', f"x = np.{kind}({number}); f'{{x:.3f}} {{x!r}} {{x:g}}'"
            yield 'scalar_list', f'[np.{kind}({number})], (np.{kind}({number}),), {{"k": np.{kind}({number})}}'
        yield 'python', number
        yield 'python', f'print({number}, -{number})'
        yield 'complex', f'np.complex128({number}+1j), np.complex64(1-{number}*1j)'
        yield 'complex', f'print(np.complex128({number}+1j)); {number}+1j'
    for width in range(1, 80, 6):
        yield 'linewidth', f'with np.printoptions(linewidth={width}): print(np.arange(0, 30, 3)); print(np.linspace(0, 1, 6)); print(repr(np.arange(12)))'
    for size in [10, 25, 75, 76, 1000, 1001, 10**6]:
        yield 'summary', f'print(np.arange({size}))' if size != 1000 else 'print(np.arange(1001.0))'
        yield 'summary', f'np.arange({size}.0) / 7' if size > 1000 or size < 100 else 'np.arange(1001) > 500'
    for code in ONCE.strip().splitlines():
        yield 'more', code


SCALARS = '''0.0 1.0 0.1 1e16 1e15 123456789012345680.0 1e-4 1e-5 0.00001234 1e22 1e23 3.14159265358979 2.5e-310 1e300 100.0 1e5 12345678.9 16777216.0 0.30000000000000004 1e100 9007199254740993.0 5e-324
 float('inf') float('nan') 0.5 1234.5678 1e-7 99999.99'''

ONCE = """
np.arange(2000).reshape(40, 50)
np.arange(100000).reshape(100, 1000)
np.zeros((1001,))
np.zeros((100, 100))
np.zeros((20, 30, 40))
print(np.zeros((20, 30, 40)))
np.ones((2, 600), dtype=bool)
np.array(['ab'] * 1001)
np.arange(1001) * 1j
np.arange(3, dtype=np.int8)
np.arange(3, dtype=np.float32)
np.arange(1001, dtype=np.uint8)
np.zeros((3, 0))
np.zeros((0, 3), dtype=int)
np.zeros((0,), dtype=bool)
np.zeros((0, 1, 2), dtype='U3')
np.array([], dtype=np.float32)
print(np.array([]), np.zeros((2, 0)), np.zeros((0, 2)))
str(np.array([])), str(np.zeros((1, 0, 2)))
np.array([[[1.5]]])
d
print(d)
np.zeros((2, 1, 2, 1))
print(np.zeros((2, 2, 2, 2), int))
np.arange(30)
np.arange(100, 130)
print(np.arange(50) * 1000)
np.linspace(0, 1, 20)
np.arange(12.0).reshape(3, 4) / 7
np.array([[1, 20], [300, 4]])
np.array([[1.5, -2], [1e3, 4]])
np.array([[np.nan, 1], [2, np.inf]])
np.array([[1e-20, 1], [2, 3]])
np.array([1e-20, 1e20])
np.array([0.1, 1e10])
np.array([1.0, 1e16])
np.array([1.0, 123456789.0])
np.array([1.123456789])
np.array([1.123456789, 2])
np.array([1e3, 1e4, 1e5])
np.array([1.0e-3])
np.array([0.001, 100])
np.array([0.0001, 1000])
np.array([0.0001, 10000.0])
np.array([-1.5, 2.25, 1000])
np.array([1, 2.5, np.nan, -np.inf])
np.array([1e200, np.nan])
np.array([12345678.0, 0.5])
np.array([1.5e-8])
np.array([9.999999999])
np.array([0.99999999999])
np.array([1 - 1e-9])
np.array([1e8])
np.array([1e8 - 0.5])
np.array([1.0, 2.0, 3.0]) * 1e-3
np.array([1.0, 2.0, 3.0]) * 1e8
np.array([1.0, 2.0, 3.0]) * 1e-5
np.float32(1) / 3
np.array([1, 3], dtype=np.float32) / 3
np.float16(1) / 3
np.array([0.1], dtype=np.float16)
np.float64(0.1) + 0.2
np.array([0.1, 0.2]) + 0.2
np.set_printoptions(precision=3); np.array([1.23456789])
np.set_printoptions(precision=3, suppress=True); np.array([1.23456789, 1e-9])
np.set_printoptions(threshold=5); np.arange(10)
np.set_printoptions(threshold=5, edgeitems=1); np.arange(36).reshape(6, 6)
np.set_printoptions(linewidth=20); np.arange(10)
np.set_printoptions(precision=2); np.float64(1.23456), [np.float64(1.23456)]
np.set_printoptions(precision=-1)
np.set_printoptions(floatmode='bad')
np.set_printoptions(threshold='a')
np.set_printoptions(nope=1)
np.set_printoptions(sign='+'); v, b
np.set_printoptions(formatter={'float_kind': '{:.2f}'.format}); v
np.set_printoptions(formatter={'int_kind': '{:3d}'.format}); a
np.set_printoptions(suppress=True); np.array([1e-10, 1e10])
np.set_printoptions(suppress=True); np.array([1e-10, 1e16])
np.get_printoptions()['precision'], np.get_printoptions()['threshold'], np.get_printoptions()['linewidth']
np.get_printoptions()
with np.printoptions(precision=2) as options: print(options['precision'], v / 3)
np.array2string(v)
np.array2string(v, precision=1)
np.array2string(a, separator=', ')
np.array2string(a, separator=',', prefix='xxx')
np.array2string(v, formatter={'float': lambda x: f'{x:+.1f}'})
np.array2string(v, max_line_width=15)
np.array2string(np.arange(10), threshold=4, edgeitems=1)
np.array2string(v, floatmode='fixed', precision=2)
np.array2string(v, suppress_small=True)
np.array2string(np.array([1e-9, 1]), suppress_small=True)
np.array2string(v, sign='+')
np.array2string(np.array([1, 2]), prefix='abc', suffix='def')
np.array2string(5)
np.array2string(z)
np.array_repr(a)
np.array_repr(v, precision=1)
np.array_repr(np.array([1e-9, 1]), suppress_small=True)
np.array_repr(np.arange(10), max_line_width=20)
np.array_repr(np.float32([1.5]))
np.array_str(a)
np.array_str(v, precision=1)
np.array_str(np.array([1e-9, 1]), suppress_small=True)
np.array_str(np.arange(10), max_line_width=15)
np.format_float_positional(3.14159, precision=3)
np.format_float_positional(1e10)
np.format_float_positional(1e-10)
np.format_float_positional(2.5, trim='-')
np.format_float_positional(2.0, trim='0')
np.format_float_positional(2.0, trim='k', precision=4, unique=False)
np.format_float_positional(1234.5, pad_left=8, pad_right=3)
np.format_float_positional(0.1, unique=False, precision=20)
np.format_float_positional(123.456, fractional=False, precision=4)
np.format_float_positional(np.float32(0.1))
np.format_float_positional(5, min_digits=3)
np.format_float_positional(1.0, sign=True)
np.format_float_scientific(1234.5)
np.format_float_scientific(1234.5, precision=2)
np.format_float_scientific(0.00012, exp_digits=3)
np.format_float_scientific(1e100)
np.format_float_scientific(1.0, trim='-')
np.format_float_scientific(np.float32(1e-3))
print(v, a[0], sep='|')
print(a, end='!\\n')
print([v, b])
print({'x': v})
print((np.int64(1), np.float64(2.5), np.True_))
print(np.int64(1), np.float64(2.5), np.True_, np.str_('x'), np.complex64(1j))
[np.int64(1), np.float32(2.5), np.True_, np.str_('x'), np.complex64(1j), np.uint8(3), np.bytes_(b'q')]
repr(np.float64(1.5)), str(np.float64(1.5))
repr(np.True_), str(np.True_)
repr(np.int8(3)), str(np.int8(3))
repr(np.str_('q')), str(np.str_('q'))
repr(np.nan), repr(np.float64(np.nan)), repr(-np.float64(np.inf))
np.float64(1e16), np.float64(1e15), np.float32(1e16)
np.float32(16777216), np.float32(0.1), np.float32(1e10), np.float32(1e-5)
f'{np.float64(3.14159):.2f}'
f'{np.float64(3.14159):10.2f}|'
f'{np.int64(42):05d} {np.int64(255):x} {np.int64(5):b} {np.int64(1234567):,}'
f'{np.int64(42)!r} {np.float32(0.1)!s}'
f'{np.float32(0.1):.10f}'
f'{np.True_:d}'
f'{np.True_}'
f'{np.str_("ab"):>5}'
f'{np.complex128(1+2j):.2f}'
f'{v:.2f}'
f'{a[0]!r:>30}'
f'{v.mean():.3f} ± {v.std():.3f}'
f'{v}'
f'{b=}'
f'{a.shape=}'
f'{np.float64(2.5)=}'
'%d %s %5.2f' % (np.int64(3), np.float64(2.5), np.float32(1.25))
'%s' % v
'%r' % v[:2]
'%.3f' % np.float64(2.0)
'%d' % np.float64(2.7)
'%s %s' % (a[0], b[:2])
'{:.1f} {}'.format(np.float64(2.25), v[:2])
'{0[1]} {0.shape}'.format(b)
str(v), repr(v)
str(a)
str(a[0, 0]), repr(a[0, 0])
repr(c)
repr(s)
repr(np.array('abc'))
repr(np.array(5))
print(np.array(5), np.array(2.5), np.array('q'), np.array(None))
repr(np.array(None))
np.array([None, [1, 2]], dtype=object)
np.array([{1: 2}, 'x', 3.5, None], dtype=object)
np.array([[1, 'a'], [None, 2.5]], dtype=object)
np.array([1.5, 2], dtype=object)
np.array([np.array([1, 2]), None], dtype=object)
np.array(['a' * 30, 'b'])
np.array(['a' * 80])
np.array(['word'] * 20)
np.array(["quote'", 'double"', 'both\\'"', 'new\\nline', 'back\\\\slash'])
print(np.array(["quote'", 'new\\nline']))
np.array([b'a', b'\\x00\\xff'])
np.array([True, False] * 20)
np.array([1, 2], dtype='>i4')
np.array([1.5], dtype='>f8')
np.array([1, 2], dtype=np.intc)
np.array([1, 2], dtype=np.longlong)
np.array([1, 2], dtype='datetime64[D]')
np.array(['2024-01-31', 'NaT'], dtype='datetime64')
np.array([1, 2], dtype='timedelta64[s]')
np.array([(1, 2.5, 'ab')], dtype=[('x', int), ('y', float), ('s', 'U2')])
print(np.array([(1, 2.5)], dtype=[('x', int), ('y', float)]))
np.zeros(2, dtype=[('x', 'i4'), ('p', 'f4', 2)])
np.zeros((), dtype='i4,f8')
np.float64
np.int32, int, np.bool_
type(np.int64(1)), type(1), type(v)
np.dtype('f8'), np.dtype([('a', 'i4')])
print(np.float64, np.dtype('f8'))
str(np.int64)
np.array
np.ndarray
np.newaxis
print(np.array([1.0, 2.0])[0])
np.array([1.0, 2.0])[0]
np.array([1.0, 2.0]).tolist()
np.array([0.1, 0.25]).tolist()
np.float32([0.1, 0.25]).tolist()
"""
