"""Writes reference.txt: for every elementary function of float64 and float32 a few hundred arguments with the
correctly rounded result, all as hexadecimal bits: `name argument [argument] result`, where the name says the dtype.

Needs mpmath: python tests/accuracy/reference.py
"""

import math
import random
import struct
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.prec = 300
random.seed(7)


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def rounded(value, digits, least):
    """The float nearest to an mpmath number, halves to even; `digits` and the least exponent say which kind."""
    if value == 0 or not mpmath.isfinite(value):
        return float(value)
    exponent = max(int(mpmath.floor(mpmath.log(abs(value), 2))) + 1 - digits, least)
    whole = int(mpmath.nint(mpmath.ldexp(value, -exponent)))
    try:
        return math.ldexp(whole, exponent)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def single(x):
    try:
        return struct.unpack("<f", struct.pack("<f", x))[0]
    except OverflowError:
        return math.copysign(math.inf, x)


def power(x, y):
    return mpmath.power(x, y) if x > 0 else mpmath.power(-x, y) * (-1 if int(y) % 2 else 1)


REAL = {
    "exp": (mpmath.exp, (-745, 709)),
    "exp2": (lambda x: mpmath.power(2, x), (-1074, 1023)),
    "expm1": (mpmath.expm1, (-40, 709)),
    "log": (mpmath.log, (0, 10)),
    "log2": (lambda x: mpmath.log(x) / mpmath.log(2), (0, 10)),
    "log10": (lambda x: mpmath.log(x) / mpmath.log(10), (0, 10)),
    "log1p": (mpmath.log1p, (-1, 10)),
    "sin": (mpmath.sin, (-100, 100)),
    "cos": (mpmath.cos, (-100, 100)),
    "tan": (mpmath.tan, (-100, 100)),
    "arcsin": (mpmath.asin, (-1, 1)),
    "arccos": (mpmath.acos, (-1, 1)),
    "arctan": (mpmath.atan, (-10, 10)),
    "sinh": (mpmath.sinh, (-710, 710)),
    "cosh": (mpmath.cosh, (-710, 710)),
    "tanh": (mpmath.tanh, (-22, 22)),
    "arcsinh": (mpmath.asinh, (-10, 10)),
    "arccosh": (mpmath.acosh, (1, 10)),
    "arctanh": (mpmath.atanh, (-1, 1)),
    "cbrt": (lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), (-10, 10)),
    "sqrt": (mpmath.sqrt, (0, 10)),
}
REAL2 = {"arctan2": mpmath.atan2, "hypot": mpmath.hypot, "power": power}
ODD_ARGUMENTS = [1e-320, 5e-324, 2.2250738585072014e-308, 1e-160, 1e-20, 1e-8, 0.5, 1.0, 2.0, 3.0, 10.0, 1e3, 1e6, 1e15]
ODD_ARGUMENTS += [1e22, 1e160, 1.7976931348623157e308, math.pi / 2, math.pi, 1e10 * math.pi, 0.41421356237309503, 8.0]
ODD_ARGUMENTS += [709.782712893384, 745.1, 0.34657359027997264, 0.7071067811865476, 1.4142135623730951, 1e38, 1e-40]


def arguments(low, high):
    for x in ODD_ARGUMENTS:
        yield x
        yield -x
    for _ in range(40):
        yield random.uniform(low, high)
        yield math.ldexp(random.uniform(-1, 1), random.randint(-60, 20))
        yield 1 + math.ldexp(random.uniform(-1, 1), -random.randint(1, 50))
        yield struct.unpack("<d", struct.pack("<Q", random.getrandbits(64)))[0]


def lines():
    for dtype, digits, least in (("f64", 53, -1074), ("f32", 24, -149)):
        kind = (lambda x: x) if dtype == "f64" else single
        for name, (f, (low, high)) in REAL.items():
            for x in map(kind, arguments(low, high)):
                if not math.isfinite(x) or (x == 0):
                    continue
                if name in ("exp", "exp2", "expm1", "sinh", "cosh", "tanh") and abs(x) > 2000:
                    continue
                try:
                    value = f(mpf(x))
                except (ValueError, ZeroDivisionError):
                    continue
                if isinstance(value, mpmath.mpc) or not mpmath.isfinite(value):
                    continue
                yield f"{name} {dtype} {bits(x):x} {bits(rounded(value, digits, least)):x}"
        for name, f in REAL2.items():
            for _ in range(150):
                x = kind(random.choice([random.uniform(-10, 10), math.ldexp(random.random(), random.randint(-300, 300))]))
                y = kind(random.choice([random.uniform(-10, 10), float(random.randint(-20, 20)), x * random.random()]))
                if x == 0 or y == 0 or not math.isfinite(x) or not math.isfinite(y):
                    continue
                if name == "power" and (abs(y) > 1e6 or (x < 0 and y != int(y))):
                    continue
                value = rounded(f(mpf(x), mpf(y)), digits, least)
                yield f"{name} {dtype} {bits(x):x} {bits(y):x} {bits(value):x}"


Path(__file__).with_name("reference.txt").write_text("\n".join(lines()) + "\n")
