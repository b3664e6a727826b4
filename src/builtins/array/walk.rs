//! A walk of `np.nditer`: axes in the order of memory, joined where they can be, and the place where it stands.

use crate::tensor::{Dims, Strides};
use crate::value::class::exception;
use crate::value::{Error, Result};
use smallvec::SmallVec;

pub const EXTERNAL_LOOP: &str =
    "Iterator flag EXTERNAL_LOOP cannot be used if an index or multi-index is being tracked";

/// An axis of a walk.
#[derive(Clone)]
pub struct Dim {
    pub len: usize,
    /// Bytes from one place to the next in each operand; 0 where an operand does not have the axis.
    pub strides: SmallVec<[isize; 3]>,
    /// The same in the flat index.
    pub index: isize,
    /// Which of the arrays' axes it is.
    pub axis: usize,
    /// Whether it is gone through from its end.
    pub flipped: bool,
}

impl Dim {
    /// Whether this axis and the `faster` one are one run in all operands.
    fn joins(&self, faster: &Dim) -> bool {
        let pairs = self.strides.iter().zip(&faster.strides).chain(std::iter::once((&self.index, &faster.index)));
        pairs.into_iter().all(|(&slow, &fast)| {
            (faster.len == 1 && fast == 0) || (self.len == 1 && slow == 0) || fast * faster.len as isize == slow
        })
    }

    fn joined(&self, faster: &Dim) -> Dim {
        let either = |fast: isize, slow: isize| if fast == 0 { slow } else { fast };
        let strides = faster.strides.iter().zip(&self.strides).map(|(&fast, &slow)| either(fast, slow)).collect();
        Dim { len: self.len * faster.len, strides, index: either(faster.index, self.index), ..faster.clone() }
    }
}

/// A walk and the place where it stands.
#[derive(Clone)]
pub struct Walk {
    /// Slowest first.
    pub dims: Vec<Dim>,
    /// Bytes from the start of each operand's memory to its first element.
    pub starts: Vec<isize>,
    /// Bytes from there to the first place of the walk, which goes through some axes from their end.
    pub origins: Vec<isize>,
    pub index_origin: isize,
    /// Lengths by the arrays' axes.
    pub shape: Vec<usize>,
    pub has_index: bool,
    pub has_multi_index: bool,
    pub buffered: bool,
    pub is_delayed: bool,
    pub ranged: bool,
    pub external_loop: bool,
    /// Elements of a run with `buffered`.
    pub buffer: usize,
    pub range: (usize, usize),
    pub at: usize,
    pub started: bool,
    pub finished: bool,
}

impl Walk {
    pub fn size(&self) -> usize {
        self.dims.iter().map(|dim| dim.len).product()
    }

    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// The place on each axis of the walk.
    fn position(&self) -> SmallVec<[usize; 4]> {
        let mut rest = self.at;
        let mut position: SmallVec<[usize; 4]> = self.dims.iter().map(|dim| dim.len).collect();
        for place in position.iter_mut().rev() {
            let n = (*place).max(1);
            *place = rest % n;
            rest /= n;
        }
        position
    }

    /// Where the walk stands in each operand's memory.
    pub fn offsets(&self) -> Vec<isize> {
        let position = self.position();
        let offset = |(at, (start, origin)): (usize, (&isize, &isize))| {
            let steps = self.dims.iter().zip(&position).map(|(dim, &i)| i as isize * dim.strides[at]);
            start + origin + steps.sum::<isize>()
        };
        self.starts.iter().zip(&self.origins).enumerate().map(offset).collect()
    }

    /// All that the walk goes through in an operand.
    pub fn whole(&self, operand: usize) -> (isize, Dims, Strides) {
        let shape = self.dims.iter().map(|dim| dim.len).collect();
        let strides = self.dims.iter().map(|dim| dim.strides[operand]).collect();
        (self.starts[operand] + self.origins[operand], shape, strides)
    }

    /// How many elements a step of the walk shows; `None`: one by one.
    pub fn run(&self) -> Option<usize> {
        self.external_loop.then(|| self.step())
    }

    pub fn run_stride(&self, operand: usize) -> isize {
        self.dims.last().map_or(0, |dim| dim.strides[operand])
    }

    fn step(&self) -> usize {
        if !self.external_loop {
            return 1;
        }
        let len = self.dims.last().map_or(1, |dim| dim.len).max(1);
        let most = if self.buffered { self.buffer } else { usize::MAX };
        (len - self.at % len).min(most).min(self.range.1 - self.at)
    }

    /// Goes on; whether there is a next place.
    pub fn advance(&mut self) -> bool {
        if self.finished {
            return false;
        }
        self.at += self.step();
        self.finished = self.at >= self.range.1;
        !self.finished
    }

    pub fn restart(&mut self) {
        self.at = self.range.0;
        self.started = false;
        self.is_delayed = false;
        self.finished = self.range.0 >= self.range.1;
    }

    /// Starts over with the operands' first elements elsewhere.
    pub fn start_at(&mut self, starts: Vec<isize>) {
        self.starts = starts;
        self.restart();
    }

    pub fn close(&mut self) {
        self.finished = true;
    }

    /// The index in the arrays' axes.
    pub fn multi_index(&self) -> Vec<usize> {
        let mut index = vec![0; self.shape.len()];
        for (dim, &i) in self.dims.iter().zip(&self.position()) {
            if let Some(place) = index.get_mut(dim.axis) {
                *place = if dim.flipped { dim.len - 1 - i } else { i };
            }
        }
        index
    }

    pub fn flat_index(&self) -> isize {
        let steps = self.dims.iter().zip(&self.position()).map(|(dim, &i)| i as isize * dim.index).sum::<isize>();
        self.index_origin + steps
    }

    /// As the attribute `shape` has it: by the arrays' axes where an index is tracked, else fastest first.
    pub fn shape_shown(&self) -> Vec<usize> {
        if self.has_multi_index { self.shape.clone() } else { self.dims.iter().rev().map(|dim| dim.len).collect() }
    }

    pub fn go_to(&mut self, index: i64) -> Result<()> {
        if self.external_loop {
            return Err(Error::value("Iterator GotoIterIndex called on a iterator which has the flag EXTERNAL_LOOP"));
        }
        match usize::try_from(index) {
            Ok(at) if (self.range.0..self.range.1).contains(&at) => {
                self.at = at;
                self.started = false;
                self.finished = false;
                Ok(())
            }
            _ => Err(Error::index("Iterator GotoIterIndex called with an iterindex outside the iteration range.")),
        }
    }

    pub fn go_to_flat(&mut self, index: i64) -> Result<()> {
        if !self.has_index {
            return Err(Error::value("Iterator does not have an index"));
        }
        let outside = || Error::index("Iterator GotoIndex called with an out-of-bounds index");
        let flat = usize::try_from(index).ok().filter(|&i| i < self.size()).ok_or_else(outside)?;
        // The place on each axis is what is left of the index, largest strides first.
        let mut rest = flat as isize - self.index_origin;
        let total = |dim: &Dim| dim.index * (dim.len as isize - 1);
        let mut position = vec![0; self.dims.len()];
        // Axes that are gone through from their end count down.
        rest -= self.dims.iter().filter(|dim| dim.index < 0).map(total).sum::<isize>();
        let mut order: Vec<usize> = (0..self.dims.len()).collect();
        order.sort_by_key(|&i| std::cmp::Reverse(self.dims[i].index.unsigned_abs()));
        for i in order {
            let (dim, stride) = (&self.dims[i], self.dims[i].index.abs());
            let place = if stride == 0 { 0 } else { (rest / stride) as usize };
            rest -= place as isize * stride;
            position[i] = if dim.index < 0 { dim.len - 1 - place } else { place };
        }
        let at = self.dims.iter().zip(&position).fold(0, |at, (dim, &i)| at * dim.len + i);
        self.go_to(at as i64)
    }

    pub fn go_to_index(&mut self, index: &[i64]) -> Result<()> {
        if !self.has_multi_index {
            return Err(Error::value("Iterator is not tracking a multi-index"));
        }
        if index.len() != self.shape.len() {
            return Err(Error::value("Wrong number of indices"));
        }
        let mut at = 0;
        for dim in &self.dims {
            let place = usize::try_from(index[dim.axis])
                .ok()
                .filter(|&i| i < dim.len)
                .ok_or_else(|| Error::index("Iterator GotoMultiIndex called with an out-of-bounds multi-index"))?;
            at = at * dim.len + if dim.flipped { dim.len - 1 - place } else { place };
        }
        self.go_to(at as i64)
    }

    pub fn set_range(&mut self, start: i64, end: i64) -> Result<()> {
        if !self.ranged {
            return Err(Error::value(
                "Cannot call ResetToIterIndexRange on an iterator without requesting ranged iteration support in the constructor",
            ));
        }
        let size = self.size() as i64;
        if start < 0 || end > size {
            return Err(Error::value(format!("Out-of-bounds range [{start}, {end}) passed to ResetToIterIndexRange")));
        }
        if end < start {
            return Err(Error::value(format!("Invalid range [{start}, {end}) passed to ResetToIterIndexRange")));
        }
        self.range = (start as usize, end as usize);
        self.restart();
        Ok(())
    }

    pub fn remove_axis(&mut self, axis: i64) -> Result<()> {
        if !self.has_multi_index {
            return Err(exception::RUNTIME_ERROR
                .error("Iterator RemoveAxis may only be called if a multi-index is being tracked"));
        }
        let Some(axis) = usize::try_from(axis).ok().filter(|&axis| axis < self.shape.len()) else {
            return Err(Error::value("axis out of bounds in iterator RemoveAxis"));
        };
        // What was gone through from its end stands at its first place.
        for dim in self.dims.iter().filter(|dim| dim.axis == axis && dim.flipped) {
            for (origin, stride) in self.origins.iter_mut().zip(&dim.strides) {
                *origin += stride * (dim.len as isize - 1);
            }
        }
        self.dims.retain(|dim| dim.axis != axis);
        self.dims.iter_mut().filter(|dim| dim.axis > axis).for_each(|dim| dim.axis -= 1);
        self.shape.remove(axis);
        self.range = (0, self.size());
        self.restart();
        Ok(())
    }

    pub fn remove_multi_index(&mut self) {
        if std::mem::take(&mut self.has_multi_index) {
            self.coalesce();
        }
    }

    pub fn enable_external_loop(&mut self) -> Result<()> {
        if self.has_index || self.has_multi_index {
            return Err(Error::value(EXTERNAL_LOOP));
        }
        self.external_loop = true;
        self.restart();
        Ok(())
    }

    /// Joins axes that are one run.
    pub fn coalesce(&mut self) {
        let mut joined: Vec<Dim> = Vec::with_capacity(self.dims.len());
        for dim in self.dims.drain(..) {
            match joined.last_mut() {
                Some(slower) if slower.joins(&dim) => *slower = slower.joined(&dim),
                _ => joined.push(dim),
            }
        }
        self.dims = joined;
    }

    /// With buffers over several axes: the elements of as many of the fastest axes as fit into a buffer, which holds a
    /// multiple of them. `None` where runs end with an axis anyway.
    pub fn buffered_core(&self) -> Option<usize> {
        if !self.buffered || !self.external_loop || self.dims.len() < 2 {
            return None;
        }
        let products = self.dims.iter().rev().scan(1, |all, dim| {
            *all *= dim.len;
            Some(*all)
        });
        products.take_while(|&n| n > 0 && n <= self.buffer).last()
    }

    /// Goes through axes from their end that all operands have backwards.
    pub fn flip_backward_axes(&mut self) {
        for dim in &mut self.dims {
            let backward = dim.strides.iter().all(|&s| s <= 0) && dim.strides.iter().any(|&s| s < 0);
            if !backward {
                continue;
            }
            let last = dim.len as isize - 1;
            for (origin, stride) in self.origins.iter_mut().zip(dim.strides.iter_mut()) {
                *origin += last * *stride;
                *stride = -*stride;
            }
            dim.flipped = true;
        }
    }

    /// Gives each axis its stride in the flat index, in C or Fortran order.
    pub fn track_index(&mut self, fortran: bool) {
        let n = self.shape.len();
        let mut strides = vec![0; n];
        let mut step = 1;
        for i in 0..n {
            let axis = if fortran { i } else { n - 1 - i };
            strides[axis] = if self.shape[axis] == 1 { 0 } else { step };
            step *= self.shape[axis] as isize;
        }
        for dim in &mut self.dims {
            dim.index = strides[dim.axis];
            if dim.flipped {
                self.index_origin += dim.index * (dim.len as isize - 1);
                dim.index = -dim.index;
            }
        }
        self.has_index = true;
    }
}
