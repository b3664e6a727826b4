//! Long calls that cannot be interrupted, on a thread of their own: Ctrl-C abandons the thread, not the session.

use crate::pool;
use crate::tensor::error::{Error, Result};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// Whether a call that was abandoned still runs. There is at most one.
static ABANDONED: AtomicBool = AtomicBool::new(false);
static SEQUENTIAL: Once = Once::new();
/// How often the interrupt flag is looked at.
const POLL: Duration = Duration::from_millis(5);

/// Runs `job` over data that it owns. `work` is a rough number of multiplications: little work is done at once.
///
/// KeyboardInterrupt where Ctrl-C came first; the job then goes on unseen to its end.
pub fn run<R: Send + 'static>(work: usize, job: impl FnOnce() -> R + Send + 'static) -> Result<R> {
    // faer's own threads cost more than they give, and its parallel eigenvalue code has been seen to deadlock.
    SEQUENTIAL.call_once(|| faer::set_global_parallelism(faer::Par::Seq));
    if pool::interrupted() {
        return Err(Error::interrupt());
    }
    if work < 30_000_000 {
        return Ok(job());
    }
    while ABANDONED.load(Ordering::Acquire) {
        if pool::interrupted() {
            return Err(Error::interrupt());
        }
        thread::sleep(POLL);
    }
    let (send, receive) = channel();
    let started = thread::Builder::new().name("npl-linalg".into()).stack_size(64 << 20).spawn(move || {
        let result = job();
        if send.send(result).is_err() {
            ABANDONED.store(false, Ordering::Release);
        }
    });
    if started.is_err() {
        return Err(Error::new(crate::tensor::ErrorKind::Memory, "Unable to start a thread"));
    }
    loop {
        match receive.recv_timeout(POLL) {
            Ok(result) => return Ok(result),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Error::new(crate::tensor::ErrorKind::Runtime, "a linear algebra kernel failed"));
            }
            Err(RecvTimeoutError::Timeout) if pool::interrupted() => {
                ABANDONED.store(true, Ordering::Release);
                // The job may have ended between the last look and now; then nobody else clears the flag.
                if receive.try_recv().is_ok() {
                    ABANDONED.store(false, Ordering::Release);
                }
                return Err(Error::interrupt());
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_back() {
        assert_eq!(run(0, || 1).unwrap(), 1);
        assert_eq!(run(usize::MAX, || 2).unwrap(), 2);
    }
}
