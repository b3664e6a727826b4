//! Standard input, read on a thread of its own, so that Ctrl-C reaches a program that waits for it.

use crate::value::{Result, watch};
use std::io::{self, BufRead, Read};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How much is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Up to the next line's end, which belongs to it; nothing at the end of the input.
    Line,
    All,
}

/// How often the interrupt flag is looked at.
const LOOK: Duration = Duration::from_millis(20);

struct Reader {
    ask: Sender<Part>,
    answer: Receiver<io::Result<Vec<u8>>>,
    /// What was asked for and not waited for to the end: an interrupt came.
    under_way: Option<Part>,
}

static READER: Mutex<Option<Reader>> = Mutex::new(None);

/// Reads a part of standard input. KeyboardInterrupt; what was being read then comes first the next time.
pub fn read(part: Part) -> Result<io::Result<Vec<u8>>> {
    let gone = || Ok(Err(io::Error::other("standard input is closed")));
    let Ok(mut reader) = READER.lock() else { return gone() };
    let reader = reader.get_or_insert_with(start);
    let before = match reader.under_way.take() {
        None => Vec::new(),
        Some(other) => match reader.wait(other)? {
            Ok(bytes) if part == Part::All && other == Part::Line => bytes,
            result => return Ok(result),
        },
    };
    if reader.ask.send(part).is_err() {
        return gone();
    }
    Ok(reader.wait(part)?.map(|rest| [before, rest].concat()))
}

impl Reader {
    fn wait(&mut self, part: Part) -> Result<io::Result<Vec<u8>>> {
        loop {
            match self.answer.recv_timeout(LOOK) {
                Ok(result) => return Ok(result),
                Err(RecvTimeoutError::Disconnected) => return Ok(Err(io::Error::other("standard input is closed"))),
                Err(RecvTimeoutError::Timeout) => {
                    if let Err(error) = watch::check() {
                        self.under_way = Some(part);
                        return Err(error);
                    }
                }
            }
        }
    }
}

fn start() -> Reader {
    let (ask, asked) = channel();
    let (send, answer) = channel();
    let serve = move || {
        for part in asked {
            let mut bytes = Vec::new();
            let mut input = io::stdin().lock();
            let result = match part {
                Part::Line => input.read_until(b'\n', &mut bytes),
                Part::All => input.read_to_end(&mut bytes),
            };
            if send.send(result.map(|_| bytes)).is_err() {
                return;
            }
        }
    };
    // Without a thread the channels are closed, which reads as a closed input.
    let _ = std::thread::Builder::new().name("npl-input".into()).spawn(serve);
    Reader { ask, answer, under_way: None }
}
