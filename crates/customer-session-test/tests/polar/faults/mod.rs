//! Faults.

mod answers;
mod reach;
mod refusing;
mod waiting;

use std::net::SocketAddr;

use customer_session_test::polar::{FakePolar, Fault, NewCustomer};

use crate::client::{Answer, INTROSPECT, get, still};

const ADA: &str = "0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10";

async fn with_token() -> (FakePolar, String) {
    let (polar, _) = still().await;
    let ada = polar
        .organization()
        .add_customer(NewCustomer::individual("ada@shop.example").id(ADA));
    let token = ada.mint();
    (polar, token)
}

async fn introspect(polar: &FakePolar, token: &str) -> std::io::Result<Answer> {
    get(polar, INTROSPECT).bearer(token).try_send().await
}

/// What the fault makes of an introspection.
async fn faulted(fault: Fault) -> std::io::Result<Answer> {
    let (polar, token) = with_token().await;
    polar.fault(fault);
    introspect(&polar, &token).await
}

fn address(polar: &FakePolar) -> SocketAddr {
    polar.url().trim_start_matches("http://").parse().unwrap()
}
