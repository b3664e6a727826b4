//! The one integration-test binary: every other file here is a module of it, so that the libraries link once.

mod architecture;
mod article;
mod command_line;
mod corpus;
mod documentation;
mod examples;
mod fusion;
mod fuzz;
mod grammar;
mod numpy;
mod replay;
mod robustness;
mod sessions;
mod syntax;
