//! One app, one configuration, four issuers: Polar, Stripe, the app itself, which signs its sessions
//! (JWT), and an OAuth server that is asked about its tokens (RFC 7662). Whose a token is, its form
//! says; one layer verifies them all, and the handlers do not know the difference. Polar, Stripe and
//! the OAuth server are fakes in this process, which speak real HTTP.
//!
//! ```sh
//! cargo run -p marketplace             # prints sessions, and requests with their answers; PORT
//!                                      # chooses another port than 3000, 0 picks one
//!
//! JSON='content-type: application/json'
//! curl -i localhost:3000/demo/sessions -H "$JSON" -d '{"issuer":"stripe","customer":"ada"}'   # TOKEN=… from its answer
//! curl -i localhost:3000/api/me -H "authorization: Bearer $TOKEN"                             # 200, and whose session it is
//! curl -i localhost:3000/demo/issuers/polar -H "$JSON" -d '{"mode":"down"}'                   # 204
//! curl -i localhost:3000/demo/revoke -H "$JSON" -d '{"issuer":"jwt","customer":"ada"}'        # 204
//! curl -s localhost:3000/demo/stats
//! ```
//!
//! | request | answer |
//! |---|---|
//! | `POST /demo/sessions` | 201, a session of `ada` or `bo` at `polar`, `stripe`, `jwt` or `oauth` |
//! | `GET /api/me` | who it is, and by which issuer |
//! | `POST /api/logout` | 204, and the session is over |
//! | `POST /demo/revoke` | 204, and every session of the customer at that issuer is over |
//! | `POST /demo/issuers/{name}` | 204, and the issuer is `up` or `down` |
//! | `GET /demo/stats` | the counters, and `breaker` for each issuer |
//! | `GET /healthz` | 200, or 503 as long as an issuer's keys are not at hand |
//!
//! # Whose token is it?
//!
//! | it | is asked about at |
//! |---|---|
//! | begins with `polar_cst_` or `polar_mst_` | Polar |
//! | begins with `css_`, an own token that is bound to a session of Stripe's | the registry of this process, and Stripe for the customer |
//! | is signed, and says that the app is its issuer | nobody: it is verified here, by the keys that the app publishes |
//! | is anything else | the OAuth server, who says no to what it does not know |
//!
//! The last row takes *every* token that no other provider claims, also signed ones of issuers that
//! are not configured: OAuth servers issue such tokens too. At most one provider may be that one.
//!
//! # One is down
//!
//! Its customers alone notice. Those who are remembered go on; others get a 503, and never a 401,
//! which would sign them out. Since the OAuth server is asked about whatever is unknown, while it is
//! down nobody can say that such a token is bad: 503. While Stripe is down, a new session is good
//! whose customer is remembered: Stripe is asked for customers only. While the app's own keys cannot
//! be fetched, sessions that are signed go on, new ones too: the keys are at hand.
//!
//! # One name, several customers
//!
//! At Stripe, at the OAuth server and in signed sessions Ada's id is `cus_ada`. These are three
//! customers: what ends at one issuer goes on at the others.

use std::{error::Error, process::ExitCode};

use example_start::{end, listen};
use marketplace::{Market, greeting, routes};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> ExitCode {
    end(serve().await)
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).init();

    // First of all: the name of the app as an issuer is its address, and its keys are fetched there.
    let listener = TcpListener::from_std(listen(3000)?)?;
    let address = format!("http://{}", listener.local_addr()?);
    let market = Market::open(&address).await?;
    println!("{}", greeting(&address, &market).await?);

    axum::serve(listener, routes(market))
        .with_graceful_shutdown(interrupted())
        .await?;
    Ok(())
}

async fn interrupted() {
    // Without a signal handler the default one ends the process, which is as good.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
