//! Indexing against values and messages of NumPy 2.4.

use super::*;
use IndexItem::{Array, Bool, Ellipsis, Int, Mask, NewAxis};

fn numbers(shape: &[usize]) -> Tensor {
    Tensor::generate::<i64>(shape, |i| i as i64).unwrap()
}

fn array(values: &[i64]) -> IndexItem {
    Array(Tensor::vector(values).unwrap())
}

fn mask(shape: &[usize], values: &[bool]) -> IndexItem {
    Mask(Tensor::from_slice(shape, values).unwrap())
}

fn all() -> IndexItem {
    IndexItem::Slice { start: None, stop: None, step: None }
}

fn slice(start: isize, stop: isize, step: isize) -> IndexItem {
    IndexItem::Slice { start: Some(start), stop: Some(stop), step: Some(step) }
}

fn got(t: &Tensor, items: &[IndexItem]) -> (Vec<usize>, Vec<i64>) {
    let result = get(t, items).unwrap();
    (result.shape().to_vec(), result.to_vec().unwrap())
}

fn error<T>(result: Result<T>) -> String {
    result.err().unwrap().message
}

#[test]
fn basic_indices_are_views() {
    let t = numbers(&[3, 4]);
    let view = get(&t, &[IndexItem::Slice { start: None, stop: None, step: Some(-1) }, slice(0, 4, 2)]).unwrap();
    assert_eq!((view.shape(), view.strides()), (&[3, 2][..], &[-32, 16][..]));
    assert_eq!(view.to_vec::<i64>().unwrap(), [8, 10, 4, 6, 0, 2]);
    assert!(view.shares_storage(&t));
    assert_eq!(got(&t, &[Int(-1)]), (vec![4], vec![8, 9, 10, 11]));
    assert_eq!(got(&t, &[Ellipsis, Int(0), NewAxis]).0, [3, 1]);
    assert_eq!(got(&t, &[slice(5, 1, 1)]).0, [0, 4]);
    assert_eq!(got(&t, &[slice(2, 0, -1)]).1[..4], [8, 9, 10, 11]);
}

#[test]
fn advanced_indices_go_where_numpy_puts_them() {
    let t = numbers(&[2, 3, 4]);
    let pair = || array(&[0, 1]);
    assert_eq!(got(&t, &[pair(), all(), pair()]), (vec![2, 3], vec![0, 4, 8, 13, 17, 21]));
    assert_eq!(got(&t, &[Int(0), all(), pair()]), (vec![2, 3], vec![0, 4, 8, 1, 5, 9]));
    assert_eq!(got(&t, &[all(), Int(0), pair()]), (vec![2, 2], vec![0, 1, 12, 13]));
    assert_eq!(got(&t, &[all(), pair()]).0, [2, 2, 4]);
    assert_eq!(got(&t, &[Bool(true), pair()]).0, [2, 3, 4]);
    assert_eq!(got(&t, &[all(), Bool(true), pair()]).0, [2, 2, 4]);
    assert_eq!(got(&t, &[pair(), NewAxis, pair()]).0, [2, 1, 4]);
    assert_eq!(get(&t, &[all(), pair()]).unwrap().strides(), [32, 64, 8]);
    assert_eq!(got(&t, &[Bool(false)]).0, [0, 2, 3, 4]);
    assert_eq!(got(&t, &[Ellipsis, Bool(true)]).0, [2, 3, 4, 1]);
}

#[test]
fn masks_pick_in_c_order() {
    let t = numbers(&[3, 4]);
    let odd: Vec<bool> = (0..12).map(|i| i % 2 == 1).collect();
    assert_eq!(got(&t, &[mask(&[3, 4], &odd)]), (vec![6], vec![1, 3, 5, 7, 9, 11]));
    assert_eq!(got(&t, &[mask(&[3], &[true, false, true]), array(&[1, 2])]), (vec![2], vec![1, 10]));
    assert_eq!(got(&t.transpose(), &[mask(&[4, 3], &odd)]).1, [4, 1, 9, 6, 3, 11]);
    assert_eq!(got(&t, &[mask(&[3, 4], &odd), NewAxis]).0, [6, 1]);
}

#[test]
fn errors_in_numpys_words() {
    let (x, t) = (numbers(&[3]), numbers(&[3, 4]));
    assert_eq!(error(get(&x, &[Int(5)])), "index 5 is out of bounds for axis 0 with size 3");
    assert_eq!(error(get(&t, &[all(), array(&[0, 5])])), "index 5 is out of bounds for axis 1 with size 4");
    assert_eq!(
        error(get(&x, &[Int(0), Int(0)])),
        "too many indices for array: array is 1-dimensional, but 2 were indexed"
    );
    assert_eq!(
        error(get(&t, &[mask(&[2], &[true, false])])),
        "boolean index did not match indexed array along axis 0; size of axis is 3 but size of corresponding boolean \
         axis is 2"
    );
    assert_eq!(
        error(get(&t, &[array(&[0, 1]), array(&[0, 1, 2])])),
        "shape mismatch: indexing arrays could not be broadcast together with shapes (2,) (3,) "
    );
    let value = numbers(&[3]);
    assert_eq!(
        error(set(&x, &[mask(&[3], &[false, true, true])], &value)),
        "NumPy boolean array indexing assignment cannot assign 3 input values to the 2 output values where the mask is \
         true"
    );
    assert_eq!(
        error(set(&x, &[array(&[0, 1])], &value)),
        "shape mismatch: value array of shape (3,) could not be broadcast to indexing result of shape (2,)"
    );
    assert_eq!(
        error(set(&x, &[slice(0, 2, 1)], &value)),
        "could not broadcast input array from shape (3,) into shape (2,)"
    );
    assert_eq!(error(get(&x, &[slice(0, 2, 0)])), "slice step cannot be zero");
}

#[test]
fn assignment_reaches_views_and_survives_overlap() {
    let t = numbers(&[6]);
    set(&t, &[slice(1, 6, 1)], &get(&t, &[slice(0, 5, 1)]).unwrap()).unwrap();
    assert_eq!(t.to_vec::<i64>().unwrap(), [0, 0, 1, 2, 3, 4]);
    let t = numbers(&[3, 4]);
    set(&t, &[all(), array(&[0, -1])], &Tensor::vector(&[7i64, 8]).unwrap()).unwrap();
    assert_eq!(t.to_vec::<i64>().unwrap(), [7, 1, 2, 8, 7, 5, 6, 8, 7, 9, 10, 8]);
    set(&t, &[array(&[0, 0])], &numbers(&[2, 1])).unwrap();
    assert_eq!(t.to_vec::<i64>().unwrap()[..4], [1, 1, 1, 1]);
    let x = numbers(&[4]);
    set(&x, &[mask(&[4], &[true, false, false, true])], &Tensor::scalar(2.9f64).unwrap()).unwrap();
    assert_eq!(x.to_vec::<i64>().unwrap(), [2, 1, 2, 2]);
    set(&x, &[mask(&[4], &[true, false, false, true])], &Tensor::vector(&[5i64, 6]).unwrap()).unwrap();
    assert_eq!(x.to_vec::<i64>().unwrap(), [5, 1, 2, 6]);
    set(&x, &[array(&[3, 2, 1, 0])], &x).unwrap();
    assert_eq!(x.to_vec::<i64>().unwrap(), [6, 2, 1, 5]);
}

#[test]
fn take_and_put() {
    let (x, t) = (numbers(&[3]), numbers(&[3, 4]));
    let index = |v: &[i64]| Tensor::vector(v).unwrap();
    let taken = |v: &[i64], mode| take(&x, &index(v), None, mode).unwrap().to_vec::<i64>().unwrap();
    assert_eq!(taken(&[-5, 7], Mode::Wrap), [1, 1]);
    assert_eq!(taken(&[-5, 7], Mode::Clip), [0, 2]);
    assert_eq!(take(&t, &index(&[2, 0]), Some(1), Mode::Raise).unwrap().to_vec::<i64>().unwrap(), [2, 0, 6, 4, 10, 8]);
    assert_eq!(error(take(&x, &index(&[5]), None, Mode::Raise)), "index 5 is out of bounds for axis 0 with size 3");
    put(&t.transpose(), &index(&[0, 1, -1]), &index(&[100, 200]), Mode::Raise).unwrap();
    assert_eq!(t.to_vec::<i64>().unwrap(), [100, 1, 2, 3, 200, 5, 6, 7, 8, 9, 10, 100]);
    let along = Tensor::from_slice(&[3, 1], &[0i64, 1, 2]).unwrap();
    assert_eq!(take_along_axis(&t, &along, Some(1)).unwrap().to_vec::<i64>().unwrap(), [100, 5, 10]);
    let condition = Tensor::vector(&[true, false, true]).unwrap();
    assert_eq!(compress(&condition, &numbers(&[3, 4]), Some(0)).unwrap().shape(), [2, 4]);
}

#[test]
fn counting_and_choosing() {
    let t = Tensor::generate::<i64>(&[3, 4], |i| if i > 3 { i as i64 } else { 0 }).unwrap();
    assert_eq!(count_nonzero(&t).unwrap(), 8);
    assert_eq!(nonzero(&t).unwrap()[1].to_vec::<i64>().unwrap(), [0, 1, 2, 3, 0, 1, 2, 3]);
    assert_eq!(argwhere(&t).unwrap().shape(), [8, 2]);
    let rows: Vec<Tensor> = (0..3).map(|k| numbers(&[9]).range(0, 3 * k, 3 * k + 3)).collect();
    let by = Tensor::vector(&[0i64, 1, 2]).unwrap();
    assert_eq!(choose(&by, &rows, Mode::Raise).unwrap().to_vec::<i64>().unwrap(), [0, 4, 8]);
    let conditions = [Tensor::vector(&[true, false, false]).unwrap(), Tensor::vector(&[false, false, true]).unwrap()];
    let choices = [numbers(&[3]), Tensor::vector(&[0i64, 10, 20]).unwrap()];
    let chosen = select(&conditions, &choices, &Tensor::scalar(42i64).unwrap()).unwrap();
    assert_eq!(chosen.to_vec::<i64>().unwrap(), [0, 42, 20]);
    let values = Tensor::vector(&[100i64, 200, 300]).unwrap();
    let mask = Tensor::generate(&[3, 4], |i| i > 3).unwrap();
    let placed = numbers(&[3, 4]);
    place(&placed, &mask, &values).unwrap();
    assert_eq!(placed.to_vec::<i64>().unwrap(), [0, 1, 2, 3, 100, 200, 300, 100, 200, 300, 100, 200]);
    let masked = numbers(&[3, 4]);
    put_mask(&masked, &mask, &values).unwrap();
    assert_eq!(masked.to_vec::<i64>().unwrap(), [0, 1, 2, 3, 200, 300, 100, 200, 300, 100, 200, 300]);
}

#[test]
fn big_masks_and_takes_use_threads() {
    let t = Tensor::generate::<f64>(&[300_000], |i| i as f64).unwrap();
    let mask = Tensor::generate(&[300_000], |i| i % 3 == 0).unwrap();
    let kept = get(&t, &[Mask(mask)]).unwrap().to_vec::<f64>().unwrap();
    assert!(kept.len() == 100_000 && kept.iter().enumerate().all(|(i, &v)| v == 3.0 * i as f64));
    let backwards = Tensor::generate::<i64>(&[300_000], |i| -1 - i as i64).unwrap();
    let turned = get(&t, &[Array(backwards)]).unwrap().to_vec::<f64>().unwrap();
    assert!(turned.iter().enumerate().all(|(i, &v)| v == 299_999.0 - i as f64));
}

#[test]
fn single_elements() {
    let t = numbers(&[2, 3]);
    assert!(matches!(get_element(&t, &[1, -1]), Ok(crate::tensor::Scalar::Int64(5))));
    assert_eq!(error(get_element(&t, &[0, 3])), "index 3 is out of bounds for axis 1 with size 3");
    assert!(get_element(&t.transpose(), &[2, 1]).is_ok());
}
