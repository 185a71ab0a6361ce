#![deny(warnings)]

use redis_script::{Key, redis_script};

#[derive(Key)]
#[key("bucket:{user}", tag = user)]
struct BucketKey {
    user: u64,
}

#[derive(Key)]
#[key("tenant:{tenant}", tag = tenant)]
struct TenantKey<'a> {
    tenant: &'a str,
}

#[derive(Key)]
#[key("session:{0}")]
struct SessionKey(u64);

#[redis_script(source = "return {KEYS[1], KEYS[2], KEYS[3]}", keys = 3)]
async fn three(
    conn: &mut impl redis::aio::ConnectionLike,
    bucket: &BucketKey,
    plain: &str,
    tenant: TenantKey<'_>,
) -> redis_script::Result<()>;

#[redis_script(source = "return KEYS", keys = 1..)]
fn many<'a>(
    conn: &mut impl redis::ConnectionLike,
    first: &'a SessionKey,
    rest: &[SessionKey],
) -> redis_script::Result<()>;

#[redis_script(source = "return KEYS", keys = 2, allow(keys_share_no_hash_tag))]
fn allowed(conn: &mut impl redis::ConnectionLike, one: BucketKey, other: SessionKey) -> redis_script::Result<()>;

#[redis_script(source = "return KEYS", keys = 2, deny(keys_share_no_hash_tag))]
fn denied(conn: &mut impl redis::ConnectionLike, one: BucketKey, other: SessionKey) -> redis_script::Result<()>;

fn main() {}
