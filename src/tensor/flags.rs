//! Floating-point exceptions: the set that an operation raised, and the processor's sticky flags from which the
//! arithmetic loops learn theirs.

use std::ops::{BitOr, BitOrAssign};

/// What went wrong on the way to a result; the caller warns, raises or ignores.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Flags(u8);

impl Flags {
    pub const NONE: Flags = Flags(0);
    pub const DIVIDE: Flags = Flags(1);
    pub const OVERFLOW: Flags = Flags(2);
    pub const UNDERFLOW: Flags = Flags(4);
    pub const INVALID: Flags = Flags(8);
    /// A cast from complex to real dropped the imaginary part (NumPy's ComplexWarning).
    pub const IMAGINARY_DROPPED: Flags = Flags(16);
    /// An integer was raised to a negative integer power: an error of the whole operation.
    pub const NEGATIVE_POWER: Flags = Flags(32);

    /// A Python number did not fit the type it took on; warned of as `overflow encountered in cast`.
    pub const CAST_OVERFLOW: Flags = Flags(64);
    /// Likewise, as `invalid value encountered in cast`.
    pub const CAST_INVALID: Flags = Flags(128);

    /// What a cast raised, inside the flags of another operation.
    pub const fn as_cast(self) -> Flags {
        Flags(((self.0 & Flags::OVERFLOW.0) << 5) | ((self.0 & Flags::INVALID.0) << 4) | self.0 & 16)
    }

    #[inline(always)]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[inline(always)]
    pub const fn contains(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    /// `flag` if `condition` holds, else nothing; without a branch.
    #[inline(always)]
    pub const fn when(condition: bool, flag: Flags) -> Flags {
        Flags(flag.0 & (condition as u8).wrapping_neg())
    }

    pub const fn bits(self) -> u8 {
        self.0
    }

    pub const fn from_bits(bits: u8) -> Flags {
        Flags(bits)
    }

    /// This set without `other`.
    pub const fn without(self, other: Flags) -> Flags {
        Flags(self.0 & !other.0)
    }

    /// NumPy's warnings in its order: `divide by zero encountered in divide` …
    pub fn warnings(self, operation: &str) -> impl Iterator<Item = (Flags, String)> + use<'_> {
        let all = [
            (Flags::DIVIDE, "divide by zero"),
            (Flags::OVERFLOW, "overflow"),
            (Flags::UNDERFLOW, "underflow"),
            (Flags::INVALID, "invalid value"),
        ];
        let casts = [
            (Flags::CAST_OVERFLOW, Flags::OVERFLOW, "overflow encountered in cast"),
            (Flags::CAST_INVALID, Flags::INVALID, "invalid value encountered in cast"),
        ];
        let of_casts = casts.into_iter().filter(move |c| self.contains(c.0)).map(|(_, flag, text)| (flag, text.into()));
        let set = all.into_iter().filter(move |(flag, _)| self.contains(*flag));
        of_casts.chain(set.map(move |(flag, text)| (flag, format!("{text} encountered in {operation}"))))
    }
}

impl BitOr for Flags {
    type Output = Flags;
    #[inline(always)]
    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

impl BitOrAssign for Flags {
    #[inline(always)]
    fn bitor_assign(&mut self, other: Flags) {
        self.0 |= other.0;
    }
}

/// The exception bits of MXCSR that anybody hears of: invalid, divide, overflow, underflow.
#[cfg(target_arch = "x86_64")]
const STICKY: u32 = 0x1d;

/// Forgets what the processor has seen on this thread.
#[inline]
pub fn clear_hardware() {
    #[cfg(target_arch = "x86_64")]
    {
        let mut state = 0u32;
        // SAFETY: both instructions touch only the four bytes of `state` and this thread's MXCSR, whose control bits are
        // written back as they were.
        unsafe {
            std::arch::asm!("stmxcsr [{}]", in(reg) &mut state, options(nostack));
            if state & STICKY != 0 {
                state &= !STICKY;
                std::arch::asm!("ldmxcsr [{}]", in(reg) &state, options(nostack));
            }
        }
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: clears the cumulative exception bits of this thread's FPSR, nothing else.
    unsafe {
        let mut state: u64;
        std::arch::asm!("mrs {}, fpsr", out(reg) state, options(nomem, nostack));
        state &= !0x9f;
        std::arch::asm!("msr fpsr, {}", in(reg) state, options(nostack));
    }
}

/// Whether the processor has seen anything on this thread since [`clear_hardware`].
#[inline]
pub fn hardware_raised() -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        let mut state = 0u32;
        // SAFETY: writes the four bytes of `state`.
        unsafe { std::arch::asm!("stmxcsr [{}]", in(reg) &mut state, options(nostack)) };
        state & STICKY != 0
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        !read_hardware().is_empty()
    }
}

/// What the processor has seen on this thread since [`clear_hardware`]. Nothing on machines without such flags.
#[inline]
pub fn read_hardware() -> Flags {
    #[cfg(target_arch = "x86_64")]
    {
        let mut state = 0u32;
        // SAFETY: writes the four bytes of `state`.
        unsafe { std::arch::asm!("stmxcsr [{}]", in(reg) &mut state, options(nostack)) };
        Flags::when(state & 4 != 0, Flags::DIVIDE)
            | Flags::when(state & 8 != 0, Flags::OVERFLOW)
            | Flags::when(state & 16 != 0, Flags::UNDERFLOW)
            | Flags::when(state & 1 != 0, Flags::INVALID)
    }
    #[cfg(target_arch = "aarch64")]
    {
        let state: u64;
        // SAFETY: reads this thread's FPSR.
        unsafe { std::arch::asm!("mrs {}, fpsr", out(reg) state, options(nostack)) };
        Flags::when(state & 2 != 0, Flags::DIVIDE)
            | Flags::when(state & 4 != 0, Flags::OVERFLOW)
            | Flags::when(state & 8 != 0, Flags::UNDERFLOW)
            | Flags::when(state & 1 != 0, Flags::INVALID)
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        Flags::NONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hint::black_box;

    #[test]
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    fn the_processor_reports_what_happened() {
        let seen = |f: fn() -> f64| {
            clear_hardware();
            black_box(f());
            read_hardware()
        };
        assert_eq!(seen(|| black_box(1.0) / black_box(0.0)), Flags::DIVIDE);
        assert_eq!(seen(|| black_box(0.0) / black_box(0.0)), Flags::INVALID);
        assert!(seen(|| black_box(1e308) * black_box(10.0)).contains(Flags::OVERFLOW));
        assert_eq!(seen(|| black_box(1.0) + black_box(2.0)), Flags::NONE);
    }

    #[test]
    fn warnings_come_in_numpys_order() {
        let texts: Vec<String> = (Flags::INVALID | Flags::DIVIDE).warnings("divide").map(|w| w.1).collect();
        assert_eq!(texts, ["divide by zero encountered in divide", "invalid value encountered in divide"]);
    }
}
