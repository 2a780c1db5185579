//! What takes signatures, ours and the server's.

use customer_session::{
    issuer::SigningKey,
    provider::introspection::{IntrospectionProviderBuilder, SignedAnswers},
};
use secrecy::ExposeSecret as _;

use super::super::{core::set, jwt, texts, translate::translate};
use crate::{
    SettingsError,
    environment::Surroundings,
    provider::{self, AnswerMode, ClientKey, Introspection},
};

pub(super) fn add(
    mut builder: IntrospectionProviderBuilder,
    settings: &Introspection,
    at: &str,
    surroundings: &Surroundings,
) -> Result<IntrospectionProviderBuilder, SettingsError> {
    if let Some(client) = &settings.private_key_jwt {
        let key = signing_key(client, &format!("{at}.private_key_jwt"), surroundings)?;
        builder = builder.private_key_jwt(&client.id, key);
    }
    if let Some(signed) = &settings.signed_answers {
        let answers = answers(signed, &format!("{at}.signed_answers"), surroundings)?;
        builder = builder.signed_answers(answers);
    }
    Ok(set!(builder, settings.assertion_audience.as_deref() => assertion_audience))
}

fn signing_key(
    client: &ClientKey,
    at: &str,
    surroundings: &Surroundings,
) -> Result<SigningKey, SettingsError> {
    let pem = surroundings.secret(&client.key, &format!("{at}.key"))?;
    let key = SigningKey::from_pkcs8_pem(pem.expose_secret());
    let named = match &client.key_id {
        Some(id) => key.and_then(|key| key.named(id)),
        None => key,
    };
    named.map_err(|error| translate(error, at, &[("signing_key", "key")]))
}

fn answers(
    settings: &provider::SignedAnswers,
    at: &str,
    surroundings: &Surroundings,
) -> Result<SignedAnswers, SettingsError> {
    refuse_empty(settings, at)?;
    let mut answers = match settings.mode {
        None | Some(AnswerMode::Required) => SignedAnswers::required(),
        Some(AnswerMode::Preferred) => SignedAnswers::preferred(),
    };
    for audience in settings.audiences.iter().flatten() {
        answers = answers.audience(audience);
    }
    for (index, key) in settings.keys.iter().flatten().enumerate() {
        answers = answers.key(jwt::public(
            key,
            &format!("{at}.keys[{index}]"),
            surroundings,
        )?);
    }
    if let Some(names) = &settings.algorithms {
        answers = answers.algorithms(texts::algorithms(names, &format!("{at}.algorithms"))?);
    }
    Ok(set!(answers, settings.jwks_url.as_deref() => jwks_url))
}

/// A list in which nothing stands would be taken for none, and what it pins would be lost.
fn refuse_empty(settings: &provider::SignedAnswers, at: &str) -> Result<(), SettingsError> {
    let texts = |list: &Option<Vec<String>>| list.as_ref().is_some_and(Vec::is_empty);
    for (key, is_empty) in [
        ("algorithms", texts(&settings.algorithms)),
        ("audiences", texts(&settings.audiences)),
        ("keys", settings.keys.as_ref().is_some_and(Vec::is_empty)),
    ] {
        if is_empty {
            let mend = "name at least one, or remove it";
            return Err(SettingsError::invalid(format!("{at}.{key}"), "[]", mend));
        }
    }
    Ok(())
}
