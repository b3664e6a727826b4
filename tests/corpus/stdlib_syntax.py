#!/usr/bin/env python3
"""Does NPL read what Python reads, and nothing that Python doesn't?

    python3 stdlib_syntax.py NPL [--limit N] [--mutants N] [--seed S]

1. Every statement and method of Python's own standard library that stays inside NPL's language goes through
   `NPL check`. At least 99.9 % must be accepted.
2. Statements of the same library are damaged until CPython rejects them. `NPL check` must reject them all.

Prints counts and examples; exit status 1 where one of the two is missed.
"""
import argparse
import ast
import io
import itertools
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import textwrap
import tokenize
import warnings

BATCH = 200                 # statements a file
FILES = 400                 # files a call
NEEDED = 0.999

# What NPL leaves out of Python on purpose.
OUTSIDE = (ast.ClassDef, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await, ast.Yield, ast.YieldFrom, ast.Match, ast.TryStar)

# CPython's complaints that are about other things than syntax.
NOT_SYNTAX = ('unicode error', 'Exceeds the limit', 'too many statically nested', 'encoding', 'null byte', 'f-string')


def compiles(text):
    """None if CPython takes the text, otherwise (stage, message): the parser or what comes after it."""
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            return 'parser', str(error)
        try:
            compile(tree, '<text>', 'exec', dont_inherit=True)
            compile(text, '<text>', 'exec', dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError) as error:
            return 'symbols', str(error)
    return None


def inside(node):
    """Whether the statement uses only what NPL has."""
    for part in ast.walk(node):
        if isinstance(part, OUTSIDE) or getattr(part, 'decorator_list', None):
            return False
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and any('\ud800' <= c <= '\udfff' for c in part.value):
            return False  # strings are Unicode text: lone surrogates are outside
        if isinstance(part, ast.comprehension) and part.is_async:
            return False
        if isinstance(part, ast.ImportFrom) and part.module == '__future__':
            return False
    return True


def pieces(node):
    """The top-level statements, and the methods of classes as functions."""
    for child in getattr(node, 'body', []):
        if isinstance(child, ast.ClassDef):
            yield from pieces(child)
        elif isinstance(child, ast.stmt):
            yield child


def statements(folder, rng):
    """Source text of every statement of the library that NPL should read; with `rng`, file after file in its order."""
    paths = sorted(pathlib.Path(folder).rglob('*.py'))
    if rng:
        rng.shuffle(paths)
    for path in paths:
        if 'site-packages' in path.parts:
            continue
        try:
            with tokenize.open(path) as file:
                source = file.read()
            with warnings.catch_warnings():
                warnings.simplefilter('ignore')
                tree = ast.parse(source)
        except (SyntaxError, ValueError, OSError):
            continue                     # broken on purpose: lib2to3's and the parser's own test data
        lines = source.split('\n')
        for node in pieces(tree):
            if not inside(node):
                continue
            # Whole lines, so that comments at the end and the indentation stay. Neighbours on the line come along.
            text = textwrap.dedent('\n'.join(lines[node.lineno - 1:node.end_lineno])) + '\n'
            if '\0' not in text and compiles(text) is None and inside(ast.parse(text)):
                yield text


def rejected(npl, folder, names):
    """The files that `npl check` complains of, by name; the text it printed; whether it ran to its end.

    The one place that knows the shape of its messages: a line on standard error with `NAME:line:column`.
    """
    bad, said, sound = set(), [], True
    for start in range(0, len(names), FILES):
        part = names[start:start + FILES]
        done = subprocess.run([npl, 'check', *part], cwd=folder, capture_output=True, text=True, errors='replace', check=False,
                              env={**os.environ, 'NO_COLOR': '1'})
        found = set(re.findall(r'([sbm]\d+\.py):\d+:\d+', done.stderr))
        sound = sound and done.returncode == (1 if found else 0)
        bad |= found
        said.append(done.stderr)
    return bad, '\n'.join(said), sound


def write(folder, prefix, texts):
    """One file for each text; their names."""
    names = []
    for number, text in enumerate(texts):
        name = f'{prefix}{number}.py'
        with open(os.path.join(folder, name), 'w', encoding='utf-8', errors='replace', newline='') as file:
            file.write(text)
        names.append(name)
    return names


def accepted_share(npl, texts):
    """Checks the texts in batches, those of a rejected batch one by one; prints the result, returns the share."""
    batches = [texts[start:start + BATCH] for start in range(0, len(texts), BATCH)]
    with tempfile.TemporaryDirectory() as folder:
        names = write(folder, 'b', [''.join(batch) for batch in batches])
        bad, _, sound = rejected(npl, folder, names)
        if not sound:                    # it fell over somewhere: ask batch by batch
            bad = {name for name in names if rejected(npl, folder, [name])[0] or not rejected(npl, folder, [name])[2]}
        suspects = [text for name, batch in zip(names, batches) if name in bad for text in batch]
        singles = write(folder, 's', suspects)
        refused, said, sound = rejected(npl, folder, singles)
        if not sound:
            refused = {name for name in singles if rejected(npl, folder, [name])[0] or not rejected(npl, folder, [name])[2]}
        share = 1 - len(refused) / max(1, len(texts))
        print(f'{len(texts)} statements of the standard library: {len(texts) - len(refused)} accepted ({share:.4%}), {len(refused)} rejected')
        if bad and not refused:
            print(f'{len(bad)} batches were rejected, though each of their statements is accepted:', *sorted(bad)[:5])
            share = 0.0
        for name in sorted(refused, key=lambda name: int(name[1:-3]))[:20]:
            complaint = next((line for line in said.splitlines() if name + ':' in line), 'no message')
            print(f'--- {complaint.strip()}\n{suspects[int(name[1:-3])].rstrip()[:400]}')
    return share


def tokens(text):
    """The token strings of a text with the blanks between them, such that joining gives the text back."""
    parts, row, column = [], 1, 0
    lines = text.split('\n')
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        while row < token.start[0]:
            parts.append(lines[row - 1][column:] + '\n')
            row, column = row + 1, 0
        parts.append(lines[row - 1][column:token.start[1]])
        if token.type not in (tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER):
            parts.append(token.string)
            row, column = token.end
        else:
            row, column = token.start
    return [part for part in parts if part]


INSERTED = ['(', ')', '[', ']', '{', '}', ',', ':', '=', '==', '+', '*', '**', '.', '->', ':=', 'if', 'else', 'for', 'in', 'not', 'and', 'lambda', 'def', 'return', 'import', 'from', 'as', 'del', 'pass',
            'break', 'continue', 'global', 'nonlocal', 'None', 'True', '1', '0x', '1e', '"', "'", '\\', '@', '!', '$', '?', '~', '%', '/', '&', '<', '>', 'is', 'raise', 'assert', 'while', 'try', 'except',
            'finally', 'with', 'elif', '...', '\n', '\n  ', '    ', '1_', 'x y', '=>', '!=', '<>', '++', 'b"é"', '""" ', '01', '#']


def damage(text, rng):
    """The text with one to three tokens or characters deleted, doubled, swapped, replaced or inserted."""
    if rng.random() < 0.05 and '\n ' in text:
        return textwrap.dedent(text.split('\n', 1)[1])           # a body without its head: return, nonlocal, break on their own
    by_token = rng.random() < 0.7
    parts = tokens(text) if by_token else list(text)
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        if len(parts) < 2:
            break
        at = rng.randrange(len(parts))
        action = rng.choice(['delete', 'double', 'swap', 'insert', 'replace', 'cut'])
        if action == 'delete':
            del parts[at]
        elif action == 'double':
            parts.insert(at, parts[at] + (' ' if by_token and rng.random() < 0.5 else ''))
        elif action == 'swap':
            other = min(len(parts) - 1, at + rng.choice([1, 2]))
            parts[at], parts[other] = parts[other], parts[at]
        elif action == 'insert':
            parts.insert(at, rng.choice(INSERTED) + (' ' if rng.random() < 0.5 else ''))
        elif action == 'replace':
            parts[at] = rng.choice(INSERTED) if by_token else rng.choice('()[]{}:,=+-*/.\'"\\ \t0aeZ_@!$?')
        elif rng.random() < 0.2:
            del parts[at:]
    return ''.join(parts)


def means_something_else(text):
    """Whether NPL, or a Python after this one, may read the damaged text on purpose."""
    return (re.search(r'\[[^\]]*;', text)                                # a matrix literal
            or re.search(r'(?m)^\s*type\s+\w', text) or re.search(r'\bdef\s+\w+\s*\[', text)    # Python 3.12
            or re.search(r'(?i)\b(?:f|fr|rf)["\']', text))              # f-strings are looser since 3.12


def mutants(texts, number, seed):
    """Texts that CPython rejects: pairs of text and (stage, message), none twice."""
    rng = random.Random(seed)
    found, seen = [], set()
    good = [text for text in texts if len(text) < 600 and text.isascii() and not means_something_else(text)]
    while good and len(found) < number:
        text = rng.choice(good)
        try:
            broken = damage(text, rng)
        except (tokenize.TokenError, IndentationError):
            continue
        if broken in seen or '\0' in broken or means_something_else(broken):
            continue
        why = compiles(broken)
        if why and not any(words in why[1] for words in NOT_SYNTAX):
            seen.add(broken)
            found.append((broken, why))
    return found


def wrongly_accepted(npl, broken):
    """Checks the damaged texts, prints those that pass, returns how many."""
    with tempfile.TemporaryDirectory() as folder:
        names = write(folder, 'm', [text for text, _ in broken])
        refused, _, sound = rejected(npl, folder, names)
        if not sound:
            refused = {name for name in names if rejected(npl, folder, [name])[0]}
        passed = [pair for name, pair in zip(names, broken) if name not in refused]
    after = sum(stage == 'symbols' for _, (stage, _) in broken)
    print(f'{len(broken)} damaged texts ({len(broken) - after} that the parser rejects, {after} after it): {len(passed)} wrongly accepted')
    for text, (stage, message) in passed[:40]:
        print(f'--- CPython ({stage}): {message}\n{text.rstrip()[:400]}')
    return len(passed)


def main():
    reader = argparse.ArgumentParser(description=__doc__.split('\n', 1)[0])
    reader.add_argument('npl')
    reader.add_argument('--limit', type=int, help='at most so many statements, from files drawn at random')
    reader.add_argument('--mutants', type=int, default=2500)
    reader.add_argument('--seed', type=int, default=1)
    options = reader.parse_args()
    npl = os.path.abspath(options.npl)
    found = statements(os.path.dirname(os.__file__), random.Random(options.seed) if options.limit else None)
    texts = list(dict.fromkeys(itertools.islice(found, options.limit)))
    enough = accepted_share(npl, texts) >= NEEDED
    strict = wrongly_accepted(npl, mutants(texts, options.mutants, options.seed)) == 0
    sys.exit(0 if enough and strict else 1)


if __name__ == '__main__':
    main()
