//! Refuses what can never work, and says what would.

use std::{fmt, time::Duration};

use super::{ConfigError, CustomerSessionConfigBuilder};
use crate::{
    enrich::Enrichment, provider::Routes, rejection::valid_realm, token::TokenSource,
    upstream::Rate,
};

impl CustomerSessionConfigBuilder {
    pub(super) fn validate(&self) -> Result<(), ConfigError> {
        if self.providers.is_empty() && !self.needs_no_provider() {
            return Err(ConfigError::MissingProvider);
        }
        if let Some(given) = Enrichment::given_twice(&self.enrichments) {
            let mend = "a handler could not tell two values of one type apart: wrap one of them in a type of its own";
            return Err(ConfigError::invalid("enrich", given, mend));
        }
        let lifetimes = &self.lifetimes;
        within("session_lifetime", lifetimes.session.served, SECOND, HOUR)?;
        within(
            "customer_lifetime",
            lifetimes.customer.served,
            SECOND,
            24 * HOUR,
        )?;
        within("refresh_ahead", lifetimes.session.refresh_ahead, 0, 90)?;
        within("lifetime_jitter", lifetimes.session.jitter, 0, 50)?;
        within(
            "stale_if_error",
            lifetimes.session.stale,
            Duration::ZERO,
            24 * HOUR,
        )?;
        within(
            "longest_session",
            self.longest_session,
            60 * SECOND,
            400 * 24 * HOUR,
        )?;
        within("max_revocations", self.max_revocations, 1, 10_000_000)?;
        within(
            "denial_lifetime",
            lifetimes.denial,
            Duration::ZERO,
            300 * SECOND,
        )?;
        within(
            "customer_denial_lifetime",
            lifetimes.customer_denial,
            Duration::ZERO,
            24 * HOUR,
        )?;
        within(
            "verification_timeout",
            self.verification_timeout,
            SECOND / 100,
            60 * SECOND,
        )?;
        within("max_token_bytes", self.max_token_bytes, 64, 64 * 1024)?;
        within("max_verifications", self.max_verifications, 1, 100_000)?;
        within("max_denials", self.max_denials, 1, 1_000_000)?;
        self.validate_issuers()?;
        for (field, bounds) in [
            ("session_cache", self.sessions),
            ("customer_cache", self.customers),
        ] {
            within(field, bounds.entries, 1, u64::from(u32::MAX))?;
            within(field, bounds.bytes, 4096, 1 << 40)?;
        }
        if !valid_realm(&self.realm) {
            return Err(ConfigError::invalid(
                "realm",
                &self.realm,
                "use printable ASCII without `\"` and `\\`",
            ));
        }
        if self.sources.is_empty() {
            return Err(ConfigError::invalid(
                "sources",
                "[]",
                "name at least one place where a token may stand",
            ));
        }
        self.sources.iter().try_for_each(validate_source)
    }

    fn validate_issuers(&self) -> Result<(), ConfigError> {
        let (breaker, retries) = (self.issuers.breaker, self.issuers.retries);
        within("breaker.failures", breaker.failures, 1, 1_000_000)?;
        within("breaker.pause", breaker.pause, SECOND / 1000, HOUR)?;
        within(
            "breaker.longest_pause",
            breaker.longest_pause,
            breaker.pause,
            HOUR,
        )?;
        within("retries.percent", retries.percent, 0, 100)?;
        within("retries.most", retries.most, 0, 1_000_000)?;
        validate_rate("unknown_token_rate", self.issuers.unknown_tokens)
    }

    #[cfg(feature = "test-util")]
    fn needs_no_provider(&self) -> bool {
        self.signed_in.is_some()
    }

    #[cfg(not(feature = "test-util"))]
    #[expect(
        clippy::unused_self,
        reason = "the twin behind `test-util` looks at it"
    )]
    const fn needs_no_provider(&self) -> bool {
        false
    }
}

/// A rate that lets nothing through would refuse everybody.
fn validate_rate(field: &'static str, rate: Rate) -> Result<(), ConfigError> {
    let possible =
        rate.calls >= 1 && rate.burst >= 1 && (SECOND / 1000..=24 * HOUR).contains(&rate.per);
    if possible {
        return Ok(());
    }
    Err(ConfigError::invalid(
        field,
        format_args!("{rate:?}"),
        "let at least 1 call through, within 1 ms to 24 h, in bursts of at least 1",
    ))
}

/// What providers ask for.
pub(super) fn validate_rates(routes: &Routes) -> Result<(), ConfigError> {
    let rates = routes
        .all()
        .iter()
        .filter_map(|route| route.provider.customer_rate());
    rates
        .into_iter()
        .try_for_each(|rate| validate_rate("customer_rate", rate))
}

/// A name that cannot occur would never match, silently.
fn validate_source(source: &TokenSource) -> Result<(), ConfigError> {
    let (field, name) = match source {
        TokenSource::Authorization => return Ok(()),
        TokenSource::Cookie(name) => ("source.cookie", name),
        TokenSource::Header(name) => ("source.header", name),
        TokenSource::Query(name) if !name.is_empty() => return Ok(()),
        TokenSource::Query(name) => ("source.query", name),
    };
    let token = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    if !token {
        return Err(ConfigError::invalid(
            field,
            name,
            "use letters, digits and `-._` (RFC 9110 §5.6.2)",
        ));
    }
    if field == "source.header" && name.eq_ignore_ascii_case("authorization") {
        return Err(ConfigError::invalid(
            field,
            name,
            "use `TokenSource::Authorization`, which reads the scheme too",
        ));
    }
    Ok(())
}

/// Refuses a value out of its range.
pub(crate) fn within<T: fmt::Debug + PartialOrd>(
    field: &'static str,
    value: T,
    least: T,
    most: T,
) -> Result<(), ConfigError> {
    if (&least..=&most).contains(&&value) {
        return Ok(());
    }
    Err(ConfigError::invalid(
        field,
        format_args!("{value:?}"),
        format!("choose a value from {least:?} to {most:?}"),
    ))
}

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);
