//! Tokens that an OAuth server is asked about (RFC 7662).

use customer_session::provider::introspection::IntrospectionProvider;

use super::secret::secret;
use crate::{
    args::{ClientAuthentication, Introspected},
    exit::Failure,
};

pub(super) fn provider(
    endpoint: &str,
    args: &Introspected,
) -> Result<IntrospectionProvider, Failure> {
    let way = args.client_auth.unwrap_or_default();
    if way == ClientAuthentication::Bearer && args.client_id.is_some() {
        let text =
            "with `--client-auth bearer` the server knows us by the token: leave --client-id out";
        return Err(Failure::usage(text));
    }
    let secret = secret(
        "client secret",
        args.client_secret_file.as_deref(),
        "INTROSPECTION_CLIENT_SECRET",
        "--client-secret-file",
    )?;
    let id = || {
        let id = args.client_id.as_deref();
        id.ok_or_else(|| Failure::usage("give --client-id: by which the server knows us"))
    };
    let builder = IntrospectionProvider::builder(endpoint);
    let builder = match way {
        ClientAuthentication::Basic => builder.client_secret_basic(id()?, secret),
        ClientAuthentication::Bearer => builder.bearer(secret),
        ClientAuthentication::Post => builder.client_secret_post(id()?, secret),
    };
    Ok(builder.build()?)
}
