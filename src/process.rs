//! What the process asks of the system about itself: small pages while it starts, and a short way out.

use std::io::Write;

/// Whether the system may answer the next touches of fresh memory with huge pages, where the allocator has asked for them:
/// each is cleared whole, for whatever part of it is used. Does nothing on systems that do not have the switch.
pub fn allow_huge_pages(allowed: bool) {
    #[cfg(target_os = "linux")]
    // SAFETY: `PR_SET_THP_DISABLE` takes one flag and three zeros and changes nothing that the program can observe but
    // time; a system that does not know it answers with an error.
    unsafe {
        libc::prctl(libc::PR_SET_THP_DISABLE, libc::c_ulong::from(!allowed), 0, 0, 0);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = allowed;
}

/// Ends the process without giving its memory back piece by piece. All that is to be written has been, or is here.
pub fn leave(status: u8) -> ! {
    let _ = std::io::stdout().flush();
    #[cfg(unix)]
    // SAFETY: `_exit` takes any number and does not return.
    unsafe {
        libc::_exit(status.into())
    }
    #[cfg(not(unix))]
    std::process::exit(status.into())
}
