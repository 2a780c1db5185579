//! What a request costs over a layer that does nothing in nanoseconds: `cargo bench --bench
//! middleware`.
//!
//! All variants run in turn, round after round, so that whatever else the machine does meets them
//! alike. Each round gives one difference to the baseline per variant; what is printed is their
//! median and its noise.
//!
//! They run in two places. The first value that is put into a request's extensions pays for the map
//! that holds it: alone on its route that is the middleware's; behind a `Router` axum's own
//! parameters of the path came first.

use std::{
    convert::Infallible,
    hint::black_box,
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, header::AUTHORIZATION},
    response::Response,
    routing::MethodRouter,
};
use customer_session::CustomerSessionConfig;
use customer_session_bench::{
    apps, provider,
    statistics::{Median, median},
};
use futures_util::FutureExt;
use tower::Service;

const SESSIONS: usize = 1_000;
const ROUNDS: usize = 41;
const REQUESTS: usize = 20_000;
/// As many as a busy server holds at one time.
const BATCH: usize = 50;

/// What serves the requests of one variant.
trait App: Service<Request, Response = Response, Error = Infallible> {}

impl<S: Service<Request, Response = Response, Error = Infallible>> App for S {}

struct Variant<A> {
    name: &'static str,
    app: A,
    credentials: Vec<Option<HeaderValue>>,
    rounds: Vec<f64>,
}

impl<A: App> Variant<A> {
    fn new(name: &'static str, app: A, credentials: Vec<Option<HeaderValue>>) -> Self {
        Self {
            name,
            app,
            credentials,
            rounds: Vec::new(),
        }
    }

    /// One round; every request is made beforehand, so that only its service is measured.
    fn run(&mut self) -> f64 {
        let mut spent = Duration::ZERO;
        for batch in 0..REQUESTS / BATCH {
            let requests: Vec<_> = (0..BATCH)
                .map(|at| self.request(batch * BATCH + at))
                .collect();
            let started = Instant::now();
            for request in requests {
                let response = self
                    .app
                    .call(request)
                    .now_or_never()
                    .expect("nothing waits for I/O");
                black_box(response.expect("an axum route has no error"));
            }
            spent += started.elapsed();
        }
        spent.as_nanos() as f64 / REQUESTS as f64
    }

    fn request(&self, at: usize) -> Request {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = axum::http::Uri::from_static("/me");
        if let Some(credential) = &self.credentials[at % self.credentials.len()] {
            request
                .headers_mut()
                .insert(AUTHORIZATION, credential.clone());
        }
        request
    }
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let _entered = runtime.enter();
    println!(
        "{SESSIONS} live sessions, {ROUNDS} interleaved rounds of {REQUESTS} requests, medians ± median absolute deviation"
    );

    println!("\nBehind a `Router`:\n");
    measure(&runtime, |route| apps::router(route).into_service());
    println!("\nAlone on its route:\n");
    measure(&runtime, |route| route.with_state(()));
}

/// Runs all variants in one place and prints the table.
fn measure<A: App>(runtime: &tokio::runtime::Runtime, place: impl Fn(MethodRouter) -> A) {
    let mut variants = variants(place);
    warm_up(runtime, &mut variants[2]);

    for variant in &mut variants {
        variant.run();
    }
    for _ in 0..ROUNDS {
        for variant in &mut variants {
            let round = variant.run();
            variant.rounds.push(round);
        }
    }
    report(&variants);
}

fn variants<A: App>(place: impl Fn(MethodRouter) -> A) -> [Variant<A>; 6] {
    let tokens: Vec<_> = (0..SESSIONS)
        .map(|number| bearer(&provider::token(number)))
        .collect();
    let config = provider::config(SESSIONS as u64);
    let session = |config: &CustomerSessionConfig| place(apps::session(config.clone()));
    [
        Variant::new("no-op layer", place(apps::noop()), tokens.clone()),
        Variant::new(
            "Extension(Arc<_>) and its extractor",
            place(apps::extension()),
            tokens.clone(),
        ),
        Variant::new(
            "cached session and CurrentCustomer",
            session(&config),
            tokens,
        ),
        Variant::new("rejected: no token", session(&config), vec![None]),
        Variant::new(
            "rejected: malformed credentials",
            session(&config),
            vec![bearer("a b")],
        ),
        Variant::new(
            "rejected: nobody's token",
            session(&config),
            vec![bearer("unknown_token")],
        ),
    ]
}

/// Asks about every token once.
fn warm_up<A: App>(runtime: &tokio::runtime::Runtime, variant: &mut Variant<A>) {
    for at in 0..SESSIONS {
        let request = variant.request(at);
        let response = runtime
            .block_on(variant.app.call(request))
            .expect("an axum route has no error");
        assert_eq!(response.status(), 200);
    }
}

fn report<A: App>(variants: &[Variant<A>]) {
    println!("| variant | ns a request | over no-op, ns | over Extension's |");
    println!("|---|---|---|---|");
    let extension = over(&variants[1], &variants[0]);
    for variant in variants {
        let own = median(variant.rounds.iter().copied());
        let over_noop = over(variant, &variants[0]);
        println!(
            "| {} | {:.0} | {:+.0} ± {:.0} | {:.2} |",
            variant.name,
            own.value,
            over_noop.value,
            over_noop.noise,
            over_noop.value / extension.value,
        );
    }
}

/// The difference of two variants, round by round.
fn over<A>(variant: &Variant<A>, baseline: &Variant<A>) -> Median {
    median(
        variant
            .rounds
            .iter()
            .zip(&baseline.rounds)
            .map(|(own, base)| own - base),
    )
}

fn bearer(token: &str) -> Option<HeaderValue> {
    Some(HeaderValue::try_from(format!("Bearer {token}")).expect("visible ASCII"))
}
