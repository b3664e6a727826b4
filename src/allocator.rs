//! mimalloc as the allocator of the binary: it keeps large blocks warm for the next temporary, and small ones are asked for by
//! size alone. Asked with an alignment it would look for an aligned block first, and where there is none (for most sizes that are
//! no power of two, always) take a larger block and cut it.

use libmimalloc_sys as mimalloc;
use std::alloc::{GlobalAlloc, Layout};

/// The allocator itself: it has no state outside the library.
pub struct Mimalloc;

/// Whether a block of this layout's size is aligned as it asks, wherever it comes from: mimalloc's blocks are aligned to 16
/// bytes, those of 8 bytes and less to 8.
#[inline(always)]
fn is_natural(layout: Layout) -> bool {
    layout.align() <= 8 || (layout.align() == 16 && layout.size() > 8)
}

// SAFETY: every block comes from mimalloc with the size and the alignment of its layout, keeps both, and goes back to it.
unsafe impl GlobalAlloc for Mimalloc {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the library takes any size and any power of two.
        unsafe {
            if is_natural(layout) {
                mimalloc::mi_malloc(layout.size()).cast()
            } else {
                mimalloc::mi_malloc_aligned(layout.size(), layout.align()).cast()
            }
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as in `alloc`.
        unsafe {
            if is_natural(layout) {
                mimalloc::mi_zalloc(layout.size()).cast()
            } else {
                mimalloc::mi_zalloc_aligned(layout.size(), layout.align()).cast()
            }
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, _: Layout) {
        // SAFETY: the caller's: the block is one of `alloc`'s.
        unsafe { mimalloc::mi_free(block.cast()) }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as in `dealloc`.
        unsafe {
            if layout.align() <= 8 {
                mimalloc::mi_realloc(block.cast(), size).cast()
            } else {
                mimalloc::mi_realloc_aligned(block.cast(), size, layout.align()).cast()
            }
        }
    }
}
