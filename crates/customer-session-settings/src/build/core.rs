//! What settings say about the engine.

use customer_session::{
    ConfigError,
    cache::CacheBounds,
    config::CustomerSessionConfigBuilder,
    token::TokenSource,
    upstream::{BreakerSettings, RetryShare},
};

use super::{names, setters, translate::translate};
use crate::{
    Bounds, Cache, Limits, Outage, Revocation, Settings, SettingsError, Source,
    error::SettingsErrorKind, provider::Providers, read::shown, value::Period,
};

pub(super) fn apply(
    builder: CustomerSessionConfigBuilder,
    settings: &Settings,
) -> Result<CustomerSessionConfigBuilder, SettingsError> {
    let builder = match &settings.realm {
        Some(realm) => builder.realm(realm),
        None => builder,
    };
    let builder = match &settings.sources {
        Some(sources) => builder.sources(sources.iter().map(source)),
        None => builder,
    };
    let builder = cache(builder, &settings.cache);
    let builder = outage(builder, &settings.outage);
    let builder = revocation(builder, &settings.revocation);
    limits(builder, &settings.limits)
}

/// What the builder as a whole complains about.
pub(super) fn refuse(error: ConfigError, providers: &Providers) -> SettingsError {
    match error {
        ConfigError::MissingProvider => {
            let mend = "add a section, such as [providers.polar]";
            SettingsError::missing("providers", mend)
        }
        ConfigError::Invalid {
            field: "provider",
            value,
            mend,
        } => {
            let path = names::all(providers)
                .into_iter()
                .find(|(name, _)| *name == value);
            let path = path.map_or_else(|| "providers".to_owned(), |(_, path)| path);
            SettingsError::new(SettingsErrorKind::Contradiction, path, format!(": {mend}"))
        }
        ConfigError::Invalid {
            field: "source.header",
            value,
            ..
        } if value.eq_ignore_ascii_case("authorization") => {
            let mend = "write \"authorization\", which reads the scheme too";
            SettingsError::invalid("sources", shown(&value), mend)
        }
        ConfigError::Invalid { field, value, mend } if field.starts_with("source.") => {
            SettingsError::invalid("sources", shown(&value), &mend)
        }
        error => translate(error, "", setters::CONFIG),
    }
}

fn source(source: &Source) -> TokenSource {
    match source {
        Source::Authorization => TokenSource::Authorization,
        Source::Cookie(name) => TokenSource::Cookie(name.clone().into()),
        Source::Header(name) => TokenSource::Header(name.clone().into()),
        Source::Query(name) => TokenSource::Query(name.clone().into()),
    }
}

/// Sets what was set.
macro_rules! set {
    ($builder:ident, $($value:expr => $setter:ident),+ $(,)?) => {{
        let mut builder = $builder;
        $(if let Some(value) = $value {
            builder = builder.$setter(value);
        })+
        builder
    }};
}
pub(super) use set;

fn cache(builder: CustomerSessionConfigBuilder, cache: &Cache) -> CustomerSessionConfigBuilder {
    set!(builder,
        cache.session_lifetime.map(Period::get) => session_lifetime,
        cache.customer_lifetime.map(Period::get) => customer_lifetime,
        cache.denial_lifetime.map(Period::get) => denial_lifetime,
        cache.customer_denial_lifetime.map(Period::get) => customer_denial_lifetime,
        cache.refresh_ahead => refresh_ahead,
        cache.lifetime_jitter => lifetime_jitter,
        bounds(&cache.sessions, SESSIONS) => session_cache,
        bounds(&cache.customers, CUSTOMERS) => customer_cache,
        cache.max_denials => max_denials,
    )
}

/// `None` if neither was set, so that the builder's own default holds.
fn bounds(bounds: &Bounds, default: CacheBounds) -> Option<CacheBounds> {
    let bytes = bounds.bytes.map(crate::value::Size::bytes);
    (bounds.entries.is_some() || bytes.is_some()).then(|| {
        let entries = bounds.entries.unwrap_or(default.entries);
        CacheBounds::new(entries, bytes.unwrap_or(default.bytes))
    })
}

fn outage(builder: CustomerSessionConfigBuilder, outage: &Outage) -> CustomerSessionConfigBuilder {
    let (unset, share) = (BreakerSettings::new(), RetryShare::new());
    let breaker = set!(unset,
        outage.breaker.failures => failures,
        outage.breaker.pause.map(Period::get) => pause,
        outage.breaker.longest_pause.map(Period::get) => longest_pause,
    );
    let retries = set!(share,
        outage.retries.percent => percent,
        outage.retries.most => most,
    );
    let builder = builder.breaker(breaker).retries(retries);
    set!(builder, outage.stale_if_error.map(Period::get) => stale_if_error)
}

fn revocation(
    builder: CustomerSessionConfigBuilder,
    revocation: &Revocation,
) -> CustomerSessionConfigBuilder {
    set!(builder,
        revocation.longest_session.map(Period::get) => longest_session,
        revocation.max_revocations.map(count) => max_revocations,
    )
}

fn limits(
    builder: CustomerSessionConfigBuilder,
    limits: &Limits,
) -> Result<CustomerSessionConfigBuilder, SettingsError> {
    let rate = limits.unknown_token_rate;
    let rate = rate
        .map(|rate| rate.read("limits.unknown_token_rate"))
        .transpose()?;
    Ok(set!(builder,
        limits.max_token_bytes.map(|size| count(size.bytes())) => max_token_bytes,
        limits.max_verifications.map(count) => max_verifications,
        limits.verification_timeout.map(Period::get) => verification_timeout,
        rate => unknown_token_rate,
    ))
}

/// More than this machine can count is as much as it can, which no range allows.
pub(super) fn count(number: impl TryInto<usize>) -> usize {
    number.try_into().unwrap_or(usize::MAX)
}

/// As the builder has them.
const SESSIONS: CacheBounds = CacheBounds::new(100_000, 96 * 1024 * 1024);
const CUSTOMERS: CacheBounds = CacheBounds::new(100_000, 128 * 1024 * 1024);
