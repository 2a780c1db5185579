//! Polar.

use customer_session::danger::TokensInClearText;
use customer_session_polar::{ApiVersion, Checksum, Polar};
use secrecy::ExposeSecret as _;

use super::{core::set, http, setters, translate::translate};
use crate::{SettingsError, environment::Surroundings, provider};

pub(super) fn build(
    settings: Option<&provider::Polar>,
    surroundings: &Surroundings,
) -> Result<Option<Polar>, SettingsError> {
    let Some(settings) = settings else {
        return Ok(None);
    };
    let builder = match settings.server.as_deref() {
        None | Some("production") => Polar::production(),
        Some("sandbox") => Polar::sandbox(),
        Some(address) => Polar::server(address),
    };
    let address = settings.server.as_deref().unwrap_or_default();
    let transport = http::transport(&settings.http, address, AT, surroundings)?;
    let rate = settings.customer_rate;
    let rate = rate
        .map(|rate| rate.read("providers.polar.customer_rate"))
        .transpose()?;
    let token = surroundings.secret(&settings.access_token, "providers.polar.access_token")?;
    let builder = builder
        .access_token(token.expose_secret())
        .organization_id(&settings.organization_id);
    let builder = set!(builder,
        settings.api_version.as_deref().map(version) => api_version,
        settings.checksum.as_ref().map(checksum) => checksum,
        rate => customer_rate,
        transport => transport,
        settings.danger_tokens_in_clear_text.then_some(TokensInClearText) => allow_clear_text,
    );
    let builder = if settings.customer_state {
        builder.customer_state()
    } else {
        builder
    };
    builder
        .build()
        .map(Some)
        .map_err(|error| translate(error, AT, setters::POLAR))
}

fn version(text: &str) -> ApiVersion {
    match text {
        "current" => ApiVersion::Current,
        version => ApiVersion::pinned(version),
    }
}

const fn checksum(checksum: &provider::Checksum) -> Checksum {
    match checksum {
        provider::Checksum::Ignored => Checksum::Ignored,
        provider::Checksum::Required => Checksum::Required,
    }
}

const AT: &str = "providers.polar";
