#!/usr/bin/env python3
"""Asks NumPy what it answers to every expression of gen/*.py and writes it down in cases.jsonl.

Run by hand where NumPy is installed:  python generate.py [--only MODULE] [--dry] [--show] [--errors]
The tests read only cases.jsonl and need no Python. README.md explains the format.

Every case runs three times: again in processes with less SIMD, another BLAS kernel and another
hash seed. Whatever answers differently there depends on the machine: numbers that differ make
the case a tolerant one, texts that differ (addresses, hash order) drop it.
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

sys.dont_write_bytecode = True
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

# The names that tutorials use, from most to least; a case that calls others is marked as going beyond them.
COMMON = set("""
array arange linspace zeros random sin cos sqrt exp sum pi meshgrid newaxis ones dot log mean argmax abs float32 allclose asarray concatenate c_ eye unique
linalg set_printoptions max float64 uint8 where vstack maximum empty hstack diag multiply zeros_like int32 all add int64 load sort squeeze cumsum argsort
loadtxt min copy tanh nan sign std power median log10 reshape expand_dims array_split square clip mgrid arctan2 indices histogram tile dtype divide percentile
round inf floor tan full argmin r_ isnan any logspace nonzero datetime64 finfo iinfo genfromtxt logical_and logical_or logical_not logical_xor savetxt save
log2 degrees radians ma isclose matmul array_equal bincount argpartition hsplit arccos nansum ogrid around corrcoef pad unravel_index ndenumerate stack outer
transpose count_nonzero recarray apply_along_axis swapaxes emath polynomial einsum tensordot interp polyfit gradient roll repeat flip rot90 take put choose
partition searchsorted histogram2d fromfunction fromiter frombuffer nditer vectorize block ix_ triu vander cross trace cov trapezoid ptp
bool bool_ int8 int16 uint16 uint32 uint64 complex64 complex128 str_ True_ False_ e ndarray printoptions array2string array_repr array_str errstate exceptions
subtract negative minimum floor_divide remainder mod greater greater_equal less less_equal equal not_equal bitwise_and bitwise_or bitwise_xor invert
left_shift right_shift absolute conj real imag isfinite isinf ceil rint trunc var prod average cumprod nanmean nanmax nanmin nanstd diff split vsplit dstack
column_stack append insert delete broadcast_to ravel ones_like full_like empty_like isin intersect1d union1d setdiff1d setxor1d tril inner vdot kron quantile
result_type promote_types can_cast flatnonzero argwhere nan_to_num digitize identity diagonal shape size ndim arcsin arctan sinh cosh hypot fmod
""".split())

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
    told = [f'{w.category.__name__}: {w.message}' for w in caught if w.category is not SyntaxWarning]
    if told:
        answer['w'] = told
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
            code = code.strip('\n').replace(' ⏎ ', '\n')        # one line of a list may hold several of code
            if code not in seen:
                seen.add(code)
                cases.append([f'{name}.{group}', code, kind[0] if kind else None])
    return cases


def second_opinion(cases, without, blas):
    """The answers of a process without some SIMD kernels, with another BLAS kernel, another hash seed."""
    surroundings = dict(os.environ, NPY_DISABLE_CPU_FEATURES=without, OPENBLAS_CORETYPE=blas,
                        OPENBLAS_NUM_THREADS='1', PYTHONHASHSEED='4711')
    process = subprocess.run([sys.executable, __file__, '--answer'], input=json.dumps([x for _, x, _ in cases]),
                             capture_output=True, text=True, env=surroundings, check=False)
    if process.returncode:
        sys.exit(process.stderr)
    return json.loads(process.stdout)


def differs(answer, other):
    """Whether two answers differ in more than the digits of printed numbers."""
    return ({**answer, 'o': 0} != {**other, 'o': 0}
            or numbers_apart(answer['o'])[0] != numbers_apart(other['o'])[0])


def main():
    if '--answer' in sys.argv:
        codes = json.load(sys.stdin)
        answers = [run(code) for code in codes]
        return print(json.dumps(answers))
    only = sys.argv[sys.argv.index('--only') + 1] if '--only' in sys.argv else None
    cases = collect(only)
    others = list(zip(second_opinion(cases, 'X86_V3 X86_V4 AVX512_ICL', 'Prescott'), second_opinion(cases, 'X86_V4 AVX512_ICL', 'Haswell')))
    lines, counts, dropped = [], {}, []
    for (group, code, kind), other in zip(cases, others):
        answer = run(code)
        if len(answer['o']) > LONGEST or any('Deprecat' in w for w in answer.get('w', ())):
            dropped.append((group, code, 'long' if len(answer['o']) > LONGEST else answer['w'][0]))
            continue
        if any(folder in json.dumps(answer) for folder in (sys.prefix, sys.base_prefix, str(HERE))):
            dropped.append((group, code, 'names a path of this machine'))
            continue
        kind = (kind or tolerance(code, answer)) if INEXACT.search(answer['o']) else None
        if kind == 'linalg' and any(1e13 <= abs(float(x)) < 1e300 for x in numbers_apart(answer['o'])[1]):
            dropped.append((group, code, 'noise: ' + answer['o'].strip()))
            continue
        if any(differs(answer, one) for one in other):
            dropped.append((group, code, 'depends on the machine'))
            continue
        if any(answer != one for one in other):
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
        if not COMMON.issuperset(re.findall(r'\bnp\.(\w+)', code)):
            record['b'] = 1
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
    if '--dry' not in sys.argv:
        head = json.dumps({'numpy': __import__('numpy').__version__, 'prelude': PRELUDE})
        path = HERE / 'cases.jsonl'
        if only:                         # the other modules' cases stay as they are
            module = lambda line: json.loads(line)['g'].split('.')[0]
            others = [line for line in path.read_text(encoding='utf-8').splitlines()[1:] if module(line) != only]
            lines = sorted([*others, *lines], key=lambda line: MODULES.index(module(line)))
        path.write_text('\n'.join([head, *lines]) + '\n', encoding='utf-8')


if __name__ == '__main__':
    main()
