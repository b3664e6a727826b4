//! Binomial variates: inversion for small means, BTPE above.
//!
//! V. Kachitvichyanukul, B. W. Schmeiser, "Binomial Random Variate Generation", CACM 31 (1988).

use super::bits::{Draw, Variates};

/// Up to this mean the distribution function is inverted.
const INVERSION_UP_TO: f64 = 30.0;

/// A binomial distribution with what depends on its parameters only worked out.
#[derive(Clone, Debug)]
pub struct Binomial {
    trials: i64,
    /// Whether the successes of the other side (of probability 1 - p) are drawn.
    mirrored: bool,
    method: Method,
}

#[derive(Clone, Debug)]
enum Method {
    None,
    Inversion(Inversion),
    Btpe(Box<Btpe>),
}

impl Binomial {
    /// `n` trials of probability `p`, as `Generator` draws them.
    pub fn new(n: i64, p: f64) -> Self {
        if n == 0 || p == 0.0 {
            return Self { trials: 0, mirrored: false, method: Method::None };
        }
        Self::with_tail(n, p, |p, n| (n * (-p).ln_1p()).exp())
    }

    /// `n` trials of probability `p`, as `RandomState` draws them.
    pub fn legacy(n: i64, p: f64) -> Self {
        Self::with_tail(n, p, |p, n| (n * (1.0 - p).ln()).exp())
    }

    /// `none` gives the probability of no success.
    fn with_tail(n: i64, p: f64, none: impl Fn(f64, f64) -> f64) -> Self {
        let mirrored = p > 0.5;
        let side = if mirrored { 1.0 - p } else { p };
        let method = if side * n as f64 <= INVERSION_UP_TO {
            Method::Inversion(Inversion::new(n, side, none(side, n as f64)))
        } else {
            Method::Btpe(Box::new(Btpe::new(n, side)))
        };
        Self { trials: n, mirrored, method }
    }

    /// The number of successes.
    pub fn sample<V: Variates>(&self, v: &mut V) -> i64 {
        let count = match &self.method {
            Method::None => 0,
            Method::Inversion(inversion) => inversion.sample(v),
            Method::Btpe(btpe) => btpe.sample(v),
        };
        if self.mirrored { self.trials - count } else { count }
    }
}

impl Draw for Binomial {
    type Output = i64;

    fn draw<V: Variates>(&self, v: &mut V) -> i64 {
        self.sample(v)
    }
}

/// The number of successes of `n` trials of probability `p`, as `Generator` draws it.
pub fn binomial<V: Variates>(v: &mut V, n: i64, p: f64) -> i64 {
    Binomial::new(n, p).sample(v)
}

#[derive(Clone, Debug)]
struct Inversion {
    n: i64,
    p: f64,
    /// Probability of no success.
    none: f64,
    /// Counts above are not believed, and drawn again.
    bound: i64,
}

impl Inversion {
    fn new(n: i64, p: f64, none: f64) -> Self {
        let mean = n as f64 * p;
        let far = mean + 10.0 * (mean * (1.0 - p) + 1.0).sqrt();
        let bound = if far > n as f64 { n } else { far as i64 };
        Self { n, p, none, bound }
    }

    fn sample<V: Variates>(&self, v: &mut V) -> i64 {
        let q = 1.0 - self.p;
        let mut count = 0;
        let mut probability = self.none;
        let mut u = v.uniform();
        while u > probability {
            count += 1;
            if count > self.bound {
                count = 0;
                probability = self.none;
                u = v.uniform();
            } else {
                u -= probability;
                let left = (self.n - count).wrapping_add(1) as f64;
                probability = (left * self.p * probability) / (count as f64 * q);
            }
        }
        count
    }
}

/// The names are those of the paper: a triangle, two parallelograms and two exponential tails cover
/// the probabilities scaled to 1 at the mode `m`.
#[derive(Clone, Debug)]
struct Btpe {
    n: i64,
    m: i64,
    r: f64,
    q: f64,
    xm: f64,
    xl: f64,
    xr: f64,
    c: f64,
    lambda_l: f64,
    lambda_r: f64,
    p1: f64,
    p2: f64,
    p3: f64,
    p4: f64,
}

impl Btpe {
    fn new(n: i64, p: f64) -> Self {
        let r = p.min(1.0 - p);
        let q = 1.0 - r;
        let trials = n as f64;
        let fm = trials * r + r;
        let m = fm.floor();
        let p1 = (2.195 * (trials * r * q).sqrt() - 4.6 * q).floor() + 0.5;
        let xm = m + 0.5;
        let (xl, xr) = (xm - p1, xm + p1);
        let c = 0.134 + 20.5 / (15.3 + m);
        let slope = |a: f64| a * (1.0 + a / 2.0);
        let lambda_l = slope((fm - xl) / (fm - xl * r));
        let lambda_r = slope((xr - fm) / (xr * q));
        let p2 = p1 * (1.0 + 2.0 * c);
        let p3 = p2 + c / lambda_l;
        let p4 = p3 + c / lambda_r;
        Self { n, m: m as i64, r, q, xm, xl, xr, c, lambda_l, lambda_r, p1, p2, p3, p4 }
    }

    fn sample<V: Variates>(&self, v: &mut V) -> i64 {
        loop {
            let u = v.uniform() * self.p4;
            let w = v.uniform();
            if u <= self.p1 {
                return (self.xm - self.p1 * w + u).floor() as i64;
            }
            if let Some((y, w)) = self.propose(u, w)
                && self.accepts(y, w)
            {
                return y;
            }
        }
    }

    /// A point under the covering outside the triangle: the count, and the height scaled.
    fn propose(&self, u: f64, w: f64) -> Option<(i64, f64)> {
        if u <= self.p2 {
            let x = self.xl + (u - self.p1) / self.c;
            let height = w * self.c + 1.0 - (self.m as f64 - x + 0.5).abs() / self.p1;
            return (height <= 1.0).then(|| (x.floor() as i64, height));
        }
        if u <= self.p3 {
            let y = (self.xl + w.ln() / self.lambda_l).floor() as i64;
            let height = w * (u - self.p2) * self.lambda_l;
            return (y >= 0 && w != 0.0).then_some((y, height));
        }
        let y = (self.xr - w.ln() / self.lambda_r).floor() as i64;
        let height = w * (u - self.p3) * self.lambda_r;
        (y <= self.n && w != 0.0).then_some((y, height))
    }

    fn accepts(&self, y: i64, w: f64) -> bool {
        let nrq = self.n as f64 * self.r * self.q;
        let k = (y - self.m).abs();
        let distance = k as f64;
        if k <= 20 || distance >= nrq / 2.0 - 1.0 {
            return w <= self.probability(y);
        }
        let rho = (distance / nrq) * ((distance * (distance / 3.0 + 0.625) + 0.166_666_666_666_666_66) / nrq + 0.5);
        let t = k.wrapping_neg().wrapping_mul(k) as f64 / (2.0 * nrq);
        let ln_w = w.ln();
        if ln_w < t - rho {
            return true;
        }
        ln_w <= t + rho && ln_w <= self.ln_probability(y)
    }

    /// The probability of `y` over that of the mode, factor by factor.
    fn probability(&self, y: i64) -> f64 {
        let s = self.r / self.q;
        let a = s * self.n.wrapping_add(1) as f64;
        let mut ratio = 1.0;
        for i in self.m + 1..=y {
            ratio *= a / i as f64 - s;
        }
        for i in y.saturating_add(1)..=self.m {
            ratio /= a / i as f64 - s;
        }
        ratio
    }

    /// The logarithm of [`probability`](Self::probability), by Stirling's formula.
    fn ln_probability(&self, y: i64) -> f64 {
        let (n, m, y) = (self.n as f64, self.m as f64, y as f64);
        let x1 = y + 1.0;
        let f1 = m + 1.0;
        let z = n + 1.0 - m;
        let w = n - y + 1.0;
        let rest = |x: f64| {
            let x2 = x * x;
            (13680. - (462. - (132. - (99. - 140. / x2) / x2) / x2) / x2) / x / 166_320.
        };
        self.xm * (f1 / x1).ln()
            + (n - m + 0.5) * (z / w).ln()
            + (y - m) * (w * self.r / (x1 * self.q)).ln()
            + rest(f1)
            + rest(z)
            + rest(x1)
            + rest(w)
    }
}
