"""Small programs that work on arrays, one after the other between lines of three dashes."""


def cases():
    for program in PROGRAMS.strip('\n').split('\n---\n'):
        yield 'arrays', program


PROGRAMS = """
x = np.zeros((3, 3), dtype=int)
for i in range(3):
    for j in range(3):
        x[i, j] = i * 10 + j
x
---
x = np.arange(10)
x[x % 2 == 0] = -1
x
---
total = 0.0
for x in v: total += x
total, type(total).__name__
---
result = []
for row in a:
    result.append(row.sum())
result
---
np.array([[i + j for j in range(3)] for i in range(2)])
---
x = np.ones(3)
y = x
y += 1
z = y + 1
x, z
---
X = np.array([[1, 1], [1, 2], [1, 3]])
y = np.array([2, 4, 5])
theta = np.zeros(2)
for _ in range(5):
    theta -= 0.1 * X.T @ (X @ theta - y) / len(y)
theta.round(10)
---
names = ['x', 'y']
values = np.array([1.5, 2.5])
for name, value in zip(names, values): print(f'{name}: {value:.2f} {value!r}')
---
best = max(range(len(b)), key=lambda i: b[i])
best, b[best]
---
counts = {}
for x in b: counts[x] = counts.get(x, 0) + 1
counts
---
{int(x): int(n) for x, n in zip(*np.unique(b, return_counts=True))}
---
rows, columns = a.shape
rows * columns
---
first, *middle, last = b
first, middle, last
---
x = list(a[0]); x.append(5); x
---
x, y = np.meshgrid([1, 2], [3, 4]); x + y
---
U, S, Vt = np.linalg.svd(np.eye(2)); S
---
lo, hi = v.min(), v.max()
(v - lo) / (hi - lo)
---
primes = np.ones(30, dtype=bool)
primes[:2] = False
for n in range(2, 6):
    if primes[n]: primes[n*n::n] = False
np.flatnonzero(primes)
---
board = np.array([[0, 1, 0], [0, 1, 0], [0, 1, 0]])
padded = np.pad(board, 1)
n = sum(padded[1 + i:4 + i, 1 + j:4 + j] for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j)
((n == 3) | (board & (n == 2))).astype(int)
---
x = np.arange(5)
x[1:], x[:-1]
x[1:] - x[:-1]
---
import numpy as np
from numpy import array, pi as PI
from numpy.linalg import inv, norm
import numpy.linalg as LA
array([1, 2]), PI, norm([3, 4]), LA.det is np.linalg.det
---
from numpy import *
arange(3), linspace(0, 1, 3), float32(1)
---
import sys, os
type(sys.argv).__name__
---
x = np.float64(1) / 3
f'{x:.3f}', round(x, 3), str(x), x
---
s = 0
for k in range(1, 6): s += 1 / k**2
s
---
print(*a[0])
print(*v, sep=', ')
---
a[0, 0], a[0][0], a[-1, -1], a[1, ::2], type(a[0, 0])
---
words = np.array(['b', 'a', 'c'])
[w.upper() for w in words], words.tolist(), sorted(words)
---
x = np.array([3, 1, 2])
x.sort(); print(x); np.sort(-x)
---
def f(x): return x**2 - 2
lo, hi = 0.0, 2.0
while hi - lo > 1e-9:
    mid = (lo + hi) / 2
    if f(mid) < 0: lo = mid
    else: hi = mid
round(mid, 6)
---
x = np.empty(3); x[:] = 5; x
---
x = np.array([1.0, 2.0]); x.dtype, x.astype(int), x.tolist(), x.sum(), x.T is x
---
x = a > 5
x.sum(), x.any(), x.all(), a[x], (~x).sum(), np.where(x, 1, 0)
---
i, j = np.indices((2, 2))
i * j, (i == j).astype(float)
"""
