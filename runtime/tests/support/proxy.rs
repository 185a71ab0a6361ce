//! A proxy that loses a reply: the command arrives and runs, and then the connection breaks.
#![allow(unreachable_pub, reason = "a module of test programs")]

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

pub struct Proxy {
    pub port: u16,
    losses: Arc<AtomicUsize>,
}

impl Proxy {
    /// Forwards to a server on the loopback device.
    pub fn start(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let losses = Arc::new(AtomicUsize::new(0));
        let shared = Arc::clone(&losses);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (losses, server) = (Arc::clone(&shared), TcpStream::connect(("127.0.0.1", server)).unwrap());
                thread::spawn(move || forward(client, server, &losses));
            }
        });
        Self { port, losses }
    }

    /// Loses the replies to the next writes that hold an `EVALSHA`.
    pub fn lose(&self, replies: usize) {
        self.losses.store(replies, Ordering::SeqCst);
    }
}

/// Client to server on this thread, server to client on another one.
fn forward(mut client: TcpStream, mut server: TcpStream, losses: &AtomicUsize) {
    let (mut from, mut to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    let lost = Arc::new(AtomicUsize::new(0));
    let losing = Arc::clone(&lost);
    thread::spawn(move || {
        let mut buffer = [0; 16384];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            if losing.load(Ordering::SeqCst) > 0 || to.write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
    });
    let mut buffer = [0; 16384];
    while let Ok(length @ 1..) = client.read(&mut buffer) {
        let holds_script = buffer[..length].windows(7).any(|word| word == b"EVALSHA");
        let one_less = |losses: usize| losses.checked_sub(1);
        if holds_script && losses.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less).is_ok() {
            lost.store(1, Ordering::SeqCst);
        }
        if server.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = (client.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both));
}
