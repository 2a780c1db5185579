//! The shop as a process, and its keys in the course of time.

/// The example for axum answers to the same.
#[path = "../../axum-jwt/tests/common/mod.rs"]
mod common;

use std::net::TcpListener;

use actix_jwt::{Shop, routes};
use actix_web::{App, HttpServer};
use customer_session::clock::ManualClock;

use crate::common::{process::Running, rotation};

common::every_step!(Running::start(env!("CARGO_BIN_EXE_actix-jwt")));

#[tokio::test]
async fn no_session_is_refused_for_its_keys_sake() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let clock = ManualClock::new();
    let shop = Shop::open(&address, clock.clone()).await.unwrap();
    let routes = routes(shop).unwrap();
    let server = HttpServer::new(move || App::new().configure(routes.clone()))
        .workers(1)
        .disable_signals()
        .listen(listener)
        .unwrap()
        .run();
    tokio::spawn(server);

    rotation::no_session_is_refused_for_its_keys_sake(&address, &clock).await;
}
