"""Lists the public names of NumPy's namespaces and objects: python list_names.py > names.txt (wants NumPy 2.4).

A line: a namespace, or `=` and an expression that makes an object; a colon; the names.
"""
import importlib
import inspect
import warnings

import numpy as np

warnings.simplefilter("ignore")
MODULES = """numpy numpy.linalg numpy.fft numpy.random numpy.strings numpy.char numpy.rec numpy.exceptions numpy.dtypes numpy.typing
numpy.polynomial numpy.polynomial.polynomial numpy.polynomial.chebyshev numpy.polynomial.legendre numpy.polynomial.laguerre
numpy.polynomial.hermite numpy.polynomial.hermite_e numpy.polynomial.polyutils numpy.lib numpy.lib.stride_tricks
numpy.lib.recfunctions numpy.lib.scimath numpy.lib.array_utils numpy.lib.mixins numpy.lib.npyio numpy.lib.format
numpy.lib.introspect numpy.testing numpy.ma""".split()
OBJECTS = """np.zeros((2,2)) np.dtype('f8') np.add np.float64(1) np.int64(1) np.complex128(1) np.bool(1) np.str_('a')
np.datetime64('2020') np.random.default_rng(1) np.random.RandomState(1) np.random.PCG64(1) np.random.SeedSequence(1)
np.poly1d([1,2]) np.matrix([[1]]) np.nditer([1,2],flags=['multi_index']) np.broadcast([1],[2]) np.finfo('f8') np.iinfo('i8') np.zeros(3).flat
np.zeros(3).flags np.polynomial.Polynomial([1,2]) np.vectorize(len) np.ndenumerate([1])""".split()


def of_module(name):
    module = importlib.import_module(name)
    listed = getattr(module, "__all__", None)
    if listed is None:
        listed = [n for n in dir(module) if not n.startswith("_") and not inspect.ismodule(getattr(module, n))]
    return sorted({n for n in listed if not n.startswith("__") or n in ("__version__",)})


def of_object(expression):
    return sorted(n for n in dir(eval(expression)) if not n.startswith("_"))


for module in MODULES:
    print(f"{module}: {' '.join(of_module(module))}")
for expression in OBJECTS:
    print(f"={expression}: {' '.join(of_object(expression))}")
