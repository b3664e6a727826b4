//! Elements of one array → the same elements in another of the same dtype and shape, whatever the two layouts.

use super::dtype::DType;
use super::error::Result;
use super::iterate::{Axis, Walk, each_offset};
use super::object::ItemRef;
use super::shape::{self, Dims};
use super::tensor::{Order, Tensor};
use crate::pool;

/// Bytes from which a copy is shared between threads.
const PARALLEL_BYTES: usize = 1 << 20;

/// Elements up to which a copy goes element by element.
const FEW: usize = 32;

/// Rows shorter than this are copied in a loop of their own.
const SHORT_ROW: usize = 32;

/// Copies `src`'s elements to `dst`. Both have the same shape (broadcast first) and dtype, byte order included.
///
/// Overlap is not looked after: elements may be copied in any order, so `dst` must not share an element with `src`
/// other than at the same index (see [`super::overlap::needs_copy`]). `assign::assign` is the safe and general way.
pub fn copy_elements(dst: &Tensor, src: &Tensor) -> Result<()> {
    debug_assert_eq!(dst.shape(), src.shape());
    debug_assert_eq!(dst.itemsize(), src.itemsize());
    if dst.size() <= FEW && !dst.dtype().kind.is_reference() {
        copy_few(dst, src);
        return Ok(());
    }
    let walk = Walk::by_layout(dst.shape(), [dst.strides(), src.strides()]);
    let (to, from) = (Place(dst.as_ptr()), Place(src.as_ptr()));
    if dst.dtype().kind.is_reference() {
        return copy_objects(&walk, to, from);
    }
    let itemsize = dst.itemsize();
    if itemsize == 0 || walk.is_empty() {
        return Ok(());
    }
    let slowest = walk.outer.first().unwrap_or(&walk.inner);
    // A target that repeats along the slowest axis must not be written by two threads at once.
    let splits = slowest.strides[0] != 0 && walk.len() * itemsize >= PARALLEL_BYTES && pool::threads() > 1;
    if !splits {
        return copy_walk(&walk, to, from, itemsize);
    }
    let parts = (2 * pool::threads()).min(slowest.len);
    pool::for_each(parts, |i| {
        let (to, from) = (to, from);
        // An interrupt is the only error; it is reported once, below.
        let _ = copy_walk(&walk.part(i, parts), to, from, itemsize);
    });
    if pool::interrupted() { Err(super::Error::interrupt()) } else { Ok(()) }
}

/// Copies element after element: so few that putting a walk together would cost more.
fn copy_few(dst: &Tensor, src: &Tensor) {
    let (to, from, itemsize) = (dst.as_ptr(), src.as_ptr().cast_const(), dst.itemsize());
    if dst.is_c_contiguous() && src.is_c_contiguous() {
        // SAFETY: by their invariant both tensors' elements lie in their storages, here one after the other.
        unsafe { std::ptr::copy(from, to, dst.size() * itemsize) };
        return;
    }
    let mut places = [0isize; FEW];
    let mut count = 0;
    each_offset(dst.shape(), dst.strides(), |offset| {
        places[count] = offset;
        count += 1;
    });
    let mut place = places.iter();
    each_offset(src.shape(), src.strides(), |offset| {
        let (Some(&at), source) = (place.next(), from.wrapping_offset(offset)) else { return };
        let target = to.wrapping_offset(at);
        // SAFETY: the offsets lead to elements of the two arrays.
        unsafe {
            match itemsize {
                8 => target.cast::<u64>().write_unaligned(source.cast::<u64>().read_unaligned()),
                n => std::ptr::copy(source, target, n),
            }
        }
    });
}

/// Copies the one element `value` (0-d, of the same dtype) to every place of `dst`.
pub fn fill(dst: &Tensor, value: &Tensor) -> Result<()> {
    debug_assert_eq!(value.ndim(), 0);
    let strides = smallvec::smallvec![0; dst.ndim()];
    copy_elements(dst, &value.with_geometry(value.offset(), Dims::from_slice(dst.shape()), strides))
}

/// A new array with the elements of `t`, laid out in `order`.
pub fn copied(t: &Tensor, order: Order) -> Result<Tensor> {
    let new = empty_like(t, t.dtype(), order)?;
    copy_elements(&new, t)?;
    Ok(new)
}

/// `t` itself where it is C-contiguous, otherwise a C-ordered copy.
pub fn c_contiguous(t: &Tensor) -> Result<Tensor> {
    if t.is_c_contiguous() { Ok(t.clone()) } else { copied(t, Order::C) }
}

/// A new array of `t`'s shape with unspecified elements; `A` and `K` look at `t`'s layout.
pub fn empty_like(t: &Tensor, dtype: DType, order: Order) -> Result<Tensor> {
    let order = match order {
        Order::K if t.is_c_contiguous() => Order::C,
        Order::K | Order::A if t.is_f_contiguous() && !t.is_c_contiguous() => Order::F,
        Order::A => Order::C,
        other => other,
    };
    let new = Tensor::allocate(t.shape(), dtype, order, false)?;
    if order != Order::K {
        return Ok(new);
    }
    let strides = shape::strides_like(t.shape(), t.strides(), dtype.itemsize());
    Ok(new.with_geometry(0, Dims::from_slice(t.shape()), strides))
}

/// One small copy done over and over at other addresses: the blocks of an advanced index.
pub(super) struct BlockCopy {
    walk: Walk<2>,
    itemsize: usize,
    objects: bool,
}

impl BlockCopy {
    pub(super) fn new(shape: &[usize], dst: &[isize], src: &[isize], dtype: DType) -> BlockCopy {
        let walk = Walk::by_layout(shape, [dst, src]);
        BlockCopy { walk, itemsize: dtype.itemsize(), objects: dtype.kind.is_reference() }
    }

    /// The item size, where a block is one element that is not an object reference.
    pub(super) fn single_element(&self) -> Option<usize> {
        (self.walk.len() == 1 && !self.objects).then_some(self.itemsize)
    }

    /// Whether blocks may be copied on several threads.
    pub(super) fn is_sendable(&self) -> bool {
        !self.objects
    }

    /// Copies the block at `from` to `to`, both the addresses of the block's element (0, …, 0).
    ///
    /// # Safety
    /// The blocks must lie inside live storages of the dtype given to `new`.
    pub(super) unsafe fn copy(&self, to: *mut u8, from: *mut u8) -> Result<()> {
        let inner = self.walk.inner;
        if self.objects {
            return copy_objects(&self.walk, Place(to), Place(from));
        }
        if self.walk.outer.is_empty() && inner.strides == [self.itemsize as isize; 2] {
            // SAFETY: the caller's; `start` is 0 where the strides were not reversed, and both blocks are `len` items.
            unsafe {
                let (to, from) = (to.wrapping_offset(self.walk.start[0]), from.wrapping_offset(self.walk.start[1]));
                copy_bytes(to, from, inner.len * self.itemsize);
            }
            return Ok(());
        }
        copy_runs(&self.walk, Place(to), Place(from), self.itemsize)
    }
}

/// A pointer that may go to another thread. The jobs write disjoint elements.
#[derive(Clone, Copy)]
pub(super) struct Place(pub(super) *mut u8);

// SAFETY: whoever sends a place sees to it that no two threads write the same element.
unsafe impl Send for Place {}
// SAFETY: as above.
unsafe impl Sync for Place {}

/// Runs `$body` with `$T` an unsigned integer of `$size` bytes, or `$other`.
macro_rules! by_width {
    ($size:expr, $T:ident => $body:expr, else $other:expr) => {
        match $size {
            1 => {
                type $T = u8;
                $body
            }
            2 => {
                type $T = u16;
                $body
            }
            4 => {
                type $T = u32;
                $body
            }
            8 => {
                type $T = u64;
                $body
            }
            16 => {
                type $T = [u64; 2];
                $body
            }
            _ => $other,
        }
    };
}
pub(super) use by_width;

fn copy_walk(walk: &Walk<2>, to: Place, from: Place, itemsize: usize) -> Result<()> {
    if let Some(k) = transposed_axis(walk, itemsize) {
        return by_width!(itemsize, T => copy_tiles::<T>(walk, k, to, from), else copy_runs(walk, to, from, itemsize));
    }
    copy_runs(walk, to, from, itemsize)
}

fn copy_runs(walk: &Walk<2>, to: Place, from: Place, itemsize: usize) -> Result<()> {
    let [ds, ss] = walk.inner.strides;
    let size = itemsize as isize;
    if walk.inner.len < SHORT_ROW && !walk.outer.is_empty() {
        by_width!(itemsize, T => return copy_planes::<T>(walk, to, from), else ());
    }
    walk.run(|[d, s], n| {
        let (to, from) = (to.0.wrapping_offset(d), from.0.wrapping_offset(s));
        // SAFETY: the walk's offsets and runs stay inside both arrays, which lie inside their storages.
        unsafe {
            if ds == size && ss == size {
                copy_bytes(to, from, n * itemsize);
            } else {
                by_width!(itemsize, T => copy_run::<T>(to, ds, from, ss, n), else copy_wide(to, ds, from, ss, n, itemsize));
            }
        }
        Ok(())
    })
}

/// Copies `n` bytes, also onto themselves.
///
/// # Safety
/// Both runs must lie inside live allocations.
unsafe fn copy_bytes(to: *mut u8, from: *const u8, n: usize) {
    /// Less than what libc leaves to the processor's string instruction.
    const PIECE: usize = 1 << 10;
    let (distance, page) = ((to as usize).wrapping_sub(from as usize), 4096);
    // That instruction takes ten times as long where the target lies a few bytes behind the source in its page.
    let crawls = (1..64).contains(&(distance % page)) && distance.min(distance.wrapping_neg()) >= n;
    // SAFETY (both): the caller's; `copy`, not `copy_nonoverlapping`, for an array may be copied onto itself.
    unsafe {
        if !crawls {
            return std::ptr::copy(from, to, n);
        }
        for at in (0..n).step_by(PIECE) {
            std::ptr::copy(from.add(at), to.add(at), PIECE.min(n - at));
        }
    }
}

/// Copies row after row of the two innermost axes in one loop: rows so short that the way from one to the next matters.
fn copy_planes<T: Copy>(walk: &Walk<2>, to: Place, from: Place) -> Result<()> {
    let mut rest = walk.clone();
    let cols = walk.inner;
    let Some(rows) = rest.outer.pop() else { return Ok(()) };
    rest.inner = Axis { len: rows.len, strides: rows.strides };
    rest.run(|[d, s], n| {
        let (mut to, mut from) = (to.0.wrapping_offset(d), from.0.wrapping_offset(s));
        for _ in 0..n {
            for j in 0..cols.len as isize {
                let from = from.wrapping_offset(j * cols.strides[1]).cast::<T>();
                // SAFETY: the walk's offsets stay inside both arrays, which lie inside their storages.
                unsafe { to.wrapping_offset(j * cols.strides[0]).cast::<T>().write_unaligned(from.read_unaligned()) };
            }
            to = to.wrapping_offset(rows.strides[0]);
            from = from.wrapping_offset(rows.strides[1]);
        }
        Ok(())
    })
}

/// # Safety
/// Both runs must lie inside live allocations.
unsafe fn copy_run<T: Copy>(to: *mut u8, ds: isize, from: *const u8, ss: isize, n: usize) {
    let size = size_of::<T>() as isize;
    // SAFETY: the caller's.
    unsafe {
        if ss == 0 && ds == size {
            let value = from.cast::<T>().read_unaligned();
            (0..n).for_each(|i| to.cast::<T>().add(i).write_unaligned(value));
        } else if ds == size {
            for i in 0..n {
                let value = from.wrapping_offset(i as isize * ss).cast::<T>().read_unaligned();
                to.cast::<T>().add(i).write_unaligned(value);
            }
        } else {
            for i in 0..n as isize {
                let value = from.wrapping_offset(i * ss).cast::<T>().read_unaligned();
                to.wrapping_offset(i * ds).cast::<T>().write_unaligned(value);
            }
        }
    }
}

/// # Safety
/// Both runs must lie inside live allocations.
unsafe fn copy_wide(to: *mut u8, ds: isize, from: *const u8, ss: isize, n: usize, itemsize: usize) {
    for i in 0..n as isize {
        // SAFETY: the caller's.
        unsafe { std::ptr::copy(from.wrapping_offset(i * ss), to.wrapping_offset(i * ds), itemsize) };
    }
}

/// The outer axis along which the source is read with the smallest stride, where that is not the inner axis: reading
/// along the inner axis alone would touch a new cache line for every element.
fn transposed_axis(walk: &Walk<2>, itemsize: usize) -> Option<usize> {
    let inner = walk.inner.strides[1].unsigned_abs();
    if inner <= 4 * itemsize || walk.inner.len < 4 {
        return None;
    }
    let near = |k: &usize| walk.outer[*k].strides[1].unsigned_abs();
    let k = (0..walk.outer.len()).filter(|k| near(k) != 0).min_by_key(near)?;
    (near(&k) < inner && walk.outer[k].len >= 4).then_some(k)
}

/// Elements of a side of the squares that are turned at once.
const SQUARE: usize = 8;

/// Copies square tiles over the inner axis and outer axis `k`, so that each cache line is used up while it is near.
fn copy_tiles<T: Copy>(walk: &Walk<2>, k: usize, to: Place, from: Place) -> Result<()> {
    let mut rest = walk.clone();
    let rows = rest.outer.remove(k);
    let cols = walk.inner;
    let size = size_of::<T>() as isize;
    let turns = rows.strides[1] == size && cols.strides[0] == size;
    // Bytes: a cache line's where it is read and written at once.
    let side = if turns { 64 } else { 128 };
    let tile = (side / size_of::<T>()).clamp(SQUARE, 64);
    // The walk over the remaining axes hands out one plane at a time.
    let plane = Walk { inner: Axis { len: rows.len * cols.len, strides: [0, 0] }, ..rest };
    plane.rows(|[d, s]| {
        // The tiles follow each other along the source's rows: it is read as a few long streams.
        for c in (0..cols.len).step_by(tile) {
            if pool::interrupted() {
                return Err(super::Error::interrupt());
            }
            let width = tile.min(cols.len - c);
            for r in (0..rows.len).step_by(tile) {
                let height = tile.min(rows.len - r);
                let corner = |k: usize| r as isize * rows.strides[k] + c as isize * cols.strides[k];
                let tile = Tile {
                    to: to.0.wrapping_offset(d + corner(0)),
                    from: from.0.wrapping_offset(s + corner(1)),
                    rows: Axis { len: height, ..rows },
                    cols: Axis { len: width, ..cols },
                };
                // SAFETY: the tile lies inside the plane, the plane inside both arrays.
                unsafe { if turns { tile.turn::<T>() } else { tile.copy::<T>() } }
            }
        }
        Ok(())
    })
}

/// A part of a plane. The source is near along the rows, the target along the columns.
struct Tile {
    to: *mut u8,
    from: *mut u8,
    rows: Axis<2>,
    cols: Axis<2>,
}

impl Tile {
    /// # Safety
    /// The tile must lie inside both arrays.
    unsafe fn copy<T: Copy>(&self) {
        for i in 0..self.rows.len as isize {
            let to = self.to.wrapping_offset(i * self.rows.strides[0]);
            let from = self.from.wrapping_offset(i * self.rows.strides[1]);
            // SAFETY: the caller's.
            unsafe { copy_run::<T>(to, self.cols.strides[0], from, self.cols.strides[1], self.cols.len) };
        }
    }

    /// Copies whole squares, whose lines are read and written once each, and the rest element by element.
    ///
    /// # Safety
    /// As [`Tile::copy`]; the source's elements lie one after the other along the rows, the target's along the columns.
    unsafe fn turn<T: Copy>(&self) {
        let (height, width) = (self.rows.len - self.rows.len % SQUARE, self.cols.len - self.cols.len % SQUARE);
        let part = |r: usize, c: usize, height: usize, width: usize| Tile {
            to: self.to.wrapping_offset(r as isize * self.rows.strides[0] + c as isize * self.cols.strides[0]),
            from: self.from.wrapping_offset(r as isize * self.rows.strides[1] + c as isize * self.cols.strides[1]),
            rows: Axis { len: height, ..self.rows },
            cols: Axis { len: width, ..self.cols },
        };
        // SAFETY: the caller's; the parts lie inside the tile.
        unsafe {
            for r in (0..height).step_by(SQUARE) {
                for c in (0..width).step_by(SQUARE) {
                    part(r, c, SQUARE, SQUARE).turn_square::<T>();
                }
            }
            part(0, width, height, self.cols.len - width).copy::<T>();
            part(height, 0, self.rows.len - height, self.cols.len).copy::<T>();
        }
    }

    /// # Safety
    /// As [`Tile::turn`], of [`SQUARE`] rows and columns.
    #[inline(always)]
    unsafe fn turn_square<T: Copy>(&self) {
        // SAFETY: the caller's.
        unsafe {
            let lines: [[T; SQUARE]; SQUARE] = std::array::from_fn(|j| {
                self.from.wrapping_offset(j as isize * self.cols.strides[1]).cast::<[T; SQUARE]>().read_unaligned()
            });
            for i in 0..SQUARE {
                let line: [T; SQUARE] = std::array::from_fn(|j| lines[j][i]);
                let to = self.to.wrapping_offset(i as isize * self.rows.strides[0]);
                to.cast::<[T; SQUARE]>().write_unaligned(line);
            }
        }
    }
}

fn copy_objects(walk: &Walk<2>, to: Place, from: Place) -> Result<()> {
    let [ds, ss] = walk.inner.strides;
    walk.run(|[d, s], n| {
        for i in 0..n as isize {
            let to = to.0.wrapping_offset(d + i * ds).cast::<ItemRef>();
            let from = from.0.wrapping_offset(s + i * ss).cast::<ItemRef>();
            // SAFETY: an object array is full of valid references. The old one is dropped after the new one is in
            // place, so that whatever its drop does sees a valid array.
            let old = unsafe { std::ptr::replace(to, (*from).clone()) };
            drop(old);
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::dtype::Kind;

    fn numbers(shape: &[usize]) -> Tensor {
        Tensor::generate::<i64>(shape, |i| i as i64).unwrap()
    }

    #[test]
    fn orders() {
        let t = numbers(&[2, 3]);
        let f = copied(&t, Order::F).unwrap();
        assert_eq!(f.strides(), [8, 16]);
        assert_eq!(f.to_vec::<i64>(), t.to_vec::<i64>());
        let k = copied(&f, Order::K).unwrap();
        assert_eq!(k.strides(), [8, 16]);
        assert_eq!(copied(&f, Order::A).unwrap().strides(), [8, 16]);
    }

    #[test]
    fn transposed_tiles_and_odd_widths() {
        let t = numbers(&[70, 33]);
        let turned = t.with_geometry(0, Dims::from_slice(&[33, 70]), smallvec::smallvec![8, 264]);
        let got = copied(&turned, Order::C).unwrap().to_vec::<i64>().unwrap();
        let want: Vec<i64> = (0..33).flat_map(|c| (0..70).map(move |r| r * 33 + c)).collect();
        assert_eq!(got, want);
        let text = Tensor::zeros(&[3], DType::native(Kind::Bytes(3))).unwrap();
        assert_eq!(copied(&text, Order::C).unwrap().nbytes(), 9);
    }

    #[test]
    fn large_copies_use_threads() {
        let t = numbers(&[512, 1024]);
        let turned = t.with_geometry(0, Dims::from_slice(&[1024, 512]), smallvec::smallvec![8, 8192]);
        let got = copied(&turned, Order::C).unwrap().to_vec::<i64>().unwrap();
        assert!((0..1024).all(|r| (0..512).all(|c| got[r * 512 + c] == (c * 1024 + r) as i64)));
        let one = Tensor::scalar(7i64).unwrap();
        fill(&t, &one).unwrap();
        assert!(t.to_vec::<i64>().unwrap().iter().all(|&x| x == 7));
    }
}
