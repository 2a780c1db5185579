//! What becomes of a rejection, and of the inner service's response.

use actix_web::{
    Error, HttpResponse,
    body::{BoxBody, EitherBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName,
            HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
        },
    },
};
use customer_session::{Rejection, engine::needs_private, rejection::HeaderText};

/// Makes the response to a rejection.
///
/// Implemented for closures `Fn(&Rejection) -> HttpResponse`.
pub trait ResponseForRejection: Clone + 'static {
    /// Makes the response.
    fn response_for_rejection(&self, rejection: &Rejection) -> HttpResponse;

    /// Makes the response to a rejection by an extractor or a requirement further in, which already
    /// made the default one: `None` keeps it. Only [`CustomerSessionMiddleware`] asks for it.
    ///
    /// [`CustomerSessionMiddleware`]: crate::CustomerSessionMiddleware
    fn response_for_inner(&self, rejection: &Rejection) -> Option<HttpResponse> {
        Some(self.response_for_rejection(rejection))
    }
}

impl<F> ResponseForRejection for F
where
    F: Fn(&Rejection) -> HttpResponse + Clone + 'static,
{
    fn response_for_rejection(&self, rejection: &Rejection) -> HttpResponse {
        self(rejection)
    }
}

/// The default response: a problem document (RFC 9457) with the headers of [`Rejection::headers`].
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Problem;

impl Problem {
    /// The default response.
    #[must_use]
    pub const fn new() -> Self {
        Self
    }
}

impl ResponseForRejection for Problem {
    fn response_for_rejection(&self, rejection: &Rejection) -> HttpResponse {
        let status =
            StatusCode::from_u16(rejection.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponse::with_body(status, BoxBody::new(rejection.body()));
        set_headers(response.headers_mut(), rejection);
        response
    }

    /// Extractors answer with the same document.
    fn response_for_inner(&self, _: &Rejection) -> Option<HttpResponse> {
        None
    }
}

/// Marks, in a response's extensions, that an extractor or a requirement refused the request with
/// the default response, and that the middleware around it may answer in its place.
pub(crate) struct RefusedInside;

/// The response to a rejection, with the rejection in its extensions.
pub(crate) fn of<R: ResponseForRejection, B>(
    responder: &R,
    rejection: &Rejection,
    request: ServiceRequest,
) -> ServiceResponse<EitherBody<B>> {
    let mut response = responder.response_for_rejection(rejection);
    response.extensions_mut().insert(rejection.clone());
    request.into_response(response.map_into_right_body())
}

/// Who answers for a requirement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Responder<R> {
    /// The default, in whose place the middleware around the requirement may answer.
    Default(R),
    /// One that was set: what it answers is final.
    Own(R),
}

/// The response to a rejection by a requirement.
#[cold]
pub(crate) fn of_requirement<R: ResponseForRejection, B>(
    responder: &Responder<R>,
    rejection: &Rejection,
    request: ServiceRequest,
) -> ServiceResponse<EitherBody<B>> {
    match responder {
        Responder::Own(responder) => of(responder, rejection, request),
        Responder::Default(responder) => {
            let mut response = of(responder, rejection, request);
            let head = response.response_mut();
            head.extensions_mut().insert(RefusedInside);
            response
        }
    }
}

/// What the inner service's response becomes on its way out.
pub(crate) fn finish<R: ResponseForRejection, B>(
    responder: &R,
    response: ServiceResponse<B>,
    private: bool,
) -> ServiceResponse<EitherBody<B>> {
    let (request, response) = response.into_parts();
    ServiceResponse::new(request, finish_head(responder, response, private))
}

/// What the inner service's error becomes: it stays what it is, so that middleware further out finds
/// it by its type, and its response becomes what a response would have become.
#[cold]
pub(crate) fn finish_error<R: ResponseForRejection>(
    responder: &R,
    mut error: Error,
    private: bool,
) -> Error {
    let responder = responder.clone();
    error.add_response_mapper(move |response| {
        finish_head(&responder, response, private).map_into_boxed_body()
    });
    error
}

fn finish_head<R: ResponseForRejection, B>(
    responder: &R,
    mut response: HttpResponse<B>,
    private: bool,
) -> HttpResponse<EitherBody<B>> {
    if private {
        mark_private(response.headers_mut());
    }
    match replacement(responder, &mut response) {
        None => response.map_into_left_body(),
        Some(replaced) => replace(response, replaced).map_into_right_body(),
    }
}

fn mark_private(headers: &mut HeaderMap) {
    if needs_private(headers.get_all(CACHE_CONTROL).map(|value| value.as_bytes())) {
        headers.append(CACHE_CONTROL, HeaderValue::from_static("private"));
    }
}

/// The response to put in the place of an extractor's or a requirement's, if one refused and the
/// responder wants another.
fn replacement<R: ResponseForRejection, B>(
    responder: &R,
    response: &mut HttpResponse<B>,
) -> Option<HttpResponse> {
    let mut extensions = response.extensions_mut();
    extensions.remove::<RefusedInside>()?;
    responder.response_for_inner(extensions.get::<Rejection>()?)
}

/// Puts one response in the place of another, keeping what middleware in between added.
fn replace<B>(mut old: HttpResponse<B>, mut new: HttpResponse) -> HttpResponse {
    for name in old.headers().keys() {
        if REPLACED.contains(name) || new.headers().contains_key(name) {
            continue;
        }
        for value in old.headers().get_all(name) {
            new.headers_mut().append(name.clone(), value.clone());
        }
    }
    let rejection = old.extensions_mut().remove::<Rejection>();
    if let Some(rejection) = rejection {
        new.extensions_mut().insert(rejection);
    }
    new
}

fn set_headers(headers: &mut HeaderMap, rejection: &Rejection) {
    for (name, text) in rejection.headers() {
        let value = match text {
            HeaderText::Seconds(seconds) => Ok(HeaderValue::from(seconds)),
            text => HeaderValue::try_from(text.to_string()),
        };
        // Every text that a rejection yields is visible ASCII; it was checked when the
        // configuration was built.
        if let Ok(value) = value {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

/// The headers by which an extractor's own response speaks of the rejection and of its body.
const REPLACED: [HeaderName; 6] = [
    CACHE_CONTROL,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    RETRY_AFTER,
    WWW_AUTHENTICATE,
];
