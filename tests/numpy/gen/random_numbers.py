"""Random numbers, bit for bit: Generator over PCG64 and SeedSequence, the legacy RandomState over MT19937."""
import itertools

# How a stream starts, and the methods that both interfaces have.
GENERATORS = ['np.random.default_rng(0)', 'np.random.default_rng(42)', 'np.random.default_rng([1, 2, 3])']
LEGACY = ['np.random.RandomState(0)', 'np.random.RandomState(42)']
BOTH = ['random(3)', 'normal(size=3)', 'normal(10, 2, 4)', 'uniform(-1, 1, 3)', 'standard_normal(4)', 'standard_normal((2, 2))', 'permutation(6)', "choice(5, 3)", "choice(5, 3, replace=False)", "choice(['a', 'b', 'c'], 4)",
        "choice([1, 2, 3], 5, p=[0.1, 0.2, 0.7])", 'exponential(2, 3)', 'standard_exponential(3)', 'poisson(3, 5)', 'poisson(30, 3)', 'binomial(10, 0.5, 5)', 'binomial(100, 0.3, 3)', 'gamma(2, 2, 3)', 'gamma(0.5, 1, 3)',
        'beta(2, 3, 3)', 'chisquare(3, 3)', 'standard_t(4, 3)', 'geometric(0.3, 5)', 'laplace(0, 1, 3)', 'logistic(0, 1, 3)', 'lognormal(0, 1, 3)', 'gumbel(0, 1, 3)', 'rayleigh(1, 3)', 'triangular(0, 1, 3, 3)',
        'weibull(2, 3)', 'pareto(3, 3)', 'power(2, 3)', 'multinomial(10, [0.2, 0.3, 0.5])', 'dirichlet([1, 2, 3])', 'vonmises(0, 1, 3)', 'hypergeometric(5, 5, 3, 4)', 'negative_binomial(3, 0.5, 4)', 'zipf(2, 4)', 'wald(1, 1, 3)',
        'f(2, 3, 3)', 'standard_gamma(3, 3)', 'standard_cauchy(3)', 'logseries(0.5, 4)', 'multivariate_normal([0, 0], [[1, 0], [0, 2]], 2)', 'bytes(4)', 'normal()', 'random()', 'uniform()', 'choice(5)', 'permutation([1, 2, 3])', 'permutation(a)']
INEXACT = ('gamma', 'beta', 'chisquare', 'standard_t', 'laplace', 'logistic', 'lognormal', 'gumbel', 'rayleigh', 'triangular', 'weibull', 'pareto', 'power', 'dirichlet', 'vonmises', 'wald', 'f(', 'standard_gamma', 'standard_cauchy', 'multivariate', 'exponential', 'normal', 'standard')


def kind(method):
    return 'linalg' if 'multivariate' in method else 'ulp' if method.startswith(INEXACT) else 'exact'


def cases():
    for start, method in itertools.product(GENERATORS[:2], BOTH):
        yield 'generator', f'{start}.{method}', kind(method)
    for start, method in itertools.product(LEGACY, BOTH):
        yield 'legacy', f"{start}.{method.replace('random(', 'random_sample(')}", kind(method)
    for low, high in [(0, 2), (0, 10), (-5, 5), (0, 256), (0, 1000), (0, 2**31), (0, 2**32), (0, 2**33), (-2**62, 2**62), (3, 4)]:
        for size in ['6', '(2, 3)', 'None']:
            yield 'integers', f'np.random.default_rng(7).integers({low}, {high}, {size})'
            yield 'integers', f'np.random.RandomState(7).randint({low}, {high}, {size})' if high <= 2**62 else 'np.random.RandomState(7).randint(0, 9)'
    for dtype in ['int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64', 'bool']:
        for high in ['2', '100'] if dtype != 'bool' else ['2']:
            yield 'integers_dtype', f"np.random.default_rng(3).integers(0, {high}, 7, dtype='{dtype}')"
            yield 'integers_dtype', f"np.random.RandomState(3).randint(0, {high}, 7, dtype='{dtype}')"
    for seed in ['0', '1', '123', '2**32', '2**64 + 5', '10**30', '[0]', '[5, 6]', 'np.int64(9)']:
        yield 'seeds', f'np.random.default_rng({seed}).random(2)'
        yield 'seeds', f'np.random.default_rng({seed}).integers(1000, size=3)'
        yield 'seeds', f'np.random.SeedSequence({seed}).generate_state(3)'
    for seed in ['0', '1', '123', '2**32 - 1', '[1, 2, 3]']:
        yield 'seeds', f'np.random.seed({seed}); np.random.rand(3)'
        yield 'seeds', f'np.random.seed({seed}); np.random.randn(3)', 'ulp'
        yield 'seeds', f'np.random.seed({seed}); np.random.randint(0, 100, 5)'
    for code in ONCE.strip().splitlines():
        yield 'more', code, 'ulp' if 'normal' in code or 'randn' in code else 'exact'


ONCE = """
rng = np.random.default_rng(5); rng.random(), rng.random(), rng.integers(10), rng.random()
rng = np.random.default_rng(5); rng.integers(0, 10, 3), rng.integers(0, 10, 3)
rng = np.random.default_rng(5); rng.integers(10, dtype=np.uint8), rng.integers(10, dtype=np.int32), rng.random(dtype=np.float32)
rng = np.random.default_rng(5); rng.random(3, dtype=np.float32)
rng = np.random.default_rng(5); rng.random(3, dtype=np.float32), rng.random()
rng = np.random.default_rng(5); rng.standard_normal(3, dtype=np.float32).dtype
rng = np.random.default_rng(5); rng.random((2, 3))
rng = np.random.default_rng(5); rng.random(size=(2, 2))
rng = np.random.default_rng(5); x = np.zeros(3); rng.random(out=x); x
rng = np.random.default_rng(5); x = [1, 2, 3, 4]; rng.shuffle(x); x
rng = np.random.default_rng(5); x = np.arange(10); rng.shuffle(x); x
rng = np.random.default_rng(5); rng.shuffle(a); a
rng = np.random.default_rng(5); rng.shuffle(a, axis=1); a
rng = np.random.default_rng(5); rng.permutation(a)
rng = np.random.default_rng(5); rng.permutation(a, axis=1)
rng = np.random.default_rng(5); rng.permuted(a, axis=1)
rng = np.random.default_rng(5); rng.permutation(20)
rng = np.random.default_rng(5); rng.choice(10, 4, replace=False)
rng = np.random.default_rng(5); rng.choice(1000, 5, replace=False)
rng = np.random.default_rng(5); rng.choice(100000, 5, replace=False)
rng = np.random.default_rng(5); rng.choice(10, 4, replace=False, shuffle=False)
rng = np.random.default_rng(5); rng.choice(a, 2)
rng = np.random.default_rng(5); rng.choice(a, 2, axis=1)
rng = np.random.default_rng(5); rng.choice(5, (2, 3))
rng = np.random.default_rng(5); rng.choice(['x', 'y', 'z'])
rng = np.random.default_rng(5); rng.choice(4, 3, p=[0.1, 0.2, 0.3, 0.4], replace=False)
rng = np.random.default_rng(5); rng.choice(3, p=[0.5, 0.5])
rng = np.random.default_rng(5); rng.choice(3, p=[0.5, 0.4, 0.4])
rng = np.random.default_rng(5); rng.choice(3, 5, replace=False)
rng = np.random.default_rng(5); rng.choice([])
rng = np.random.default_rng(5); rng.choice(0)
rng = np.random.default_rng(5); rng.integers(5, 5)
rng = np.random.default_rng(5); rng.integers(5, 3)
rng = np.random.default_rng(5); rng.integers(0, 5, endpoint=True, size=10)
rng = np.random.default_rng(5); rng.integers([1, 10], [5, 20])
rng = np.random.default_rng(5); rng.integers(300, dtype=np.uint8)
rng = np.random.default_rng(5); rng.integers(0, [2, 10, 100], size=(2, 3))
rng = np.random.default_rng(5); rng.uniform([0, 10], [1, 20])
rng = np.random.default_rng(5); rng.normal([0, 100], 1)
rng = np.random.default_rng(5); rng.normal(0, -1)
rng = np.random.default_rng(5); rng.uniform(0, np.inf)
rng = np.random.default_rng(5); rng.poisson(-1)
rng = np.random.default_rng(5); rng.binomial(10, 2)
rng = np.random.default_rng(5); rng.random(-1)
rng = np.random.default_rng(5); rng.random('a')
rng = np.random.default_rng(5); rng.standard_normal(1000).mean(), rng.standard_normal(1000).std()
rng = np.random.default_rng(5); rng.random(100000).mean()
rng = np.random.default_rng(5); rng.spawn(2)[0].random()
rng = np.random.default_rng(5); (rng.random(1000) < 0.3).sum()
rng = np.random.default_rng(5); rng.multivariate_normal([0, 0], [[2, 1], [1, 2]]).shape
np.random.default_rng(-1)
np.random.default_rng('a')
np.random.default_rng(1.5)
np.random.default_rng(5)
type(np.random.default_rng(5)).__name__
np.random.Generator(np.random.PCG64(5)).random()
np.random.Generator(np.random.MT19937(5)).random(2)
np.random.PCG64(5).random_raw(2)
np.random.MT19937(5).random_raw(2)
np.random.SeedSequence(5).entropy
np.random.SeedSequence(5).spawn(2)[1].generate_state(2)
np.random.seed(0); np.random.random(3)
np.random.seed(0); np.random.rand()
np.random.seed(0); np.random.rand(2, 3)
np.random.seed(0); np.random.randn()
np.random.seed(0); np.random.randn(2, 2)
np.random.seed(0); np.random.randn(3); np.random.rand(2)
np.random.seed(0); np.random.randint(10)
np.random.seed(0); np.random.randint(5, size=(2, 3))
np.random.seed(0); np.random.random_integers
np.random.seed(0); np.random.random_sample(2), np.random.ranf(1), np.random.sample(1)
np.random.seed(0); np.random.permutation(10)
np.random.seed(0); x = np.arange(10); np.random.shuffle(x); x
np.random.seed(0); x = list('abcd'); np.random.shuffle(x); x
np.random.seed(0); np.random.shuffle(a); a
np.random.seed(0); np.random.choice(10, 5)
np.random.seed(0); np.random.choice(10, 5, replace=False)
np.random.seed(0); np.random.choice([1.5, 2.5], p=[0.9, 0.1])
np.random.seed(0); np.random.choice(['a', 'b'], size=(2, 2))
np.random.seed(0); np.random.choice(a)
np.random.seed(0); np.random.uniform(size=2), np.random.uniform(1, 2)
np.random.seed(0); np.random.normal(0, 1, (2, 2))
np.random.seed(0); np.random.normal(), np.random.normal(), np.random.normal()
np.random.seed(0); np.random.standard_normal(3)
np.random.seed(0); np.random.rand(1.5)
np.random.seed(0); np.random.randint(5, 5)
np.random.seed(-1)
np.random.seed(2**32)
np.random.seed('a')
np.random.seed(1.5)
np.random.seed(42); x = np.random.rand(100); x.mean(), x.std()
np.random.seed(42); np.random.randint(0, 2, 10)
np.random.seed(42); np.random.randint(-100, 100, (3, 3))
np.random.seed(1); np.random.binomial(1, 0.5, 10)
np.random.seed(1); np.random.get_state()[0], np.random.get_state()[1][:3], np.random.get_state()[2:]
np.random.seed(3); state = np.random.get_state(); x = np.random.rand(); np.random.set_state(state); x == np.random.rand()
rs = np.random.RandomState(1); rs.rand(2), rs.randn(3), rs.randint(5, size=2), rs.rand()
rs = np.random.RandomState(1); rs.standard_normal(), rs.rand(), rs.standard_normal()
rs = np.random.RandomState(1); rs.tomaxint() >= 0
rs = np.random.RandomState(1); rs
"""
