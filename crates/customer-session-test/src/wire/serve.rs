//! The way of a request from the door to whoever answers it.

use std::{net::IpAddr, sync::Arc};

use hyper::{Request, Response, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;

use super::{
    body::{AnswerBody, BrokenOff},
    door::{Doorway, Visitor},
};

/// Accepts connections until the door is gone, and has each of their requests answered.
pub(crate) async fn accept<A, F>(doorway: Arc<Doorway>, answer: A)
where
    A: Fn(IpAddr, Request<Incoming>) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<Response<AnswerBody>, BrokenOff>> + Send + 'static,
{
    while let Some(accepted) = doorway.next().await {
        match accepted {
            Ok(visitor) => {
                tokio::spawn(connection(visitor, answer.clone()));
            }
            // Such as too many open files: the next attempt waits for its turn instead of spinning.
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

async fn connection<A, F>(mut visitor: Visitor, answer: A)
where
    A: Fn(IpAddr, Request<Incoming>) -> F,
    F: Future<Output = Result<Response<AnswerBody>, BrokenOff>>,
{
    // Only slows small answers down when it fails.
    let _ = visitor.stream.set_nodelay(true);
    let peer = visitor.peer.ip();
    let service = service_fn(|request| answer(peer, request));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(visitor.stream), service);
    tokio::select! {
        // The signal first: a request that was sent after the door was shut is not answered any
        // more.
        biased;
        _ = visitor.killed.changed() => {}
        // An error is a client that went away, or a fault that broke the connection off.
        _ = connection => {}
    }
}
