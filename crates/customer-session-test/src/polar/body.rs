//! Bodies of answers: whole, empty, cut short, never ending.

use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// The body of an answer.
#[derive(Debug)]
pub(super) enum AnswerBody {
    /// Sends a part and then breaks the connection.
    Cut(Cut),
    /// Never ends.
    Endless,
    /// Ends at once without having said how long it is, so that it is sent chunked.
    EmptyChunked,
    /// Is sent whole, with its length.
    Whole(Option<Bytes>),
}

/// How far a cut body is.
#[derive(Debug)]
pub(super) enum Cut {
    Unsent(Bytes),
    /// One turn in between, so that the part reaches the socket before the connection breaks.
    Flushing,
    Sent,
}

impl AnswerBody {
    /// Sends all of `bytes`.
    pub(super) const fn whole(bytes: Bytes) -> Self {
        Self::Whole(Some(bytes))
    }

    /// Sends `part` and then breaks the connection.
    pub(super) const fn cut(part: Bytes) -> Self {
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
            Self::Cut(_) | Self::EmptyChunked | Self::Endless => SizeHint::default(),
        }
    }
}

/// Says that the connection is to be closed without finishing the answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct BrokenOff;

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
