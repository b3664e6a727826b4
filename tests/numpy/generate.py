#!/usr/bin/env python3
"""Asks NumPy what it answers to every expression of gen/*.py and writes it down in cases.jsonl.

Run by hand where NumPy is installed:  python generate.py [--only MODULE] [--dry]
The tests read only cases.jsonl and need no Python. README.md explains the format.

Every case runs twice: the second time in another process with SIMD switched off, another BLAS
kernel and another hash seed. Whatever answers differently there depends on the machine: numbers
that differ make the case a tolerant one, texts that differ (addresses, hash order) drop it.
"""
import ast
import contextlib
import importlib
import io
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import warnings

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

# The names that every case finds, made anew for each. README.md lists them too.
PRELUDE = """\
import numpy as np
a = np.arange(12).reshape(3, 4)
b = np.array([3, 1, 4, 1, 5, 9, 2, 6])
c = np.array([1+2j, -1j, 3-4j])
d = np.arange(24).reshape(2, 3, 4)
e = np.zeros((0, 3))
f = np.array([[1.5, -2.25, 0.0], [3.0, 10.0, -0.5]])
g = np.array([0.5, 1.5, 2.5, -0.5, np.nan, np.inf], dtype=np.float32)
h = np.array([1.0, np.nan, 3.0, -np.inf])
i8 = np.array([-128, -1, 0, 1, 127], dtype=np.int8)
m = np.array([[2.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 4.0]])
s = np.array(['pear', 'fig', 'apple', 'kiwi'])
t = np.array([True, False, True, True])
u = np.array([0, 1, 127, 128, 255], dtype=np.uint8)
v = np.array([1.5, -2.25, 0.0, 3.0, 10.0])
z = np.array(7)
"""

MODULES = sorted(path.stem for path in (HERE / 'gen').glob('*.py'))
LONGEST = 900           # characters of an answer; longer ones are not worth their bytes

# Functions whose last bits no two libraries agree on (C's libm, SIMD polynomials).
TRANSCENDENTAL = re.compile(
    r'\b(a?(sin|cos|tan)h?|arc(sin|cos|tan)h?|arctan2|atan2|hypot|exp2?|expm1|log(2|10|1p)?|logaddexp2?|logspace|geomspace|'
    r'power|pow|float_power|cbrt|sinc|i0|vander|angle|hanning|hamming|blackman|kaiser|bartlett|unwrap|'
    r'polyfit|polyval|roots|poly|corrcoef|cov|interp|nanstd|nanvar|std|var|average|reciprocal|'
    r'trapezoid|gradient|erf|gamma|lgamma|fft|quantile|percentile|convolve|correlate)\(|\*\*')
LINEAR = re.compile(r'linalg|\bLA\.|@|\b(dot|vdot|inner|matmul|einsum|tensordot|kron|cross|matvec|vecmat|vecdot|polyfit|multi_dot)\(')
SINGLE = re.compile(r"float32|complex64|csingle|\bsingle\b|'[fF]'|[fF]4|[cF]8|\bg\b|'c8'")
HALF = re.compile(r"float16|half|'f2'|'e'")
INEXACT = re.compile(r'\d\.|\.\d|\d[ej]|nan|inf')


def run(code):
    """What the program prints at the prompt, and how it fails: a dict without the code itself."""
    scope = {}
    exec(PRELUDE, scope)
    np = scope['np']
    out = io.StringIO()
    answer = {}

    def show(value):
        if value is not None:
            print(repr(value), file=out)

    with warnings.catch_warnings(record=True) as caught, np.printoptions(), np.errstate():
        warnings.simplefilter('always')
        old, sys.displayhook = sys.displayhook, show
        try:
            with contextlib.redirect_stdout(out):
                body = ast.parse(code).body
                exec(compile(ast.Interactive(body), '<case>', 'single'), scope)
        except Exception as error:                           # noqa: BLE001 - every class is recorded
            answer['e'] = type(error).__name__
            answer['m'] = str(error)
        finally:
            sys.displayhook = old
            np.seterr(all='warn')
    answer['o'] = out.getvalue()
    if caught:
        answer['w'] = [f'{w.category.__name__}: {w.message}' for w in caught]
    return answer


def numbers_apart(text):
    """The text with every number replaced and blanks squeezed, and the numbers."""
    number = r'[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+|nan|inf)'
    return re.sub(r'\s+', '', re.sub(number, '#', text)), re.findall(number, text)


def tolerance(code, answer):
    """exact (None), ulp, ulp32, ulp16 or linalg, by what the case calls."""
    if 'e' in answer or not INEXACT.search(answer['o']):
        return None
    if LINEAR.search(code):
        return 'linalg32' if SINGLE.search(code) else 'linalg'
    if TRANSCENDENTAL.search(code):
        return 'ulp16' if HALF.search(code) else 'ulp32' if SINGLE.search(code) else 'ulp'
    return None


def collect(only):
    """Every case of the generators: [group, code, tolerance or None], without repetitions."""
    cases, seen = [], set()
    for name in MODULES:
        if only and name != only:
            continue
        random.seed(name)                # generators may draw; their draws are always the same
        module = importlib.import_module(f'gen.{name}')
        for group, code, *kind in module.cases():
            code = code.strip('\n')
            if code not in seen:
                seen.add(code)
                cases.append([f'{name}.{group}', code, kind[0] if kind else None])
    return cases


def second_opinion(cases):
    """The answers of a process with other SIMD kernels, another BLAS kernel, another hash seed."""
    surroundings = dict(os.environ, NPY_DISABLE_CPU_FEATURES='X86_V3 X86_V4 AVX512_ICL',
                        OPENBLAS_CORETYPE='Prescott', OPENBLAS_NUM_THREADS='1', PYTHONHASHSEED='4711')
    process = subprocess.run([sys.executable, __file__, '--answer'], input=json.dumps([x for _, x, _ in cases]),
                             capture_output=True, text=True, env=surroundings, check=False)
    if process.returncode:
        sys.exit(process.stderr)
    return json.loads(process.stdout)


def main():
    if '--answer' in sys.argv:
        codes = json.load(sys.stdin)
        answers = [run(code) for code in codes]
        return print(json.dumps(answers))
    only = sys.argv[sys.argv.index('--only') + 1] if '--only' in sys.argv else None
    cases = collect(only)
    others = second_opinion(cases)
    lines, counts, dropped = [], {}, []
    for (group, code, kind), other in zip(cases, others):
        answer = run(code)
        if len(answer['o']) > LONGEST or any('Deprecat' in w for w in answer.get('w', ())):
            dropped.append((group, code, 'long' if len(answer['o']) > LONGEST else answer['w'][0]))
            continue
        kind = kind or tolerance(code, answer)
        if answer != other:
            same = {**answer, 'o': 0, 'w': 0} == {**other, 'o': 0, 'w': 0}
            if not same or numbers_apart(answer['o'])[0] != numbers_apart(other['o'])[0]:
                dropped.append((group, code, 'depends on the machine'))
                continue
            kind = kind or ('ulp32' if SINGLE.search(code) else 'ulp')
        if answer.get('e') in ('SyntaxError', 'IndentationError'):
            dropped.append((group, code, answer['m']))
            continue
        record = {'g': group, 'x': code, 'o': answer['o']}
        for key in 'emw':
            if key in answer:
                record[key] = answer[key]
        if kind and kind != 'exact':
            record['k'] = kind
        lines.append(json.dumps(record, ensure_ascii=False, separators=(',', ':')))
        counts[group] = counts.get(group, 0) + 1
        if only and '--show' in sys.argv:
            print(code, '\n   ', answer['o'].strip().replace('\n', '\n    '), answer.get('e', ''), answer.get('m', ''), kind or '')
    for group, number in counts.items():
        print(f'{number:5d} {group}')
    for entry in dropped:
        print('dropped:', *entry)
    if '--errors' in sys.argv:
        for line in lines:
            record = json.loads(line)
            if 'e' in record:
                print(record['x'].replace('\n', '\\n'), '->', record['e'], record['m'][:100])
    print(len(lines), 'cases,', sum(map(len, lines)), 'characters')
    if not only and '--dry' not in sys.argv:
        head = json.dumps({'numpy': __import__('numpy').__version__, 'prelude': PRELUDE})
        (HERE / 'cases.jsonl').write_text('\n'.join([head, *lines]) + '\n', encoding='utf-8')


if __name__ == '__main__':
    main()
