//! Issuers that are asked with our own secret.

use customer_session::provider::verify_call::{
    self, VerifyCallProvider, VerifyCallProviderBuilder,
};
use secrecy::ExposeSecret as _;

use super::{
    answers::read_answers,
    asked::{headers, refuse_both},
    core::set,
    http, setters,
    translate::translate,
};
use crate::{
    SettingsError,
    environment::Surroundings,
    provider::{VerifyCall, VerifyCallPreset},
};

pub(super) fn build(
    name: &str,
    settings: &VerifyCall,
    surroundings: &Surroundings,
) -> Result<VerifyCallProvider, SettingsError> {
    let at = &*format!("providers.verify_call.{name}");
    refuse(settings, at)?;
    let builder = begin(settings, at, surroundings)?.name(name.to_owned());
    let mut builder = credentials(builder, settings, at, surroundings)?;
    for (name, value) in &settings.members {
        builder = builder.member(name, value.clone());
    }
    for prefix in &settings.prefixes {
        builder = builder.prefix(prefix.clone());
    }
    let builder = read_answers!(builder, &settings.answer, verify_call);
    let address = settings.endpoint.as_deref().unwrap_or_default();
    let transport = http::transport(&settings.http, address, at, surroundings)?;
    let builder = set!(builder,
        settings.token_in_json.as_deref() => token_in_json,
        settings.token_in_form.as_deref() => token_in_form,
        transport => transport,
    );
    builder
        .build()
        .map_err(|error| translate(error, at, setters::VERIFY_CALL))
}

/// What cannot stand together, and what must stand somewhere.
fn refuse(settings: &VerifyCall, at: &str) -> Result<(), SettingsError> {
    let preset = ("preset", settings.preset.is_some());
    let (bearer, basic) = (
        ("bearer", settings.bearer.is_some()),
        ("basic", settings.basic.is_some()),
    );
    let json = ("token_in_json", settings.token_in_json.is_some());
    let form = ("token_in_form", settings.token_in_form.is_some());
    let known = "the issuer knows us by one of them; remove the other";
    refuse_both(at, bearer, basic, known)?;
    refuse_both(at, bearer, preset, known)?;
    refuse_both(at, basic, preset, known)?;
    refuse_both(
        at,
        json,
        form,
        "a token stands in one place; remove one of them",
    )?;
    if preset.1 {
        return Ok(());
    }
    let missing = |key: &str, mend: &str| Err(SettingsError::missing(format!("{at}.{key}"), mend));
    if settings.endpoint.is_none() {
        return missing("endpoint", "set where the issuer is asked, or a `preset`");
    }
    if !bearer.1 && !basic.1 && settings.secret_headers.is_empty() {
        let mend = "the issuer must know who asks; set it, or `basic`, or `secret_headers`";
        return missing("bearer", mend);
    }
    if !json.1 && !form.1 {
        return missing(
            "token_in_json",
            "say where the token stands; set it, or `token_in_form`",
        );
    }
    if settings.answer.customer_id.is_none() {
        let mend = "say where the customer's id stands, such as \"/customer/id\"";
        return missing("answer.customer_id", mend);
    }
    Ok(())
}

fn begin(
    settings: &VerifyCall,
    at: &str,
    surroundings: &Surroundings,
) -> Result<VerifyCallProviderBuilder, SettingsError> {
    let builder = match &settings.preset {
        None => {
            let endpoint = settings.endpoint.clone().unwrap_or_default();
            return Ok(VerifyCallProvider::builder(endpoint));
        }
        Some(VerifyCallPreset::Stytch(project)) => {
            let path = format!("{at}.preset.stytch.secret");
            let secret = surroundings.secret(&project.secret, &path)?;
            VerifyCallProvider::stytch(&project.project_id, secret.expose_secret())
        }
        Some(VerifyCallPreset::Unkey(root_key)) => {
            let key = surroundings.secret(root_key, &format!("{at}.preset.unkey"))?;
            VerifyCallProvider::unkey(key.expose_secret())
        }
    };
    Ok(match &settings.endpoint {
        Some(endpoint) => builder.endpoint(endpoint),
        None => builder,
    })
}

/// By what the issuer knows us.
fn credentials(
    mut builder: VerifyCallProviderBuilder,
    settings: &VerifyCall,
    at: &str,
    surroundings: &Surroundings,
) -> Result<VerifyCallProviderBuilder, SettingsError> {
    if let Some(bearer) = &settings.bearer {
        let secret = surroundings.secret(bearer, &format!("{at}.bearer"))?;
        builder = builder.bearer(secret.expose_secret());
    }
    if let Some(basic) = &settings.basic {
        let password = surroundings.secret(&basic.password, &format!("{at}.basic.password"))?;
        builder = builder.basic(&basic.name, password.expose_secret());
    }
    for (name, value) in headers(
        &settings.headers,
        &settings.secret_headers,
        at,
        surroundings,
    )? {
        builder = builder.header(name, value.expose_secret());
    }
    Ok(builder)
}
