"""Cases drawn at random: what nobody would think of writing down. The draws are the same every time."""
import random

DTYPES = ['bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'float32', 'float64', 'complex64', 'complex128']


def cases():
    for _ in range(350):
        yield 'print_floats', f'np.array({floats(random.randint(1, 7))})'
    for _ in range(120):
        yield 'print_table', f'print(np.array([{floats(3)}, {floats(3)}]))'
    for _ in range(120):
        yield 'print_float32', f'np.array({floats(random.randint(1, 5), 30)}, dtype=np.float32)', 'exact'
    for _ in range(80):
        yield 'print_complex', f"np.array([{', '.join(f'complex({number()}, {number()})' for _ in range(random.randint(1, 3)))}])"
    for _ in range(250):
        yield 'print_options', f'with np.printoptions({options()}): print(np.array({floats(random.randint(2, 9), 9)}))'
    for _ in range(100):
        yield 'print_options', f'with np.printoptions({options()}): print(repr(np.arange({random.randint(1, 60)}).reshape(-1, {random.choice([1, 1, 2, 3])}) * {random.choice([1, 100, 12345, -7, 0.5, 1e-3])}))' if random.random() < 0.3 else f'with np.printoptions({options()}): print(np.arange({random.randint(1, 9) * 6}).reshape({random.choice(["-1", "(-1, 6)", "(2, -1)", "(3, -1)", "(1, -1, 3)"])}) * {random.choice([1, 100, 12345, -7, 0.5, 1e-3])})'
    for _ in range(350):
        yield 'format', f"format({random.choice([number, integer])()}, '{spec()}')"
    for _ in range(150):
        yield 'percent', f"'%{random.choice(['', '-', '+', ' ', '0', '#', '-+', '0+'])}{random.choice(['', '8', '3', '12'])}{random.choice(['', '.0', '.2', '.5', '.10'])}{random.choice('dieEfgGsrxXo')}' % {random.choice([number, integer])()}"
    for _ in range(250):
        left, right = integer(), integer()
        yield 'big_integers', f'({left}) {random.choice(["+", "-", "*", "//", "%", "/", "&", "|", "^", "<", "=="])} ({right})'
    for _ in range(60):
        yield 'big_integers', random.choice(['({}) ** {}', '({}) >> {}', '({}) << {}', 'pow({}, {}, 1000003)', 'divmod({}, {} - 25)', 'round({}, -{})']).format(integer(), random.randint(0, 20))
        yield 'big_integers', random.choice(['float({})', 'hex({})', 'f"{{{}:,}}"', 'bin({})', '({}).bit_length()', 'hash({})', 'np.array([{}])', 'int(str({})[:9])', '-({}) // 3', '~({})']).format(integer())
    for _ in range(120):
        yield 'floats', f'{number()} {random.choice(["+", "-", "*", "/", "//", "%"])} {number()}'
        yield 'floats', random.choice(['round({}, {})', 'str({}), {}', 'int({}) + {}', 'repr({} * 10**{})', '({}).as_integer_ratio()[0] % (10 + {})', 'divmod({}, 0.{}5)', '({}).hex(), {}']).format(number(), random.randint(0, 8))
    for _ in range(320):
        yield 'slices', f'd[{", ".join(a_slice() for _ in range(random.randint(1, 3)))}]'
    for _ in range(120):
        yield 'chains', f'd[{a_slice()}].T[{a_slice()}].reshape(-1)[{a_slice()}]' if random.random() < 0.5 else f'd.transpose({axes()})[{a_slice()}, {a_slice()}].{random.choice(["strides", "shape", "sum(axis=0)", "ravel()", "flags.c_contiguous", "copy().strides", "max()", "tolist()"])}'
    for _ in range(200):
        yield 'fancy', f'd[{fancy()}]'
    for _ in range(150):
        yield 'writes', f'd[{fancy()}] {random.choice(["=", "+=", "*="])} {random.choice(["-1", "2", "[100]", "[1, 2, 3]", "[1, 2, 3, 4]", "d[0, 0]", "d[::-1]"])}; d'
    for _ in range(300):
        left, right = typed(), typed()
        yield 'mixed', f'{left} {random.choice(["+", "-", "*", "/", "//", "%", "<", "==", ">=", "!="])} {right}'
    for _ in range(100):
        yield 'cast', f'{typed()}.astype(np.{random.choice(DTYPES)})'
    for _ in range(120):
        function = random.choice(['sum', 'max', 'min', 'argmax', 'argmin', 'any', 'all', 'prod', 'cumsum', 'mean', 'sort', 'argsort', 'unique', 'ptp', 'median'])
        yield 'reduced', f'np.{function}({typed()})', 'exact'


def number(width=17):
    """A float literal of any size: often short, sometimes with all its digits, sometimes special."""
    kind = random.random()
    if kind < 0.06:
        return random.choice(['0.0', '-0.0', "float('nan')", "float('inf')", "float('-inf')", '1e22', '1e23', '5e-324', '0.1', '0.5', '2.5', '1.0'])
    exponent = random.choice([0, 0, 0, 0, 1, 2, 3, -1, -2, -3, -4, -5, 4, 5, 7, 8, 15, 16, 17, random.randint(-width, width)])
    digits = random.choice([1, 1, 2, 2, 3, 4, 6, 8, 9, 10, 16, 17])
    value = random.choice([1, 1, 1, -1]) * float(f'{random.uniform(1, 10):.{digits - 1}f}e{exponent}')
    return repr(value)


def floats(count, width=17):
    """A list of floats, of one size or of several."""
    if random.random() < 0.4:
        scale = random.choice([1, 1, 10, 100, 1000, 1e-2, 1e-4, 1e6])
        digits = random.choice([0, 1, 2, 3, 8, 9, 12])
        return '[' + ', '.join(repr(round(random.uniform(-1, 1) * scale, digits)) for _ in range(count)) + ']'
    return '[' + ', '.join(number(width) for _ in range(count)) + ']'


def integer():
    bits = random.choice([3, 8, 16, 31, 33, 53, 63, 64, 65, 100, 200])
    return str(random.choice([1, 1, -1]) * (random.getrandbits(bits) + 1))


def spec():
    fill = random.choice(['', '', '', '*<', '>', '^', '0', '=', '_^', '.>'])
    sign = random.choice(['', '', '+', ' ', '-'])
    sharp = random.choice(['', '', '', '#'])
    width = random.choice(['', '', '10', '6', '25'])
    group = random.choice(['', '', ',', '_'])
    precision = random.choice(['', '', '.0', '.1', '.3', '.8', '.17'])
    return f'{fill if fill != "0" else ""}{sign}{sharp}{"0" if fill == "0" else ""}{width}{group}{precision}{random.choice(["", "f", "e", "g", "d", "%", "E", "G", "x", "n", "F"])}'


def options():
    chosen = random.sample([
        f'precision={random.choice([0, 1, 2, 3, 5, 10, 17])}', f'suppress={random.choice([True, True, False])}', f'linewidth={random.choice([10, 20, 30, 50, 120])}', f'threshold={random.choice([0, 3, 5, 8, 20])}',
        f'edgeitems={random.choice([1, 2, 3, 5])}', f"sign='{random.choice('+- ')}'", f"floatmode='{random.choice(['fixed', 'unique', 'maxprec', 'maxprec_equal'])}'",
    ], random.randint(1, 4))
    return ', '.join(chosen)


def a_slice():
    def bound():
        return random.choice(['', '', str(random.randint(-5, 5))])
    kind = random.random()
    if kind < 0.15:
        return str(random.randint(-2, 1))
    if kind < 0.2:
        return '...'
    if kind < 0.27:
        return 'None'
    step = random.choice(['', '', ':', ':2', ':-1', ':-2', ':3', ':1'])
    return f'{bound()}:{bound()}{step}'


def axes():
    order = random.sample(range(3), 3)
    return ', '.join(map(str, order))


def fancy():
    choices = ['[0, 1]', '[1, 0]', '[-1]', '[[0], [1]]', '[True, False]', 'd[:, 0, 0] > 5', '[0, 0, 1]', 'np.array(1)', '[]', 'np.array([1, -1])', '...', ':', '::-1', '1:', 'None', '0', '-1', '[[0, 1], [1, 0]]', '[False, True]', '[1]']
    parts = random.sample(choices, random.randint(1, 3))
    return ', '.join(parts)


def typed():
    """An array with a dtype and one of a few shapes that broadcast, or nearly."""
    dtype = random.choice(DTYPES)
    shape = random.choice([(3,), (3,), (1, 3), (2, 1), (2, 3), (1,), (2,)])
    low, high = {'b': (0, 1), 'u': (0, 200)}.get(dtype[0], (-100, 100))

    def element():
        value = random.randint(low, high)
        if dtype[0] == 'f':
            return repr(value / random.choice([1, 2, 8, 10, 3]))
        return f'{value}{random.choice("+-")}{random.randint(0, 9)}j' if dtype[0] == 'c' else str(value)

    def nested(shape):
        return '[' + ', '.join(nested(shape[1:]) if len(shape) > 1 else element() for _ in range(shape[0])) + ']'
    return f'np.array({nested(shape)}, dtype=np.{dtype})'
