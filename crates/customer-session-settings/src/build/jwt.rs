//! Issuers of signed tokens.

mod contradictions;
mod keys;
mod start;

#[cfg(feature = "introspection")]
pub(super) use self::keys::public;

use customer_session::{
    danger::{AnyAudience, AnyTokenType},
    provider::jwt::{ClaimTarget, JwtProvider, JwtProviderBuilder},
};

use super::{core::set, http, setters, texts, translate::translate};
use crate::{
    SettingsError,
    environment::Surroundings,
    provider::{ClaimPlaces, Jwt},
    value::Period,
};

pub(super) fn build(
    name: &str,
    settings: &Jwt,
    surroundings: &Surroundings,
) -> Result<JwtProvider, SettingsError> {
    let at = &*format!("providers.jwt.{name}");
    contradictions::refuse(settings, at)?;
    let builder = start::begin(settings, at, surroundings)?.name(name.to_owned());
    let builder = keys::add(builder, settings, at, surroundings)?;
    let builder = rules(builder, settings, at)?;
    let builder = claims(builder, &settings.claims);
    let address = settings.jwks_url.as_ref().or(settings.issuer.as_ref());
    let address = address.map(String::as_str).unwrap_or_default();
    let transport = http::transport(&settings.http, address, at, surroundings)?;
    let builder = set!(builder, transport => transport);
    builder
        .build()
        .map_err(|error| translate(error, at, setters::JWT))
}

fn rules(
    builder: JwtProviderBuilder,
    settings: &Jwt,
    at: &str,
) -> Result<JwtProviderBuilder, SettingsError> {
    let audiences = settings.audiences.iter().flatten();
    let builder = audiences.fold(builder, |builder, audience| builder.audience(audience));
    let algorithms = settings.algorithms.as_ref();
    let algorithms = algorithms.map(|names| texts::algorithms(names, &format!("{at}.algorithms")));
    let builder = if settings.rfc9068 {
        builder.rfc9068()
    } else {
        builder
    };
    let builder = if settings.customer_sessions {
        builder.customer_sessions()
    } else {
        builder
    };
    let builder = if settings.refuse_clients {
        builder.refuse_clients()
    } else {
        builder
    };
    let builder = set!(builder,
        settings.danger_any_audience.then_some(AnyAudience) => any_audience,
        algorithms.transpose()? => algorithms,
        settings.leeway.map(Period::get) => leeway,
        settings.max_age.map(Period::get) => max_age,
        settings.parties.clone() => parties,
        settings.types.as_ref() => typ,
        settings.danger_any_type.then_some(AnyTokenType) => any_typ,
        settings.remember => remember,
    );
    let claims = settings.require_claims.iter();
    let builder = claims.fold(builder, |builder, claim| builder.require_claim(claim));
    let values = settings.require_values.iter();
    Ok(values.fold(builder, |builder, (claim, values)| {
        builder.require_value(claim, values.iter().cloned())
    }))
}

fn claims(builder: JwtProviderBuilder, places: &ClaimPlaces) -> JwtProviderBuilder {
    let places = [
        (ClaimTarget::CustomerId, &places.customer_id),
        (ClaimTarget::Email, &places.email),
        (ClaimTarget::EmailVerified, &places.email_verified),
        (ClaimTarget::ExternalId, &places.external_id),
        (ClaimTarget::MemberId, &places.member_id),
        (ClaimTarget::MemberRole, &places.member_role),
        (ClaimTarget::Name, &places.name),
        (ClaimTarget::Roles, &places.roles),
        (ClaimTarget::Scopes, &places.scopes),
        (ClaimTarget::SessionId, &places.session_id),
        (ClaimTarget::Subject, &places.subject),
    ];
    places
        .into_iter()
        .fold(builder, |builder, (target, place)| match place {
            Some(place) => builder.claim(target, place.clone()),
            None => builder,
        })
}
