//! A server of bytes: what no well-built fake of an issuer can be made to send.

use std::{
    io::Write as _,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use customer_session::clock::{Clock, SystemClock};
use flate2::{Compression, write::GzEncoder};
use tokio::{
    io::{self, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;
use url::Url;

/// What the server does once a request has arrived.
#[derive(Clone, Debug)]
pub(crate) enum Manner {
    /// Says this before anything was asked of it, and closes: no TLS, whatever is spoken to it.
    Blurts(&'static [u8]),
    /// Says this and closes.
    Says(Vec<u8>),
    /// Says this and resets the connection.
    Resets(Vec<u8>),
    /// Says the first, and then the second again and again at this interval.
    Repeats(&'static [u8], &'static [u8], Duration),
}

/// A server that misbehaves until it is dropped.
#[derive(Debug)]
pub(crate) struct Rogue {
    pub(crate) address: SocketAddr,
    counts: Arc<Counts>,
    server: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Counts {
    connections: AtomicU64,
    requests: AtomicU64,
}

impl Rogue {
    pub(crate) async fn start(manner: Manner) -> Self {
        Self::listen(manner, None).await
    }

    pub(crate) async fn start_tls(manner: Manner, tls: TlsAcceptor) -> Self {
        Self::listen(manner, Some(tls)).await
    }

    async fn listen(manner: Manner, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("the listener has an address");
        let counts = Arc::<Counts>::default();
        let server = tokio::spawn(serve(listener, manner, tls, counts.clone()));
        Self {
            address,
            counts,
            server,
        }
    }

    pub(crate) fn url(&self, scheme: &str) -> Url {
        url(scheme, self.address)
    }

    /// How many connections were made to it.
    pub(crate) fn connections(&self) -> u64 {
        self.counts.connections.load(SeqCst)
    }

    /// How many requests it read.
    pub(crate) fn requests(&self) -> u64 {
        self.counts.requests.load(SeqCst)
    }
}

impl Drop for Rogue {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(
    listener: TcpListener,
    manner: Manner,
    tls: Option<TlsAcceptor>,
    counts: Arc<Counts>,
) {
    while let Ok((stream, _)) = listener.accept().await {
        counts.connections.fetch_add(1, SeqCst);
        let (manner, tls, counts) = (manner.clone(), tls.clone(), counts.clone());
        // A client that had enough breaks the connection, which is no fault of the test.
        tokio::spawn(async move {
            let _ = meet(stream, &manner, tls, &counts).await;
        });
    }
}

async fn meet(
    stream: TcpStream,
    manner: &Manner,
    tls: Option<TlsAcceptor>,
    counts: &Counts,
) -> io::Result<()> {
    match (manner, tls) {
        (Manner::Resets(part), None) => {
            // Closed with this setting, a connection is reset.
            stream.set_zero_linger()?;
            let mut stream = stream;
            answer(&mut stream, &Manner::Says(part.clone()), counts).await?;
            // A reset overtakes what was not read yet.
            SystemClock::new().sleep(MOMENT).await;
            Ok(())
        }
        (_, None) => {
            let mut stream = stream;
            answer(&mut stream, manner, counts).await?;
            stream.shutdown().await
        }
        (_, Some(tls)) => {
            let mut stream = tls.accept(stream).await?;
            answer(&mut stream, manner, counts).await?;
            stream.shutdown().await
        }
    }
}

async fn answer(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    manner: &Manner,
    counts: &Counts,
) -> io::Result<()> {
    if let Manner::Blurts(bytes) = manner {
        stream.read_u8().await?;
        return stream.write_all(bytes).await;
    }
    read_head(stream).await?;
    counts.requests.fetch_add(1, SeqCst);
    match manner {
        Manner::Blurts(bytes) => stream.write_all(bytes).await,
        Manner::Says(bytes) | Manner::Resets(bytes) => stream.write_all(bytes).await,
        Manner::Repeats(first, again, interval) => {
            stream.write_all(first).await?;
            loop {
                stream.write_all(again).await?;
                stream.flush().await?;
                if !interval.is_zero() {
                    SystemClock::new().sleep(*interval).await;
                }
            }
        }
    }
}

async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    Ok(())
}

/// A port on which connections are neither taken nor refused, as behind a firewall that drops
/// packets: the queue of those who wait to be accepted is full.
#[derive(Debug)]
pub(crate) struct Crowded {
    address: SocketAddr,
    _listener: TcpListener,
    _crowd: Vec<TcpStream>,
}

impl Crowded {
    pub(crate) async fn start() -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket
            .bind(([127, 0, 0, 1], 0).into())
            .expect("a port is free");
        let listener = socket.listen(1).expect("the port is ours");
        let address = listener.local_addr().expect("the listener has an address");
        let mut crowd = Vec::new();
        // Until one waits in vain, and not just for its turn: the queue has two places.
        loop {
            tokio::select! {
                biased;
                stream = TcpStream::connect(address) => crowd.push(stream.expect("a place in the queue")),
                () = SystemClock::new().sleep(2 * MOMENT), if crowd.len() >= 2 => break,
            }
        }
        Self {
            address,
            _listener: listener,
            _crowd: crowd,
        }
    }

    pub(crate) fn url(&self) -> Url {
        url("http", self.address)
    }
}

/// An answer with this status line and these header lines, each of which ends with `\r\n`.
pub(crate) fn response(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// What unpacks to these bytes.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed
        .write_all(bytes)
        .expect("memory takes whatever is written to it");
    packed
        .finish()
        .expect("memory takes whatever is written to it")
}

fn url(scheme: &str, address: SocketAddr) -> Url {
    Url::parse(&format!("{scheme}://{address}")).expect("an address makes a URL")
}

/// Long enough for what was sent within this machine to be there.
const MOMENT: Duration = Duration::from_millis(50);
