//! Configurations on a stub, and requests to what is behind them.

use customer_session::{CustomerSessionConfig, token::TokenSource};
use customer_session_test::StubProvider;
use http::{Request, header};

/// A configuration that asks this stub, with nothing in its cache, and looks at the `Authorization`
/// header and the query parameter `token`.
pub(crate) fn config(stub: &StubProvider) -> CustomerSessionConfig {
    CustomerSessionConfig::builder()
        .provider(stub.clone())
        .source(TokenSource::Query("token".into()))
        .build()
        .unwrap()
}

/// A request with this token and a body of any type.
pub(crate) fn with_token<B>(token: &str, body: B) -> Request<B> {
    Request::builder()
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(body)
        .unwrap()
}
