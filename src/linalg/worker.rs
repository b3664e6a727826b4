//! Long calls that cannot be interrupted, on a thread of their own: Ctrl-C abandons the thread, not the session.

use crate::pool;
use crate::tensor::error::{Error, ErrorKind, Result};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, Once};
use std::thread;
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

/// The thread that waits for work. It is kept: a new one would have to ask the system for all its memory anew.
static IDLE: Mutex<Option<Sender<Job>>> = Mutex::new(None);
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
    let worker = start(Box::new(move || {
        let result = job();
        if send.send(result).is_err() {
            ABANDONED.store(false, Ordering::Release);
        }
    }))?;
    loop {
        match receive.recv_timeout(POLL) {
            Ok(result) => {
                if let Ok(mut idle) = IDLE.lock() {
                    *idle = Some(worker);
                }
                return Ok(result);
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Error::new(ErrorKind::Runtime, "a linear algebra kernel failed"));
            }
            Err(RecvTimeoutError::Timeout) if pool::interrupted() => {
                ABANDONED.store(true, Ordering::Release);
                // The job may have ended between the last look and now; then nobody else clears the flag.
                if receive.try_recv().is_ok() {
                    ABANDONED.store(false, Ordering::Release);
                }
                // Without its sender the thread ends with the job.
                return Err(Error::interrupt());
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Gives a job to the idle thread, or to a new one where there is none. Whoever holds the sender is the thread's only client.
fn start(mut job: Job) -> Result<Sender<Job>> {
    let idle = IDLE.lock().ok().and_then(|mut idle| idle.take());
    if let Some(worker) = idle {
        match worker.send(job) {
            Ok(()) => return Ok(worker),
            // A thread that has ended gives the job back.
            Err(refused) => job = refused.0,
        }
    }
    let no_thread = || Error::new(ErrorKind::Memory, "Unable to start a thread");
    let (worker, jobs) = channel::<Job>();
    let work = move || jobs.into_iter().for_each(|job| job());
    let started = thread::Builder::new().name("npl-linalg".into()).stack_size(64 << 20).spawn(work);
    started.map_err(|_| no_thread())?;
    worker.send(job).map_err(|_| no_thread())?;
    Ok(worker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_back() {
        assert_eq!(run(0, || 1).unwrap(), 1);
        for i in 0..3 {
            assert_eq!(run(usize::MAX, move || i).unwrap(), i);
        }
    }
}
