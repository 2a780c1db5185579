//! The way of a request: counted, then met by a fault, then answered.

use std::sync::Arc;

use hyper::{
    HeaderMap, Method, Request, Response, StatusCode,
    body::Incoming,
    header::{CACHE_CONTROL, ETAG, HeaderValue, IF_NONE_MATCH, RETRY_AFTER},
};

use super::{
    documents,
    endpoint::Endpoint,
    fault::Fault,
    shared::{Shared, World},
};
use crate::wire::{
    self, Answer, AnswerBody, BrokenOff, Doorway, endless, html, status_code, truncated,
    truncated_json,
};

/// Accepts connections until the door is gone.
pub(super) async fn accept(door: Arc<Doorway>, shared: Arc<Shared>) {
    wire::accept(door, move |_, request| {
        respond(Arc::clone(&shared), request)
    })
    .await;
}

async fn respond(
    shared: Arc<Shared>,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, BrokenOff> {
    let endpoint = Endpoint::of(request.uri().path(), &shared.path);
    let fault = {
        let mut world = shared.world();
        *world.calls.entry(endpoint).or_default() += 1;
        world.faults.of(endpoint)
    };
    if let Some(answer) = instead(&fault).await? {
        return Ok(answer.into_response());
    }
    if let Fault::Delay(duration) = fault {
        shared.clock.sleep(duration).await;
    }
    let answer = usual(&shared, endpoint, request.method(), request.headers());
    Ok(spoilt(&shared, &fault, answer).into_response())
}

/// What a fault answers instead of the usual, for those that do.
async fn instead(fault: &Fault) -> Result<Option<Answer>, BrokenOff> {
    let answer = match fault {
        Fault::Delay(_)
        | Fault::Drip(_)
        | Fault::None
        | Fault::Truncated
        | Fault::TruncatedJson => return Ok(None),
        Fault::Drop | Fault::Refuse => return Err(BrokenOff),
        Fault::Endless => endless(),
        Fault::Hang => std::future::pending().await,
        Fault::Html(status) => html(*status),
        Fault::Huge(bytes) => {
            let filling = " ".repeat(bytes.saturating_sub(EMPTY_SET.len()));
            json(format!("{EMPTY_SET}{filling}"))
        }
        Fault::Redirect(url) => Answer::redirect(url),
        Fault::Status {
            status,
            retry_after,
        } => {
            let answer = Answer::empty(status_code(*status));
            match retry_after {
                Some(seconds) => answer.with(RETRY_AFTER, HeaderValue::from(*seconds)),
                None => answer,
            }
        }
    };
    Ok(Some(answer))
}

/// What a fault makes of the usual answer, for those that leave it to be given.
fn spoilt(shared: &Shared, fault: &Fault, mut answer: Answer) -> Answer {
    match fault {
        Fault::Drip(gap) => {
            if let AnswerBody::Whole(Some(bytes)) = answer.body {
                answer.body = AnswerBody::drip(bytes, *gap, Arc::clone(&shared.clock));
            }
            answer
        }
        Fault::Truncated => truncated(answer),
        Fault::TruncatedJson => truncated_json(answer),
        _ => answer,
    }
}

fn usual(shared: &Shared, endpoint: Endpoint, method: &Method, headers: &HeaderMap) -> Answer {
    if method != Method::GET {
        return Answer::empty(StatusCode::METHOD_NOT_ALLOWED);
    }
    let mut world = shared.world();
    match endpoint {
        Endpoint::Jwks => jwks(shared, &mut world, headers),
        Endpoint::OAuthMetadata | Endpoint::OpenIdConfiguration => {
            json(documents::metadata(shared, &world).to_string())
        }
        Endpoint::Other => Answer::empty(StatusCode::NOT_FOUND),
    }
}

fn jwks(shared: &Shared, world: &mut World, headers: &HeaderMap) -> Answer {
    if !shared.etags {
        return json(documents::jwks(world));
    }
    let etag = format!("\"{}\"", world.version);
    let known = headers.get(IF_NONE_MATCH);
    let answer = if known.is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        world.unchanged += 1;
        Answer::empty(StatusCode::NOT_MODIFIED)
    } else {
        json(documents::jwks(world))
    };
    answer.with_text(ETAG, &etag)
}

fn json(text: String) -> Answer {
    Answer::text(StatusCode::OK, "application/json", text)
        .with_static(CACHE_CONTROL, "public, max-age=300")
}

const EMPTY_SET: &str = r#"{"keys":[]}"#;
