//! Plane rotations and the 2 × 2 problems at the heart of the QR iterations.
//!
//! Sources: Anderson, "Discontinuous Plane Rotations…" (LAPACK working note 150) for `rotation`; Demmel & Kahan,
//! "Accurate Singular Values of Bidiagonal Matrices" (1990) for the triangular 2 × 2 problems; Bai & Demmel, "On
//! Swapping Diagonal Blocks in Real Schur Form" (1993) for the standard form of a 2 × 2 block.

use super::number::Number;

/// |x| with the sign of y.
#[inline(always)]
pub fn signed(x: f64, y: f64) -> f64 {
    x.abs().copysign(y)
}

/// c, s, r with c f + s g = r and c g − s f = 0.
pub fn rotation(f: f64, g: f64) -> (f64, f64, f64) {
    if g == 0.0 {
        return (1.0, 0.0, f);
    }
    if f == 0.0 {
        return (0.0, 1f64.copysign(g), g.abs());
    }
    // Without overflow or loss the square root will do; hypot takes care of the rest.
    let (x, y) = (f.abs(), g.abs());
    let safe = x.max(y) < 1e150 && x.min(y) > 1e-150;
    let length = if safe { (f * f + g * g).sqrt() } else { f.hypot(g) };
    let r = length.copysign(f);
    (f.abs() / length, g / r, r)
}

/// The eigenvalues (larger modulus first) and the unit eigenvector of the first of [[a, b], [b, c]].
pub fn symmetric_2x2(a: f64, b: f64, c: f64) -> (f64, f64, f64, f64) {
    let (sum, difference, twice) = (a + c, a - c, b + b);
    let (large, small) = if a.abs() > c.abs() { (a, c) } else { (c, a) };
    let root = difference.hypot(twice);
    let (first, second, sign) = if sum < 0.0 {
        let first = 0.5 * (sum - root);
        (first, (large / first) * small - (b / first) * b, -1.0)
    } else if sum > 0.0 {
        let first = 0.5 * (sum + root);
        (first, (large / first) * small - (b / first) * b, 1.0)
    } else {
        (0.5 * root, -0.5 * root, 1.0)
    };
    let (mut cs, other) = if difference >= 0.0 { (difference + root, 1.0) } else { (difference - root, -1.0) };
    let (mut c1, mut s1);
    if cs.abs() > twice.abs() {
        let ct = -twice / cs;
        s1 = 1.0 / (1.0 + ct * ct).sqrt();
        c1 = ct * s1;
    } else if twice == 0.0 {
        (c1, s1) = (1.0, 0.0);
    } else {
        let tn = -cs / twice;
        c1 = 1.0 / (1.0 + tn * tn).sqrt();
        s1 = tn * c1;
    }
    if sign == other {
        cs = c1;
        c1 = -s1;
        s1 = cs;
    }
    (first, second, c1, s1)
}

/// The singular values (smaller first) of [[f, g], [0, h]].
pub fn triangular_values(f: f64, g: f64, h: f64) -> (f64, f64) {
    let (fa, ga, ha) = (f.abs(), g.abs(), h.abs());
    let (small, large) = (fa.min(ha), fa.max(ha));
    if small == 0.0 {
        return (0.0, large.hypot(ga));
    }
    let (sum, gap) = (1.0 + small / large, (large - small) / large);
    if ga < large {
        let au = (ga / large).powi(2);
        let c = 2.0 / ((sum * sum + au).sqrt() + (gap * gap + au).sqrt());
        return (small * c, large / c);
    }
    let au = large / ga;
    if au == 0.0 {
        return (small * large / ga, ga);
    }
    let c = 1.0 / ((1.0 + (sum * au).powi(2)).sqrt() + (1.0 + (gap * au).powi(2)).sqrt());
    (2.0 * (small * c * au), ga / (c + c))
}

/// The decomposition of a triangular 2 × 2 matrix; the singular values are signed.
pub struct TriangularSvd {
    pub small: f64,
    pub large: f64,
    pub right: (f64, f64),
    pub left: (f64, f64),
}

/// The singular value decomposition of [[f, g], [0, h]]; rotations are (cosine, sine).
pub fn triangular_svd(f: f64, g: f64, h: f64) -> TriangularSvd {
    let swapped = h.abs() > f.abs();
    let (ft, ht) = if swapped { (h, f) } else { (f, h) };
    let (fa, ha, ga) = (ft.abs(), ht.abs(), g.abs());
    let mut largest = if swapped { 3 } else { 1 };
    let (mut small, mut large, mut clt, mut crt, mut slt, mut srt) = (ha, fa, 1.0, 1.0, 0.0, 0.0);
    if ga != 0.0 {
        let mut ordinary = true;
        if ga > fa {
            largest = 2;
            if fa / ga < f64::EPSILON / 2.0 {
                ordinary = false;
                large = ga;
                small = if ha > 1.0 { fa / (ga / ha) } else { (fa / ga) * ha };
                (clt, slt, srt, crt) = (1.0, ht / g, 1.0, ft / g);
            }
        }
        if ordinary {
            let d = fa - ha;
            let l = if d == fa { 1.0 } else { d / fa };
            let m = g / ft;
            let t = 2.0 - l;
            let (mm, tt) = (m * m, t * t);
            let s = (tt + mm).sqrt();
            let r = if l == 0.0 { m.abs() } else { (l * l + mm).sqrt() };
            let a = 0.5 * (s + r);
            small = ha / a;
            large = fa * a;
            let t = if mm != 0.0 {
                (m / (s + t) + m / (r + l)) * (1.0 + a)
            } else if l == 0.0 {
                signed(2.0, ft) * signed(1.0, g)
            } else {
                g / signed(d, ft) + m / t
            };
            let l = (t * t + 4.0).sqrt();
            crt = 2.0 / l;
            srt = t / l;
            clt = (crt + srt * m) / a;
            slt = (ht / ft) * srt / a;
        }
    }
    let (left, right) = if swapped { ((srt, crt), (slt, clt)) } else { ((clt, slt), (crt, srt)) };
    let one = |x: f64| signed(1.0, x);
    let sign = match largest {
        1 => one(right.0) * one(left.0) * one(f),
        2 => one(right.1) * one(left.0) * one(g),
        _ => one(right.1) * one(left.1) * one(h),
    };
    TriangularSvd { small: signed(small, sign * one(f) * one(h)), large: signed(large, sign), right, left }
}

/// A real 2 × 2 block in standard form: upper triangular, or equal diagonal elements and off-diagonal ones of opposite
/// sign.
pub struct StandardBlock {
    pub a: f64,
    pub b: f64,
    pub c: f64,
    pub d: f64,
    pub cs: f64,
    pub sn: f64,
}

impl StandardBlock {
    /// The imaginary part of the first eigenvalue; the second's is its negative.
    pub fn imaginary(&self) -> f64 {
        if self.c == 0.0 { 0.0 } else { self.b.abs().sqrt() * self.c.abs().sqrt() }
    }
}

/// Brings [[a, b], [c, d]] to standard form by a rotation.
pub fn standard_block(a: f64, b: f64, c: f64, d: f64) -> StandardBlock {
    if c == 0.0 {
        return StandardBlock { a, b, c, d, cs: 1.0, sn: 0.0 };
    }
    if b == 0.0 {
        return StandardBlock { a: d, b: -c, c: 0.0, d: a, cs: 0.0, sn: 1.0 };
    }
    if a - d == 0.0 && b.signum() != c.signum() {
        return StandardBlock { a, b, c, d, cs: 1.0, sn: 0.0 };
    }
    let difference = a - d;
    let p = 0.5 * difference;
    let larger = b.abs().max(c.abs());
    let smaller = b.abs().min(c.abs()) * signed(1.0, b) * signed(1.0, c);
    let scale = p.abs().max(larger);
    let z = (p / scale) * p + (larger / scale) * smaller;
    if z >= 4.0 * (f64::EPSILON / 2.0) {
        let z = p + signed(scale.sqrt() * z.sqrt(), p);
        let tau = c.hypot(z);
        return StandardBlock { a: d + z, b: b - c, c: 0.0, d: d - (larger / z) * smaller, cs: z / tau, sn: c / tau };
    }
    let sigma = b + c;
    let tau = sigma.hypot(difference);
    let mut cs = (0.5 * (1.0 + sigma.abs() / tau)).sqrt();
    let mut sn = -(p / (tau * cs)) * signed(1.0, sigma);
    let (aa, bb) = (a * cs + b * sn, -a * sn + b * cs);
    let (cc, dd) = (c * cs + d * sn, -c * sn + d * cs);
    let (mut a, mut b, mut c, mut d) = (aa * cs + cc * sn, bb * cs + dd * sn, -aa * sn + cc * cs, -bb * sn + dd * cs);
    let middle = 0.5 * (a + d);
    (a, d) = (middle, middle);
    if c != 0.0 {
        if b == 0.0 {
            (b, c) = (-c, 0.0);
            (cs, sn) = (-sn, cs);
        } else if b.signum() == c.signum() {
            let (sab, sac) = (b.abs().sqrt(), c.abs().sqrt());
            let p = signed(sab * sac, c);
            let tau = 1.0 / (b + c).abs().sqrt();
            (a, d) = (middle + p, middle - p);
            b -= c;
            c = 0.0;
            let (c1, s1) = (sab * tau, sac * tau);
            (cs, sn) = (cs * c1 - sn * s1, cs * s1 + sn * c1);
        }
    }
    StandardBlock { a, b, c, d, cs, sn }
}

/// Rotates two elements: (c x + s y, c y − s x).
#[inline(always)]
pub fn rotate<T: Number>(x: T, y: T, c: f64, s: f64) -> (T, T) {
    (x.times(c) + y.times(s), y.times(c) - x.times(s))
}
