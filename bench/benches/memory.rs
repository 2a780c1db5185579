//! What a remembered session takes in memory: `cargo bench --bench memory`.

use std::alloc::System;

use axum::{body::Body, extract::Request, http::header::AUTHORIZATION};
use customer_session_bench::{apps, provider};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tower::Service;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const SESSIONS: usize = 100_000;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let _entered = runtime.enter();
    let config = provider::config(SESSIONS as u64);
    let mut app = apps::router(apps::session(config.clone())).into_service::<Body>();
    // The first request sets up what is there once.
    runtime.block_on(ask(&mut app, SESSIONS));

    let resident = resident_bytes();
    let region = Region::new(ALLOCATOR);
    for number in 0..SESSIONS {
        runtime.block_on(ask(&mut app, number));
    }
    let change = region.change();
    let kept = change.bytes_allocated as isize - change.bytes_deallocated as isize
        + change.bytes_reallocated;

    println!(
        "{SESSIONS} sessions of as many customers, each with id, external id, e-mail and name of about 20 bytes"
    );
    println!("| measure | bytes a session |");
    println!("|---|---|");
    println!(
        "| allocated and kept | {:.0} |",
        kept as f64 / SESSIONS as f64
    );
    println!(
        "| growth of the resident set | {:.0} |",
        (resident_bytes() - resident) / SESSIONS as f64
    );
    println!("\nmisses: {}", config.stats().misses);
}

async fn ask(app: &mut axum::routing::RouterIntoService<Body>, number: usize) {
    let credentials = format!("Bearer {}", provider::token(number));
    let request = Request::builder()
        .uri("/me")
        .header(AUTHORIZATION, credentials)
        .body(Body::empty());
    let response = app
        .call(request.expect("a request"))
        .await
        .expect("an axum route has no error");
    assert_eq!(response.status(), 200);
}

/// The resident set, from `/proc`; zero where there is none.
fn resident_bytes() -> f64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = statm
        .split(' ')
        .nth(1)
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0.0);
    pages * 4096.0
}
