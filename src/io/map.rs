//! A file's bytes as an array's memory (`np.memmap`): written elements go to the file.

use crate::tensor::shape::{Strides, c_strides, f_strides};
use crate::tensor::{DType, Order, Result, Shared, Tensor};
use memmap2::{Mmap, MmapMut, MmapOptions};
use std::fs::File;
use std::io;
use std::ptr::NonNull;

/// How a mapped file may be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    Read,
    /// Writing changes the memory, not the file.
    CopyOnWrite,
    ReadWrite,
}

/// The first `len` bytes of a file after `offset` as storage.
pub fn storage(file: &File, offset: u64, len: usize, access: Access) -> io::Result<Shared> {
    let options = {
        let mut options = MmapOptions::new();
        options.offset(offset).len(len);
        options
    };
    // SAFETY: the map is as long as the file part that was asked for. Another process that shortens the file while it is
    // mapped ends this one with a signal, as it ends NumPy; there is no way to map a file without that.
    let (pointer, owner): (*mut u8, Box<dyn std::any::Any>) = unsafe {
        match access {
            Access::Read => {
                let map: Mmap = options.map(file)?;
                (map.as_ptr().cast_mut(), Box::new(map))
            }
            Access::CopyOnWrite => {
                let mut map: MmapMut = options.map_copy(file)?;
                (map.as_mut_ptr(), Box::new(map))
            }
            Access::ReadWrite => {
                let mut map: MmapMut = options.map_mut(file)?;
                (map.as_mut_ptr(), Box::new(map))
            }
        }
    };
    let pointer = NonNull::new(pointer).ok_or_else(|| io::Error::other("empty memory map"))?;
    // SAFETY: the pages live at that address, with that length and access, as long as the map, which the storage owns.
    Ok(unsafe { Shared::foreign(pointer, len, access != Access::Read, owner) })
}

/// An array over a file's bytes.
pub fn tensor(storage: Shared, shape: &[usize], dtype: DType, order: Order) -> Result<Tensor> {
    let size = dtype.itemsize();
    let strides: Strides = if order == Order::F { f_strides(shape, size) } else { c_strides(shape, size) };
    Tensor::from_parts(storage, 0, shape.into(), strides, dtype)
}
