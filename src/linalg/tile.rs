//! Products of small real matrices: tiles of the result stay in registers while the common dimension is gone through.

use super::kernel::MatrixView;
use pulp::{Arch, Simd, WithSimd};

/// Rows of a tile; its width is two vectors.
const ROWS: usize = 4;

macro_rules! tiles {
    ($name:ident, $tiles:ident, $t:ty, $v:ident, $body:ident, $load:ident, $store:ident, $splat:ident, $fma:ident) => {
        /// out = A·B: each element is one chain of fused multiply-adds along the common dimension. The rows of B must lie in one
        /// piece each.
        pub fn $name(a: MatrixView<'_, $t>, b: MatrixView<'_, $t>, out: &mut [$t]) {
            Arch::new().dispatch($tiles { a, b, out });
        }

        struct $tiles<'a> {
            a: MatrixView<'a, $t>,
            b: MatrixView<'a, $t>,
            out: &'a mut [$t],
        }

        impl $tiles<'_> {
            /// The tile whose first element is (`top`, `left`); `WHOLE`: two whole vectors wide.
            #[inline(always)]
            fn tile<S: Simd, const WHOLE: bool>(&mut self, simd: S, top: usize, left: usize, width: usize) {
                let lanes = size_of::<S::$v>() / size_of::<$t>();
                // Missing rows are the last one once more.
                let last = (self.a.rows - 1 - top).min(ROWS - 1);
                let mut sums = [[simd.$splat(0.0); 2]; ROWS];
                for k in 0..self.a.cols {
                    let run = &self.b.row(k).unwrap_or(&[])[left..left + width];
                    let (body, rest) = S::$body(run);
                    let pair = match (WHOLE, body) {
                        (true, _) => [body[0], body[1]],
                        (_, [first, ..]) => [*first, simd.$load(rest)],
                        _ => [simd.$load(rest), simd.$splat(0.0)],
                    };
                    for r in 0..ROWS {
                        let factor = simd.$splat(self.a.at(top + r.min(last), k));
                        sums[r] = [simd.$fma(factor, pair[0], sums[r][0]), simd.$fma(factor, pair[1], sums[r][1])];
                    }
                }
                for r in 0..ROWS {
                    if r <= last {
                        let start = (top + r) * self.b.cols + left;
                        let (first, second) = self.out[start..start + width].split_at_mut(lanes.min(width));
                        simd.$store(first, sums[r][0]);
                        simd.$store(second, sums[r][1]);
                    }
                }
            }
        }

        impl WithSimd for $tiles<'_> {
            type Output = ();

            #[inline(always)]
            fn with_simd<S: Simd>(mut self, simd: S) {
                let wide = 2 * size_of::<S::$v>() / size_of::<$t>();
                for left in (0..self.b.cols).step_by(wide) {
                    let width = wide.min(self.b.cols - left);
                    for top in (0..self.a.rows).step_by(ROWS) {
                        if width == wide {
                            self.tile::<S, true>(simd, top, left, width);
                        } else {
                            self.tile::<S, false>(simd, top, left, width);
                        }
                    }
                }
            }
        }
    };
}

tiles!(double, DoubleTiles, f64, f64s, as_simd_f64s, partial_load_f64s, partial_store_f64s, splat_f64s, mul_add_f64s);
tiles!(single, SingleTiles, f32, f32s, as_simd_f32s, partial_load_f32s, partial_store_f32s, splat_f32s, mul_add_f32s);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_element_is_one_chain() {
        for (m, k, n) in [(1, 1, 1), (3, 5, 2), (10, 10, 10), (7, 3, 16), (4, 9, 33), (2, 0, 3)] {
            let a: Vec<f64> = (0..m * k).map(|i| (i as f64 * 0.37).sin()).collect();
            let b: Vec<f64> = (0..k * n).map(|i| (i as f64 * 0.91).cos()).collect();
            let (x, y) = (MatrixView::row_major(&a, m, k), MatrixView::row_major(&b, k, n));
            let mut out = vec![f64::NAN; m * n];
            double(x, y, &mut out);
            for (i, &sum) in out.iter().enumerate() {
                let chain = (0..k).fold(0.0, |sum, j| x.at(i / n, j).mul_add(y.at(j, i % n), sum));
                assert_eq!(sum, chain, "{m} {k} {n} {i}");
            }
        }
    }
}
