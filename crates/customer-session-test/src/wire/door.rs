//! A listener that can be closed and opened again on the same port.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use socket2::{Domain, Protocol, Socket, Type};
use tokio::{
    net::{TcpListener, TcpStream},
    runtime::Handle,
    sync::watch,
};

/// A port of the loopback interface, reserved for as long as the door lives.
#[derive(Debug)]
pub(crate) struct Door {
    address: SocketAddr,
    doorway: Arc<Doorway>,
    runtime: Handle,
    /// Bound but never listening: while the listener is closed, connections are refused, and nobody
    /// else gets the port.
    _reservation: Socket,
}

/// What the accepting task sees of a door.
pub(crate) struct Doorway {
    state: Mutex<State>,
    /// Changes whenever the connections that live are to be killed.
    kills: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct State {
    listener: Option<TcpListener>,
    accepting: Option<Waker>,
    gone: bool,
}

/// A connection, and the signal that ends it.
pub(crate) struct Visitor {
    pub(crate) stream: TcpStream,
    pub(crate) peer: SocketAddr,
    pub(crate) killed: watch::Receiver<()>,
}

impl Door {
    /// Opens a door on `port`, or on a free one if that is 0.
    pub(crate) fn open(port: u16) -> io::Result<Self> {
        let reservation = reserved(port)?;
        let address = reservation
            .local_addr()?
            .as_socket()
            .ok_or_else(|| io::Error::other("the reserved socket has no internet address"))?;
        let listener = listening(address)?;
        let state = State {
            listener: Some(listener),
            ..State::default()
        };
        let doorway = Doorway {
            state: Mutex::new(state),
            kills: watch::Sender::new(()),
        };
        Ok(Self {
            address,
            doorway: Arc::new(doorway),
            runtime: Handle::current(),
            _reservation: reservation,
        })
    }

    /// The address behind the door, open or not.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The accepting task's side.
    pub(crate) fn doorway(&self) -> Arc<Doorway> {
        Arc::clone(&self.doorway)
    }

    /// Refuses connections from now on, and kills those that live.
    pub(crate) fn shut(&self) {
        let closed = self.doorway.state().listener.take();
        drop(closed);
        self.doorway.kills.send_replace(());
    }

    /// Listens again, if the door is shut.
    pub(crate) fn reopen(&self) -> io::Result<()> {
        // Sockets register with the runtime that the fake was started on, whoever calls this.
        let _entered = self.runtime.enter();
        let mut state = self.doorway.state();
        if state.listener.is_none() {
            state.listener = Some(listening(self.address)?);
            state.wake();
        }
        Ok(())
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.shut();
        let mut state = self.doorway.state();
        state.gone = true;
        state.wake();
    }
}

impl Doorway {
    /// Waits for the next connection; `None` once the door is gone.
    pub(crate) async fn next(&self) -> Option<io::Result<Visitor>> {
        std::future::poll_fn(|cx| self.poll_next(cx)).await
    }

    fn poll_next(&self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Visitor>>> {
        let mut state = self.state();
        if state.gone {
            return Poll::Ready(None);
        }
        state.accepting = Some(cx.waker().clone());
        let Some(listener) = &state.listener else {
            return Poll::Pending;
        };
        listener.poll_accept(cx).map(|accepted| {
            // Subscribed under the lock under which the listener is closed, so that no connection
            // escapes being killed.
            let killed = self.kills.subscribe();
            Some(accepted.map(|(stream, peer)| Visitor {
                stream,
                peer,
                killed,
            }))
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wake(&mut self) {
        if let Some(accepting) = self.accepting.take() {
            accepting.wake();
        }
    }
}

impl fmt::Debug for Doorway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Doorway")
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}

/// Takes a port without listening on it.
fn reserved(port: u16) -> io::Result<Socket> {
    if port != 0 {
        // Another fake would share the port with ours; an ordinary listener tells whether anybody
        // has it.
        drop(std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?);
    }
    let socket = sharing()?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)).into())?;
    Ok(socket)
}

fn listening(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = sharing()?;
    // Lets the port be listened on again while connections that were killed linger. The reservation
    // must not say so: it would let others in while it is alone.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    TcpListener::from_std(socket.into())
}

/// A socket that shares its port with others of this user that are willing to, so that reservation
/// and listener can.
fn sharing() -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, Some(Protocol::TCP))?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    Ok(socket)
}

/// Room for the bursts that load tests make.
const BACKLOG: i32 = 1024;
