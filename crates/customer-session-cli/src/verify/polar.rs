//! Sessions of Polar.

use customer_session_polar::{Polar, PolarBuilder};

use super::secret::{secret, variable};
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
    secret(
        "access token",
        args.access_token_file.as_deref(),
        "POLAR_ACCESS_TOKEN",
        "--access-token-file",
    )
}
