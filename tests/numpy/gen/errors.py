"""What can't be: shapes that don't fit, axes and indexes out of range, wrong arguments, names that aren't there."""
import itertools

SHAPES = ['3', '4', '(2, 3)', '(3, 2)', '(2, 1, 4)', '(5, 1)', '0', '(1, 3)', '()', '(2, 3, 4)']
ONE_AXIS = ['sum', 'mean', 'max', 'argmax', 'sort', 'argsort', 'cumsum', 'flip', 'median', 'std', 'any', 'prod', 'diff', 'expand_dims', 'squeeze', 'unique', 'count_nonzero', 'nansum', 'ptp', 'cumprod', 'average']
FUNCTIONS = ['array', 'zeros', 'ones', 'full', 'arange', 'linspace', 'eye', 'reshape', 'concatenate', 'dot', 'sum', 'mean', 'where', 'sin', 'add', 'argmax', 'sort', 'unique', 'transpose', 'stack', 'clip', 'round', 'linalg.inv', 'linalg.solve',
             'linalg.norm', 'random.default_rng', 'meshgrid', 'isclose', 'allclose', 'tile', 'repeat', 'roll', 'split', 'pad', 'take', 'interp', 'histogram', 'percentile', 'einsum', 'diag', 'vstack', 'cumsum', 'searchsorted', 'broadcast_to', 'copy', 'matmul',
             'outer', 'trace', 'cross', 'polyfit', 'std', 'var', 'append', 'insert', 'delete', 'nonzero', 'bincount', 'median', 'maximum', 'isnan', 'abs', 'zeros_like', 'full_like', 'array_equal', 'swapaxes', 'expand_dims', 'flip', 'genfromtxt', 'loadtxt']
METHODS = ['sum', 'mean', 'reshape', 'astype', 'transpose', 'dot', 'max', 'argsort', 'sort', 'copy', 'fill', 'item', 'tolist', 'ravel', 'flatten', 'clip', 'round', 'repeat', 'take', 'cumsum', 'std', 'view', 'squeeze', 'swapaxes', 'any', 'nonzero', 'trace', 'put', 'resize', 'tobytes']


def cases():
    for left, right in itertools.product(SHAPES, SHAPES):
        yield 'broadcast', f'(np.ones({left}) + np.ones({right})).shape'
        yield 'matmul', f'(np.ones({left}) @ np.ones({right})).shape'
        yield 'dot', f'np.dot(np.ones({left}), np.ones({right})).shape'
        yield 'assign', f'x = np.zeros({left}); x[...] = np.ones({right}); x.shape'
        yield 'inplace', f'x = np.zeros({left}); x += np.ones({right}); x.shape'
    for left, right in itertools.product(SHAPES[:8], SHAPES[:8]):
        yield 'concatenate', f'np.concatenate([np.ones({left}), np.ones({right})]).shape'
        yield 'concatenate', f'np.concatenate([np.ones({left}), np.ones({right})], axis=1).shape'
        yield 'stack', f'np.stack([np.ones({left}), np.ones({right})]).shape'
        yield 'stack', f'np.hstack([np.ones({left}), np.ones({right})]).shape'
        yield 'mask', f'np.ones({left})[np.ones({right}, dtype=bool)].shape'
        yield 'where', f'np.where(np.ones({left}) > 0, np.ones({right}), 0).shape'
        yield 'reshape', f'np.ones({left}).reshape({right})'
        yield 'broadcast_to', f'np.broadcast_to(np.ones({left}), {right}).shape'
    for function, axis in itertools.product(ONE_AXIS, ['2', '-3', '5', '1.5', "'x'", '(0, 5)', 'None', '[0]', 'True']):
        yield 'axis', f'np.{function}(a, axis={axis})'
    for function in FUNCTIONS:
        yield 'arguments', f'np.{function}()'
        yield 'arguments', f'np.{function}(nope=1)'
        yield 'arguments', f'np.{function}(a, nope=1)'
        yield 'arguments', f'np.{function}(*range(20))'
    for method in METHODS:
        yield 'method_arguments', f'a.{method}(nope=1)'
        yield 'method_arguments', f'a.{method}(1, 2, 3, 4, 5, 6, 7, 8)'
        yield 'method_arguments', f"a.{method}('x')"
    for index in ['5', '-5', '0, 9', '0, 0, 0', "'x'", '1.5', '[5]', '[0, 7]', '[[1, 2], [3]]', 'None, 5', '..., 9', '..., ...', '[True]', '[[True]]', 'slice(1, 2.5)', '1:2:0', '{1}', '2**100', 'np.array([0.5])', 'np.array(["a"])', '1j', '[None]', "['a']", '[0, 1], [0, 1, 2]', '(0, 1), (0, 1, 2)', 'np.ones(3) > 0, np.ones(3) > 0', '[0.0]', 'a > 5, 0', 'object', 'np.float64(1)', 'np.int64(7)', "'x', 0"]:
        for name in ['a', 'b', 'z']:
            yield 'index', f'{name}[{index}]'
            yield 'index_assign', f'{name}[{index}] = 1; {name}'
    for name in ['a.nope', 'np.nope', 'np.linalg.nope', 'np.random.nope', 'nope', 'a.T.nope', '(1).nope', "'x'.nope", '[].nope', '{}.nope', '().nope', 'None.nope', 'np.float64(1).nope', 'np.int8(1).nope', 'np.dtype(int).nope', 'len.nope', 'np.sin.nope', 's.nope', 'True.nope', 'range(3).nope', 'np.True_.nope', 'np.str_("x").nope', 'a.flags.nope', 'a.shapes', 'np.arrray', 'np.zeroes', 'np.int', 'np.float', 'np.bool8', 'np.object', 'np.str', 'np.infty', 'np.Inf', 'np.NaN', 'np.float_', 'np.complex_', 'np.product', 'np.cumproduct', 'np.alltrue', 'np.trapz', 'np.in1d', 'np.msort', 'np.asfarray', 'np.string_', 'np.unicode_', 'np.mat', 'np.find_common_type', 'np.cast', 'np.source', 'np.disp', 'np.sometrue', 'np.round_', 'np.PINF', 'np.longfloat']:
        yield 'names', name
    for call in ['a()', 'np()', '(1)()', "'x'()", 'None()', '[]()', 'np.pi()', 'a.shape()', 'a.T()', 'np.linalg()', 'len()', 'len(1, 2)', 'abs(1, 2)', "int('x', 99)", "int('12', 1)", 'range()', 'print(sep=1)', 'sorted()', 'max(1)', 'sum(1)', 'zip(1)', 'map()', 'enumerate()', 'isinstance(1)', "isinstance(1, 'a')", 'list(1, 2)', "dict(1)", 'set(1)', "float('x')", 'float([])', 'complex([])', 'bool(1, 2)', 'chr("a")', 'ord(1)', 'round("x")', 'divmod(1)', 'pow(1)', 'hash({})', 'iter(1)', 'next([])', 'reversed(1)', 'any(1)', 'all(1)', 'min()', 'tuple(1)', 'str(1, 2)', 'bytes("a")', 'len(np.array(1))', 'len(3.5)', 'open()', 'getattr(1)', "getattr(1, 'x')", "getattr(1, 'x', 5)", "hasattr(a, 'shape'), hasattr(a, 'nope')", 'type()', 'id()', 'callable()', "sorted([1, 'a'])", 'sorted(1)', 'filter()', 'slice()', 'format()', "format(1, 'q')", 'input', 'repr()', 'vars', 'dir']:
        if call not in ('input', 'vars', 'dir'):
            yield 'calls', call
    for pair in itertools.product(['a', 'b', 's', 't', 'c', 'np.float64(1)', 'np.int8(1)', 'np.array(None)', "np.array('x')"], ['+', '-', '*', '/', '@', '<', '&', '**', '//', '<<'], ["'x'", 'None', '[1, 2, 3, 4]', '{}', '(1, 2)', "['p', 'q', 'r', 's']", 'object', 'range(3)']):
        if pair[2] not in ('object',):
            yield 'operands', ' '.join(pair)
