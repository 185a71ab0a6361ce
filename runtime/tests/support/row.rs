//! What an error says of itself, against the table of the classes.
#![allow(dead_code, unreachable_pub, reason = "each test program uses its part")]

use redis_script::{
    Error,
    Happened::{self, No},
};

#[derive(Clone, Copy)]
pub struct Row {
    pub code: &'static str,
    pub ran: Happened,
    pub wrote: Happened,
    pub retryable: bool,
}

pub const REFUSED: Row = Row { code: "", ran: No, wrote: No, retryable: false };

pub fn check(row: Row, result: Result<(), Error>) {
    let error = result.unwrap_err();
    let found = (error.code(), error.ran(), error.wrote(), error.is_retryable());
    assert_eq!(found, (Some(row.code), row.ran, row.wrote, row.retryable), "{error}");
}
