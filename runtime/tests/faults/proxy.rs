//! A network that is slow, loses replies, and whose server moves.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU16, AtomicU64, AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

pub(crate) struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    /// The server's port; with 0 there is none.
    server: AtomicU16,
    /// One way, in milliseconds.
    delay: AtomicU64,
    losses: AtomicUsize,
    streams: Mutex<Vec<TcpStream>>,
}

impl Proxy {
    pub(crate) fn start(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (delay, losses, streams) = (AtomicU64::new(0), AtomicUsize::new(0), Mutex::default());
        let shared = Arc::new(Shared { server: AtomicU16::new(server), delay, losses, streams });
        let proxy = Self { port, shared: Arc::clone(&shared) };
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(("127.0.0.1", shared.server.load(SeqCst))) else { continue };
                shared.join(client, server);
            }
        });
        proxy
    }

    pub(crate) fn client(&self) -> redis::Client {
        redis::Client::open(format!("redis://127.0.0.1:{}/", self.port)).unwrap()
    }

    /// New connections go there, and old ones are cut.
    pub(crate) fn lead_to(&self, server: u16) {
        self.shared.server.store(server, SeqCst);
        self.cut();
    }

    /// Cuts every connection.
    pub(crate) fn cut(&self) {
        for stream in self.shared.streams.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// What is sent from now on arrives so much later, in both directions.
    pub(crate) fn delay(&self, delay: Duration) {
        self.shared.delay.store(delay.as_millis().try_into().unwrap(), SeqCst);
    }

    /// Lets the next so many writes that hold an `EVALSHA` arrive, and cuts their connections before the reply.
    pub(crate) fn lose(&self, replies: usize) {
        self.shared.losses.store(replies, SeqCst);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.lead_to(0);
    }
}

impl Shared {
    fn join(self: &Arc<Self>, client: TcpStream, server: TcpStream) {
        for stream in [&client, &server] {
            stream.set_nodelay(true).unwrap();
            self.streams.lock().unwrap().push(stream.try_clone().unwrap());
        }
        let lost = Arc::new(AtomicBool::new(false));
        let ends = (client.try_clone().unwrap(), server.try_clone().unwrap());
        let (shared, losing) = (Arc::clone(self), Arc::clone(&lost));
        forward(client, server, move |bytes| {
            let one_less = |losses: usize| losses.checked_sub(1);
            let is_call = bytes.windows(7).any(|word| word == b"EVALSHA");
            if is_call && shared.losses.fetch_update(SeqCst, SeqCst, one_less).is_ok() {
                losing.store(true, SeqCst);
            }
            Some(shared.due())
        });
        let shared = Arc::clone(self);
        let (client, server) = ends;
        forward(server, client, move |_| (!lost.load(SeqCst)).then(|| shared.due()));
    }

    fn due(&self) -> Instant {
        Instant::now() + Duration::from_millis(self.delay.load(SeqCst))
    }
}

/// Takes what comes from one end to the other at the moment that is said, until nothing is said.
fn forward(mut from: TcpStream, mut to: TcpStream, due: impl Fn(&[u8]) -> Option<Instant> + Send + 'static) {
    let (sender, receiver) = mpsc::channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        for (due, bytes) in receiver {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
    thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            let Some(due) = due(&buffer[..length]) else { break };
            if sender.send((due, buffer[..length].to_vec())).is_err() {
                break;
            }
        }
        let _ = from.shutdown(Shutdown::Both);
    });
}
