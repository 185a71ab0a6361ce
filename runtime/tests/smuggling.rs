//! What a user of an application could smuggle in: keys and arguments are values, never Lua and never protocol; and
//! nobody reads them in errors, logs and traces.

#[path = "support/seen.rs"]
mod seen;
mod support;

use std::{
    io::{Read, Write},
    net::TcpListener,
};

use redis::{ErrorKind, RedisError, Value};
use redis_script::{Error, Invocation, Script, pipe, testing::Server};
use redis_test::{MockCmd, MockRedisConnection};
use seen::Seen;
use support::{NOSCRIPT_TEXTS, call, evaluated, script, server_error};
use tracing::subscriber::with_default;

/// Gives back what it was given, and how many of each there were.
const ECHO: &str = "return {#KEYS, KEYS[1], #ARGV, ARGV[1], ARGV[2]}";

type Echo = (usize, Vec<u8>, usize, Vec<u8>, Vec<u8>);

fn bytes_call<T: redis::FromRedisValue>(script: &'static Script, keys: &[&[u8]], args: &[&[u8]]) -> Invocation<T> {
    let mut invocation = redis_script::__private::invocation(script, keys.len(), args.len(), 0);
    let keyed = keys.iter().fold(redis_script::__private::prepare(&mut invocation), |prepare, key| prepare.key(*key));
    args.iter().fold(keyed, |prepare, arg| prepare.arg(*arg)).finish();
    invocation
}

/// Texts that mean something to somebody on the way.
fn hostile() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = (0..=255).map(|byte| vec![byte]).collect();
    all.push((0..=255).collect());
    all.push((0..=255).rev().collect());
    let texts = [
        "",
        "\r\n",
        "\r\n*1\r\n$8\r\nFLUSHALL\r\n",
        "$-1\r\n",
        "$5\r\nhello\r\n",
        "*0\r\n",
        "-ERR no\r\n",
        ":1\r\n",
        "'] redis.call('FLUSHALL') --",
        "\" .. redis.call('FLUSHALL') .. \"",
        "]] redis.call('FLUSHALL') --[[",
        "]=] return redis.call('FLUSHALL') --[=[",
        "return redis.call('FLUSHALL')",
        "\\0\\n\\x41",
        "#!lua flags=allow-oom\n",
        "KEYS[1]",
        "%s%n%d",
        "{a}{b}",
        "NOSCRIPT No matching script.",
        "EVALSHA",
        "0",
        "-1",
        "1e400",
        "nan",
    ];
    all.extend(texts.map(|text| text.as_bytes().to_vec()));
    // Around the lengths at which something is stored or sent in another way.
    for length in
        [2, 31, 32, 33, 43, 44, 45, 63, 64, 65, 127, 128, 255, 256, 257, 1023, 1024, 4096, 16_383, 16_384, 65_536]
    {
        all.extend([vec![b'\r'; length], vec![b'\n'; length], vec![0; length], vec![0xff; length]]);
    }
    all.push(random(1 << 20, 1));
    all.extend((0..400).map(|seed| random(usize::try_from(seed * 7 % 600).unwrap(), seed)));
    all
}

/// Bytes that differ for each seed.
fn random(length: usize, seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    std::iter::repeat_with(|| random.u8(..)).take(length).collect()
}

/// Alone, in pipelines and in transactions, by SHA1 and with the text, in both protocols.
#[test]
fn every_byte_comes_back_as_it_went() {
    let server = Server::start().unwrap();
    let mut own = server.client().get_connection().unwrap();
    redis::cmd("SET").arg("witness").arg(1).exec(&mut own).unwrap();
    let values = hostile();
    for url in [server.url(), server.url_resp3()] {
        let mut conn = redis::Client::open(url).unwrap().get_connection().unwrap();
        for script in [script(ECHO), evaluated(ECHO)] {
            for (value, other) in values.iter().zip(values.iter().cycle().skip(7)) {
                let echo = || bytes_call::<Echo>(script, &[value], &[value, other]);
                let expected = (1, value.clone(), 2, value.clone(), other.clone());
                assert!(echo().invoke(&mut conn).unwrap() == expected, "{:?}", &value[..value.len().min(40)]);
                if value.len() < 300 {
                    let (first, second): (Echo, Echo) = pipe().invoke(echo()).invoke(echo()).query(&mut conn).unwrap();
                    assert!(first == expected && second == expected);
                    let (third,): (Echo,) = pipe().atomic().invoke(echo()).query(&mut conn).unwrap();
                    assert!(third == expected);
                }
            }
        }
    }
    let left: i64 = redis::cmd("DBSIZE").query(&mut own).unwrap();
    assert_eq!(left, 1);
}

/// Read off the wire: one command of exactly as many arguments as there should be, each of its own length.
#[test]
fn a_call_is_one_command_whatever_is_in_it() {
    let script = script(ECHO);
    for value in hostile() {
        let sent = on_the_wire(&bytes_call::<()>(script, &[&value], &[&value, &value]));
        let words = words(&sent).expect("one whole command and nothing behind it");
        let head = [&b"EVALSHA"[..], script.sha1().as_bytes(), b"1"];
        assert!(words.len() == 6 && words[..3] == head && words[3..].iter().all(|word| *word == value));
    }
}

/// What a blocking connection writes for a call.
fn on_the_wire(invocation: &Invocation<()>) -> Vec<u8> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let reading = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut sent, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
        while let Ok(length @ 1..) = stream.read(&mut buffer) {
            sent.extend_from_slice(&buffer[..length]);
            // What the client says of itself first is answered, and forgotten.
            while sent.starts_with(b"*") && !sent.windows(7).take(64).any(|word| word == b"EVALSHA") {
                let Some(length) = command_length(&sent) else { break };
                sent.drain(..length);
                stream.write_all(b"+OK\r\n").unwrap();
            }
            if command_length(&sent).is_some() {
                stream.write_all(b"$-1\r\n").unwrap();
            }
        }
        sent
    });
    let mut conn = redis::Client::open(format!("redis://{address}")).unwrap().get_connection().unwrap();
    invocation.invoke(&mut conn).unwrap();
    drop(conn);
    reading.join().unwrap()
}

/// The words of exactly one command.
fn words(sent: &[u8]) -> Option<Vec<&[u8]>> {
    let (mut at, count) = header(sent, 0, b'*')?;
    let mut words = Vec::new();
    for _ in 0..count {
        let (start, length) = header(sent, at, b'$')?;
        words.push(sent.get(start..start + length)?);
        at = start + length + 2;
        (sent.get(start + length..at)? == b"\r\n").then_some(())?;
    }
    (at == sent.len()).then_some(words)
}

fn command_length(sent: &[u8]) -> Option<usize> {
    let (mut at, count) = header(sent, 0, b'*')?;
    for _ in 0..count {
        let (start, length) = header(sent, at, b'$')?;
        at = start + length + 2;
    }
    (at <= sent.len()).then_some(at)
}

/// `*3\r\n`: where the next thing begins, and the number.
fn header(sent: &[u8], at: usize, kind: u8) -> Option<(usize, usize)> {
    let line = sent.get(at..)?.strip_prefix(&[kind])?;
    let end = line.iter().position(|&byte| byte == b'\r')?;
    Some((at + 1 + end + 2, std::str::from_utf8(&line[..end]).ok()?.parse().ok()?))
}

const SECRET: &str = "s3cr3t-m4rk3r";

/// Neither text, nor `Debug`, nor what an error's sources say, nor what the `redis` crate's error is made of it.
fn is_silent(error: Error) {
    let mut texts = vec![error.to_string(), format!("{error:?} {error:#?}"), error.error_type().to_owned()];
    let mut source = std::error::Error::source(&error);
    while let Some(error) = source {
        texts.extend([error.to_string(), format!("{error:?}")]);
        source = error.source();
    }
    let redis = RedisError::from(error);
    texts.extend([redis.to_string(), format!("{redis:?}")]);
    assert!(texts.iter().all(|text| !text.contains(SECRET)), "{texts:?}");
}

/// Each class of error, of calls that hold a secret in every place that has room for one.
#[test]
fn errors_and_traces_hold_no_values() {
    let repeated = format!("ERR unknown command 'EVALSHA', with args beginning with: 'f00' '1' '{SECRET}' '{SECRET}' ");
    let answers: Vec<redis::RedisResult<Value>> = vec![
        Ok(server_error(&repeated)),
        Ok(server_error(
            "WRONGTYPE Operation against a key holding the wrong kind of value script: f00, on @user_script:1.",
        )),
        Ok(server_error("OOM command not allowed when used memory > 'maxmemory'.")),
        Ok(server_error("MOVED 3999 127.0.0.1:6381")),
        Ok(server_error("CUSTOM the script's own")),
        Ok(Value::BulkString(SECRET.into())),
        Ok(Value::Array(vec![Value::Int(1), Value::BulkString(SECRET.into())])),
        Ok(Value::SimpleString(SECRET.to_owned())),
        Ok(Value::Map(vec![(Value::BulkString(SECRET.into()), Value::Nil)])),
        Err(RedisError::from((ErrorKind::Io, "broken pipe"))),
        Err(RedisError::from((ErrorKind::AuthenticationFailed, "no"))),
        Err(RedisError::from(std::io::Error::from(std::io::ErrorKind::TimedOut))),
    ];
    let seen = Seen::default();
    with_default(seen.clone(), || {
        for answer in &answers {
            let script = script("return ARGV[1]");
            let invocation = call::<u64>(script, &[SECRET], &[SECRET]);
            assert!(!format!("{invocation:?}").contains(SECRET));
            let mut conn = MockRedisConnection::new([MockCmd::new(invocation.cmd(), answer.clone())]);
            is_silent(invocation.invoke(&mut conn).unwrap_err());
            let mut pipeline = pipe();
            pipeline.invoke(call::<u64>(script, &[SECRET], &[SECRET])).preloaded();
            assert!(!format!("{pipeline:?}").contains(SECRET));
            let mut packed = redis::Pipeline::new();
            packed.add_command(invocation.cmd().clone());
            let answers = answer.clone().map(|answer| vec![answer]);
            let mut conn = MockRedisConnection::new([MockCmd::with_values(packed, answers)]);
            is_silent(pipeline.query::<(u64,)>(&mut conn).unwrap_err());
            assert!(!format!("{script:?} {:?}", script.counters()).contains(SECRET));
        }
        cold_and_refused(&repeated);
    });
    let told = format!("{:?} {:?}", seen.spans(), seen.events());
    assert!(seen.spans().len() > 2 * answers.len() && !told.contains(SECRET), "{told}");
}

/// A script that is missing, whose load is refused by a server that repeats what it was sent, and whose text is, too.
fn cold_and_refused(repeated: &str) {
    let script = script("return ARGV[1]");
    let invocation = call::<u64>(script, &[SECRET], &[SECRET]);
    let mut load = redis::cmd("SCRIPT");
    load.arg("LOAD").arg(script.source());
    let mut pair = redis::Pipeline::new();
    pair.add_command(load).add_command(invocation.cmd().clone());
    let mut whole = redis::cmd("EVAL");
    whole.arg(script.source()).arg(1).arg(SECRET).arg(SECRET);
    let missing = || server_error(NOSCRIPT_TEXTS[0]);
    let mut conn = MockRedisConnection::new([
        MockCmd::new(invocation.cmd(), Ok(missing())),
        MockCmd::with_values(pair, Ok(vec![server_error(repeated), missing()])),
        MockCmd::new(whole, Ok(server_error(repeated))),
    ]);
    is_silent(invocation.invoke(&mut conn).unwrap_err());
}

/// An error about keys names the keys, which is what it is about; never the arguments.
#[test]
fn an_error_about_slots_names_keys_alone() {
    let error = call::<u64>(script("return 1"), &["bar", "foo"], &[SECRET]).check_slots().unwrap_err();
    assert!(error.to_string().contains("`bar`"), "{error}");
    is_silent(error);
}
