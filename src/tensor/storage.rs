//! Memory behind arrays: an aligned block of bytes that any number of tensors share and view.

use super::error::{Error, ErrorKind, Result};
use super::object::ItemRef;
use std::alloc::{self, Layout};
use std::cell::Cell;
use std::ptr::NonNull;

/// Alignment of a large block in bytes: a cache line, and the widest SIMD register.
pub const ALIGNMENT: usize = 64;

/// Blocks shorter than this get [`SMALL_ALIGNMENT`], which every allocator gives without a detour.
const SMALL: usize = 1024;

/// Alignment of a small block in bytes: that of the widest element.
const SMALL_ALIGNMENT: usize = 16;

/// Blocks up to here are asked for without a look at the machine's memory.
const MODEST: usize = 1 << 24;

const fn alignment(len: usize) -> usize {
    if len < SMALL { SMALL_ALIGNMENT } else { ALIGNMENT }
}

/// A block of bytes with a fixed length. Its contents change through raw pointers, because any number of views may
/// reach them; no `&[T]` over it outlives one kernel call.
pub struct Storage {
    pointer: NonNull<u8>,
    len: usize,
    owner: Owner,
    writeable: Cell<bool>,
}

/// Who frees the block, and how.
enum Owner {
    /// Allocated here; freed here.
    Heap,
    /// As `Heap`, but full of object references (`ItemRef`), which are dropped first.
    Objects,
    /// Somebody else's memory (a memory map, a foreign buffer), kept alive by this box.
    Foreign(#[allow(dead_code)] Box<dyn std::any::Any>),
}

impl Storage {
    /// A block of `len` bytes with unspecified contents. `MemoryError` where the system has no such block.
    #[inline]
    pub fn uninitialised(len: usize) -> Result<Storage> {
        Storage::allocate(len, false)
    }

    /// A block of zero bytes; untouched pages cost nothing.
    #[inline]
    pub fn zeroed(len: usize) -> Result<Storage> {
        Storage::allocate(len, true)
    }

    fn allocate(len: usize, zero: bool) -> Result<Storage> {
        let no_memory = || Error::new(ErrorKind::Memory, format!("Unable to allocate {}", human_size(len)));
        let writeable = Cell::new(true);
        if len == 0 {
            // A dangling, well-aligned pointer: never read, never freed.
            let pointer = NonNull::without_provenance(std::num::NonZero::new(ALIGNMENT).ok_or_else(no_memory)?);
            return Ok(Storage { pointer, len, owner: Owner::Heap, writeable });
        }
        if len > MODEST && len > max_allocation() {
            return Err(no_memory());
        }
        let layout = Layout::from_size_align(len, alignment(len)).map_err(|_| no_memory())?;
        // SAFETY: the layout's size is not zero.
        let raw = unsafe { if zero { alloc::alloc_zeroed(layout) } else { alloc::alloc(layout) } };
        let pointer = NonNull::new(raw).ok_or_else(no_memory)?;
        Ok(Storage { pointer, len, owner: Owner::Heap, writeable })
    }

    /// A block of object references, each a clone of `fill`.
    pub fn objects(count: usize, fill: &ItemRef) -> Result<Storage> {
        let mut storage = Storage::uninitialised(count * size_of::<ItemRef>())?;
        let items = storage.pointer.as_ptr().cast::<ItemRef>();
        for i in 0..count {
            // SAFETY: i < count, and the block holds `count` references; each is written once.
            unsafe { items.add(i).write(fill.clone()) };
        }
        storage.owner = Owner::Objects;
        Ok(storage)
    }

    /// Memory that `owner` keeps alive.
    ///
    /// # Safety
    /// `pointer` must be valid for reads (and writes, if `writeable`) of `len` bytes for as long as `owner` lives.
    pub unsafe fn foreign(pointer: NonNull<u8>, len: usize, writeable: bool, owner: Box<dyn std::any::Any>) -> Storage {
        Storage { pointer, len, owner: Owner::Foreign(owner), writeable: Cell::new(writeable) }
    }

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

impl Drop for Storage {
    fn drop(&mut self) {
        if let Owner::Objects = self.owner {
            let items = self.pointer.as_ptr().cast::<ItemRef>();
            for i in 0..self.len / size_of::<ItemRef>() {
                // SAFETY: an object block is full of valid references from its making to here.
                unsafe { items.add(i).drop_in_place() };
            }
        }
        if self.len == 0 || matches!(self.owner, Owner::Foreign(_)) {
            return;
        }
        // SAFETY: allocated in `allocate` with exactly this layout.
        unsafe {
            alloc::dealloc(self.pointer.as_ptr(), Layout::from_size_align_unchecked(self.len, alignment(self.len)))
        }
    }
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
