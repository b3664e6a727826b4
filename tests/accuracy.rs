//! Elementary functions against correctly rounded results (tests/accuracy/reference.txt, written by reference.py): no
//! more than one unit in the last place away, in long arrays as in single elements, bit for bit the same.

use npl::tensor::ufunc::{CallOptions, by_name, call};
use npl::tensor::{Operand, Tensor};
use std::collections::BTreeMap;

/// Arguments and the result, as the bits of float64.
type Point = (Vec<u64>, u64);

fn reference() -> BTreeMap<(String, String), Vec<Point>> {
    let mut all: BTreeMap<(String, String), Vec<Point>> = BTreeMap::new();
    for line in include_str!("accuracy/reference.txt").lines() {
        let mut fields = line.split(' ');
        let mut next = || fields.next().unwrap().to_string();
        let key = (next(), next());
        let mut bits: Vec<u64> = fields.map(|f| u64::from_str_radix(f, 16).unwrap()).collect();
        let result = bits.pop().unwrap();
        all.entry(key).or_default().push((bits, result));
    }
    all
}

/// The function of all points at once.
fn values(name: &str, single: bool, points: &[Point]) -> Vec<f64> {
    let column = |k: usize| {
        let values: Vec<f64> = points.iter().map(|p| f64::from_bits(p.0[k])).collect();
        if single {
            Tensor::vector(&values.iter().map(|&x| x as f32).collect::<Vec<_>>()).unwrap()
        } else {
            Tensor::vector(&values).unwrap()
        }
    };
    let operands: Vec<Operand> = (0..points[0].0.len()).map(|k| Operand::Tensor(column(k))).collect();
    let (results, _) = call(by_name(name).unwrap(), &operands, &CallOptions::default()).unwrap();
    if single {
        results[0].to_vec::<f32>().unwrap().into_iter().map(f64::from).collect()
    } else {
        results[0].to_vec::<f64>().unwrap()
    }
}

/// How many floats of the type lie between the two.
fn steps(a: f64, b: f64, single: bool) -> u64 {
    let ordered = |x: f64| {
        let (bits, low) = if single {
            let bits = i64::from((x as f32).to_bits() as i32);
            (bits, i64::from(i32::MIN))
        } else {
            (x.to_bits() as i64, i64::MIN)
        };
        if bits < 0 { low.wrapping_sub(bits) } else { bits }
    };
    ordered(a).abs_diff(ordered(b))
}

#[test]
fn results_are_within_one_unit_and_the_same_everywhere() {
    for ((name, dtype), points) in reference() {
        let single = dtype == "f32";
        let all = values(&name, single, &points);
        for (point, &value) in points.iter().zip(&all) {
            let want = f64::from_bits(point.1);
            let away = steps(value, want, single);
            let arguments: Vec<f64> = point.0.iter().map(|&b| f64::from_bits(b)).collect();
            assert!(away <= 1, "{name}({arguments:?}) in {dtype}: {value:e}, but correctly {want:e}: {away} steps");
        }
        for (i, point) in points.iter().enumerate().step_by(7) {
            let one = values(&name, single, std::slice::from_ref(point))[0];
            assert_eq!(one.to_bits(), all[i].to_bits(), "{name} of one element");
        }
        let rest = values(&name, single, &points[3..]);
        assert!(rest.iter().zip(&all[3..]).all(|(a, b)| a.to_bits() == b.to_bits()), "{name} at another place");
    }
}
