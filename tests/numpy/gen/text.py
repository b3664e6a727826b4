"""Arrays of strings and bytes: np.strings, np.char, comparison, concatenation, truncation."""
import itertools

UNARY = ['upper', 'lower', 'title', 'capitalize', 'swapcase', 'strip', 'lstrip', 'rstrip', 'str_len', 'isalpha', 'isdigit', 'isspace', 'isupper', 'islower', 'istitle', 'isalnum', 'isnumeric', 'isdecimal']
OTHER = ["center({}, 8)", "center({}, 7, '*')", "ljust({}, 6)", "rjust({}, 6, '-')", "zfill({}, 6)", "find({}, 'i')", "rfind({}, 'i')", "count({}, 'p')", "startswith({}, 'p')", "endswith({}, 'e')", "replace({}, 'p', 'XX')",
         "add({}, '!')", "multiply({}, 2)", "equal({}, 'fig')", "less({}, 'g')", "index({}, 'i')", "partition({}, 'i')", "encode({})", "mod({}, 1)", "expandtabs({})", "translate({}, {{97: 'Q'}})", "slice({}, 2)"]
CHAR_ONLY = ["split({})", "join('-', {})", "splitlines({})"]
ARRAYS = ['s', "np.array([' Ab ', '12', ''])", "['x', 'Yz']", "'single'", "np.array([['ab', 'c'], ['d', 'efg']])"]


def cases():
    for function, array in itertools.product(UNARY, ARRAYS):
        yield 'strings', f'np.strings.{function}({array})'
    for function, array in itertools.product(OTHER, ARRAYS[:3]):
        yield 'strings', f'np.strings.{function.format(array)}'
        yield 'char', f'np.char.{function.format(array)}'
    for function in CHAR_ONLY:
        yield 'char', f'np.char.{function.format("s")}'
    for op in ['==', '!=', '<', '<=', '>', '>=']:
        for right in ["'fig'", 's[::-1]', "['a']", '1', "b'fig'", 'None', "np.array(['fig   '])"]:
            yield 'compare', f's {op} {right}'
    for code in ONCE.strip().splitlines():
        yield 'more', code


ONCE = """
np.array(['a', 'bb']) + 'c'
np.array(['a', 'bb']) + np.array(['x', 'y'])
'pre' + np.array(['a', 'bb'])
np.array(['a', 'bb']) * 2
np.array(['a']) - 'b'
np.array(['a', 'b']).dtype
np.array(['abc', 'de']).itemsize
np.array(['abc', 'de']).astype('U1')
np.array(['abc', 'de']).astype('S')
np.array([b'abc', b'd']).astype(str)
np.array(['1', '2']).astype(int) + 1
np.array(['1.5', 'nan', 'inf']).astype(float)
np.array(['1', 'x']).astype(int)
np.array([1, 22]).astype('U1')
np.array([1.5, 22]).astype('U')
np.array([True, False]).astype('U')
np.array([1+2j]).astype('U')
np.array(['a', 'b']) == np.array(['a', 'c'])
np.array(['a', 'b']) == ['a', 'c']
np.array(['a', 'b']) == 'a'
np.array(['a ', 'b']) == 'a'
np.array([b'a']) == 'a'
s.max()
s.min()
np.max(s)
s.argmax()
np.sort(s)
s.sum()
np.sum(s)
s.mean()
np.unique(['b', 'a', 'b'])
np.where(s == 'fig', 'FIG', s)
np.where([True, False], 'yes', 'no')
np.char.upper('abc')
np.char.add(['a', 'b'], ['c', 'd'])
np.char.multiply('ab', 3)
np.char.join(',', ['abc', 'de'])
np.char.split(['a b', 'c'])
np.char.split('a,b', ',')
np.char.array(['a', 'b']) + 'x'
np.char.find(s, 'p', 1)
np.char.str_len(s)
np.char.isdigit(['1', 'a', ''])
np.char.zfill(['1', '-22'], 4)
np.char.decode(np.array([b'a']))
np.char.encode(['é'], 'utf-8')
np.char.mod('%d items', [1, 2])
np.char.mod('%.2f', 3.14159)
np.char.upper([1, 2])
np.strings.upper(5)
np.strings.replace('aaa', 'a', 'b', count=2)
np.strings.count(s, 'e')
np.strings.str_len(['é', '日本'])
np.strings.add('a', ['b', 'cc'])
np.strings.multiply(['a', 'b'], [1, 3])
np.strings.center('ab', 5, '*')
np.strings.find(['abc'], ['b', 'c'])
np.strings.startswith(s, ['p', 'f', 'x', 'k'])
np.strings.strip(['xxaxx'], 'x')
np.strings.nope
s[0].upper()
s[0] + 'x'
type(s[0])
s[0] == 'pear'
len(s[0])
'ea' in s[0]
s.tolist()
list(s)
' '.join(s)
','.join(s[:2])
[len(w) for w in s]
np.array([len(w) for w in s])
np.vectorize(len)(s)
np.array(list('hello'))
np.array(list('hello'))[::-1]
''.join(np.array(list('hello'))[::-1])
np.array(['a', None])
np.array(['a', 1, 2.5])
np.array(['a', 1.5], dtype=object)
np.array('text')
np.array(['text'] * 3).reshape(3, 1)
np.array([['a', 'bb'], ['ccc', 'd']]).T
np.array(['a', 'b']).repeat(2)
np.concatenate([['a'], ['bbb']])
np.full(3, 'xyz')
np.zeros(2, dtype='U5')
np.empty(2, dtype='U5').shape
np.array(['abc'])[0][1]
np.array(['x', 'y']).view('U1')
np.array(['ab']).view('u4')
np.array(['ab', 'cd'], dtype='S2').view('S1')
x = np.zeros(2, 'U3'); x[0] = 'toolong'; x
x = np.array(['a', 'b']); x[0] = 'xyz'; x
x = np.array(['a', 'b'], dtype='U5'); x[0] = 'xyz'; x
x = np.array(['b', 'a']); x.sort(); x
np.char.compare_chararrays(['a', 'b'], ['a', 'c'], '==', True)
np.array(['a'], dtype='T')
np.dtypes.StringDType()
np.isin(s, ['fig'])
np.searchsorted(np.sort(s), 'g')
np.array(['2', '10', '1']).argsort()
np.char.lower(s).title
np.array(['']) == ''
np.array(['', 'a']).astype(bool)
np.array(['é', 'z', 'a']).argsort()
sorted(s, reverse=True)
s.astype(object)
s.astype('U3')
s.copy()
s.reshape(2, 2)
s.T
s[None]
s > 'g'
s[s > 'g']
np.char.equal(s, 'fig ')
np.strings.equal(s, 'fig ')
np.char.ljust('a', 3), np.char.rjust('a', 3)
"""
