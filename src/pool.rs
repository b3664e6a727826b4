//! One lazily started thread pool, the number of threads, and the interrupt flag that long loops watch.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

/// Shared, so that a signal handler can own a part of it.
static INTERRUPT: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
/// 0 until it is asked for or set.
static THREADS: AtomicUsize = AtomicUsize::new(0);
static POOL: OnceLock<Option<rayon::ThreadPool>> = OnceLock::new();

/// Asks whatever runs to stop.
pub fn interrupt() {
    INTERRUPT.store(true, Ordering::Relaxed);
}

/// The flag itself, for a signal handler to set.
pub fn interrupt_flag() -> Arc<AtomicBool> {
    INTERRUPT.clone()
}

/// Whether Ctrl-C was pressed and nobody has answered it yet.
#[inline]
pub fn interrupted() -> bool {
    INTERRUPT.load(Ordering::Relaxed)
}

/// Takes the interrupt: true once for each Ctrl-C.
pub fn take_interrupt() -> bool {
    INTERRUPT.swap(false, Ordering::Relaxed)
}

/// The items of a long loop, which ends early once Ctrl-C was pressed: for loops whose results nobody sees then.
pub fn until_interrupted<I: Iterator>(items: I) -> UntilInterrupted<I> {
    UntilInterrupted { items, taken: 0 }
}

/// See [`until_interrupted`].
pub struct UntilInterrupted<I> {
    items: I,
    taken: usize,
}

impl<I: Iterator> Iterator for UntilInterrupted<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.taken += 1;
        if self.taken.is_multiple_of(1 << 12) && interrupted() { None } else { self.items.next() }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

/// How many threads large operations use: `NPL_NUM_THREADS`, else the number of cores.
pub fn threads() -> usize {
    match THREADS.load(Ordering::Relaxed) {
        0 => {
            let wanted = std::env::var("NPL_NUM_THREADS").ok().and_then(|text| text.trim().parse().ok());
            let cores = || std::thread::available_parallelism().map_or(1, usize::from);
            let n = wanted.filter(|&n| n > 0).unwrap_or_else(cores).min(256);
            THREADS.store(n, Ordering::Relaxed);
            n
        }
        n => n,
    }
}

/// Sets the number of threads, before the pool has started; later calls change only whether it is used (1: not at all).
pub fn set_threads(n: usize) {
    THREADS.store(n.max(1), Ordering::Relaxed);
}

/// The pool, started on first use; `None` with one thread, or where the system gives no threads.
fn pool() -> Option<&'static rayon::ThreadPool> {
    if threads() < 2 {
        return None;
    }
    let start = || {
        let builder = rayon::ThreadPoolBuilder::new().num_threads(threads());
        builder.thread_name(|i| format!("npl-{i}")).build().ok()
    };
    POOL.get_or_init(start).as_ref()
}

/// Runs `job(i)` for each `i` below `count`: on this thread, with the pool's help where there is one. Which thread runs
/// which job is not fixed, so jobs must not depend on it.
pub fn for_each(count: usize, job: impl Fn(usize) + Sync) {
    let Some(pool) = pool().filter(|_| count > 1) else { return (0..count).for_each(job) };
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= count {
                break;
            }
            job(i);
        }
    };
    // This thread begins at once: the others take a while to wake up.
    pool.in_place_scope(|scope| {
        for _ in 1..threads().min(count) {
            scope.spawn(|_| work());
        }
        work();
    });
}

/// Runs `job(i, item)` for each item; see [`for_each`].
pub fn for_each_of<T: Send>(items: Vec<T>, job: impl Fn(usize, T) + Sync) {
    let items: Vec<_> = items.into_iter().map(|item| Mutex::new(Some(item))).collect();
    for_each(items.len(), |i| {
        // Each number is given out once, so the item is there and nobody else wants it.
        if let Some(item) = items[i].lock().ok().and_then(|mut place| place.take()) {
            job(i, item);
        }
    });
}

/// Runs `job(i, piece)` for the pieces of `size` elements that `data` is cut into (the last may be shorter); see [`for_each`].
pub fn for_each_piece<T: Send>(data: &mut [T], size: usize, job: impl Fn(usize, &mut [T]) + Sync) {
    for_each_of(data.chunks_mut(size.max(1)).collect(), job);
}

/// The results of `job(i)` for each `i` below `count`, in order; see [`for_each`].
pub fn map<T: Send>(count: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let results: Vec<Mutex<Option<T>>> = (0..count).map(|_| Mutex::new(None)).collect();
    for_each(count, |i| {
        let result = job(i);
        if let Ok(mut slot) = results[i].lock() {
            *slot = Some(result);
        }
    });
    results.into_iter().filter_map(|slot| slot.into_inner().ok().flatten()).collect()
}

/// Runs both, at the same time where the pool has a thread to spare. Cheap when called from inside a pool job.
pub fn join<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    match pool() {
        Some(pool) if rayon::current_thread_index().is_none() => pool.install(|| rayon::join(a, b)),
        Some(_) => rayon::join(a, b),
        None => (a(), b()),
    }
}

/// Runs `job` inside the pool, so that rayon's own calls in it use the pool's threads.
pub fn install<R: Send>(job: impl FnOnce() -> R + Send) -> R {
    match pool() {
        Some(pool) => pool.install(job),
        None => job(),
    }
}
