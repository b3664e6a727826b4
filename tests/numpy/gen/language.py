"""Small programs: control flow, functions, scopes, exceptions, comprehensions, with."""


def cases():
    for group, text in PROGRAMS.items():
        for program in text.strip('\n').split('\n---\n'):
            yield group, program


PROGRAMS = {'flow': """
for i in range(3):
    print(i)
else:
    print('done')
---
for i in range(10):
    if i == 2: continue
    if i == 4: break
    print(i, end=' ')
else:
    print('never')
print('after', i)
---
n = 27
steps = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
else:
    print('reached', n)
print(steps)
---
x = 7
if x < 5: print('small')
elif x < 10: print('middle')
else: print('large')
---
total = 0
for row in a:
    for x in row:
        if x % 2: continue
        total += x
total, type(total)
---
for i, (x, y) in enumerate(zip('ab', [1, 2])): print(i, x, y)
---
for i in range(3): pass
i
---
for x in []: print(x)
else: print('empty')
---
x = [1, 2, 3]
for y in x:
    if y < 3: x.append(y + 10)
x
---
while True:
    break
else:
    print('no')
print('yes')
---
i = 0
while i < 5:
    i += 1
    if i % 2 == 0:
        continue
    print(i)
---
x = 5; y = x if x > 3 else -x; z = (x, y); z
---
if a.any(): print('some')
---
if a: print('some')
---
while np.array([1, 2]) > 0: break
---
assert 1 + 1 == 2
print('fine')
---
assert 1 == 2, 'one is not two'
---
assert 1 == 2
---
assert np.allclose(m, m.T), 'symmetric'
print('ok')
---
primes = [n for n in range(2, 30) if all(n % k for k in range(2, n))]
primes
---
fizz = ['FizzBuzz' if n % 15 == 0 else 'Fizz' if n % 3 == 0 else 'Buzz' if n % 5 == 0 else n for n in range(1, 16)]
fizz
---
print(1); print(2)
3; 4
---
x = 1
x
x + 1
---
x: int = 5
y: 'text'
x
---
x = (1 +
     2)
y = 1 + \\
    2
x, y
---
d = {'b': 1, 'a': 2}
for key in sorted(d): print(key, d[key])
del d['a']
d
---
x = 10
x -= 3; x *= 2; x //= 4; x **= 3; x %= 5
x
---
x = 'ab'
x *= 2
x += 'c'
x
---
print([[i * j for j in range(1, 4)] for i in range(1, 4)])
---
matrix = [[1, 2], [3, 4]]
[list(row) for row in zip(*matrix)]
---
text = 'the cat the dog'
count = {}
for word in text.split(): count[word] = count.get(word, 0) + 1
count
---
(a := 5)
a
---
if (n := len('abc')) > 2: print(n)
---
values = [y for x in range(5) if (y := x * x) > 3]
values, y
""", 'functions': """
def f(x): return x * 2
f(3), f('a'), f([1]), f(np.arange(3))
---
def f(x, y=2, *rest, z, w=5, **more): return x, y, rest, z, w, more
print(f(1, z=3))
print(f(1, 2, 3, 4, z=5, q=6))
---
def f(x, /, y, *, z): return x, y, z
print(f(1, 2, z=3), f(1, y=2, z=3))
f(x=1, y=2, z=3)
---
def f(x, y): return x
f(1)
---
def f(x, y): return x
f(1, 2, 3)
---
def f(x, y): return x
f(1, 2, z=3)
---
def f(x, y): return x
f(1, x=3)
---
def f(x, *, y): return x
f(1)
---
def f(x, y=1): return x
f()
---
def f(a, b, c): pass
f()
---
def f(): pass
f(1)
---
def f(*, k=1): return k
f(2)
---
def f(x, y): return x
f(**{'x': 1, 'y': 2}), f(*[1, 2]), f(*[1], **{'y': 2})
---
def f(x): return x
f(*5)
---
def f(x): return x
f(**5)
---
def f(x=[]):
    x.append(1)
    return x
f(), f()
---
def f(): 'documentation'
f.__doc__, f.__name__, f()
---
def f(): return
f() is None
---
def f(): return 1, 2
x, y = f()
x, y
---
def make(n):
    def add(x): return x + n
    return add
add5 = make(5)
add5(1), make(2)(1)
---
def counter():
    count = 0
    def step():
        nonlocal count
        count += 1
        return count
    return step
c = counter()
c(), c(), c()
---
total = 0
def add(x):
    global total
    total += x
add(3); add(4)
total
---
x = 1
def f():
    x = 2
    return x
f(), x
---
x = 1
def f():
    print(x)
    x = 2
f()
---
def f():
    return undefined
f()
---
x = 1
def f(): return x
x = 2
f()
---
fs = [lambda: i for i in range(3)]
[f() for f in fs]
---
fs = [lambda i=i: i for i in range(3)]
[f() for f in fs]
---
def fact(n): return 1 if n < 2 else n * fact(n - 1)
fact(5), fact(30)
---
def fib(n):
    x, y = 0, 1
    for _ in range(n): x, y = y, x + y
    return x
fib(10), fib(100)
---
def f(n): return f(n + 1)
try: f(0)
except RecursionError as error: print(type(error).__name__)
---
def f(x: float, y: int = 2) -> float: return x * y
f(1.5)
---
def outer():
    x = 'outer'
    def inner():
        return x
    x = 'changed'
    return inner()
outer()
---
f = lambda x: lambda y: x + y
f(1)(2)
---
def apply(f, *args, **kwargs): return f(*args, **kwargs)
apply(max, 1, 5), apply(sorted, [2, 1], reverse=True), apply(np.sum, a, axis=0)
---
def f(x):
    if x: return 'yes'
f(1), f(0)
---
def f(x):
    for y in x:
        if y > 2: return y
    return None
f([1, 5, 2]), f([])
---
def sigmoid(x): return 1 / (1 + np.exp(-x))
sigmoid(0), sigmoid(np.zeros(2))
---
def norm(x): return (x - x.mean()) / x.std()
norm(np.array([1.0, 2.0, 3.0]))
---
def change(x): x[0] = 99
change(b)
b
---
def change(x): x = x + 1
change(b)
b[0]
---
def change(x): x += 1
change(b)
b
---
compose = lambda *fs: lambda x: [x := f(x) for f in fs][-1]
compose(lambda x: x + 1, lambda x: x * 2)(3)
---
print((lambda: (yield_ := 3))())
""", 'exceptions': """
try:
    1 / 0
except ZeroDivisionError as error:
    print('caught', error)
else:
    print('no error')
finally:
    print('finally')
---
try:
    x = 1
except ValueError:
    print('no')
else:
    print('else')
finally:
    print('finally')
---
try: [1][5]
except (KeyError, IndexError) as error: print(type(error).__name__, error)
---
try: {}['a']
except KeyError as error: print(error, repr(error), error.args)
---
try: int('x')
except Exception as error: print(repr(error))
---
try: undefined
except NameError as error: print(error)
---
try: raise ValueError('message', 2)
except ValueError as error: print(error, error.args, repr(error))
---
try: raise ValueError
except ValueError as error: print(repr(error), str(error) == '')
---
raise ValueError('final')
---
raise KeyError('k')
---
raise RuntimeError
---
raise 5
---
try:
    try: 1 / 0
    except ZeroDivisionError: raise ValueError('second')
except ValueError as error: print(error, repr(error.__context__))
---
try:
    try: 1 / 0
    except ZeroDivisionError as error: raise ValueError('second') from error
except ValueError as error: print(repr(error.__cause__))
---
try:
    try: 1 / 0
    finally: print('inner finally')
except ArithmeticError: print('outer')
---
def f():
    try: return 'try'
    finally: print('cleanup')
f()
---
def f():
    try: return 'try'
    finally: return 'finally'
f()
---
for i in range(3):
    try:
        if i == 1: continue
        print(i)
    finally: print('f', i)
---
for i in range(3):
    try: break
    finally: print('f', i)
---
try: 1 / 0
except: print('bare')
---
try: raise
except RuntimeError as error: print(error)
---
try:
    try: [][0]
    except IndexError: raise
except LookupError as error: print('again', error)
---
try: 1 / 0
except ZeroDivisionError as error: pass
error
---
issubclass(ZeroDivisionError, ArithmeticError), issubclass(KeyError, LookupError), issubclass(IndexError, LookupError), issubclass(RecursionError, RuntimeError), issubclass(ModuleNotFoundError, ImportError)
---
isinstance(ValueError('a'), Exception), ValueError('a'), [ValueError('a', 1)], str(ValueError('a', 1))
---
try: np.zeros(3) + np.zeros(4)
except ValueError as error: print(error)
---
try: a[5]
except IndexError as error: print(error)
---
try: np.sum(a, axis=3)
except np.exceptions.AxisError as error: print(error, error.axis, error.ndim)
---
try: np.sum(a, axis=3)
except IndexError as error: print('IndexError', error)
---
try: np.sum(a, axis=3)
except ValueError as error: print('ValueError', error)
---
try: np.linalg.inv(np.zeros((2, 2)))
except np.linalg.LinAlgError as error: print(type(error).__name__, error)
---
try: np.uint8(256)
except OverflowError as error: print(error)
---
try: float('x')
except (ValueError, TypeError) as error: print(error)
---
try: a.nope
except AttributeError as error: print(error)
---
try: np.nope
except AttributeError as error: print(error)
---
try: import nope_module
except ImportError as error: print(type(error).__name__, error)
---
try: 'a' + 1
except TypeError as error: print(error)
---
try: x, y = 1, 2, 3
except ValueError as error: print(error)
---
with np.errstate(divide='raise'):
    try: np.array([1.0]) / 0
    except FloatingPointError as error: print(error)
---
try:
    with np.errstate(all='raise'): np.log(np.array([0.0]))
except FloatingPointError as error: print(error)
---
with np.printoptions(precision=2, suppress=True):
    print(v / 3)
print(v / 3)
---
def check(x):
    if x < 0: raise ValueError(f'{x} is negative')
    return x
check(1)
check(-1)
---
try: assert False, 'text'
except AssertionError as error: print(error)
---
raise ValueError('a') from None
---
raise np.linalg.LinAlgError('mine')
---
raise StopIteration
---
raise FloatingPointError('x')
---
try: max([])
except ValueError as e: print(e)
---
try: [].pop()
except IndexError as e: print(e)
---
try: (1, 2)[5]
except IndexError as e: print(e)
---
try: open('no/such/file')
except FileNotFoundError as e: print(e)
---
try: open('no/such/file')
except OSError as e: print(type(e).__name__, e.errno)
"""}
