//! A server for the `server` benchmark: `bench-server noop|session`. Prints its address.

use axum::{Router, body::Body, extract::Request, http::header::AUTHORIZATION};
use customer_session_bench::{apps, provider};
use tokio::net::TcpListener;
use tower::Service;

const SESSIONS: usize = 1_000;

// One core serves and the other loads, as far as the machine has no more than two.
#[tokio::main(flavor = "multi_thread", worker_threads = 1)]
async fn main() {
    let app = match std::env::args().nth(1).as_deref() {
        Some("noop") => apps::router(apps::noop()),
        Some("session") => {
            let session = apps::session(provider::config(SESSIONS as u64));
            warm(apps::router(session)).await
        }
        _ => panic!("say `noop` or `session`"),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("{}", listener.local_addr().expect("it is bound"));
    axum::serve(listener, app).await.expect("it serves");
}

/// Asks about every token once.
async fn warm(app: Router) -> Router {
    let mut service = app.clone().into_service::<Body>();
    for number in 0..SESSIONS {
        let credentials = format!("Bearer {}", provider::token(number));
        let request = Request::builder()
            .uri("/me")
            .header(AUTHORIZATION, credentials)
            .body(Body::empty());
        let response = service
            .call(request.expect("a request"))
            .await
            .expect("an axum route has no error");
        assert_eq!(response.status(), 200);
    }
    app
}
