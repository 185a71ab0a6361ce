//! The rules, and the facts that they rest on.

mod facts;
mod fixes;
mod fixture;
mod levels;
mod lints;
