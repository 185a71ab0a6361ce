//! A server that answers at once, so that only the client's own work is measured.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
};

/// A call on the key `integers:<n>` is answered by that many integers, any other call by `{1, 9}`.
pub const INTEGERS: &str = "integers:";

/// Starts one on threads of this process. It ends with the process.
///
/// # Errors
/// If there is no free port.
pub fn start() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A connection that ends has nothing to report.
            std::thread::spawn(move || drop(serve(stream, address)));
        }
    });
    Ok(address)
}

fn serve(mut stream: TcpStream, address: SocketAddr) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut input = Vec::with_capacity(1 << 16);
    let mut output = Vec::with_capacity(1 << 16);
    let mut chunk = vec![0; 1 << 16];
    loop {
        let length = stream.read(&mut chunk)?;
        if length == 0 {
            return Ok(());
        }
        input.extend_from_slice(&chunk[..length]);
        let mut done = 0;
        while let Some((command, length)) = parse(&input[done..]) {
            answer(&command, address, &mut output);
            done += length;
        }
        input.drain(..done);
        stream.write_all(&output)?;
        output.clear();
    }
}

/// The first command of a buffer and its length, if it has arrived as a whole.
fn parse(input: &[u8]) -> Option<(Vec<&[u8]>, usize)> {
    let mut at = 0;
    let count = number(input, &mut at)?;
    let mut words = Vec::with_capacity(count);
    for _ in 0..count {
        let length = number(input, &mut at)?;
        words.push(input.get(at..at + length)?);
        at += length + 2;
    }
    (at <= input.len()).then_some((words, at))
}

/// The number on the line at `at`, behind its first byte.
fn number(input: &[u8], at: &mut usize) -> Option<usize> {
    let line = input.get(*at + 1..)?;
    let end = line.iter().position(|&byte| byte == b'\r')?;
    *at += end + 3;
    std::str::from_utf8(&line[..end]).ok()?.parse().ok()
}

fn answer(command: &[&[u8]], address: SocketAddr, output: &mut Vec<u8>) {
    let word = |index: usize| command.get(index).copied().unwrap_or_default();
    match word(0).to_ascii_uppercase().as_slice() {
        b"EVALSHA" | b"EVAL" => output.extend_from_slice(&reply(word(3))),
        b"HELLO" => output.extend_from_slice(HELLO),
        b"INFO" => output.extend_from_slice(b"$22\r\nredis_version:7.0.15\r\n\r\n"),
        b"PING" => output.extend_from_slice(b"+PONG\r\n"),
        b"CLUSTER" => {
            let (host, port) = (address.ip().to_string(), address.port());
            let slots =
                format!("*1\r\n*3\r\n:0\r\n:16383\r\n*3\r\n${}\r\n{host}\r\n:{port}\r\n$1\r\n1\r\n", host.len());
            output.extend_from_slice(slots.as_bytes());
        }
        b"CLIENT" if word(1).eq_ignore_ascii_case(b"id") => output.extend_from_slice(b":1\r\n"),
        _ => output.extend_from_slice(b"+OK\r\n"),
    }
}

const HELLO: &[u8] = b"%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n$5\r\nproto\r\n:3\r\n\
    $2\r\nid\r\n:1\r\n$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n";

fn reply(key: &[u8]) -> Vec<u8> {
    let integers =
        key.strip_prefix(INTEGERS.as_bytes()).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
    match integers {
        Some(count) => {
            let mut reply = format!("*{count}\r\n").into_bytes();
            (0..count).for_each(|index: u32| reply.extend_from_slice(format!(":{index}\r\n").as_bytes()));
            reply
        }
        None => b"*2\r\n:1\r\n:9\r\n".to_vec(),
    }
}
