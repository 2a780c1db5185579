//! The way of a request: recorded, then met by a fault, then answered.

use std::{net::IpAddr, sync::Arc};

use http_body_util::{BodyExt, Limited};
use hyper::{
    Method, Request, Response,
    body::Incoming,
    header::{CONTENT_LENGTH, HeaderName},
};

use super::{
    answer::Answer,
    call::{Call, RequestBody},
    endpoint::Endpoint,
    fault::Fault,
    faulted::{instead, spoilt},
    journal::RecordedRequest,
    shared::Shared,
    usual::usual,
};
use crate::wire::{self, AnswerBody, BrokenOff, Doorway};

/// Which listener a request came through.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Entrance {
    /// The one that faults are set on.
    Front,
    /// The one that always works.
    BackOffice,
}

/// Accepts connections until the door is gone.
pub(super) async fn accept(door: Arc<Doorway>, shared: Arc<Shared>, entrance: Entrance) {
    wire::accept(door, move |peer, request| {
        respond(Arc::clone(&shared), entrance, peer, request)
    })
    .await;
}

async fn respond(
    shared: Arc<Shared>,
    entrance: Entrance,
    peer: IpAddr,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, BrokenOff> {
    let (path, from_old_root) = current_root(request.uri().path());
    let endpoint = Endpoint::of(request.method(), &path);
    let number = record(&shared, &request, endpoint);
    let fault = match entrance {
        Entrance::Front => shared.faults().of(endpoint),
        Entrance::BackOffice => Fault::None,
    };
    let mut answer = faulted(&shared, fault, peer, path, request).await?;
    if from_old_root {
        let notice = HeaderName::from_static("x-polar-deprecation-notice");
        answer = answer.with_static(notice, OLD_ROOT);
    }
    shared.journal().note_status(number, answer.status.as_u16());
    Ok(answer.into_response())
}

fn record(shared: &Shared, request: &Request<Incoming>, endpoint: Endpoint) -> u64 {
    let sent = request
        .uri()
        .path_and_query()
        .map_or("/", |sent| sent.as_str());
    let request = RecordedRequest::new(request.method(), sent, request.headers(), endpoint);
    shared.journal().record(request)
}

/// The path below the present root, and whether it was sent below the old one.
fn current_root(path: &str) -> (String, bool) {
    match path.strip_prefix("/api/v1/") {
        Some(rest) => (format!("/v1/{rest}"), true),
        None => (path.to_owned(), false),
    }
}

async fn faulted(
    shared: &Shared,
    fault: Fault,
    peer: IpAddr,
    path: String,
    request: Request<Incoming>,
) -> Result<Answer, BrokenOff> {
    if let Some(answer) = instead(shared, &fault, request.headers()).await? {
        return Ok(answer);
    }
    if let Fault::Delay(duration) = fault {
        shared.clock.sleep(duration).await;
    }
    let call = read(shared, peer, path, request).await;
    Ok(spoilt(&fault, usual(shared, &call)))
}

async fn read(shared: &Shared, peer: IpAddr, path: String, request: Request<Incoming>) -> Call {
    let (head, body) = request.into_parts();
    let sends_body = head.method == Method::POST || head.method == Method::PATCH;
    let body = if sends_body && !head.headers.contains_key(CONTENT_LENGTH) {
        RequestBody::LengthMissing
    } else {
        match Limited::new(body, LARGEST_BODY).collect().await {
            Ok(read) => RequestBody::Read(read.to_bytes()),
            // A client that went away in the middle lands here as well, and reads no answer.
            Err(_) => RequestBody::TooLarge,
        }
    };
    Call {
        method: head.method,
        path,
        query: head.uri.query().map(str::to_owned),
        headers: head.headers,
        body,
        peer,
        now: shared.now(),
        monotonic: shared.clock.monotonic(),
    }
}

const OLD_ROOT: &str =
    "The API root has moved from /api/v1 to /v1. Please update your integration.";
const LARGEST_BODY: usize = 1024 * 1024;
