//! Signed tokens.

use std::time::Duration;

use customer_session::{
    danger::{AnyAudience, AnyIssuer, AnyTokenType},
    provider::jwt::{JwtProvider, JwtProviderBuilder},
};

use crate::{
    args::{Signed, Source, Types},
    exit::Failure,
};

pub(super) fn provider(args: &Signed) -> Result<JwtProvider, Failure> {
    let builder = match &args.issuer {
        Some(issuer) => JwtProvider::issuer(issuer),
        None => JwtProvider::any_issuer(AnyIssuer),
    };
    let builder = match &args.jwks {
        Some(Source::File(path)) => builder.jwks_file(path),
        Some(Source::Url(url)) => builder.jwks_url(url),
        // By discovery.
        None => builder,
    };
    let builder = rules(builder, args)?;
    Ok(builder.build()?)
}

fn rules(builder: JwtProviderBuilder, args: &Signed) -> Result<JwtProviderBuilder, Failure> {
    let builder = match &*args.audience {
        [] => builder.any_audience(AnyAudience),
        audiences => audiences
            .iter()
            .fold(builder, |builder, audience| builder.audience(audience)),
    };
    let builder = match args.types() {
        Some(Types::Any) => builder.any_typ(AnyTokenType),
        Some(Types::OneOf(types)) => builder.typ(types),
        Some(Types::Usual) => builder,
        None => {
            return Err(Failure::usage(
                "`--typ any` takes every type: leave the others out",
            ));
        }
    };
    let builder = match &*args.algorithms {
        [] => builder,
        algorithms => builder.algorithms(algorithms.iter().copied()),
    };
    Ok(match args.leeway {
        Some(seconds) => builder.leeway(Duration::from_secs(seconds)),
        None => builder,
    })
}

/// What is taken that an application should not take.
pub(super) fn notes(args: &Signed) -> Vec<String> {
    let any_issuer = args.issuer.is_none();
    let any_audience = args.audience.is_empty();
    let any_type = matches!(args.types(), Some(Types::Any));
    [
        (any_issuer, "any issuer is taken; name yours with --issuer"),
        (
            any_audience,
            "any audience is taken; name yours with --audience",
        ),
        (any_type, "tokens of any type are taken, by --typ any"),
    ]
    .into_iter()
    .filter(|(applies, _)| *applies)
    .map(|(_, note)| note.to_owned())
    .collect()
}
