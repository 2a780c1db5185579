//! The way of a request: read and recorded, then met by a fault, then answered.

use std::sync::Arc;

use http_body_util::{BodyExt as _, Limited};
use hyper::{
    HeaderMap, Method, Request, Response, StatusCode,
    body::Incoming,
    header::{CACHE_CONTROL, ETAG, HeaderValue, IF_NONE_MATCH, RETRY_AFTER},
};

use super::{
    documents,
    endpoint::Endpoint,
    fault::Fault,
    journal::RecordedRequest,
    problem::Problem,
    shared::{Shared, World},
    tokens,
};
use crate::wire::{
    self, Answer, AnswerBody, BrokenOff, Doorway, endless, html, status_code, truncated,
    truncated_json,
};

/// A request, read whole.
#[derive(Debug)]
pub(super) struct Call<'a> {
    pub(super) method: &'a Method,
    pub(super) headers: &'a HeaderMap,
    pub(super) form: &'a [(String, String)],
}

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
    let (head, body) = request.into_parts();
    let endpoint = Endpoint::of(head.uri.path(), &shared.path);
    let body = Limited::new(body, MAX_BODY).collect().await;
    let body = body.map_err(|_| BrokenOff)?.to_bytes();
    let form: Vec<_> = form_urlencoded::parse(&body).into_owned().collect();
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    let fault = {
        let mut world = shared.world();
        let request = RecordedRequest::new(endpoint, &head.method, path, &head.headers, &form);
        world.record(request);
        world.faults.of(endpoint)
    };
    if let Some(answer) = instead(&fault).await? {
        return Ok(answer.into_response());
    }
    if let Fault::Delay(duration) = fault {
        shared.clock.sleep(duration).await;
    }
    let call = Call {
        method: &head.method,
        headers: &head.headers,
        form: &form,
    };
    let answer = usual(&shared, endpoint, &call);
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

fn usual(shared: &Shared, endpoint: Endpoint, call: &Call<'_>) -> Answer {
    let mut world = shared.world();
    match endpoint {
        Endpoint::Introspection => tokens::introspect(shared, &world, call),
        Endpoint::Revocation => tokens::revoke(shared, &mut world, call),
        _ if call.method != Method::GET => Answer::empty(StatusCode::METHOD_NOT_ALLOWED),
        Endpoint::Jwks => jwks(shared, &mut world, call.headers),
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

impl Call<'_> {
    /// A field of the form, which must not stand twice (RFC 6749 §3.2).
    pub(super) fn field(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut fields = self.form.iter().filter(|(known, _)| known == name);
        match (fields.next(), fields.next()) {
            (found, None) => Ok(found.map(|(_, value)| value.as_str())),
            _ => Err(Problem::InvalidRequest("a field of the form stands twice")),
        }
    }
}

/// Far more than any question about one token takes.
const MAX_BODY: usize = 256 * 1024;
const EMPTY_SET: &str = r#"{"keys":[]}"#;
