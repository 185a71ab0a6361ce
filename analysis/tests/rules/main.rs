//! The rules, and the facts that they rest on.

mod facts;
mod fixture;
mod levels;
mod lints;
