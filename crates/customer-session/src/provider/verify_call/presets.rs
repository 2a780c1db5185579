//! Issuers whose answers are known.

use serde_json::json;

use super::{
    AnswerRule, Field, Outcome, TimeFormat, VerifyCallProvider, VerifyCallProviderBuilder,
};

impl VerifyCallProvider {
    /// Session tokens of [Stytch](https://stytch.com/docs/api-reference/consumer/api/sessions/authenticate-session)
    /// for consumers, by the id and the secret of the project: opaque ones, asked about by
    /// `POST /v1/sessions/authenticate`. Signed ones (`session_jwt`) are
    /// [verified without a call](crate::provider::jwt).
    ///
    /// The project's id says whether its test server is asked, or the other one. The session is told
    /// by its id, with its beginning, its end, and its roles; asking does not make it longer. The
    /// customer is the user, with the first of their addresses, which need not be the one that they
    /// signed in with, and the name and id that you gave them.
    ///
    /// Only `session_not_found` is a "no": a session that has ended, or never was. Everything else
    /// that the server says with 4xx is about the question.
    pub fn stytch(
        project_id: impl AsRef<str>,
        secret: impl AsRef<str>,
    ) -> VerifyCallProviderBuilder {
        let project_id = project_id.as_ref();
        let host = if project_id.starts_with("project-test-") {
            "test.stytch.com"
        } else {
            "api.stytch.com"
        };
        Self::builder(format!("https://{host}/v1/sessions/authenticate"))
            .name("stytch")
            .basic(project_id, secret)
            .token_in_json("session_token")
            .rule(AnswerRule::new(404, Outcome::Denied).when("/error_type", ["session_not_found"]))
            .field(Field::CustomerId, "/session/user_id")
            .field(Field::Email, "/user/emails/0/email")
            .field(Field::EmailVerified, "/user/emails/0/verified")
            .field(Field::ExternalId, "/user/external_id")
            .field(Field::GivenName, "/user/name/first_name")
            .field(Field::FamilyName, "/user/name/last_name")
            .field(Field::Roles, "/session/roles")
            .field(Field::SessionId, "/session/session_id")
            .issued_at("/session/started_at", TimeFormat::Rfc3339)
            .expires_at("/session/expires_at", TimeFormat::Rfc3339)
    }

    /// API keys of [Unkey](https://www.unkey.com/docs/api-reference/v2/keys/verify-api-key), by a root
    /// key with the permission `api.<api_id>.verify_key`, asked about by `POST /v2/keys.verifyKey`.
    ///
    /// The customer is the identity that the key belongs to, by your own id of them (`externalId`): a
    /// key without one is refused. Permissions are the session's scopes, roles its roles, and the key's
    /// id is that of the session. A key that never expires has no end.
    ///
    /// The server answers 200 whatever it says, and `valid` decides: `false` is a denial, for keys that are
    /// not found, disabled, of another API or forbidden. Of an expired key the client is told so. A key
    /// that is over its rate limit, or has used its credits up, is good, and is refused with 429; since that
    /// says nothing against the key it is not remembered.
    ///
    /// What it cannot do: answers are remembered, so that a verification is not a request. It takes no
    /// credits, and a rate limit of the key is reached by verifications, and not by requests: meter
    /// those yourself.
    pub fn unkey(root_key: impl AsRef<str>) -> VerifyCallProviderBuilder {
        let limited = ["RATE_LIMITED", "USAGE_EXCEEDED"];
        Self::builder("https://api.unkey.com/v2/keys.verifyKey")
            .name("unkey")
            .bearer(root_key)
            .token_in_json("key")
            .member("credits", json!({ "cost": 0 }))
            .rule(AnswerRule::new(200, Outcome::RateLimited).when("/data/code", limited))
            .rule(AnswerRule::new(200, Outcome::Expired).when("/data/code", ["EXPIRED"]))
            .active("/data/valid")
            .field(Field::CustomerId, "/data/identity/externalId")
            .field(Field::Roles, "/data/roles")
            .field(Field::Scopes, "/data/permissions")
            .field(Field::SessionId, "/data/keyId")
            .expires_at("/data/expires", TimeFormat::Milliseconds)
    }
}
