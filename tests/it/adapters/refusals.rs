//! Every refusal, as a client sees it: written out, so that a change to the wire is seen here.

use customer_session::Reason;

use super::Answer;

/// A refusal, as a client sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) reason: Reason,
    pub(super) body: &'static str,
    pub(super) challenge: Option<&'static str>,
    pub(super) retry_after: Option<&'static str>,
}

impl Refusal {
    /// No authentication information, no error code.
    pub(super) const MISSING: Self = Self {
        status: 401,
        reason: Reason::TokenMissing,
        body: r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"A session token is required.","code":"token_missing"}"#,
        challenge: Some(r#"Bearer realm="shop""#),
        retry_after: None,
    };

    pub(super) const MALFORMED: Self = Self {
        status: 400,
        reason: Reason::CredentialsMalformed,
        body: r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"The credentials are not of the form `Bearer <token>`.","code":"credentials_malformed"}"#,
        challenge: Some(
            r#"Bearer realm="shop", error="invalid_request", error_description="The credentials are malformed""#,
        ),
        retry_after: None,
    };

    pub(super) const TOO_LONG: Self = Self {
        reason: Reason::TokenTooLong,
        ..Self::MALFORMED
    };

    pub(super) const SEVERAL: Self = Self {
        status: 400,
        reason: Reason::SeveralTokens,
        body: r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"The request holds more than one token. Send exactly one.","code":"several_tokens"}"#,
        challenge: Some(
            r#"Bearer realm="shop", error="invalid_request", error_description="The request holds more than one token""#,
        ),
        retry_after: None,
    };

    pub(super) const DENIED: Self = Self {
        status: 401,
        reason: Reason::TokenDenied,
        body: r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"The session token is not valid. Sign in again.","code":"token_invalid"}"#,
        challenge: Some(
            r#"Bearer realm="shop", error="invalid_token", error_description="The session token is not valid""#,
        ),
        retry_after: None,
    };

    /// A client must not learn more than from [`DENIED`](Self::DENIED).
    pub(super) const NOT_OURS: Self = Self {
        reason: Reason::NotOurCustomer,
        ..Self::DENIED
    };

    pub(super) const UNRECOGNIZED: Self = Self {
        reason: Reason::TokenUnrecognized,
        ..Self::DENIED
    };

    /// Of all that can be wrong with a signed token, a client learns this alone.
    pub(super) const fn denied(reason: Reason) -> Self {
        Self {
            reason,
            ..Self::DENIED
        }
    }

    pub(super) const EXPIRED: Self = Self {
        status: 401,
        reason: Reason::TokenExpired,
        body: r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"The session has expired. Sign in again.","code":"token_expired"}"#,
        challenge: Some(
            r#"Bearer realm="shop", error="invalid_token", error_description="The session has expired""#,
        ),
        retry_after: None,
    };

    pub(super) const CUT: Self = Self {
        status: 401,
        reason: Reason::TokenMalformed,
        body: r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"The session token is cut or mistyped.","code":"token_malformed"}"#,
        challenge: Some(
            r#"Bearer realm="shop", error="invalid_token", error_description="The session token is cut or mistyped""#,
        ),
        retry_after: None,
    };

    /// The session may not do this, and no scope would help.
    pub(super) const FORBIDDEN: Self = Self {
        status: 403,
        reason: Reason::RequirementUnmet,
        body: r#"{"type":"about:blank","title":"Forbidden","status":403,"detail":"This session may not do this.","code":"forbidden"}"#,
        challenge: Some(
            r#"Bearer realm="shop", error="insufficient_scope", error_description="The session may not do this""#,
        ),
        retry_after: None,
    };

    /// A client must not learn more than from [`FORBIDDEN`](Self::FORBIDDEN).
    pub(super) const ROLE_MISSING: Self = Self {
        reason: Reason::RoleMissing,
        ..Self::FORBIDDEN
    };

    /// On a route that requires `orders:read` and `orders:write`.
    pub(super) const INSUFFICIENT: Self = Self {
        status: 403,
        reason: Reason::ScopeInsufficient,
        body: r#"{"type":"about:blank","title":"Forbidden","status":403,"detail":"This session lacks a scope that is required here.","code":"insufficient_scope"}"#,
        challenge: Some(
            r#"Bearer realm="shop", error="insufficient_scope", error_description="The session lacks a scope that is required here", scope="orders:read orders:write""#,
        ),
        retry_after: None,
    };

    pub(super) const RATE_LIMITED: Self = Self {
        status: 429,
        reason: Reason::RateLimited,
        body: r#"{"type":"about:blank","title":"Too Many Requests","status":429,"detail":"This session made too many requests. Try again later.","code":"rate_limited"}"#,
        challenge: None,
        retry_after: Some("7"),
    };

    pub(super) const SERVER_ERROR: Self = Self {
        status: 500,
        reason: Reason::CredentialsRefused,
        body: r#"{"type":"about:blank","title":"Internal Server Error","status":500,"detail":"The session could not be verified because of a fault on our side.","code":"server_error"}"#,
        challenge: None,
        retry_after: None,
    };

    pub(super) const LAYER_MISSING: Self = Self {
        status: 500,
        reason: Reason::LayerMissing,
        body: r#"{"type":"about:blank","title":"Internal Server Error","status":500,"detail":"No customer-session middleware ran for this route. Wrap it: `.layer(CustomerSessionLayer::new(config))` in tower and axum, `.wrap(CustomerSessionMiddleware::new(config))` in actix-web.","code":"layer_missing"}"#,
        challenge: None,
        retry_after: None,
    };

    /// 503 and when to come back.
    pub(super) const fn unavailable(reason: Reason, retry_after: &'static str) -> Self {
        Self {
            status: 503,
            reason,
            body: r#"{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"The session cannot be verified at the moment. It may well be valid: keep it and try again.","code":"unavailable"}"#,
            challenge: None,
            retry_after: Some(retry_after),
        }
    }

    /// Asserts all that a client sees of us, and the reason that outer layers see.
    pub(super) fn assert(self, answer: &Answer, place: &str) {
        assert_eq!(
            (answer.status, &*answer.body),
            (self.status, self.body),
            "{place}"
        );
        assert_eq!(
            answer.header("content-type"),
            ["application/problem+json"],
            "{place}"
        );
        assert_eq!(answer.header("cache-control"), ["no-store"], "{place}");
        let challenge = self
            .challenge
            .map_or_else(Vec::new, |challenge| vec![challenge]);
        assert_eq!(answer.header("www-authenticate"), challenge, "{place}");
        let wait = self.retry_after.map_or_else(Vec::new, |wait| vec![wait]);
        assert_eq!(answer.header("retry-after"), wait, "{place}");
        assert_eq!(answer.reason, Some(self.reason), "{place}");
        answer.assert_holds_only(&OURS, place);
    }
}

/// The names of all headers that a refusal may have.
const OURS: [&str; 4] = [
    "cache-control",
    "content-type",
    "retry-after",
    "www-authenticate",
];
