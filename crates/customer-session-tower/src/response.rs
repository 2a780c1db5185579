//! What becomes of a rejection, and of the inner service's response.

use std::mem;

use customer_session::{Rejection, engine::needs_private, rejection::HeaderText};
use http::{
    HeaderMap, HeaderValue, Response, StatusCode,
    header::{
        CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, RETRY_AFTER,
        WWW_AUTHENTICATE,
    },
};

use crate::ResponseBody;

/// Makes the response to a rejection, for inner services whose body is a `B`.
///
/// Implemented for closures `Fn(&Rejection) -> Response<B>`, for which the type of the body stays
/// the inner service's.
pub trait ResponseForRejection<B>: Clone {
    /// The body of every response that leaves the layer.
    type Body;

    /// Makes the response.
    fn response_for_rejection(&self, rejection: &Rejection) -> Response<Self::Body>;

    /// Turns a body of the inner service into one that leaves the layer.
    fn body(&self, inner: B) -> Self::Body;

    /// Makes the response to a rejection by an extractor or a requirement further in, which already
    /// made the default one: `None` keeps it. Only [`CustomerSessionLayer`] asks for it.
    ///
    /// [`CustomerSessionLayer`]: crate::CustomerSessionLayer
    fn response_for_inner(&self, rejection: &Rejection) -> Option<Response<Self::Body>> {
        Some(self.response_for_rejection(rejection))
    }
}

impl<F, B> ResponseForRejection<B> for F
where
    F: Fn(&Rejection) -> Response<B> + Clone,
{
    type Body = B;

    fn response_for_rejection(&self, rejection: &Rejection) -> Response<B> {
        self(rejection)
    }

    fn body(&self, inner: B) -> B {
        inner
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

    /// Makes the response with a body of your own making from the problem document's text.
    pub fn response<B>(rejection: &Rejection, body: impl FnOnce(&'static str) -> B) -> Response<B> {
        let mut response = Response::new(body(rejection.body()));
        *response.status_mut() =
            StatusCode::from_u16(rejection.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        set_headers(response.headers_mut(), rejection);
        response
    }
}

impl<B> ResponseForRejection<B> for Problem {
    type Body = ResponseBody<B>;

    fn response_for_rejection(&self, rejection: &Rejection) -> Response<ResponseBody<B>> {
        Self::response(rejection, ResponseBody::problem)
    }

    fn body(&self, inner: B) -> ResponseBody<B> {
        ResponseBody::inner(inner)
    }

    /// Extractors answer with the same document.
    fn response_for_inner(&self, _: &Rejection) -> Option<Response<ResponseBody<B>>> {
        None
    }
}

/// Marks, in a response's extensions, that an extractor or a requirement refused the request with
/// the default response, and that the layer around it may answer in its place. For adapters whose
/// extractors build responses.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "a marker has nothing to add")]
pub struct RefusedInside;

/// The response to a rejection, with the rejection in its extensions.
pub(crate) fn of<R: ResponseForRejection<B>, B>(
    responder: &R,
    rejection: &Rejection,
) -> Response<R::Body> {
    let mut response = responder.response_for_rejection(rejection);
    response.extensions_mut().insert(rejection.clone());
    response
}

/// Who answers for a requirement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Responder<R> {
    /// The default, in whose place the layer around the requirement may answer.
    Default(R),
    /// One that was set: what it answers is final.
    Own(R),
}

impl<R> Responder<R> {
    pub(crate) const fn get(&self) -> &R {
        match self {
            Self::Default(responder) | Self::Own(responder) => responder,
        }
    }
}

/// The response to a rejection by a requirement.
#[cold]
pub(crate) fn of_requirement<R: ResponseForRejection<B>, B>(
    responder: &Responder<R>,
    rejection: &Rejection,
) -> Response<R::Body> {
    let mut response = of(responder.get(), rejection);
    if matches!(responder, Responder::Default(_)) {
        response.extensions_mut().insert(RefusedInside);
    }
    response
}

/// What the inner service's response becomes on its way out.
#[inline]
pub(crate) fn finish<R: ResponseForRejection<B>, B>(
    responder: &R,
    mut response: Response<B>,
    private: bool,
) -> Response<R::Body> {
    if private {
        mark_private(response.headers_mut());
    }
    if response.extensions().get::<RefusedInside>().is_some() {
        return refused(responder, response);
    }
    response.map(|body| responder.body(body))
}

#[cold]
fn mark_private(headers: &mut HeaderMap) {
    let said = headers.get_all(CACHE_CONTROL).iter();
    if needs_private(said.map(|value| value.as_bytes())) {
        headers.append(CACHE_CONTROL, HeaderValue::from_static("private"));
    }
}

/// What the response of an extractor or a requirement that refused the request becomes.
#[cold]
fn refused<R: ResponseForRejection<B>, B>(
    responder: &R,
    mut response: Response<B>,
) -> Response<R::Body> {
    response.extensions_mut().remove::<RefusedInside>();
    if let Some(rejection) = response.extensions().get::<Rejection>()
        && let Some(replaced) = responder.response_for_inner(rejection)
    {
        return replace(response, replaced);
    }
    response.map(|body| responder.body(body))
}

/// Puts one response in the place of another, keeping what layers in between added.
fn replace<B, N>(old: Response<B>, mut new: Response<N>) -> Response<N> {
    let (mut old, _) = old.into_parts();
    for name in old.headers.keys() {
        if REPLACED.contains(name) || new.headers().contains_key(name) {
            continue;
        }
        for value in old.headers.get_all(name) {
            new.headers_mut().append(name, value.clone());
        }
    }
    old.extensions.extend(mem::take(new.extensions_mut()));
    *new.extensions_mut() = old.extensions;
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
