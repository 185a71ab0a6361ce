//! A way to a server that takes its time, so that round trips can be counted by the clock.

use std::{
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// Starts one that holds everything back for half a round trip, in both directions. It ends with the process.
///
/// # Errors
/// If there is no free port.
pub fn start(server: SocketAddr, round_trip: Duration) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let Ok(upstream) = TcpStream::connect(server) else { continue };
            let halves = (client.try_clone(), upstream.try_clone());
            let (Ok(client_again), Ok(upstream_again)) = halves else { continue };
            pump(client, upstream_again, round_trip / 2);
            pump(upstream, client_again, round_trip / 2);
        }
    });
    Ok(address)
}

fn pump(mut from: TcpStream, mut to: TcpStream, delay: Duration) {
    let (sender, receiver) = mpsc::channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        let mut chunk = vec![0; 1 << 16];
        while let Ok(length @ 1..) = from.read(&mut chunk) {
            if sender.send((Instant::now() + delay, chunk[..length].to_vec())).is_err() {
                break;
            }
        }
    });
    thread::spawn(move || {
        let _ = to.set_nodelay(true);
        for (due, bytes) in receiver {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
}
