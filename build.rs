//! Links the program to a fixed address on Linux: the library's tables hold tens of thousands of pointers, which would
//! otherwise be computed anew, and their pages copied, each time the program starts.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |key| std::env::var(key).unwrap_or_default();
    if target("CARGO_CFG_TARGET_OS") == "linux" && target("CARGO_CFG_TARGET_ENV") == "gnu" {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
