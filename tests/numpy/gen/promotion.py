"""NEP 50: which dtype comes out of two operands, in both orders, and what doesn't fit."""
import random

SAMPLE = {
    'bool': '[True, False]', 'int8': '[-7, 3]', 'int16': '[300, -5]', 'int32': '[70000, 4]', 'int64': '[-9, 2]',
    'uint8': '[200, 3]', 'uint16': '[65000, 7]', 'uint32': '[5, 12]', 'uint64': '[8, 3]',
    'float32': '[1.5, -2.0]', 'float64': '[0.25, 4.0]', 'complex64': '[1-2j, 3]', 'complex128': '[0.5, -1j]',
}
SCALAR = {
    'bool': 'np.True_', 'int8': 'np.int8(5)', 'int16': 'np.int16(-300)', 'int32': 'np.int32(7)', 'int64': 'np.int64(3)',
    'uint8': 'np.uint8(200)', 'uint16': 'np.uint16(9)', 'uint32': 'np.uint32(4)', 'uint64': 'np.uint64(6)',
    'float32': 'np.float32(1.5)', 'float64': 'np.float64(0.5)', 'complex64': 'np.complex64(2j)', 'complex128': 'np.complex128(1+1j)',
}
PYTHON = ['True', '2', '-3', '300', '2.5', '-0.5', '1j', '1e300']
ARITHMETIC = ['+', '-', '*', '/', '//', '%']
COMPARISON = ['<', '==', '>=', '!=']
BITS = ['&', '|', '^', '<<', '>>']
INTEGERS = ['bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64']


def array(dtype):
    return f'np.array({SAMPLE[dtype]}, dtype=np.{dtype})' if dtype != 'bool' else f'np.array({SAMPLE[dtype]})'


def cases():
    names = list(SAMPLE)
    for p in names:
        for q in names:
            yield 'array_array', f'{array(p)} + {array(q)}'
            yield 'scalar_scalar', f'{SCALAR[p]} * {SCALAR[q]}', 'exact'
            yield 'result_type', f'np.result_type(np.{p}, np.{q})' if p != 'bool' != q else f"np.promote_types('{p}', '{q}')"
    pairs = [(p, q) for p in names for q in names]
    for op in ARITHMETIC[1:] + COMPARISON:
        for p, q in random.sample(pairs, 36):
            yield 'array_array', f'{array(p)} {op} {array(q)}'
        for p, q in random.sample(pairs, 30):
            yield 'array_scalar', f'{array(p)} {op} {SCALAR[q]}'
            yield 'scalar_array', f'{SCALAR[p]} {op} {array(q)}'
        for p, q in random.sample(pairs, 16):
            yield 'scalar_scalar', f'{SCALAR[p]} {op} {SCALAR[q]}'
    for op in BITS:
        for p in INTEGERS:
            for q in random.sample(INTEGERS, 4):
                yield 'bits', f'{array(p)} {op} {array(q)}'
            yield 'bits', f'{array(p)} {op} 1'
            yield 'bits', f'{SCALAR[p]} {op} 2'
            yield 'bits', f'2 {op} {SCALAR[p]}'
            yield 'bits', f'{array(p)} {op} True'
        yield 'bits_error', f'{array("float64")} {op} 1'
        yield 'bits_error', f'{array("int8")} {op} 1.5'
        yield 'bits_error', f'{array("int8")} {op} {array("float32")}'
        yield 'bits_error', f'{SCALAR["complex64"]} {op} 1'
    yield from python_scalars(names)
    yield from powers(names)
    yield from integer_edges()
    yield from function_results()


def python_scalars(names):
    for p in names:
        for number in PYTHON:
            for op in random.sample(ARITHMETIC, 3) + random.sample(COMPARISON, 1):
                yield 'array_python', f'{array(p)} {op} {number}'
            op = random.choice(ARITHMETIC + COMPARISON)
            yield 'python_array', f'{number} {op} {array(p)}'
            op = random.choice(ARITHMETIC + COMPARISON)
            yield 'scalar_python', f'{SCALAR[p]} {op} {number}'
            op = random.choice(ARITHMETIC + COMPARISON)
            yield 'python_scalar', f'{number} {op} {SCALAR[p]}'


def powers(names):
    for p in names:
        for q in random.sample(names, 5):
            yield 'power', f'{array(p)} ** {array(q)}'
        yield 'power', f'{array(p)} ** 2'
        yield 'power', f'{SCALAR[p]} ** 3'
        yield 'power', f'{array(p)} ** 0.5'
        yield 'power', f'2 ** {array(p)}'
        yield 'power', f'{array(p)} ** -1'
    for code in [
        'np.array([2, 3]) ** -1', 'np.int64(2) ** -1', 'np.array([2, 3]) ** np.array([-1, 2])', '2.0 ** np.arange(4)',
        'np.arange(4) ** 2.0', 'np.array([0.0, -1.0]) ** -1', 'np.array([-8.0]) ** (1/3)', 'np.int8(10) ** 3',
        'np.array([2], dtype=np.int8) ** 7', 'np.uint8(2) ** np.uint8(8)', 'np.power(2, [1, 2, 3])', 'np.power(2., -3)',
        'np.power([1, 2, 3], 2, dtype=float)', 'np.float_power([1, 2, 3], 2)', 'np.square([1, 2, 3])', 'np.array([True, False]) ** 2',
        'np.array([True]) ** True', '(-8) ** np.array([2, 3])', 'np.arange(5) ** 3', 'np.array([3]) ** 40', 'np.array([10]) ** 19',
        'pow(np.array([2, 3]), 2)', 'np.array([1.5, 2.5]) ** 2', 'np.array([1.5, 2.5]) ** 0', 'np.zeros(2) ** 0', 'np.float64(2) ** 0.5',
        'np.float64(-2) ** 0.5', '(-2) ** 0.5', 'np.array([-2.0]) ** 0.5', '(1j) ** 2', 'np.array([1j]) ** 2',
    ]:
        yield 'power', code


def integer_edges():
    for code in [
        'np.uint8(200) + np.uint8(100)', 'np.uint8(5) + 300', 'np.uint8(5) - 6', 'u + 1', 'u - 1', 'u * 2', 'u + 256', '300 - u', '-u', '~u',
        'i8 + 1', 'i8 - 1', 'abs(i8)', 'np.abs(i8)', '-i8', 'i8 * 2', 'i8 + 128', 'i8 + -129', 'i8 // -1', 'i8 % 3', 'i8 % -3', 'i8 // 3', 'i8 // 0',
        'i8 % 0', 'i8 / 0', 'np.int64(2**63 - 1) + 1', 'np.array([2**63 - 1]) + 1', 'np.int8(127) + np.int8(1)', 'np.int32(2**31 - 1) * 2',
        'np.array([1, 2], dtype=np.uint64) + np.array([1, 2])', 'np.uint64(2**64 - 1)', 'np.uint64(2**64 - 1) + 1', 'np.array([2**63])', 'np.array([2**64])',
        'np.array([-1, 2**63])', 'np.array([2**63 - 1, -2**63])', 'np.array([1, 2**70])', 'np.int64(-7) // 2', 'np.int64(-7) % 2', 'np.int64(7) // -2', 'np.int64(7) % -2',
        'np.float64(7.5) // -2', 'np.float64(7.5) % -2', 'np.float64(-0.0) // 1', 'np.divmod(np.array([7, -7]), 3)', 'divmod(np.array([7, -7]), -3)', 'divmod(np.int64(7), 2)',
        'np.int64(1) // 0', 'np.int64(1) % 0', 'np.int64(1) / 0', 'np.float64(1) / 0', 'np.float64(0) / 0', 'np.float64(1) // 0', 'np.float64(1) % 0', '1 / np.float64(0)',
        'np.int64(5) / 2', 'np.int64(6) / 2', 'np.uint8(255) // np.uint8(2)', 'np.arange(5) / 2', 'np.arange(-5, 5) // 3', 'np.arange(-5, 5) % 3', 'np.arange(-5, 5) % -3',
        'np.fmod(np.arange(-5, 5), 3)', 'np.remainder(np.arange(-5, 5), 3)', 'np.array([5.5, -5.5]) % 2', 'np.array([5.5, -5.5]) // 2', 'np.array([np.inf, 1.0]) % np.inf',
        'np.array([1.0, -1.0]) % np.inf', 'np.array([1.0, -1.0]) // np.inf', 'np.array([np.inf]) // 1', 'np.array([1, 2, 3]) << 62', 'np.array([1]) << 64', 'np.array([-8]) >> 1',
        'np.array([-8]) >> 70', 'np.uint8(1) << 7', 'np.uint8(1) << 8', 'np.int8(1) << 7', '1 << np.int64(62)', 'np.invert(np.array([1, 2]))', '~t', '-t', '+t', 't + t', 't * t', 't - t',
        't / t', 't // t', 't % t', 't ** t', 't + 1', 't * 2.5', 't & 1', 't | 2', 't ^ t', 'True - t', 't < 1', 't == 1', 'True + np.True_', 'np.True_ + np.True_', 'np.True_ - np.True_', '-np.True_', '~np.True_',
        'np.bool(1)', 'np.bool_(0)', 'np.True_ and 5', 'np.True_ & True', 'u == 255', 'u == 256', 'u < 300', 'u > -1', 'u == 1.0', 'i8 < u', 'i8 == u', 'np.uint64(1) < np.int64(-1)',
        'np.array([2**63], dtype=np.uint64) > -1', 'np.array([2**53 + 1]) == float(2**53)', 'np.int64(2**53 + 1) == 2.0**53', 'np.float32(0.1) == 0.1', 'np.float32(0.1) == np.float64(0.1)',
        'np.float32(3) * 2.0', 'np.float32(3) + 1e300', 'np.float32(3) + np.float64(1)', 'np.float32(16777217)', 'np.float32(1) + 16777217', 'np.array([1], dtype=np.float32) + 1j', 'np.int8(1) + 1j', 'np.int8(1) + 1.0',
        'np.float16(1) + 1', 'np.float16(60000) * 2', 'np.int16(1) + np.float16(1)', 'np.int8(1) + np.float16(1)', 'np.uint16(1) + np.float16(1)', 'np.int64(1) + np.float32(1)', 'np.int32(1) + np.float32(1)', 'np.int16(1) + np.float32(1)',
    ]:
        yield 'edges', code


def function_results():
    for code in [
        'np.result_type(np.int8, 3)', 'np.result_type(3, np.arange(3, dtype="i1"))', 'np.result_type("i4", "c8")', 'np.result_type(3.0, np.int8(1))', 'np.result_type(np.float32, 1j)',
        "np.promote_types('i2', 'f4')", "np.promote_types('u8', 'i8')", "np.promote_types('f4', 'i4')", "np.promote_types('U3', 'U5')", "np.promote_types('i4', 'U2')", "np.can_cast('i4', 'f4')",
        "np.can_cast('i4', 'f8')", "np.can_cast('f8', 'i4', 'unsafe')", "np.can_cast('f8', 'f4', casting='same_kind')", "np.can_cast('f8', 'i8', 'same_kind')", "np.can_cast('u1', 'i2')", "np.can_cast('i8', 'u8', 'same_kind')", "np.can_cast('u8', 'i8', 'same_kind')",
        'np.can_cast(bool, int)', 'np.can_cast(int, bool)', "np.min_scalar_type(10)", 'np.min_scalar_type(300)', 'np.min_scalar_type(-1)', 'np.min_scalar_type(1e50)', 'np.min_scalar_type(2**40)', 'np.min_scalar_type(3j)', 'np.min_scalar_type(np.arange(3))',
        'np.common_type(np.arange(3), np.array([1.0], dtype=np.float32))', 'np.common_type(np.array([1], dtype="c8"))', 'np.issubdtype(np.int32, np.integer)', 'np.issubdtype(np.float32, np.floating)', 'np.issubdtype(np.float64, float)', 'np.issubdtype(np.uint8, np.signedinteger)',
        'np.issubdtype(bool, np.number)', "np.issubdtype('f4', np.inexact)", 'np.iinfo(np.int8)', 'np.iinfo(np.int64).max', 'np.iinfo(np.uint64).max', 'np.iinfo("i2").min', 'np.finfo(np.float64).eps', 'np.finfo(np.float32).eps', 'np.finfo(np.float64).max', 'np.finfo(np.float64).tiny',
        'np.finfo(np.float32).max', 'np.finfo(float).bits', 'np.finfo(float).precision', 'np.finfo(float).resolution', 'np.iinfo(np.int8).bits', 'np.finfo(np.float32).tiny', 'np.finfo(np.float64).smallest_subnormal', 'np.finfo(np.float64).nmant', 'np.iinfo(float)', 'np.finfo(int)',
    ]:
        yield 'types', code
