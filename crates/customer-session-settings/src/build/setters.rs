//! Which key each setter of each builder has.
//!
//! The tests at the end read the builders' sources: a setter that is added there fails them until it
//! has a key here, or a reason to have none.

/// Of `CustomerSessionConfigBuilder`, in the whole.
pub(super) const CONFIG: &[(&str, &str)] = &[
    ("source", "sources"),
    ("sources", "sources"),
    ("session_lifetime", "cache.session_lifetime"),
    ("customer_lifetime", "cache.customer_lifetime"),
    ("denial_lifetime", "cache.denial_lifetime"),
    ("customer_denial_lifetime", "cache.customer_denial_lifetime"),
    ("refresh_ahead", "cache.refresh_ahead"),
    ("lifetime_jitter", "cache.lifetime_jitter"),
    ("stale_if_error", "outage.stale_if_error"),
    ("longest_session", "revocation.longest_session"),
    ("max_revocations", "revocation.max_revocations"),
    ("session_cache", "cache.sessions"),
    ("customer_cache", "cache.customers"),
    ("max_denials", "cache.max_denials"),
    ("max_token_bytes", "limits.max_token_bytes"),
    ("max_verifications", "limits.max_verifications"),
    ("breaker", "outage.breaker"),
    ("retries", "outage.retries"),
    ("unknown_token_rate", "limits.unknown_token_rate"),
    ("verification_timeout", "limits.verification_timeout"),
    ("realm", "realm"),
    ("provider", "providers"),
];

/// Of `ReqwestTransportBuilder`, in a provider.
pub(super) const HTTP: &[(&str, &str)] = &[
    ("connect_timeout", "http.connect_timeout"),
    ("timeout", "http.timeout"),
    ("tls_roots", "http.tls_roots"),
];

/// Of `PolarBuilder`, in `providers.polar`.
#[cfg(any(feature = "polar", test))]
pub(super) const POLAR: &[(&str, &str)] = &[
    ("access_token", "access_token"),
    ("organization_id", "organization_id"),
    ("api_version", "api_version"),
    ("checksum", "checksum"),
    ("customer_rate", "customer_rate"),
    ("customer_state", "customer_state"),
    ("tls_roots", "http.tls_roots"),
    ("allow_clear_text", "danger_tokens_in_clear_text"),
];

/// Of `StripeBuilder`, in `providers.stripe.NAME`.
#[cfg(any(feature = "stripe", test))]
pub(super) const STRIPE: &[(&str, &str)] = &[
    ("secret_key", "secret_key"),
    ("store", "store"),
    ("account", "account"),
    ("own_account", "own_account"),
    ("api_version", "api_version"),
    ("bearer", "bearer"),
    ("own_token_prefix", "own_token_prefix"),
    ("client_secret_prefix", "client_secret_prefix"),
    ("customer_rate", "customer_rate"),
    ("tls_roots", "http.tls_roots"),
    ("allow_clear_text", "danger_tokens_in_clear_text"),
];

/// Of `JwtProviderBuilder`, in `providers.jwt.NAME`.
#[cfg(any(feature = "jwt", test))]
pub(super) const JWT: &[(&str, &str)] = &[
    ("issued_by", "issuer"),
    ("key", "keys"),
    ("keys", "keys"),
    ("secret", "shared_secrets"),
    ("algorithms", "algorithms"),
    ("audience", "audiences"),
    ("any_audience", "danger_any_audience"),
    ("parties", "parties"),
    ("max_age", "max_age"),
    ("leeway", "leeway"),
    ("claim", "claims"),
    ("remember", "remember"),
    ("jwks_url", "jwks_url"),
    ("jwks_file", "jwks_file"),
    ("warm_up", "warm_up"),
    ("key_refresh", "key_refresh"),
    ("unknown_key_cooldown", "unknown_key_cooldown"),
    ("keys_outlive_outage", "keys_outlive_outage"),
    ("typ", "types"),
    ("any_typ", "danger_any_type"),
    ("rfc9068", "rfc9068"),
    ("customer_sessions", "customer_sessions"),
    ("refuse_clients", "refuse_clients"),
    ("require_claim", "require_claims"),
    ("require_value", "require_values"),
];

/// Of `IntrospectionProviderBuilder`, and of the `SignedAnswers` that it takes, in
/// `providers.introspection.NAME`.
#[cfg(any(feature = "introspection", test))]
pub(super) const INTROSPECTION: &[(&str, &str)] = &[
    ("client_secret_basic", "client_secret_basic"),
    ("client_secret_post", "client_secret_post"),
    ("private_key_jwt", "private_key_jwt"),
    ("assertion_audience", "assertion_audience"),
    ("bearer", "bearer"),
    ("token_type_hint", "token_type_hint"),
    ("audience", "audiences"),
    ("issuer", "issuer"),
    ("parties", "parties"),
    ("leeway", "leeway"),
    ("required_scope", "required_scopes"),
    ("prefix", "prefixes"),
    ("warm_up", "warm_up"),
    ("signed_answers", "signed_answers"),
    ("algorithms", "signed_answers.algorithms"),
    ("jwks_url", "signed_answers.jwks_url"),
    ("key", "signed_answers.keys"),
];

/// Of `MeProviderBuilder`, in `providers.me.NAME`.
#[cfg(any(feature = "me", test))]
pub(super) const ME: &[(&str, &str)] = &[
    ("endpoint", "endpoint"),
    ("header", "headers"),
    ("post", "post"),
    ("token_header", "token_header"),
    ("token_cookie", "token_cookie"),
    ("field", "answer"),
    ("expires_at", "answer.expires_at"),
    ("issued_at", "answer.issued_at"),
    ("active", "answer.active"),
    ("must_be", "answer.must_be"),
    ("rule", "answer.rules"),
    ("details", "answer.details"),
    ("prefix", "prefixes"),
];

/// Of `VerifyCallProviderBuilder`, in `providers.verify_call.NAME`.
#[cfg(any(feature = "verify-call", test))]
pub(super) const VERIFY_CALL: &[(&str, &str)] = &[
    ("endpoint", "endpoint"),
    ("bearer", "bearer"),
    ("basic", "basic"),
    ("header", "headers"),
    ("token_in_json", "token_in_json"),
    ("token_in_form", "token_in_form"),
    ("member", "members"),
    ("field", "answer"),
    ("expires_at", "answer.expires_at"),
    ("issued_at", "answer.issued_at"),
    ("active", "answer.active"),
    ("must_be", "answer.must_be"),
    ("rule", "answer.rules"),
    ("details", "answer.details"),
    ("prefix", "prefixes"),
];

/// Of `WebhookBuilder`, in `webhook` of a provider.
#[cfg(any(feature = "webhook", test))]
pub(super) const WEBHOOK: &[(&str, &str)] = &[
    ("secret", "secrets"),
    ("tolerance", "tolerance"),
    ("max_body_bytes", "max_body_bytes"),
    ("event_lifetime", "event_lifetime"),
    ("max_events", "max_events"),
];

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    /// Setters that take no plain data, and why; or which settings say in another way.
    const CONFIG_WITHOUT: &[&str] = &[
        "clock",        // a value of the program
        "enrich",       // a closure
        "enrichment",   // a closure
        "entropy",      // a value of the program
        "runtime",      // a value of the program
        "signed_in_as", // for tests of handlers
        "build",
        "new",
    ];
    const PROVIDER_WITHOUT: &[&str] = &[
        "map",       // a closure
        "transport", // a value of the program; `http` configures the usual one
        "name",      // the name in the path
        "entropy",   // a value of the program
        "build",
        "new",
    ];

    /// The setters in a file of sources: its public methods that take `self`.
    fn setters(file: &str) -> BTreeSet<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
        let source = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
        let source = source
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default()
            .to_owned();
        let found = source.split(" pub ").skip(1).filter_map(|item| {
            let item = item.strip_prefix("const ").unwrap_or(item);
            let (name, rest) = item.strip_prefix("fn ")?.split_once(['(', '<'])?;
            let arguments = rest
                .split_once("->")
                .map_or(rest, |(arguments, _)| arguments);
            let takes_self = arguments.replace("&self", "").contains("self");
            takes_self.then(|| name.to_owned())
        });
        found.collect()
    }

    fn judge(files: &[&str], keys: &[(&str, &str)], without: &[&str]) {
        let found: BTreeSet<_> = files.iter().flat_map(|file| setters(file)).collect();
        assert!(found.len() >= 3, "{files:?}: {found:?}");
        let known: BTreeSet<_> = keys
            .iter()
            .map(|(setter, _)| (*setter).to_owned())
            .collect();
        let without: BTreeSet<_> = without.iter().map(|setter| (*setter).to_owned()).collect();
        let unknown: Vec<_> = found
            .iter()
            .filter(|name| !known.contains(*name) && !without.contains(*name))
            .collect();
        assert!(unknown.is_empty(), "setters without a key: {unknown:?}");
        let gone: Vec<_> = known.iter().filter(|name| !found.contains(*name)).collect();
        assert!(
            gone.is_empty(),
            "keys of setters that there are not: {gone:?}"
        );
    }

    #[test]
    fn every_setter_that_takes_plain_data_has_a_key() {
        let core = "customer-session/src";
        let at = |file: &str| format!("{core}/{file}");
        judge(
            &[
                &at("config/builder.rs"),
                &at("config/lifetimes.rs"),
                &at("config/limits.rs"),
            ],
            CONFIG,
            CONFIG_WITHOUT,
        );
        judge(&[&at("upstream/reqwest_transport.rs")], HTTP, &["build"]);
        judge(
            &["customer-session-polar/src/builder.rs"],
            POLAR,
            PROVIDER_WITHOUT,
        );
        judge(
            &["customer-session-stripe/src/builder.rs"],
            STRIPE,
            PROVIDER_WITHOUT,
        );
        judge(
            &[
                &at("provider/jwt/builder.rs"),
                &at("provider/jwt/fetching.rs"),
                &at("provider/jwt/requirements.rs"),
            ],
            JWT,
            PROVIDER_WITHOUT,
        );
        judge(
            &[
                &at("provider/introspection/builder.rs"),
                &at("provider/introspection/signing.rs"),
                &at("provider/introspection/signed.rs"),
            ],
            INTROSPECTION,
            PROVIDER_WITHOUT,
        );
        let common = at("provider/asking/configured/setters.rs");
        judge(
            &[&at("provider/me/builder.rs"), &common],
            ME,
            PROVIDER_WITHOUT,
        );
        let verify_call = at("provider/verify_call/builder.rs");
        judge(&[&verify_call, &common], VERIFY_CALL, PROVIDER_WITHOUT);
        judge(&[&at("endpoint/webhook/builder.rs")], WEBHOOK, &["build"]);
    }
}
