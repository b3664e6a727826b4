//! Bytes that can be read, written and moved about in: files on disk with their buffers, and buffers in memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Bytes are read from disk in pieces of this size, and written when there are more.
const BUFFER: usize = 1 << 16;

/// Where the bytes of a stream are.
pub enum ByteStream {
    Memory {
        data: Vec<u8>,
        position: usize,
    },
    Disk(Disk),
    /// The session's standard output, standard error, or standard input: the stream's owner knows what to do.
    Standard(Standard),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    Output,
    Error,
    Input,
}

/// A file with what was read ahead and what waits to be written.
pub struct Disk {
    file: File,
    ahead: Vec<u8>,
    /// How much of `ahead` has been handed out.
    taken: usize,
    waiting: Vec<u8>,
}

impl Disk {
    pub fn new(file: File) -> Disk {
        Disk { file, ahead: Vec::new(), taken: 0, waiting: Vec::new() }
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.waiting.is_empty() {
            let waiting = std::mem::take(&mut self.waiting);
            self.file.write_all(&waiting)?;
        }
        Ok(())
    }

    /// Reads more ahead; false at the end of the file.
    fn fill(&mut self) -> io::Result<bool> {
        self.flush()?;
        self.ahead.drain(..self.taken);
        self.taken = 0;
        let old = self.ahead.len();
        self.ahead.resize(old + BUFFER, 0);
        let n = match self.file.read(&mut self.ahead[old..]) {
            Ok(n) => n,
            Err(error) => {
                self.ahead.truncate(old);
                return Err(error);
            }
        };
        self.ahead.truncate(old + n);
        Ok(n > 0)
    }

    /// Gives up what was read ahead, so that the file's own position is the stream's.
    fn settle(&mut self) -> io::Result<()> {
        self.flush()?;
        let unread = self.ahead.len() - self.taken;
        if unread > 0 {
            self.file.seek(SeekFrom::Current(-(unread as i64)))?;
        }
        self.ahead.clear();
        self.taken = 0;
        Ok(())
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // As at the end of a Python program: what could not be written is lost without a word.
        self.flush().unwrap_or(());
    }
}

impl ByteStream {
    pub fn memory(data: Vec<u8>) -> ByteStream {
        ByteStream::Memory { data, position: 0 }
    }

    /// The bytes from here on that are at hand without reading.
    fn at_hand(&self) -> &[u8] {
        match self {
            ByteStream::Memory { data, position } => data.get(*position..).unwrap_or(&[]),
            ByteStream::Disk(disk) => &disk.ahead[disk.taken..],
            ByteStream::Standard(_) => &[],
        }
    }

    fn advance(&mut self, n: usize) {
        match self {
            ByteStream::Memory { position, .. } => *position += n,
            ByteStream::Disk(disk) => disk.taken += n,
            ByteStream::Standard(_) => {}
        }
    }

    fn fill(&mut self) -> io::Result<bool> {
        match self {
            ByteStream::Disk(disk) => disk.fill(),
            _ => Ok(false),
        }
    }

    /// Takes the bytes up to where `end` finds the end of what is wanted among those at hand, or all that are left.
    pub fn take_until(&mut self, mut end: impl FnMut(&[u8]) -> Option<usize>) -> io::Result<Vec<u8>> {
        loop {
            if let Some(n) = end(self.at_hand()) {
                let taken = self.at_hand()[..n].to_vec();
                self.advance(n);
                return Ok(taken);
            }
            if !self.fill()? {
                let rest = self.at_hand().to_vec();
                self.advance(rest.len());
                return Ok(rest);
            }
        }
    }

    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            ByteStream::Memory { data, position } => {
                if *position > 1 << 34 {
                    return Err(io::ErrorKind::OutOfMemory.into());
                }
                if data.len() < *position {
                    data.resize(*position, 0);
                }
                let over = bytes.len().min(data.len() - *position);
                data[*position..*position + over].copy_from_slice(&bytes[..over]);
                data.extend_from_slice(&bytes[over..]);
                *position += bytes.len();
                Ok(())
            }
            ByteStream::Disk(disk) => {
                if !disk.ahead.is_empty() {
                    disk.settle()?;
                }
                disk.waiting.extend_from_slice(bytes);
                if disk.waiting.len() >= BUFFER { disk.flush() } else { Ok(()) }
            }
            ByteStream::Standard(Standard::Error) => io::stderr().write_all(bytes),
            ByteStream::Standard(_) => Ok(()),
        }
    }

    /// Writes text over as many characters as it has, for buffers that count characters.
    pub fn write_characters(&mut self, text: &str) -> io::Result<()> {
        let ByteStream::Memory { data, position } = self else { return self.write(text.as_bytes()) };
        if *position > data.len() {
            *position = data.len();
        }
        let mut starts = data[*position..].iter().enumerate().filter(|(_, b)| **b & 0xc0 != 0x80).map(|(i, _)| i);
        let over = starts.nth(text.chars().count()).unwrap_or(data.len() - *position);
        data.splice(*position..*position + over, text.bytes());
        *position += text.len();
        Ok(())
    }

    pub fn flush(&mut self) -> io::Result<()> {
        match self {
            ByteStream::Disk(disk) => {
                disk.flush()?;
                disk.file.flush()
            }
            _ => Ok(()),
        }
    }

    pub fn position(&mut self) -> io::Result<u64> {
        match self {
            ByteStream::Memory { position, .. } => Ok(*position as u64),
            ByteStream::Disk(disk) => {
                disk.flush()?;
                let unread = (disk.ahead.len() - disk.taken) as u64;
                Ok(disk.file.stream_position()? - unread)
            }
            ByteStream::Standard(_) => Ok(0),
        }
    }

    /// Moves to a place; the new position.
    pub fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            ByteStream::Memory { data, position } => {
                let target = match to {
                    SeekFrom::Start(n) => n as i64,
                    SeekFrom::Current(n) => *position as i64 + n,
                    SeekFrom::End(n) => data.len() as i64 + n,
                };
                *position = target.max(0) as usize;
                Ok(*position as u64)
            }
            ByteStream::Disk(disk) => {
                disk.settle()?;
                disk.file.seek(to)
            }
            ByteStream::Standard(_) => Ok(0),
        }
    }

    /// Cuts off, or fills up with zeros, at a size.
    pub fn truncate(&mut self, size: u64) -> io::Result<()> {
        match self {
            ByteStream::Memory { data, .. } => {
                data.truncate(size as usize);
                Ok(())
            }
            ByteStream::Disk(disk) => {
                disk.settle()?;
                disk.file.set_len(size)
            }
            ByteStream::Standard(_) => Ok(()),
        }
    }

    /// The whole content of a buffer in memory.
    pub fn content(&self) -> &[u8] {
        match self {
            ByteStream::Memory { data, .. } => data,
            _ => &[],
        }
    }
}
