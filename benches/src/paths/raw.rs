//! The limit: a socket of one's own, and nothing around it.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{Path, sequential};
use crate::{calls, workload::Taken};

const CALLS: usize = 2000;

pub(super) fn paths() -> Vec<Path> {
    vec![
        Path::new("raw/tokio_socket", CALLS, |at| {
            let connect = async move { (tokio::net::TcpStream::connect(at).await.expect("a connection"), Vec::new()) };
            sequential(connect, async |(socket, buffer)| {
                buffer.clear();
                calls::command().write_packed_command(buffer);
                socket.write_all(buffer).await.expect("a write");
                let mut reply = [0; 64];
                let length = socket.read(&mut reply).await.expect("a read");
                std::hint::black_box(parse(&reply[..length]));
            })
        }),
        Path::new("raw/blocking_socket", CALLS, |at| {
            let mut socket = TcpStream::connect(at).expect("a connection");
            let request = calls::command().get_packed_command();
            Box::new(move |count| {
                for _ in 0..count {
                    socket.write_all(&request).expect("a write");
                    let mut reply = [0; 64];
                    let length = socket.read(&mut reply).expect("a read");
                    std::hint::black_box(parse(&reply[..length]));
                }
            })
        }),
        Path::new("raw/pipeline100", 40, |at| {
            let mut socket = TcpStream::connect(at).expect("a connection");
            let request = calls::command().get_packed_command();
            let mut buffer = Vec::new();
            Box::new(move |count| {
                for _ in 0..count {
                    buffer.clear();
                    (0..super::pipeline::LENGTH).for_each(|_| buffer.extend_from_slice(&request));
                    socket.write_all(&buffer).expect("a write");
                    let mut replies = [0; 12 * super::pipeline::LENGTH];
                    socket.read_exact(&mut replies).expect("a read");
                    for reply in replies.chunks(12) {
                        std::hint::black_box(parse(reply));
                    }
                }
            })
        }),
    ]
}

/// Exactly `{taken, left}`.
fn parse(reply: &[u8]) -> Taken {
    let two = |text: &str| {
        let (taken, left) = text.strip_prefix("*2\r\n:")?.strip_suffix("\r\n")?.split_once("\r\n:")?;
        Some((taken != "0", left.parse().ok()?))
    };
    std::str::from_utf8(reply).ok().and_then(two).expect("two integers")
}
