//! How long a check takes: of one script by its size, and of a thousand small ones with the command.
//!
//! `cargo bench -p cargo-redis-script`, and for what a user's debug build pays
//! `cargo bench -p cargo-redis-script --profile dev`. A script of 60 KB is to stay under 5 ms
//! (40 ms unoptimised), a thousand of 1 KB under 300 ms, and the throughput the same at every size.

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use redis_script_analysis::{Arity, Declaration, Script};
use std::process::{Command, Stdio};

fn main() {
    divan::main();
}

/// A part of a script as people write them, of about 1 KB; it stands alone, and any number can follow
/// each other.
const PART: &str = r#"
-- Takes tokens from the bucket, which fills up as time goes by.
do
  local function part()
    local bucket, log = KEYS[1], KEYS[2]
    local capacity = tonumber(ARGV[1])
    local refill = tonumber(ARGV[2]) or 1
    local now = tonumber(redis.call('TIME')[1])
    local state = redis.call('HMGET', bucket, 'tokens', 'at')
    local tokens, at = tonumber(state[1]), tonumber(state[2])
    if not tokens or not at then
      tokens, at = capacity, now
    elseif now > at then
      tokens = math.min(capacity, tokens + (now - at) * refill)
    end
    local function take(wanted, names)
      for index, name in ipairs(names) do
        if tokens < wanted then return false, string.format("%d of %s", index, name) end
        tokens = tokens - wanted
        redis.call('LPUSH', log, name .. ':' .. tostring(tokens))
      end
      return true
    end
    local taken, why = take(1, {'a', "b", [[c]]})
    if not taken and why then redis.log(redis.LOG_NOTICE, why) end
    redis.call('HSET', bucket, 'tokens', tokens, 'at', now)
    redis.call('PEXPIRE', bucket, math.ceil(capacity / refill * 1000))
  end
  part()
end
"#;

fn script(bytes: usize) -> String {
    PART.repeat(bytes.div_ceil(PART.len()))
}

#[divan::bench(sample_count = 20, max_time = 2, args = [1_000, 60_000, 500_000, 4_000_000])]
fn one_script(bencher: Bencher, bytes: usize) {
    let text = script(bytes);
    let (keys, args) = (Some(Arity::exactly(2)), Some(Arity::exactly(2)));
    let declaration = Declaration { keys, args, ..Declaration::default() };
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let script = Script::parse(text.as_bytes()).expect("a server would load it");
        script.check(&declaration)
    });
}

#[divan::bench(sample_count = 10)]
fn a_thousand_files(bencher: Bencher) {
    let place = tempfile::tempdir().expect("a directory");
    for number in 0..1_000 {
        let path = place.path().join(format!("part{}/{number}.lua", number % 10));
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("a directory");
        std::fs::write(path, format!("-- KEYS[1] bucket\n-- KEYS[2] log\n{PART}return {number}\n")).expect("a file");
    }
    bencher.counter(ItemsCount::new(1_000_usize)).bench(|| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-redis-script"));
        let status = command.arg("check").arg(place.path()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        assert!(status.expect("the command runs").success(), "the scripts are clean");
    });
}
