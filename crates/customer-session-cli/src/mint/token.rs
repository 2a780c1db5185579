//! `customer-session mint token`.

use std::{
    fs,
    io::{self, Write},
};

use customer_session::issuer::{JwtIssuer, NewSession, SigningKey};

use crate::{
    args::MintToken,
    exit::{Exit, Failure, chain},
};

pub(crate) fn token(args: MintToken) -> Result<Exit, Failure> {
    let pem = fs::read_to_string(&args.key).map_err(|error| {
        let path = args.key.display();
        Failure::usage(format!("the key `{path}` cannot be read: {error}"))
    })?;
    let issuer = args
        .audience
        .into_iter()
        .fold(JwtIssuer::builder(args.issuer), |issuer, audience| {
            issuer.audience(audience)
        })
        .key(SigningKey::from_pkcs8_pem(&pem)?)
        .lifetime(args.lifetime)
        .build()?;
    let session = NewSession::for_customer(args.subject)
        .email(args.email)
        .name(args.name)
        .scopes(args.scope);
    let session = args.claim.into_iter().fold(session, |session, claim| {
        session.claim(claim.name, claim.value)
    });
    let minted = issuer
        .mint(session)
        .map_err(|error| Failure::usage(chain(&error)))?;
    writeln!(io::stdout(), "{}", minted.token.expose()).map_err(|error| Failure::output(&error))?;
    Ok(Exit::Good)
}
