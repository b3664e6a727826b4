"""Strings, lists, dicts, sets, tuples, bytes and their methods."""
import itertools

TEXTS = ["'hello world'", "'  Padded\\t'", "'UPPER lower 123'", "''", "'a,b,,c'", "'Straße'"]
METHODS = ['upper()', 'lower()', 'title()', 'capitalize()', 'swapcase()', 'strip()', 'lstrip()', 'rstrip()', 'split()', "split(',')", "split('l', 1)", "rsplit(' ', 1)", 'splitlines()', "partition(' ')",
           "rpartition('l')", "replace('l', 'L')", "replace('l', '_', 1)", "find('l')", "rfind('l')", "index('o')", "count('l')", "startswith('h')", "endswith(('d', 'c'))", 'isalpha()', 'isdigit()', 'isalnum()',
           'isspace()', 'isupper()', 'islower()', 'istitle()', 'isidentifier()', "center(20, '*')", 'ljust(15)', 'rjust(15)', 'zfill(15)', "join('-+')", 'encode()', 'casefold()', 'expandtabs(4)', "strip('hd')",
           "removeprefix('he')", "removesuffix('ld')", 'isnumeric()', 'isdecimal()', 'isascii()', 'isprintable()', "translate({104: 'J'})", "ljust(3)", "index('zz')"]


def cases():
    for text, method in itertools.product(TEXTS, METHODS):
        yield 'str_method', f'{text}.{method}'
    for text, index in itertools.product(["'hello'", '[1, 2, 3, 4, 5]', '(1, 2, 3, 4, 5)', "b'hello'", 'range(5)'], ['0', '-1', '5', '1:3', '::-1', '::2', '-2:', ':-10', '3:1', '10:', "'a'", '1.0', 'None', '4:0:-2', 'True', '1, 2', '::0', '2:2']):
        yield 'index', f'{text}[{index}]'
    for method in LIST_METHODS:
        yield 'list', f'x = [3, 1, 2]; x.{method}; x'
    for method in DICT_METHODS:
        yield 'dict', f"x = {{'a': 1, 'b': 2}}; print(x.{method}); x"
    for method in SET_METHODS:
        yield 'set', f'x = {{1, 2, 3}}; print(x.{method}); x'
    for left, op, right in itertools.product(['[1, 2]', '(1, 2)', "'ab'", '{1, 2}', "{'a': 1}", "b'ab'", 'None', '5'], ['+', '*', '==', '<', '|', '&', '-', 'in', '%'], ['[3]', "(3,)", "'a'", '{2, 3}', "{'b': 2}", '2', 'None', "b'a'"]):
        if (left, op) != ("'ab'", '%') or right in ('2', '[3]'):
            yield 'operators', f'{left} {op} {right}'
    for code in ONCE.strip().splitlines():
        yield 'library' if code.startswith(('from ', 'import ')) else 'more', code


LIST_METHODS = ['append(9)', 'extend([7, 8])', 'insert(1, 99)', 'insert(-10, 0)', 'insert(100, 5)', 'pop()', 'pop(0)', 'pop(-2)', 'pop(9)', 'remove(1)', 'remove(9)', 'reverse()', 'sort()', 'sort(reverse=True)', 'sort(key=lambda y: -y)',
                'index(2)', 'index(9)', 'count(1)', 'copy()', 'clear()', 'extend(5)', "extend('ab')", 'append(1, 2)', 'nope()', 'sort(1)', 'index(3, 1)', '__len__()']
DICT_METHODS = ["keys()", "values()", "items()", "get('a')", "get('z')", "get('z', 0)", "pop('a')", "pop('z')", "pop('z', None)", "setdefault('a', 9)", "setdefault('c', 3)", "update({'a': 5, 'd': 1})", "update(e=7)",
                "popitem()", "copy()", "clear()", "fromkeys([1, 2], 0)", "nope", "update([('q', 1)])", "__contains__('a')"]
SET_METHODS = ['add(4)', 'add(1)', 'remove(1)', 'remove(9)', 'discard(9)', 'union([5])', 'intersection([1, 5])', 'difference([1])', 'symmetric_difference([1, 7])', 'issubset({1, 2, 3, 4})', 'issuperset([1])', 'isdisjoint([9])',
               'update([8])', 'copy()', 'clear()', 'intersection_update([1])', 'difference_update([1])', 'add([1])', 'pop()']

ONCE = """
'it\\'s', "it's", '"', "\\"'", 'a\\nb', r'a\\nb', '\\x41\\u00e9', '\\N{GREEK SMALL LETTER ALPHA}'
print('it\\'s', "tab\\there", 'a\\\\b')
repr("it's"), repr('"'), repr('\\'"'), repr('\\n\\t\\r\\0\\x7f'), repr('\\u200b'), repr('日本')
str(b'abc'), b'abc'.decode(), 'é'.encode('utf-8'), b'\\xff'
b'\\xff'.decode()
b'abc'[0], b'abc'[1:], list(b'ab'), b'a' + b'b', b'ab' * 2, len(b'abc')
bytes(3), bytes([1, 2, 255]), bytes('é', 'utf-8'), bytearray(b'ab')
bytes([256])
b'abc'.hex(), bytes.fromhex('6162'), b'a,b'.split(b','), b'abc'.upper()
'abc' 'def', 'a' "b" '''c'''
'abc' * 0, 'ab' * -1, 3 * 'x'
'a' in 'abc', 'd' not in 'abc', '' in 'abc'
1 in 'abc'
'abc' < 'abd', 'Z' < 'a', 'a' < 'aa'
len('日本'), '日本'[0], 'é'.upper(), 'ß'.upper(), 'İ'.lower()
'hello'[1:4:2], 'hello'[::-1], 'hello'[-3:], 'hello'[10:], 'hello'[-100:2]
'hello'[10]
'hello'['a']
'a' + 'b' * 3
','.join(['a', 'b']), ''.join(map(str, [1, 2])), '-'.join('abc'), ', '.join([])
','.join([1, 2])
'a-b_c'.replace('-', '_').split('_')
' a  b '.split(), ' a  b '.split(' '), 'a\\nb\\r\\nc'.splitlines(), 'a\\n'.splitlines(True)
'abc'.split('')
'x'.join
'abc'.nope
'abc'.index('d')
'abc'.center(8), 'abc'.center(7, '*'), 'ab'.center(5, '-')
'42'.zfill(5), '-42'.zfill(5), '+4'.zfill(4)
'a\\tb'.expandtabs(), 'aa\\tb'.expandtabs(4)
'Hello World'.swapcase(), "they're".title(), 'hELLO'.capitalize()
'abc'.startswith('b', 1), 'abc'.endswith('b', 0, 2)
'aXbX'.rpartition('X'), 'abc'.partition('z')
str.maketrans('ab', 'xy'), 'aabb'.translate(str.maketrans('ab', 'xy', ''))
'{:>8}'.format('é'), f'{"日本":>5}|'
'%s' % ('a',), '%s-%s' % ('a', 'b')
sorted('hello'), list('abc'), tuple('ab'), set('a'), max('hello'), min('hello')
str([1, 'a', 2.5, None, True]), str((1,)), str({}), str({1: 'a'}), str(()), str([[]])
str('a'), str(5), str(2.0), str(None), str()
str(1, 2, 3)
[1, 2, 3] + [4], [0] * 3, [1, [2, 3]], []
[1, 2][5]
[1, 2]['a']
[1, 2] == [1, 2], [1, 2] is [1, 2], [1, 2] != [2, 1]
[1, 2] < [1, 'a']
x = [1, 2, 3]; x[0] = 9; x
x = [1, 2, 3]; x[5] = 9
x = [1, 2, 3]; x[1:2] = [7, 8, 9]; x
x = [1, 2, 3, 4]; x[::2] = [0, 0]; x
x = [1, 2, 3, 4]; x[::2] = [0]
x = [1, 2, 3]; x[:0] = [0]; x
x = [1, 2, 3]; del x[0]; x
x = [1, 2, 3, 4]; del x[1:3]; x
x = [1, 2, 3, 4, 5]; del x[::2]; x
x = [1, 2]; del x[9]
x = [1, 2]; y = x; y.append(3); x
x = [1, 2]; y = x[:]; y.append(3); x
x = [1, 2]; x += [3]; x *= 2; x
x = [1]; x.append(x); x
x = {}; x['self'] = x; x
x = [[0] * 2] * 2; x[0][0] = 1; x
x = [[0] * 2 for _ in range(2)]; x[0][0] = 1; x
[*range(3), *'ab'], (*[1], 2), {*[1, 1]}, {**{'a': 1}, 'b': 2}
a, *b = [1, 2, 3]; a, b
*a, b = 'xyz'; a, b
a, (b, c) = 1, (2, 3); a, b, c
a, *b, c = [1, 2]; a, b, c
*a, b, c, d = [1, 2]
[a, b] = 1, 2; a, b
a = b = []; a.append(1); b
x = 5; x, y = x + 1, x; x, y
sorted([3, 1, 2]), sorted('cab'), sorted([1, 2], reverse=True), sorted(['bb', 'a'], key=len)
sorted([(2, 'a'), (1, 'b')]), sorted({3: 1, 1: 2}), sorted([3, 1], key=lambda x: -x)
sorted([1, 'a'])
sorted(5)
list(reversed([1, 2, 3])), list(enumerate('ab')), list(enumerate('ab', 1)), list(zip([1, 2], 'ab'))
list(zip([1, 2, 3], 'ab')), list(zip(*[(1, 2), (3, 4)])), list(map(lambda x: x * 2, [1, 2])), list(filter(None, [0, 1, '']))
list(zip([1], [2, 3], strict=True))
list(map(lambda x, y: x + y, [1, 2], [3, 4])), list(filter(lambda x: x > 1, [1, 2, 3]))
any([0, '', 1]), all([1, 'a']), any([]), all([])
sum(range(10)), sum([1, 2], 10), sum([0.5, 1.5]), min([3, 1]), max(1, 2, 3), max([1, 5], key=lambda x: -x)
list(5)
tuple([1, 2]), (1,), (), (1, 2) + (3,), (1, 2) * 2, (1, 2)[0], (1, 2).count(1), (1, 2).index(2)
(1, 2).append(3)
(1, 2).index(5)
(1, (2, [3])), ((),), tuple('ab')
hash((1, 2)) == hash((1, 2))
hash([1])
{[1]: 2}
{1, [2]}
{'a': 1, 'b': [1, 2]}, {}, {1: {2: 3}}, {(1, 2): 'x'}, {None: 1, True: 2}
{'a': 1}['a']
{'a': 1}['b']
{}[0]
{1: 'a'}[1.0]
x = {'b': 1, 'a': 2}; x['c'] = 3; del x['b']; x
x = {'a': 1}; del x['z']
x = {'a': 1}; 'a' in x, 1 in x, len(x), list(x), sorted(x.items())
x = {'a': 1, 'b': 2}; [k + str(v) for k, v in x.items()]
x = {'a': 1}; x |= {'b': 2}; x
{'a': 1} | {'a': 2, 'c': 3}
{'a': 1, 'b': 2} == {'b': 2, 'a': 1}
dict(a=1, b=2), dict([('x', 1)]), dict(zip('ab', [1, 2])), dict({'a': 1}, b=2)
dict([1, 2])
dict.fromkeys('ab', 0), dict(), dict.fromkeys([1])
{k: v for k, v in zip('abc', range(3)) if v}, {x: x**2 for x in range(3)}
{'a': 1}.keys() & {'a', 'b'}, list({'a': 1}.values()), list({'a': 1}.items())
x = {'a': 1}; k = x.keys(); x['b'] = 2; k
x = {1: 1}; [x.pop(k) for k in x]
for k in {'a': 1, 'b': 2}: print(k)
x = {'a': 1}\nfor k in x: x[k + 'b'] = 1
{1, 2} | {3}, {1, 2} & {2}, {1, 2} - {2}, {1, 2} ^ {2, 3}, {1} <= {1, 2}, {1} < {1}
set(), {1}, set([3, 1, 2, 1]), frozenset([1]), {1, 2.0, True}, set(range(5))
{3, 1, 2}, {10, 5, 1}, {-1, 0, 1}, set([100, 3, 50]), {2**40, 1}, {0.5, 1.5}, set(range(20, 0, -3))
{1} + {2}
{1}[0]
len({1, 1, 2}), 1 in {1, 2}, sorted({3, 1, 2}), sum({1, 2, 3})
{x % 3 for x in range(10)}
[x**2 for x in range(5)], [x for x in range(10) if x % 2], [(x, y) for x in range(2) for y in 'ab'], [[y for y in range(x)] for x in range(3)]
[x if x > 1 else -x for x in range(4)], [y for x in [[1, 2], [3]] for y in x], [i for i in 'hello' if i not in 'aeiou']
list(x * 2 for x in range(3)), sum(x for x in range(4)), max(len(w) for w in ['a', 'bbb'])
next(iter([1, 2])), next(iter([]), 'none'), list(iter('ab'))
next(iter([]))
next(5)
iter(5)
x = iter([1, 2, 3]); next(x), list(x), list(x)
x = (i for i in range(3)); next(x), sum(x), list(x)
(lambda x, y=2: x + y)(1), (lambda *a: a)(1, 2), (lambda **k: k)(a=1), (lambda: 5)()
(y := 5) + y, y
[z := 1, z + 1]
len([1, 2]), len('abc'), len({}), len((1,)), len(range(5)), len({1})
isinstance([], list), isinstance((), (list, tuple)), isinstance({}, dict), type([]) == list, type([]) is list
list, dict, str, len, print
print(), print(1, 'a', 2.5, None), print(1, 2, sep=', ', end='.\\n'), print([1, 'a'], (1,), {'a': 'b'})
print('a', 'b', sep=''), print(*[1, 2, 3]), print('x', end='')
print(1, foo=2)
print('é', '日本', '\\u00e9')
[None, True, ...], [1.0, 1e20, -0.0], ['a', "b'c"], [b'x'], [range(3)], [int], [1j]
((1, 2), [3, {4: {5}}])
[1, 2, 3].copy() == [1, 2, 3], list([1, 2]) is list([1, 2])
from collections import Counter; Counter('hello')
from collections import Counter; Counter([1, 1, 2]).most_common(1)
from collections import defaultdict; x = defaultdict(int); x['a'] += 1; dict(x)
from collections import namedtuple; P = namedtuple('P', 'x y'); P(1, 2), P(1, 2).x, P(1, y=3)._asdict()
from collections import deque; x = deque([1, 2], maxlen=2); x.append(3); list(x)
from itertools import product, combinations; list(product([1, 2], 'a')), list(combinations([1, 2, 3], 2))
from itertools import accumulate, chain, permutations, islice, count; list(accumulate([1, 2, 3])), list(chain([1], [2])), list(islice(count(5), 3)), list(permutations([1, 2]))
from functools import reduce, partial; reduce(lambda x, y: x * y, [1, 2, 3, 4]), partial(max, 3)(5)
import itertools; list(itertools.zip_longest([1], [2, 3])), [list(g) for k, g in itertools.groupby('aab')]
"""
