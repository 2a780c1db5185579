//! A shop whose customers sign in with Polar customer sessions. It shows the middleware at work:
//! sessions that are cached and coalesced, a stranger's valid session that is refused, and an
//! outage that nobody is blamed for.
//!
//! ```sh
//! cargo run -p storefront                      # on an embedded fake Polar; PORT chooses another port, 0 picks one
//!
//! curl -X POST localhost:3000/demo/sessions -H 'content-type: application/json' -d '{"customer":"ada"}'
//! curl localhost:3000/api/me -H 'authorization: Bearer polar_cst_…'
//! curl -X POST localhost:3000/demo/polar -H 'content-type: application/json' -d '{"mode":"down"}'
//! ```
//!
//! With `POLAR_ACCESS_TOKEN`, `POLAR_ORGANIZATION_ID` and `POLAR_SERVER` (`production`, `sandbox`
//! or an address) it uses that Polar instead. This was tried with a fake Polar in another process;
//! Polar's own servers were not reached.

mod backend;
mod demo;
mod shop;

use std::{env, error::Error};

use axum::{Router, response::Html, routing::get};
use customer_session::CustomerSessionConfig;
use tokio::net::TcpListener;

use crate::{backend::Backend, demo::Demo};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).init();

    let backend = Backend::from_environment().await?;
    let config = CustomerSessionConfig::builder()
        .provider(backend.polar())
        .build()?;
    let demo = Demo::new(backend, config.clone());
    let listener = TcpListener::bind(("127.0.0.1", port()?)).await?;
    println!(
        "{}",
        greeting(&listener.local_addr()?.to_string(), &demo).await
    );

    let app = Router::new()
        .route("/", get(|| async { Html(include_str!("page.html")) }))
        .route("/healthz", get(|| async { "ok" }))
        .merge(shop::routes(config))
        .merge(demo::routes(demo));
    axum::serve(listener, app)
        .with_graceful_shutdown(interrupted())
        .await?;
    Ok(())
}

fn port() -> Result<u16, String> {
    match env::var("PORT") {
        Err(_) => Ok(3000),
        Ok(port) => port
            .parse()
            .map_err(|_| format!("PORT is `{port}`: set a number from 0 to 65535")),
    }
}

async fn greeting(address: &str, demo: &Demo) -> String {
    let token = match demo.mint("ada").await {
        Ok(session) => session.token,
        Err(_) => "TOKEN".to_owned(),
    };
    format!(
        "The storefront is open: http://{address}\n\n\
         A fresh token of Ada's: {token}\n\n\
         curl -i http://{address}/api/me -H 'authorization: Bearer {token}'\n\
         curl -i http://{address}/api/me\n\
         curl -i http://{address}/api/greeting\n\
         curl -s http://{address}/demo/stats\n"
    )
}

async fn interrupted() {
    // Without a signal handler the default one ends the process, which is as good.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
