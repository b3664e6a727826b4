//! Arrays: small ones, where a call's own cost shows, and large ones, where memory and arithmetic do.

use super::measure::Bench;

/// Name, repetitions inside `run`, what is made before, and the expression that is timed.
const CASES: &[(&str, usize, &str, &str)] = &[
    ("arrays/small add", 1000, "a = np.arange(3.0)", "a + a"),
    ("arrays/small index", 1000, "a = np.arange(3.0)", "a[1]"),
    ("arrays/small sum", 1000, "a = np.arange(3.0)", "a.sum()"),
    ("arrays/small matmul 3x3", 1000, "a = np.eye(3)", "a @ a"),
    ("arrays/small from list", 1000, "a = [1.0, 2.0, 3.0]", "np.array(a)"),
    ("arrays/elementwise add 1e6", 5, "a = np.arange(1e6)", "a + a"),
    ("arrays/elementwise fused 1e6", 5, "a = np.arange(1e6)", "(a * 2 + 1) / (a + 3) - a"),
    ("arrays/elementwise exp 1e6", 5, "a = np.linspace(0, 1, 10**6)", "np.exp(a)"),
    ("arrays/elementwise strided 1e6", 5, "a = np.arange(2e6)[::2]", "a * 1.5"),
    ("arrays/elementwise compare 1e6", 5, "a = np.arange(1e6)", "a > 5e5"),
    ("arrays/reduction sum 1e6", 10, "a = np.arange(1e6)", "a.sum()"),
    ("arrays/reduction sum axis 1e6", 10, "a = np.arange(1e6).reshape(1000, 1000)", "a.sum(axis=0)"),
    ("arrays/reduction max 1e6", 10, "a = np.arange(1e6)", "a.max()"),
    ("arrays/reduction std 1e6", 5, "a = np.arange(1e6)", "a.std()"),
    ("arrays/reduction cumsum 1e6", 5, "a = np.arange(1e6)", "a.cumsum()"),
    ("arrays/sort 1e6", 1, "a = np.random.default_rng(1).random(10**6)", "np.sort(a)"),
    ("arrays/argsort 1e6", 1, "a = np.random.default_rng(1).random(10**6)", "np.argsort(a)"),
    ("arrays/unique 1e6", 1, "a = np.random.default_rng(1).integers(0, 1000, 10**6)", "np.unique(a)"),
    ("arrays/matmul 100", 20, "a = np.ones((100, 100))", "a @ a"),
    ("arrays/matmul 500", 2, "a = np.ones((500, 500))", "a @ a"),
    ("arrays/solve 200", 2, "a = np.random.default_rng(1).random((200, 200))", "np.linalg.solve(a, a[0])"),
    ("arrays/fft 2**16", 5, "a = np.random.default_rng(1).random(2**16)", "np.fft.fft(a)"),
    ("arrays/print 1000", 5, "a = np.random.default_rng(1).random(1000)", "repr(a)"),
];

pub fn run(bench: &Bench) {
    for (name, times, setup, expression) in CASES {
        let text =
            format!("import numpy as np\n{setup}\ndef run():\n    for _ in range({times}):\n        {expression}\n");
        bench.program(name, *times, &text);
    }
}
