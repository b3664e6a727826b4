//! Memory behind arrays: an aligned block of bytes that any number of tensors share and view.

use super::error::{Error, ErrorKind, Result};
use super::object::ItemRef;
use std::alloc::{self, Layout};
use std::cell::Cell;
use std::ops::Deref;
use std::ptr::NonNull;

/// Alignment of a large block in bytes: a cache line, and the widest SIMD register.
pub const ALIGNMENT: usize = 64;

/// Blocks shorter than this lie behind their header and get [`SMALL_ALIGNMENT`], which every allocator gives without a detour.
const SMALL: usize = 1024;

/// Alignment of a small block in bytes: that of the widest element.
const SMALL_ALIGNMENT: usize = 16;

/// Blocks up to here are asked for without a look at the machine's memory.
const MODEST: usize = 1 << 24;

/// A block of bytes with a fixed length. Its contents change through raw pointers, because any number of views may
/// reach them; no `&[T]` over it outlives one kernel call.
pub struct Storage {
    holders: Cell<usize>,
    pointer: NonNull<u8>,
    len: usize,
    owner: Owner,
    writeable: Cell<bool>,
}

/// Who frees the block, and how.
enum Owner {
    /// Allocated here; freed here.
    Heap,
    /// Behind the header, in one allocation with it.
    Inline,
    /// As `Heap`, but full of object references (`ItemRef`), which are dropped first.
    Objects,
    /// Somebody else's memory (a memory map, a foreign buffer), kept alive by this box.
    Foreign(#[allow(dead_code)] Box<dyn std::any::Any>),
}

/// A holder of a block: it lives as long as anybody holds it. An `Rc` whose block, where it is small, lies behind the header, so
/// that a small array asks for memory once.
pub struct Shared(NonNull<Storage>);

/// Where a small block begins behind its header.
const BEHIND: usize = size_of::<Storage>().next_multiple_of(SMALL_ALIGNMENT);

impl Clone for Shared {
    #[inline(always)]
    fn clone(&self) -> Shared {
        self.holders.set(self.holders.get() + 1);
        Shared(self.0)
    }
}

impl Deref for Shared {
    type Target = Storage;

    #[inline(always)]
    fn deref(&self) -> &Storage {
        // SAFETY: the header lives as long as one of its holders.
        unsafe { self.0.as_ref() }
    }
}

impl Drop for Shared {
    #[inline]
    fn drop(&mut self) {
        let left = self.holders.get() - 1;
        self.holders.set(left);
        if left == 0 {
            self.free();
        }
    }
}

impl Shared {
    /// A block of `len` bytes with unspecified contents. `MemoryError` where the system has no such block.
    #[inline]
    pub fn uninitialised(len: usize) -> Result<Shared> {
        Shared::allocate(len, false)
    }

    /// A block of zero bytes; untouched pages cost nothing.
    #[inline]
    pub fn zeroed(len: usize) -> Result<Shared> {
        Shared::allocate(len, true)
    }

    #[inline]
    fn allocate(len: usize, zero: bool) -> Result<Shared> {
        if len >= SMALL {
            return Shared::allocate_apart(len, zero);
        }
        let layout = inline_layout(len);
        // SAFETY: the layout's size is not zero.
        let header = unsafe { if zero { alloc::alloc_zeroed(layout) } else { alloc::alloc(layout) } };
        let Some(header) = NonNull::new(header) else { return Err(no_memory(len)) };
        // SAFETY: the block has `len` bytes from BEHIND on.
        let pointer = unsafe { header.add(BEHIND) };
        let header = header.cast::<Storage>();
        let holders = Cell::new(1);
        // SAFETY: the block has room for a header, which is aligned as it must be.
        unsafe { header.write(Storage { holders, pointer, len, owner: Owner::Inline, writeable: Cell::new(true) }) };
        Ok(Shared(header))
    }

    /// A block of its own.
    #[inline(never)]
    fn allocate_apart(len: usize, zero: bool) -> Result<Shared> {
        if len > MODEST && len > max_allocation() {
            return Err(no_memory(len));
        }
        let layout = Layout::from_size_align(len, ALIGNMENT).map_err(|_| no_memory(len))?;
        // SAFETY: the layout's size is not zero.
        let raw = unsafe { if zero { alloc::alloc_zeroed(layout) } else { alloc::alloc(layout) } };
        let pointer = NonNull::new(raw).ok_or_else(|| no_memory(len))?;
        Ok(Shared::over(pointer, len, Owner::Heap, true))
    }

    /// The first holder of a block that lies elsewhere.
    fn over(pointer: NonNull<u8>, len: usize, owner: Owner, writeable: bool) -> Shared {
        let header = Storage { holders: Cell::new(1), pointer, len, owner, writeable: Cell::new(writeable) };
        Shared(NonNull::from(Box::leak(Box::new(header))))
    }

    /// A block of object references, each a clone of `fill`.
    pub fn objects(count: usize, fill: &ItemRef) -> Result<Shared> {
        let len = count * size_of::<ItemRef>();
        let shared = if len == 0 { Shared::uninitialised(0)? } else { Shared::allocate_apart(len, false)? };
        let items = shared.pointer.as_ptr().cast::<ItemRef>();
        for i in 0..count {
            // SAFETY: i < count, and the block holds `count` references; each is written once.
            unsafe { items.add(i).write(fill.clone()) };
        }
        if len > 0 {
            // SAFETY: this holder is the only one so far.
            unsafe { (*shared.0.as_ptr()).owner = Owner::Objects };
        }
        Ok(shared)
    }

    /// Memory that `owner` keeps alive.
    ///
    /// # Safety
    /// `pointer` must be valid for reads (and writes, if `writeable`) of `len` bytes for as long as `owner` lives.
    pub unsafe fn foreign(pointer: NonNull<u8>, len: usize, writeable: bool, owner: Box<dyn std::any::Any>) -> Shared {
        Shared::over(pointer, len, Owner::Foreign(owner), writeable)
    }

    /// Whether both hold one block.
    #[inline(always)]
    pub fn is(&self, other: &Shared) -> bool {
        self.0 == other.0
    }

    /// How many hold the block.
    pub fn holders(&self) -> usize {
        self.holders.get()
    }

    /// Frees header and block, whose last holder is this one.
    fn free(&mut self) {
        // SAFETY: nobody else holds the header; an inline block was allocated with exactly this layout, and its header, whose
        // parts need no dropping, ends with it. The others were boxed.
        unsafe {
            let Storage { owner, len, pointer, .. } = self.0.as_ref();
            match owner {
                Owner::Inline => return alloc::dealloc(self.0.as_ptr().cast(), inline_layout(*len)),
                Owner::Foreign(_) => {}
                Owner::Heap => alloc::dealloc(pointer.as_ptr(), Layout::from_size_align_unchecked(*len, ALIGNMENT)),
                Owner::Objects => {
                    let items = pointer.as_ptr().cast::<ItemRef>();
                    for i in 0..*len / size_of::<ItemRef>() {
                        // An object block is full of valid references from its making to here.
                        items.add(i).drop_in_place();
                    }
                    alloc::dealloc(pointer.as_ptr(), Layout::from_size_align_unchecked(*len, ALIGNMENT));
                }
            }
            drop(Box::from_raw(self.0.as_ptr()));
        }
    }
}

impl Storage {
    #[inline]
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[inline]
    pub fn as_ptr(&self) -> *mut u8 {
        self.pointer.as_ptr()
    }

    /// Whether the memory itself may be written (a read-only memory map may not).
    #[inline]
    pub fn is_writeable(&self) -> bool {
        self.writeable.get()
    }

    pub fn holds_objects(&self) -> bool {
        matches!(self.owner, Owner::Objects)
    }
}

/// A header with `len` bytes, fewer than [`SMALL`], behind it.
#[inline]
const fn inline_layout(len: usize) -> Layout {
    // SAFETY: the alignment is a power of two, and the size far from overflowing.
    unsafe { Layout::from_size_align_unchecked(BEHIND + len, SMALL_ALIGNMENT) }
}

#[cold]
fn no_memory(len: usize) -> Error {
    Error::new(ErrorKind::Memory, format!("Unable to allocate {}", human_size(len)))
}

/// An empty vector with room for `len` elements, for tables as long as an array. MemoryError where there is no room.
pub fn reserved<T>(len: usize) -> Result<Vec<T>> {
    let bytes = len.saturating_mul(size_of::<T>());
    let mut room = Vec::new();
    if bytes > max_allocation() || room.try_reserve_exact(len).is_err() {
        return Err(Error::new(ErrorKind::Memory, format!("Unable to allocate {}", human_size(bytes))));
    }
    Ok(room)
}

/// The most bytes one array may ask for: the machine's memory, where the system says how much that is.
fn max_allocation() -> usize {
    use std::sync::OnceLock;
    static LIMIT: OnceLock<usize> = OnceLock::new();
    *LIMIT.get_or_init(|| {
        let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
        let total = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
        let kib = total.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse::<usize>().ok());
        kib.map_or(isize::MAX as usize, |kib| kib.saturating_mul(1024))
    })
}

/// `7.28 TiB`, as NumPy writes sizes in its MemoryError: three significant digits.
pub fn human_size(bytes: usize) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let mut unit = (usize::BITS - 1 - bytes.max(1).leading_zeros()) as usize / 10;
    let mut size = bytes as f64 / 1024f64.powi(unit as i32);
    if unit < 6 && size.round() >= 1024.0 {
        unit += 1;
        size /= 1024.0;
    }
    let digits = if unit == 0 || size >= 100.0 {
        0
    } else if size >= 10.0 {
        1
    } else {
        2
    };
    format!("{size:.digits$} {}", units[unit.min(6)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::object;

    #[test]
    fn blocks_are_aligned_and_live_as_long_as_a_holder() {
        for len in [0, 1, 24, SMALL - 1, SMALL, 5000] {
            let block = Shared::zeroed(len).unwrap();
            assert_eq!(block.as_ptr() as usize % if len < SMALL { SMALL_ALIGNMENT } else { ALIGNMENT }, 0);
            let other = block.clone();
            assert!(block.is(&other) && block.holders() == 2);
            drop(block);
            assert_eq!((other.holders(), other.len()), (1, len));
            // SAFETY: the block has `len` initialised bytes.
            let bytes = unsafe { std::slice::from_raw_parts(other.as_ptr(), len) };
            assert!(bytes.iter().all(|&byte| byte == 0));
        }
    }

    #[test]
    fn references_are_dropped_with_their_block() {
        let item = object::none();
        let before = std::rc::Rc::strong_count(&item);
        let block = Shared::objects(3, &item).unwrap();
        assert!(block.holds_objects());
        drop(block);
        assert_eq!(std::rc::Rc::strong_count(&item), before);
        assert!(Shared::objects(0, &item).unwrap().is_empty());
    }
}
