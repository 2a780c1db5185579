//! The shop as a process, and its keys in the course of time.

mod common;

use axum_jwt::{Shop, routes};
use customer_session::clock::ManualClock;
use tokio::net::TcpListener;

use crate::common::{process::Running, rotation};

common::every_step!(Running::start(env!("CARGO_BIN_EXE_axum-jwt")));

#[tokio::test]
async fn no_session_is_refused_for_its_keys_sake() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let clock = ManualClock::new();
    let shop = Shop::open(&address, clock.clone()).await.unwrap();
    let server = axum::serve(listener, routes(shop).unwrap());
    tokio::spawn(server.into_future());

    rotation::no_session_is_refused_for_its_keys_sake(&address, &clock).await;
}
