//! What the builders refuse.

use customer_session_settings::SettingsErrorKind::{Invalid, Secret};

use super::{
    INTROSPECTION, JWT, POLAR, STRIPE,
    Schema::{CannotSay, Refuses},
    judge,
};

#[test]
fn what_the_builders_refuse_is_said_of_the_place_in_the_settings() {
    let jwt = |more: &str| format!("{JWT}{more}");
    let polar = |more: &str| format!("{more}\n{POLAR}");
    for (text, path, said, by_schema) in [
        (
            polar("realm = 'a\"b'"),
            "realm",
            "printable ASCII",
            CannotSay,
        ),
        (
            polar("sources = []"),
            "sources",
            "at least one place",
            Refuses,
        ),
        (
            polar("sources = [{ cookie = 'a b' }]"),
            "sources",
            "RFC 9110",
            CannotSay,
        ),
        (
            polar("sources = [{ header = 'Authorization' }]"),
            "sources",
            "\"authorization\"",
            CannotSay,
        ),
        (
            polar("[cache]\nsession_lifetime = '2h'"),
            "cache.session_lifetime",
            "from 1s to 3600s",
            CannotSay,
        ),
        (
            polar("[cache]\nrefresh_ahead = 91"),
            "cache.refresh_ahead",
            "from 0 to 90",
            Refuses,
        ),
        (
            polar("[cache]\nmax_denials = 0"),
            "cache.max_denials",
            "from 1",
            Refuses,
        ),
        (
            polar("[cache.sessions]\nentries = 0"),
            "cache.sessions",
            "from 1",
            Refuses,
        ),
        (
            polar("[cache.customers]\nbytes = '1KiB'"),
            "cache.customers",
            "from 4096",
            CannotSay,
        ),
        (
            polar("[limits]\nmax_token_bytes = '1MiB'"),
            "limits.max_token_bytes",
            "from 64",
            CannotSay,
        ),
        (
            polar("[limits]\nmax_verifications = 0"),
            "limits.max_verifications",
            "from 1",
            Refuses,
        ),
        (
            polar("[limits]\nunknown_token_rate = { calls = 0, per = '1s' }"),
            "limits.unknown_token_rate.calls",
            "at least 1",
            Refuses,
        ),
        (
            polar("[outage]\nbreaker = { pause = '90s' }"),
            "outage.breaker.longest_pause",
            "from 90s",
            CannotSay,
        ),
        (
            polar("[outage]\nretries = { percent = 101 }"),
            "outage.retries.percent",
            "to 100",
            Refuses,
        ),
        (
            polar("[revocation]\nlongest_session = '401d'"),
            "revocation.longest_session",
            "choose",
            CannotSay,
        ),
        (
            POLAR.replace("7a1f0f0e-", ""),
            "providers.polar.organization_id",
            "UUID",
            CannotSay,
        ),
        (
            POLAR.to_owned() + "server = 'http://polar.example'",
            "providers.polar.server",
            "https",
            CannotSay,
        ),
        (
            POLAR.to_owned() + "api_version = 'newest'",
            "providers.polar.api_version",
            "2026-10",
            CannotSay,
        ),
        (
            POLAR.to_owned() + "customer_rate = { calls = 1, per = '0s' }",
            "providers.polar.customer_rate.per",
            "1ms",
            CannotSay,
        ),
        (
            POLAR.to_owned() + "http = { timeout = '1ms' }",
            "providers.polar.http.timeout",
            "from 10ms",
            CannotSay,
        ),
        (
            POLAR.to_owned() + "http = { tls_roots = { pem_file = 'none.pem' } }",
            "providers.polar.http.tls_roots",
            "PEM file",
            CannotSay,
        ),
        (
            POLAR.to_owned() + "webhook = { secrets = [] }",
            "providers.polar.webhook.secrets",
            "set the secret",
            Refuses,
        ),
        (
            POLAR.to_owned()
                + "webhook = { secrets = [{ file = '/run/secrets/polar-webhook' }], tolerance = '1h' }",
            "providers.polar.webhook.tolerance",
            "from 10s",
            CannotSay,
        ),
        (
            STRIPE.replace("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"),
            "providers.stripe.shop.secret_key",
            "secret of a webhook",
            CannotSay,
        ),
        (
            STRIPE.to_owned() + "own_token_prefix = 'X'",
            "providers.stripe.shop.own_token_prefix",
            "lower-case",
            CannotSay,
        ),
        (
            STRIPE.to_owned() + "server = 'test'",
            "providers.stripe.shop.secret_key",
            "live mode",
            CannotSay,
        ),
        (
            jwt("leeway = '400s'"),
            "providers.jwt.login.leeway",
            "300 s at most",
            CannotSay,
        ),
        (
            jwt("jwks_url = 'http://x.example'"),
            "providers.jwt.login.jwks_url",
            "https",
            CannotSay,
        ),
        (
            jwt("jwks_file = 'none.json'"),
            "providers.jwt.login.jwks_file",
            "can be read",
            CannotSay,
        ),
        (
            jwt("algorithms = ['none']"),
            "providers.jwt.login.algorithms[0]",
            "one of",
            CannotSay,
        ),
        (
            jwt("algorithms = ['HS256']"),
            "providers.jwt.login.algorithms",
            "shared secrets",
            CannotSay,
        ),
        (
            jwt("key_refresh = '1s'"),
            "providers.jwt.login.key_refresh",
            "choose",
            CannotSay,
        ),
        (
            jwt("keys = [{ jwk = '{}' }]"),
            "providers.jwt.login.keys[0].jwk",
            "public key",
            CannotSay,
        ),
        (
            jwt("keys = [{ pem = 'x', algorithm = 'RS256' }]"),
            "providers.jwt.login.keys[0].pem",
            "public key",
            CannotSay,
        ),
        (
            jwt("require_values = { tenant = [[1]] }"),
            "providers.jwt.login.require_values",
            "strings, numbers",
            CannotSay,
        ),
        (
            jwt(
                "shared_secrets = [{ algorithm = 'RS256', secret = { env = 'LOGIN_CLIENT_SECRET' } }]",
            ),
            "providers.jwt.login.shared_secrets[0].algorithm",
            "no shared secret",
            CannotSay,
        ),
        (
            jwt(
                "shared_secrets = [{ algorithm = 'HS512', secret = { env = 'LOGIN_CLIENT_SECRET' } }]",
            ),
            "providers.jwt.login.shared_secrets[0].secret",
            "64 random bytes",
            CannotSay,
        ),
        (
            INTROSPECTION.replace("https", "http"),
            "providers.introspection.login.endpoint",
            "https",
            CannotSay,
        ),
        (
            INTROSPECTION.replace("\"orders\"", "\"\""),
            "providers.introspection.login.client_secret_basic",
            "set both",
            CannotSay,
        ),
        (
            INTROSPECTION.to_owned() + "required_scopes = ['']",
            "providers.introspection.login.required_scopes",
            "as the server does",
            CannotSay,
        ),
        (
            JWT.replace("[\"orders\"]", "[]"),
            "providers.jwt.login.audiences",
            "at least one",
            Refuses,
        ),
    ] {
        judge(&text, Invalid, path, said, by_schema);
    }
    let short = STRIPE.replace("file = \"/run/secrets/digest\"", "env = \"SHORT\"");
    let at = "providers.stripe.shop.digest_secret";
    judge(&short, Invalid, at, "32 random bytes", CannotSay);
    let previous = STRIPE.to_owned() + "previous_digest_secrets = [{ env = 'SHORT' }]";
    let at = "providers.stripe.shop.previous_digest_secrets[0]";
    judge(&previous, Invalid, at, "32 random bytes", CannotSay);
    let file = jwt("keys = [{ pem_file = 'none.pem', algorithm = 'RS256' }]");
    judge(
        &file,
        Secret,
        "providers.jwt.login.keys[0].pem_file",
        "cannot be read",
        CannotSay,
    );
}
