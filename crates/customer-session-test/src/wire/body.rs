//! Bodies of answers: whole, empty, cut short, never ending.

use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use customer_session::clock::{Clock, Sleep};
use hyper::body::{Body, Frame, SizeHint};
use tokio::sync::watch;

/// The body of an answer.
#[derive(Debug)]
pub(crate) enum AnswerBody {
    /// Sends a part and then breaks the connection.
    Cut(Cut),
    /// Is sent byte by byte, with a pause after each.
    #[cfg_attr(not(feature = "issuer"), allow(dead_code, reason = "for one fake"))]
    Drip(Drip),
    /// Never ends.
    Endless,
    /// Is longer than anybody should read, and then stays silent.
    #[cfg_attr(not(feature = "provider"), allow(dead_code, reason = "for one server"))]
    Flood(Flood),
    /// Ends at once without having said how long it is, so that it is sent chunked.
    #[cfg_attr(not(feature = "polar"), allow(dead_code, reason = "for one fake"))]
    EmptyChunked,
    /// Is sent whole, with its length.
    Whole(Option<Bytes>),
}

/// How far a cut body is.
#[derive(Debug)]
pub(crate) enum Cut {
    Unsent(Bytes),
    /// One turn in between, so that the part reaches the socket before the connection breaks.
    Flushing,
    Sent,
}

/// How far a flood is.
#[derive(Debug)]
pub(crate) struct Flood {
    left: usize,
    /// Is told once all of it was asked for.
    over: watch::Sender<bool>,
}

/// How far a dripping body is.
pub(crate) struct Drip {
    rest: Bytes,
    clock: Arc<dyn Clock>,
    gap: Duration,
    pause: Option<Sleep>,
}

impl AnswerBody {
    /// Sends `bytes` one by one, with a pause of `gap` by this clock after each.
    #[cfg_attr(
        not(feature = "issuer"),
        expect(dead_code, reason = "the issuer of signed tokens alone drips")
    )]
    pub(crate) fn drip(bytes: Bytes, gap: Duration, clock: Arc<dyn Clock>) -> Self {
        Self::Drip(Drip {
            rest: bytes,
            clock,
            gap,
            pause: None,
        })
    }

    /// Sends white space, about `bytes` of it, tells `over` when all of it was asked for, and goes
    /// on for ever without sending more.
    #[cfg_attr(not(feature = "provider"), allow(dead_code, reason = "for one server"))]
    pub(crate) const fn flood(bytes: usize, over: watch::Sender<bool>) -> Self {
        Self::Flood(Flood { left: bytes, over })
    }

    /// Sends all of `bytes`.
    pub(crate) const fn whole(bytes: Bytes) -> Self {
        Self::Whole(Some(bytes))
    }

    /// Sends `part` and then breaks the connection.
    pub(crate) const fn cut(part: Bytes) -> Self {
        Self::Cut(Cut::Unsent(part))
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        let cut = match self.get_mut() {
            Self::EmptyChunked => return Poll::Ready(None),
            Self::Endless => return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(FILLER))))),
            Self::Whole(bytes) => {
                return Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes))));
            }
            Self::Cut(cut) => cut,
            Self::Drip(drip) => return drip.poll_next(cx),
            Self::Flood(flood) => return flood.poll_next(),
        };
        match std::mem::replace(cut, Cut::Flushing) {
            Cut::Unsent(part) => Poll::Ready(Some(Ok(Frame::data(part)))),
            Cut::Flushing => {
                *cut = Cut::Sent;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Cut::Sent => Poll::Ready(Some(Err(BrokenOff))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
            Self::Cut(_) | Self::Drip(_) | Self::EmptyChunked | Self::Endless | Self::Flood(_) => {
                SizeHint::default()
            }
        }
    }
}

impl Flood {
    fn poll_next(&mut self) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if self.left == 0 {
            self.over.send_replace(true);
            // Nobody is woken: the connection ends it.
            return Poll::Pending;
        }
        self.left = self.left.saturating_sub(FILLER.len());
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(FILLER)))))
    }
}

impl Drip {
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if let Some(pause) = &mut self.pause {
            ready!(pause.as_mut().poll(cx));
        }
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        self.pause = Some(self.clock.sleep(self.gap));
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(1)))))
    }
}

impl fmt::Debug for Drip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drip")
            .field("rest", &self.rest.len())
            .finish_non_exhaustive()
    }
}

/// Says that the connection is to be closed without finishing the answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BrokenOff;

impl From<Infallible> for BrokenOff {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is broken off on purpose")
    }
}

impl std::error::Error for BrokenOff {}

/// One chunk of the endless body: white space, which a JSON parser goes on reading.
const FILLER: &[u8] = &[b' '; 8 * 1024];
