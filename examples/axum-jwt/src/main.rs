//! A shop that signs its customers' sessions itself (JWT), publishes its keys, and verifies the
//! sessions by what it published, fetched over HTTP as any other service would. Beside them it takes
//! Polar's opaque sessions, by the same layer and extractors, and exchanges them for signed ones.
//!
//! ```sh
//! cargo run -p axum-jwt                # prints sessions, and requests with their answers; PORT
//!                                      # chooses another port than 3000, 0 picks one
//!
//! curl -i localhost:3000/login -H 'content-type: application/json' -d '{"customer":"ada"}'   # ADA=… from its answer
//! curl -i localhost:3000/api/me -H "authorization: Bearer $ADA"           # 200
//! curl -i localhost:3000/api/orders -H "authorization: Bearer $ADA"       # 200
//! curl -i -X POST localhost:3000/api/refunds -H "authorization: Bearer $ADA"       # 403
//! curl -i localhost:3000/login -H 'content-type: application/json' -d '{"customer":"ada","scopes":[]}'   # reads no orders
//! curl -i localhost:3000/.well-known/jwks.json                            # the keys
//! curl -i -X POST localhost:3000/demo/rotate                              # one more
//! curl -i -X POST localhost:3000/exchange -H "authorization: Bearer polar_cst_…"   # 201
//! curl -i -X POST localhost:3000/api/logout -H "authorization: Bearer $ADA"        # 204
//! ```
//!
//! | request | answer |
//! |---|---|
//! | `POST /login` | 201, a session of `ada` or `bo`, which is good for 15 minutes; `scopes` says what for, else all of `orders:read` and `profile:read` |
//! | `POST /exchange` | 201, a signed session for one of Polar's; 403 for one that is signed already |
//! | `GET /api/me` | who it is, by a signed session or by Polar's |
//! | `GET /api/orders` | 403 without the scope `orders:read` |
//! | `POST /api/refunds` | 403 without the role `admin`, which Bo has |
//! | `POST /api/logout` | 204, and the session is over |
//! | `GET /.well-known/jwks.json` | the public keys (RFC 7517 §5) |
//! | `GET /.well-known/oauth-authorization-server` | the issuer's metadata (RFC 8414 §3), by which verifiers find the keys |
//! | `POST /demo/rotate` | 200, and a new key is published; 409 while one waits |
//! | `GET /demo/stats` | the counters |
//! | `GET /healthz` | 200, or 503 as long as the keys are not at hand; which of them are |
//!
//! # Rotation
//!
//! Rotate, and look at the keys: there are two, of which the new one does not sign yet. It does
//! after a minute, when every verifier can know it; that is the publication lead, an hour by
//! default. Sign in then, and the new session names the new key:
//! `cut -d. -f1 <<< "$TOKEN" | base64 -d`. The old session passes as well as the new one, since the
//! old key stays published until its last session has expired.

use std::{error::Error, process::ExitCode};

use axum_jwt::{Shop, greeting, routes};
use customer_session::clock::SystemClock;
use example_start::{end, listen};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> ExitCode {
    end(serve().await)
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let filter =
        tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).init();

    // First of all: the issuer's name is its address, and the keys are fetched from there.
    let listener = TcpListener::from_std(listen(3000)?)?;
    let address = format!("http://{}", listener.local_addr()?);
    let shop = Shop::open(&address, SystemClock::new()).await?;
    println!("{}", greeting(&address, &shop)?);

    axum::serve(listener, routes(shop)?)
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
