"""Coefficients of the polynomials in src/tensor/engine/math: each meets its function at the Chebyshev nodes of the
interval, worked out with 90 digits. Prints them with the greatest error relative to the function's value.

Needs mpmath: python tests/accuracy/polynomials.py
"""

import struct

from mpmath import asin, atan, atanh, cos, cosh, exp, log, lu_solve, matrix, mp, mpf, pi, sin, sinh, sqrt, tanh

mp.dps = 90


def fitted(f, low, high, degree):
    count = degree + 1
    nodes = [(low + high) / 2 + (high - low) / 2 * cos((2 * i + 1) * pi / (2 * count)) for i in range(count)]
    powers, values = matrix(count, count), matrix(count, 1)
    for i, x in enumerate(nodes):
        values[i] = f(x)
        for j in range(count):
            powers[i, j] = x**j
    return [float(c) for c in lu_solve(powers, values)]


def short(c):
    return struct.unpack("f", struct.pack("f", c))[0]


def show(name, f, low, high, degree, weight, single=False):
    """`weight`: what the polynomial is multiplied by in the function, relative to the function."""
    low, high = mpf(low), mpf(high)
    coefficients = fitted(f, low, high, degree)
    if single:
        coefficients = [short(c) for c in coefficients]
    worst = 0
    for i in range(1, 400):
        x = low + (high - low) * i / 400
        value = sum(c * x**j for j, c in enumerate(coefficients))
        worst = max(worst, abs((value - f(x)) * weight(x)))
    print(f"{name}: error 2^{float(log(worst, 2)):.1f}")
    for c in coefficients:
        print(f"    {c!r},")


half_ln2 = log(mpf(2)) / 2 * mpf("1.001")
eighth = (3 - 2 * sqrt(mpf(2))) ** 2 * mpf("1.002")
quarter = (pi / 4) ** 2 * mpf("1.001")
octant = (sqrt(mpf(2)) - 1) ** 2 * mpf("1.001")


def exponential(r):
    return mpf(1) / 2 + r / 6 if abs(r) < mpf(10) ** -35 else (exp(r) - 1 - r) / r**2


def artanh(z):
    return (2 * atanh(sqrt(z)) / sqrt(z) - 2) / z


for name, degree in (("EXP", 10), ("EXP_SINGLE", 5)):
    show(name, exponential, -half_ln2, half_ln2, degree, lambda r: r**2 / exp(r))
for name, degree in (("LOG", 7), ("LOG_SINGLE", 3)):
    show(name, artanh, 0, eighth, degree, lambda z: z / 2)
show("LOG_TAIL", lambda z: (artanh(z) * 3 / 2 - 1) / z, 0, eighth, 6, lambda z: z * z / 3)
for name, degree in (("SIN", 6),):
    show(name, lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, 0, quarter, degree, lambda z: z)
for name, degree in (("COS", 5),):
    show(name, lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, 0, quarter, degree, lambda z: z * z)
for name, degree in (("ATAN", 11), ("ATAN_SINGLE", 5)):
    show(name, lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, 0, octant, degree, lambda z: z)
for name, degree in (("ASIN", 13),):
    show(name, lambda z: (asin(sqrt(z)) / sqrt(z) - 1) / z, 0, mpf(1) / 4, degree, lambda z: z)
for name, degree in (("SINH", 5),):
    show(name, lambda z: (sinh(sqrt(z)) / sqrt(z) - 1) / z, 0, half_ln2**2, degree, lambda z: z)
for name, degree in (("COSH", 5),):
    show(name, lambda z: (cosh(sqrt(z)) - 1) / z, 0, half_ln2**2, degree, lambda z: z)


def logarithm(f):
    return (log(1 + f) - f) / f**2 if abs(f) > mpf(10) ** -25 else mpf(-1) / 2


# In float32 alone: src/tensor/engine/math/single.rs.
show("EXP", exponential, -half_ln2, half_ln2, 5, lambda r: r**2 / exp(r), True)
show("LOG", logarithm, sqrt(mpf(1) / 2) - 1, sqrt(mpf(2)) - 1, 9, lambda f: f**2 / log(1 + f) if f else mpf(0), True)
show("SIN", lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, 0, quarter, 3, lambda z: z, True)
show("COS", lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, 0, quarter, 2, lambda z: z * z, True)
show("SINH", lambda z: (sinh(sqrt(z)) / sqrt(z) - 1) / z, 0, 1, 3, lambda z: z, True)
show("TANH", lambda z: (tanh(sqrt(z)) / sqrt(z) - 1) / z, 0, mpf("0.4"), 5, lambda z: z, True)
show("ARCTAN", lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, 0, (sqrt(mpf(2)) - 1) ** 2, 4, lambda z: z, True)
show("ARCSIN", lambda z: (asin(sqrt(z)) / sqrt(z) - 1) / z, 0, mpf(1) / 4, 5, lambda z: z, True)
