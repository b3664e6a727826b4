//! Plain Python code: what one iteration of a loop, one call, one item costs.

use crate::measure::Bench;

/// Name, iterations of one run, and the definition of `run`.
const PROGRAMS: &[(&str, usize, &str)] = &[
    ("language/scalar loop", 100_000, "def run():\n    s = 0.0\n    for k in range(100_000):\n        s += k * 0.5\n"),
    (
        "language/element loop",
        20_000,
        "x = np.zeros(20_001)\ndef run():\n    for k in range(20_000):\n        x[k+1] = x[k] * 0.5 + 1.0\n",
    ),
    (
        "language/call",
        50_000,
        "def f(s):\n    return s + 1\ndef run():\n    s = 0\n    for k in range(50_000):\n        s = f(s)\n",
    ),
    (
        "language/fib(18), each call",
        8361,
        "def fib(n):\n    if n < 2:\n        return n\n    return fib(n-1) + fib(n-2)\ndef run():\n    fib(18)\n",
    ),
    ("language/comprehension", 50_000, "def run():\n    return [k * 2 for k in range(50_000)]\n"),
    (
        "language/while and if",
        100_000,
        "def run():\n    n = 0\n    while n < 100_000:\n        if n % 2 == 0:\n            n += 1\n        else:\n            n += 1\n",
    ),
    (
        "language/dict and str",
        20_000,
        "def run():\n    d = {}\n    for k in range(20_000):\n        key = str(k % 100)\n        d[key] = d.get(key, 0) + 1\n",
    ),
    ("language/append", 50_000, "def run():\n    items = []\n    for k in range(50_000):\n        items.append(k)\n"),
    (
        "language/enumerate",
        20_000,
        "items = list(range(20_000))\ndef run():\n    s = 0\n    for i, x in enumerate(items):\n        s += i * x\n",
    ),
    ("language/f-string", 10_000, "def run():\n    for k in range(10_000):\n        f'{k}: {k * 2}'\n"),
    (
        "language/sorted with key",
        10_000,
        "items = [k * 7919 % 10007 for k in range(10_000)]\ndef run():\n    sorted(items, key=lambda v: -v)\n",
    ),
];

pub fn run(bench: &Bench) {
    for (name, iterations, text) in PROGRAMS {
        bench.program(name, *iterations, text);
    }
}
