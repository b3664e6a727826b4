//! The one integration-test binary: every other file here is a module of it, so that the libraries link once.

mod accuracy;
mod architecture;
mod article;
mod command_line;
mod corpus;
mod coverage;
mod documentation;
mod examples;
mod fusion;
mod fuzz;
mod grammar;
mod numpy;
mod reference;
mod replay;
mod robustness;
mod sessions;
mod syntax;
