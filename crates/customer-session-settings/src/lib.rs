//! The whole configuration of customer sessions from TOML, JSON and environment variables.
//!
//! [`Settings`] are plain data, read by `serde`; [`Settings::build`] makes the
//! `CustomerSessionConfig` of them, with its providers, and hands out what goes with it: the clients
//! that create sessions, and the endpoints for webhooks.
//!
//! ```
//! use customer_session_settings::Settings;
//!
//! # if false {
//! // `CUSTOMER_SESSION__CACHE__SESSION_LIFETIME=10s` outweighs the file.
//! let settings = Settings::loader()
//!     .file("customer-session.toml")
//!     .env("CUSTOMER_SESSION")
//!     .load()?;
//! let sessions = settings.build()?;
//! // With axum: `.layer(CustomerSessionLayer::new(sessions.config().clone()))`.
//! # }
//! # Ok::<(), customer_session_settings::SettingsError>(())
//! ```
//!
//! # TOML
//!
//! ```toml
#![doc = include_str!("../examples/polar.toml")]
//! ```
//!
//! # JSON
//!
//! The same keys; a key that is `null` is the same as one that is not written. In lists and under
//! names of your own, such as that of a provider, `null` is a value like others.
//!
//! ```json
#![doc = include_str!("../examples/polar.json")]
//! ```
//!
//! # Variables
//!
//! The name of a variable is the path of a key, in upper case, behind a prefix of your choice and
//! with two underscores between the levels. Empty variables count as missing.
//!
//! The text becomes what the key takes: a text stays as it is, a list stands between commas or in
//! JSON (if it begins with `[`), and a table in JSON (if it begins with `{`), unless it is set key by
//! key. Where anything may stand, such as in `answer.must_be`, the text is read as JSON, so that
//! `true` and `5` are no texts, and `"5"` is one; what is no JSON is a text. Levels are read in lower
//! case: a table whose keys have capitals, or are JSON pointers, is set as a whole.
//!
//! ```
//! use customer_session_settings::{Environment, Settings};
//!
//! let environment = Environment::given([
//!     ("CUSTOMER_SESSION__CACHE__SESSION_LIFETIME", "30s"),
//!     // A list: between commas, or in JSON.
//!     ("CUSTOMER_SESSION__SOURCES", r#"["authorization", {"cookie": "session"}]"#),
//!     ("CUSTOMER_SESSION__PROVIDERS__JWT__LOGIN__AUDIENCES", "orders,billing"),
//!     // `login` is the name that this provider is given.
//!     ("CUSTOMER_SESSION__PROVIDERS__JWT__LOGIN__ISSUER", "https://login.shop.example"),
//!     // The variable of a secret holds it; or it says where else it stands.
//!     ("CUSTOMER_SESSION__PROVIDERS__POLAR__ACCESS_TOKEN__FILE", "/run/secrets/polar"),
//!     ("CUSTOMER_SESSION__PROVIDERS__POLAR__ORGANIZATION_ID", "7a1f0f0e-2a55-4b3e-8a53-0a8d9b1f6c01"),
//! ]);
//! let settings = Settings::loader().environment(environment).env("CUSTOMER_SESSION").load()?;
//! assert_eq!(settings.providers.jwt["login"].audiences.as_deref(), Some(&["orders".to_owned(), "billing".to_owned()][..]));
//! # Ok::<(), customer_session_settings::SettingsError>(())
//! ```
//!
//! # Several providers
//!
//! Polar is one section. Providers of every other kind have names, `[providers.jwt.login]`, which
//! are their names in events and in `Customer::provider` too: read [`provider::Providers`].
//!
//! ```json
#![doc = include_str!("../examples/marketplace.json")]
//! ```
//!
//! Signed tokens:
//!
//! ```toml
#![doc = include_str!("../examples/jwt.toml")]
//! ```
//!
//! OAuth servers:
//!
//! ```toml
#![doc = include_str!("../examples/introspection.toml")]
//! ```
//!
//! Servers that are asked with the customer's own token:
//!
//! ```toml
#![doc = include_str!("../examples/me.toml")]
//! ```
//!
//! Issuers that are asked with our own secret:
//!
//! ```toml
#![doc = include_str!("../examples/verify_call.toml")]
//! ```
//!
//! Stripe:
//!
//! ```toml
#![doc = include_str!("../examples/stripe.toml")]
//! ```
//!
//! # The engine
//!
//! Every setting of it, with its default:
//!
//! ```toml
#![doc = include_str!("../examples/engine.toml")]
//! ```
//!
//! # What is refused
//!
//! An unknown key, a value out of its form or range, two settings that contradict each other, a key
//! that stands twice, a section for which the program was not compiled, and a secret that cannot be
//! read. Each [error](SettingsError) names the place, the value and the mend, and the file or the
//! variable:
//!
//! ```text
//! `providers.polar.organization_idd`: unknown key; did you mean `organization_id`? (in shop.toml)
//! `providers.jwt.login.jwks_file` is set beside `providers.jwt.login.jwks_url`: the issuer's keys come from one place; remove one of them
//! `cache.refresh_ahead` is `many`: write a whole number from 0 to 255 (variable SHOP__CACHE__REFRESH_AHEAD)
//! ```
//!
//! # What settings cannot say
//!
//! Closures (`map`), clients, clocks, runtimes and stores of the program's own: add them with
//! [`Settings::assembly`].
//!
//! # Security
//!
//! - A secret never stands in settings, but in a [file or a variable](value::Secret), and is read
//!   when it is built. Settings can be printed and serialized; errors repeat no secret, and nothing
//!   that may be one in a wrong place.
//! - What weakens a check has a key that begins with `danger_`.
//! - Whoever can write the file or the variables decides who your customers are.
//!
//! # JSON Schema
//!
//! `schema.json` beside this crate's `Cargo.toml` is the schema of a settings file, for editors and
//! checks: `#:schema path/to/schema.json` in TOML, `"$schema": "path/to/schema.json"` in JSON. The
//! feature `schema` has it as a function.
//!
//! # Features
//!
//! | feature | gives | default |
//! |---|---|---|
//! | `polar` | `[providers.polar]` | on |
//! | `stripe` | `[providers.stripe.NAME]` | off |
//! | `jwt` | `[providers.jwt.NAME]` | off |
//! | `introspection` | `[providers.introspection.NAME]`; with `jwt` also its signatures | off |
//! | `me` | `[providers.me.NAME]` | off |
//! | `verify-call` | `[providers.verify_call.NAME]` | off |
//! | `webhook` | the section `webhook` of Polar and Stripe | off |
//! | `schema` | `schema()`, the JSON Schema | off |
//!
//! # Every key
//!
//! Durations are written as a number and its unit (`250ms`, `60s`, `10m`, `24h`, `7d`), sizes as
//! `512B`, `8KiB`, `96MiB`, `1GiB` or a number of bytes. A secret is `{ file = "…" }` or
//! `{ env = "…" }`. `…` is the prefix of the variables, and `NAME` the name of a provider.
//!
#![doc = include_str!("../KEYS.md")]
#![cfg_attr(
    not(any(
        feature = "introspection",
        feature = "jwt",
        feature = "me",
        feature = "polar",
        feature = "stripe",
        feature = "verify-call"
    )),
    allow(
        dead_code,
        unused_variables,
        reason = "without any provider there are no secrets and no addresses"
    )
)]

mod build;
mod environment;
mod error;
mod model;
mod read;
#[cfg(feature = "schema")]
mod schema;
pub mod value;

#[cfg(feature = "schema")]
pub use self::schema::schema;
pub use self::{
    build::{Assembly, CustomerSessions},
    environment::Environment,
    error::{SettingsError, SettingsErrorKind},
    model::{
        Bounds, Breaker, Cache, Http, Limits, Outage, Retries, Revocation, Settings, Source,
        TlsRoots, Webhook, provider,
    },
    read::SettingsLoader,
};
