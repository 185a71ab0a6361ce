//! The command as people run it: arguments in; exit status, output and standard error out.

mod check;
mod config;
mod counts;
mod fix;
mod formats;
mod hooks;
mod include;
mod inline;
mod list;
#[cfg(feature = "lsp")]
mod lsp;
mod pages;
mod place;
#[cfg(all(feature = "server", unix))]
mod server;
mod sha1;
mod stub;
