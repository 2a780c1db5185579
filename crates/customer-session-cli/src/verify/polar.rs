//! Sessions of Polar.

use std::{env, fs};

use customer_session_polar::{Polar, PolarBuilder};

use crate::{
    args::{PolarArgs, PolarServer},
    exit::Failure,
};

pub(super) fn provider(args: &PolarArgs) -> Result<Polar, Failure> {
    let organization_id = match &args.organization_id {
        Some(id) => id.clone(),
        None => variable("POLAR_ORGANIZATION_ID")?.ok_or_else(|| {
            Failure::usage("set POLAR_ORGANIZATION_ID, or give --organization-id: a UUID")
        })?,
    };
    let polar = server(args)?
        .access_token(access_token(args)?)
        .organization_id(organization_id)
        .build()?;
    Ok(polar)
}

fn server(args: &PolarArgs) -> Result<PolarBuilder, Failure> {
    let server = match &args.polar_server {
        Some(server) => Some(server.clone()),
        None => variable("POLAR_SERVER")?.map(|server| match server.parse() {
            Ok(server) => server,
            Err(never) => match never {},
        }),
    };
    Ok(match server {
        None | Some(PolarServer::Production) => Polar::production(),
        Some(PolarServer::Sandbox) => Polar::sandbox(),
        Some(PolarServer::Address(address)) => Polar::server(address),
    })
}

fn access_token(args: &PolarArgs) -> Result<String, Failure> {
    let Some(path) = &args.access_token_file else {
        return variable("POLAR_ACCESS_TOKEN")?
            .ok_or_else(|| Failure::usage("set POLAR_ACCESS_TOKEN, or give --access-token-file"));
    };
    let token = fs::read_to_string(path).map_err(|error| {
        let path = path.display();
        Failure::usage(format!("the access token `{path}` cannot be read: {error}"))
    })?;
    Ok(token.trim().to_owned())
}

/// A variable of the environment; one that is empty counts as missing.
fn variable(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) if value.is_empty() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(Failure::usage(format!("{name} is no UTF-8"))),
    }
}
