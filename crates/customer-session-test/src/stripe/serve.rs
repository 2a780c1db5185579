//! The way of a request: read and recorded, then met by a fault, then answered.

use std::sync::Arc;

use http_body_util::{BodyExt as _, Limited};
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, HeaderName},
};

use super::{
    endpoint::Endpoint,
    fault::Fault,
    journal::RecordedRequest,
    problem::Problem,
    routes::{Call, usual},
    shared::Shared,
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
    let (head, body) = request.into_parts();
    let (endpoint, id) = Endpoint::of(&head.method, head.uri.path());
    let body = Limited::new(body, MAX_BODY).collect().await;
    let body = body.map_err(|_| BrokenOff)?.to_bytes();
    let form = form(&body);
    let path = head.uri.path_and_query().map_or("/", |path| path.as_str());
    let (fault, number) = {
        let mut world = shared.world();
        let request =
            RecordedRequest::new(endpoint, &head.method, path, &head.headers, form.clone());
        world.record(request);
        world.answers += 1;
        (world.faults.of(endpoint), world.answers)
    };
    if let Some(answer) = instead(&fault).await? {
        return Ok(numbered(answer, number).into_response());
    }
    if let Fault::Delay(duration) = fault {
        shared.clock.sleep(duration).await;
    }
    let call = Call {
        endpoint,
        form,
        headers: &head.headers,
        id,
    };
    let answer = spoilt(&fault, usual(&shared, &call));
    let name = HeaderName::from_static("stripe-version");
    let version = head
        .headers
        .get(&name)
        .and_then(|version| version.to_str().ok());
    let answer = answer.with_text(name, version.unwrap_or(&shared.api_version));
    Ok(numbered(answer, number).into_response())
}

fn form(body: &Bytes) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

/// Every answer of Stripe's has the id of its request.
fn numbered(answer: Answer, number: u64) -> Answer {
    let id = format!("req_Fake{number:010}");
    answer.with_text(HeaderName::from_static("request-id"), &id)
}

/// What a fault answers instead of the usual, for those that do.
async fn instead(fault: &Fault) -> Result<Option<Answer>, BrokenOff> {
    let answer = match fault {
        Fault::Delay(_)
        | Fault::None
        | Fault::Truncated
        | Fault::TruncatedJson
        | Fault::WrongContentType => return Ok(None),
        Fault::Drop | Fault::Refuse => return Err(BrokenOff),
        Fault::Endless => endless(),
        Fault::Hang => std::future::pending().await,
        Fault::Html(status) => html(*status),
        Fault::RateLimited { retry_after } => Problem::rate_limited(*retry_after).into_answer(),
        Fault::Redirect(url) => Answer::redirect(url),
        Fault::Status(status, content_type, body) => {
            Answer::text(status_code(*status), content_type, body.clone())
        }
    };
    Ok(Some(answer))
}

/// What a fault makes of the usual answer, for those that leave it to be given.
fn spoilt(fault: &Fault, answer: Answer) -> Answer {
    match fault {
        Fault::Truncated => truncated(answer),
        Fault::TruncatedJson => truncated_json(answer),
        Fault::WrongContentType => answer.with_static(CONTENT_TYPE, "text/plain"),
        _ => answer,
    }
}

/// Far more than any form about one session takes.
const MAX_BODY: usize = 256 * 1024;
