//! The work: a token bucket. One key, four integers, a reply of two integers.

use crate::calls::TakeTokens;

/// 22 bytes.
pub const BUCKET: &str = "rate-limits:user:12345";
/// 9 bytes, for the cold paths: with it a call is 127 bytes on the wire.
pub const SHORT_BUCKET: &str = "bucket:42";
pub const CAPACITY: u64 = 100;
pub const RATE: u64 = 10;
pub const NOW: u64 = 1_700_000_000;
pub const REQUESTED: u64 = 1;

pub type Taken = (bool, u64);

/// The script of the hot paths.
pub const SOURCE: &str = include_str!("../lua/token_bucket.lua");
/// The same with comments, as the cold paths send it.
pub const SOURCE_4K: &str = include_str!("../lua/token_bucket_4k.lua");
pub const SHA1: &str = TakeTokens::SHA1;

const _: () = assert!(BUCKET.len() == 22 && SOURCE.len() == 807 && SOURCE_4K.len() == 4096);
