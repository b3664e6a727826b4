"""Names that programs meet now and then: fields of records, business days, orders of contraction, complex answers."""
RFN = "import numpy.lib.recfunctions as rfn; "
P = "p = np.array([(1, 2.), (3, 4.)], [('x', int), ('y', float)]); "
NESTED = "q = np.array([(1, (2, 'a')), (3, (4, 'b'))], [('A', int), ('B', [('B_A', int), ('B_B', 'U2')])]); "
OTHER = "r = np.array([(1, 5), (9, 6)], [('x', int), ('z', int)]); "


def cases():
    yield from records()
    yield from days()
    for x in ["-1", "[1, 4]", "[1, -4]", "0.5", "2", "np.float32(-1)", "np.int8(-1)", "[[-8, 2]]", "'a'"]:
        for f in ["sqrt", "log", "log2", "log10", "arccos", "arcsin", "arctanh"]:
            yield "emath", f"np.emath.{f}({x})", "ulp"
    for x, y in [("-2", "2"), ("[2, 4]", "-2"), ("[-2, 4]", "[2, 4]"), ("2", "-2"), ("2.5", "1j")]:
        yield "emath", f"np.emath.power({x}, {y})", "ulp"
        yield "emath", f"np.emath.logn({x}, {y})", "ulp"
    yield from contractions()
    yield from signatures()
    yield from casts()
    yield from handlers()
    yield from assertions()
    yield from expressions()


def records():
    for call in ["get_names(q.dtype)", "get_names_flat(q.dtype)", "flatten_descr(q.dtype)", "get_fieldstructure(q.dtype)",
                 "drop_fields(q, 'A')", "drop_fields(q, ['B_A'])", "drop_fields(q, ['A', 'B'])", "rename_fields(q, {'A': 'a', 'B_B': 'bb'})",
                 "drop_fields(q, 'A', asrecarray=True)", "repack_fields(q[['B']])", "structured_to_unstructured(q[['A']])",
                 "get_names(np.dtype(int))", "flatten_descr(np.dtype(int))", "assign_fields_by_name(q[['A']], q); q"]:
        yield "fields", RFN + NESTED + "rfn." + call
    for call in ["append_fields(p, 'z', [5, 6], usemask=False)", "append_fields(p, ['z', 'w'], [[5, 6], [1j, 2]], usemask=False)",
                 "append_fields(p, 'z', [5, 6, 7], usemask=False)", "append_fields(p, 'z', [5, 6], dtypes='f4', usemask=False)",
                 "append_fields(p, ['z'], [[1], [2]], usemask=False)", "rec_append_fields(p, 'z', [5, 6])", "rec_drop_fields(p, 'x')",
                 "merge_arrays((np.array([1, 2]), np.array([10., 20., 30.])))", "merge_arrays((p, np.array([1, 2, 3])))",
                 "merge_arrays((np.array([1, 2]), np.array(['a', 'bb', 'c'])), fill_value=0)", "merge_arrays(p)",
                 "merge_arrays([1, 2])", "merge_arrays(np.array([1, 2]))", "merge_arrays((p, np.array(['a', 'b', 'c'])), asrecarray=True)",
                 "merge_arrays((np.array([1, 2]).view([('a', int)]), np.array([10., 20., 30.])))",
                 "stack_arrays([p, p], usemask=False)", "stack_arrays((np.array([1, 2]).view([('a', int)]), p), usemask=False)",
                 "stack_arrays(p)", "stack_arrays((p, np.array([(1, 2)], [('x', float), ('y', float)])), usemask=False)",
                 "stack_arrays((p, np.array([(1, 2)], [('x', float), ('y', float)])), usemask=False, autoconvert=True)",
                 "stack_arrays((p, np.array([('a',)], [('s', 'U3')])), usemask=False, defaults={'x': 7})",
                 "stack_arrays((np.array([1, 2]), np.array([3])), usemask=False)", "join_by('q', p, p)",
                 "join_by('x', p, p, jointype='z')", "join_by('x', p, p, r1postfix='', r2postfix='')", "rec_join('x', p, p)",
                 "join_by(['x', 'x'], p, p)", "join_by(('x', 'y'), p, p, usemask=False)",
                 "structured_to_unstructured(p)", "structured_to_unstructured(np.zeros(2, 'i4,f4,2f8'))",
                 "structured_to_unstructured(p, dtype='i4')", "structured_to_unstructured(np.zeros(2))",
                 "unstructured_to_structured(a)", "unstructured_to_structured(a, names='abcd')",
                 "unstructured_to_structured(a, dtype='i4,3f8')", "unstructured_to_structured(a, dtype='i4,f8')",
                 "unstructured_to_structured(np.array(3))", "unstructured_to_structured(np.zeros((2, 0)))",
                 "apply_along_fields(np.mean, p)", "require_fields(p, [('y', 'f4'), ('q', 'u1')])",
                 "repack_fields(np.dtype('i1,f8', align=True))", "repack_fields(np.dtype('i1,f8'), align=True)", "repack_fields(p[['y']])",
                 "recursive_fill_fields(p, np.zeros(3, [('x', int), ('k', int)]))"]:
        yield "fields", RFN + P + "rfn." + call
    for how in ["inner", "outer", "leftouter"]:
        yield "fields", RFN + P + OTHER + f"rfn.join_by('x', p, r, jointype='{how}', usemask=False)"
        yield "fields", RFN + P + OTHER + f"rfn.join_by('x', p, rfn.rename_fields(r, {{'z': 'y'}}), '{how}', usemask=False)"


def days():
    make = "c = np.busdaycalendar('1111110', ['2011-07-01', '2011-07-04', '2011-07-17', 'NaT']); "
    for call in ["c.weekmask", "c.holidays", "np.is_busday(['2011-07-01', '2011-07-02'], busdaycal=c)",
                 "np.is_busday('2011-07-01', '1111111', busdaycal=c)", "np.busday_count('2011-07', '2011-08', busdaycal=c)",
                 "np.busday_offset('2011-07-01', [0, 3], 'forward', busdaycal=c)", "np.is_busday('2011-07-01', busdaycal=3)"]:
        yield "days", make + call
    for call in ["np.busdaycalendar('0000000')", "np.busdaycalendar('Xyz')", "np.busdaycalendar([1, 0]).weekmask",
                 "np.busdaycalendar('Sat Sun').weekmask", "np.busdaycalendar().holidays",
                 "np.busday_offset('2011-10-30', 0, roll='modifiedpreceding')", "np.busday_offset('2011-07-30', 0, roll='modifiedfollowing')",
                 "np.busday_offset('2012-03-31', [-1, 0, 1], 'modifiedfollowing')", "np.is_busday('2011-07-01', out=np.array(False))"]:
        yield "days", call


def contractions():
    shapes = "x, y, z = np.ones((2, 2)), np.ones((2, 5)), np.ones((5, 2)); "
    for sub, args in [("ij,jk,kl->il", "x, y, z"), ("ij", "x"), ("ij,jk", "x, y"), ("ij,kl", "x, y"), ("ij,jk,kl,lm->im", "x, y, z, x"),
                      ("ij,jk,kl,li->", "x, y, z, x"), ("ij,kl,mn->", "x, y, z"), ("ij,jk", "x"), ("ij,jk", "x, z"), ("i,jk,kl", "x[0], y, z"),
                      ("ij,jk,kl,lm,mn->in", "y, z, y, z, y")]:
        for how in ["'greedy'", "'optimal'", "False", "('greedy', 4)", "('optimal', 3)", "['einsum_path', (0, 1)]"]:
            yield "einsum_path", shapes + f"f = np.einsum_path('{sub}', {args}, optimize={how}); print(f[0]); print(f[1])"
    for how in ["True", "'greedy'", "'optimal'", "False"]:
        yield "einsum_path", f"np.einsum('ij,jk,kl->il', a, a.T, a, optimize={how})"
        yield "einsum_path", f"np.einsum('ij,ik,lk,lm->jm', a, a, a, a, optimize={how})"


def signatures():
    for f, s, args in [("np.mean", "(n)->()", "a"), ("np.mean", "(n)->()", "a[0]"), ("np.mean", "n->()", "a"), ("np.dot", "(n),(n)->()", "a, [1, 2]"),
                       ("np.dot", "(n),(n)->()", "a, [1, 2, 3, 4]"), ("np.dot", "(n),(n)->()", "a"), ("np.dot", "(n),(n)->()", "a, 1"),
                       ("lambda x: (x.min(), x.max())", "(n)->(),()", "a"), ("lambda x: (x.min(), x.max())", "(n)->()", "a"),
                       ("np.convolve", "(n),(m)->(k)", "np.eye(4), [1, 2, 1]"), ("np.convolve", "(n),(m)->(k)", "np.zeros((0, 3)), [1, 2]"),
                       ("lambda x, y: x + y", "(n),()->(n)", "a, [10, 20, 30]")]:
        yield "vectorize", f"np.vectorize({f}, signature='{s}')({args})"
    for call in ["np.vectorize(np.mean, signature='(n)->()', otypes='i')(a)", "np.vectorize(len, otypes=[float]).otypes",
                 "np.vectorize(len, excluded=['x']).excluded", "np.vectorize(len, otypes=3)", "np.vectorize(len).signature",
                 "np.vectorize(np.mean, signature='(n)->()', otypes=[float])(np.zeros((0, 3)))"]:
        yield "vectorize", call


def casts():
    for value, to in [("[1.5, 2]", "int"), ("[300]", "np.int8"), ("[1., 2]", "np.float32"), ("[0.1]", "np.float32"), ("[1 + 0j]", "float"),
                      ("[-1]", "np.uint8"), ("[np.nan]", "int"), ("[np.inf, np.nan]", "np.float32"), ("[1e300]", "np.float32"),
                      ("[2]", "bool"), ("[1]", "'S1'"), ("['1']", "int"), ("[2**53 + 1]", "float"), ("[2**62]", "np.float32")]:
        yield "same_value", f"np.array({value}).astype({to}, casting='same_value')"
    yield "same_value", "np.array([1]).astype(int, casting='nope')"


def handlers():
    yield "errors", ("def h(what, flags): print(what, flags)\nnp.seterrcall(h); old = np.seterr(all='call'); np.array([1., 0]) / 0\n"
                            "np.float64(1e300) * 1e300; np.array([np.nan]).astype(int); np.seterrcall(None) is h; np.geterrcall()")
    yield "errors", "np.seterrcall(3)"
    yield "errors", "with np.errstate(divide='call'): np.array([1.]) / 0"
    yield "errors", "with np.errstate(divide='log'): np.array([1.]) / 0"
    yield "errors", "with np.errstate(divide='call', call=lambda w, f: print('!', w, f)): np.array([1.]) / 0"
    for size in ["16", "17", "1", "2.5"]:
        yield "errors", f"np.setbufsize({size}); np.getbufsize()"
    for call in ["normalize_axis_index(-1, 3)", "normalize_axis_index(3, 3)", "normalize_axis_index(3, 3, 'pre')",
                 "normalize_axis_tuple((0, -1), 3)", "normalize_axis_tuple((0, 0), 3, 'ax')", "normalize_axis_tuple(1, 3)"]:
        yield "tools", "np.lib.array_utils." + call
    for call in ["('1.8.0rc1') < '1.8.0'", "('1.10.0') > '1.9.0'", "('x')", "('1.8.0')", "('1.8.0rc1').pre_release", "('1.8.0') == 3"]:
        yield "tools", "np.lib.NumpyVersion" + call
    for call in ["np.real(1 + 1j), np.imag(3), np.imag(2.5), np.real('a')", "np.cov([1, 2, 3]), np.cross([1, 2, 3], [3, 2, 1])",
                 "np.mintypecode(np.array([1, 2j])), np.mintypecode([np.float32(1)])", "np.zeros(2).setflags(uic=1)",
                 "x = np.array([None, None]); x[0] = np.array(3); x.fill(np.array([1, 2])); x",
                 "import copy; x = np.array([1, [2]], dtype=object); y = copy.deepcopy(x); y[1][0] = 9; x",
                 "x = np.array([3, 1, 2]); np.median(x, overwrite_input=True); x"]:
        yield "more", call


def assertions():
    for call in ["assert_equal(1, 2)", "assert_equal([1, 2], [1, 3])", "assert_equal({'a': 1}, {'a': 2})", "assert_equal('a', 'b', 'why')",
                 "assert_equal(0.0, -0.0)", "assert_equal({'a': 1}, {'b': 1})", "assert_equal(1, {'b': 1})", "assert_equal([1, 2], (1, 2))",
                 "assert_equal([1, [2]], [1, [3]])", "assert_equal([1], [1, 2])", "assert_equal(np.nan, np.nan)", "assert_equal(a, a + 1)",
                 "assert_array_equal([1, 2, 3], [1, 2, 4])", "assert_array_equal([1, 2, 3], [1, 2])", "assert_array_equal([1, np.nan], [1, 2.])",
                 "assert_array_equal([1.0, np.pi, np.nan], [1, np.sqrt(np.pi)**2 + 1e-9, np.nan])", "assert_array_equal(a, a.T)",
                 "assert_array_equal([[1, 2], [3, 4]], [[1, 2], [3, 9]], err_msg='boo')", "assert_array_equal(['a'], ['b'])",
                 "assert_array_equal([True], [False])", "assert_array_equal(np.arange(3), np.arange(3.), strict=True)",
                 "assert_array_equal(3, [3, 3, 3])", "assert_array_equal(np.zeros((3, 4)), np.eye(3, 4))", "assert_array_equal(b, b + 1)",
                 "assert_allclose([1, 2.], [1, 2.1])", "assert_allclose(1.0, 1.1, rtol=1e-3, atol=1e-4)", "assert_allclose([1, 2], [1, 2])",
                 "assert_allclose([1, 2], [1, 3], err_msg='boo', verbose=False)", "assert_allclose([np.inf, 1], [np.inf, 2])",
                 "assert_allclose([np.inf, 1], [1, 2])", "assert_allclose([0, 1], [0, 0])", "assert_allclose([np.nan], [1.])",
                 "assert_allclose(np.array([1, 2], np.uint8), np.array([2, 2], np.uint8))",
                 "assert_almost_equal(2.3333333333333, 2.33333334)", "assert_almost_equal(2.3333333333333, 2.33333334, decimal=10)",
                 "assert_almost_equal([1.0, 2.3333333333333], [1.0, 2.33333334], decimal=9)",
                 "assert_array_almost_equal([1.0, 2.33333, np.nan], [1.0, 2.33339, np.nan], decimal=5)",
                 "assert_approx_equal(0.12345677777777e-20, 0.1234567e-20)", "assert_approx_equal(0.1234567, 0.12345672, significant=8)",
                 "assert_array_less([1.0, 1.0, np.nan], [1.1, 2.0, np.nan])", "assert_array_less([1.0, 4.0], 3)",
                 "assert_array_less([1.0, 2.0, 3.0], [4])", "assert_(True)", "assert_(False, 'no')", "assert_raises(ValueError, int, 'x')",
                 "assert_raises(ValueError, int, '3')", "assert_raises((ValueError, TypeError), int, '3')", "assert_raises(ValueError, len, 3)"]:
        yield "testing", "import numpy.testing; np.testing." + call
    yield "testing", "import numpy.testing\nwith np.testing.assert_raises(ZeroDivisionError): 1 // 0"
    yield "testing", "import numpy.testing\nwith np.testing.assert_raises(ValueError): pass"


def expressions():
    for call in [r"io.StringIO('1312 foo, 1534 bar'), r'(\d+)\s+(...)', [('num', np.int64), ('key', 'S3')]", r"io.StringIO('1 2 3'), r'(\d+)', [('n', int)]",
                 r"io.StringIO('1 2 3'), r'(\d+)', int", r"io.StringIO('1 2; 3 4'), r'(\d+)\s+(\d+)', 'i4,f8'", r"io.StringIO('x'), r'(\d+) (\d+)', 'i4,f8'",
                 r"io.BytesIO(b'5 a'), br'(\d+)\s+(\w)', [('n', int), ('k', 'U3')]", r"io.BytesIO(b'5 a'), r'(\d+)\s+(\w)', [('n', int), ('k', 'U3')]",
                 r"io.StringIO('5 a'), re.compile(r'(\d+)\s+(\w)'), [('n', int), ('k', 'U3')]", "'nowhere.txt', 'x', [('a', int)]"]:
        yield "fromregex", f"import io, re; np.fromregex({call})"
