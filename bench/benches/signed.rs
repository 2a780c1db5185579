//! What a signed token costs, over what its signature alone costs, in nanoseconds: `cargo bench
//! --bench signed`.
//!
//! *Again*: a token that was presented before, over a layer that does nothing. *First sight*: a
//! token that nobody saw yet, over the same layer, against the backend's check of the same
//! signature. Every round has a configuration of its own, so that each of its tokens is new; all
//! variants run in turn, round after round.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{HeaderValue, header::AUTHORIZATION},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::{
    CustomerSessionConfig,
    issuer::{JwtIssuer, NewSession, SigningKey},
    provider::jwt::{Algorithm, JwtKey, JwtProvider},
};
use customer_session_bench::{
    apps,
    statistics::{Median, median},
};
use futures_util::FutureExt;
use jsonwebtoken::{DecodingKey, crypto::aws_lc::DEFAULT_PROVIDER, jwk::Jwk};
use tower::Service;

const AUDIENCE: &str = "https://orders.shop.example";
const ISSUER: &str = "https://shop.example";
const ROUNDS: usize = 31;
const TOKENS: usize = 1_000;
/// As many as a busy server holds at one time.
const BATCH: usize = 50;

/// Tokens of one algorithm, and the key that verifies them.
struct Signed {
    key: JwtKey,
    raw: Raw,
    tokens: Vec<HeaderValue>,
}

/// The backend alone: signed texts and their signatures, taken apart beforehand.
struct Raw {
    algorithm: jsonwebtoken::Algorithm,
    key: DecodingKey,
    texts: Vec<(String, Vec<u8>)>,
}

/// One row of the report.
struct Rounds {
    algorithm: Algorithm,
    again: Vec<f64>,
    first: Vec<f64>,
    noop: Vec<f64>,
    raw: Vec<f64>,
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let _entered = runtime.enter();
    let mut rows: Vec<_> = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA]
        .into_iter()
        .map(|algorithm| (signed(algorithm), Rounds::of(algorithm)))
        .collect();
    for round in 0..=ROUNDS {
        for (signed, rounds) in &mut rows {
            let measured = measure(signed);
            // The first round warms the processor up.
            if round > 0 {
                rounds.add(measured);
            }
        }
    }
    report(rows.iter().map(|(_, rounds)| rounds));
}

fn signed(algorithm: Algorithm) -> Signed {
    let key = SigningKey::generate(algorithm).expect("a key");
    let jwk = key.public_jwk().to_string();
    let issuer = JwtIssuer::builder(ISSUER)
        .audience(AUDIENCE)
        .lifetime(Duration::from_secs(24 * 3600))
        .key(key)
        .build()
        .expect("an issuer");
    let texts: Vec<_> = (0..TOKENS).map(|number| token(&issuer, number)).collect();
    let bearer = |token: &String| HeaderValue::try_from(format!("Bearer {token}")).expect("ASCII");
    Signed {
        key: JwtKey::jwk(&jwk).expect("a public key"),
        tokens: texts.iter().map(bearer).collect(),
        raw: Raw::of(algorithm, &jwk, &texts),
    }
}

fn token(issuer: &JwtIssuer, number: usize) -> String {
    let session = NewSession::for_customer(format!("customer-{number:012}"))
        .email(format!("{number}@shop.example"))
        .name(format!("Customer {number}"))
        .scopes(["orders:read", "orders:write"]);
    let minted = issuer.mint(session).expect("a token");
    minted.token.expose().to_owned()
}

impl Raw {
    fn of(algorithm: Algorithm, jwk: &str, tokens: &[String]) -> Self {
        let jwk: Jwk = serde_json::from_str(jwk).expect("a JWK");
        let apart = |token: &String| {
            let (text, signature) = token.rsplit_once('.').expect("three parts");
            let signature = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
            (text.to_owned(), signature)
        };
        Self {
            algorithm: algorithm.as_str().parse().expect("the backend's name"),
            key: DecodingKey::from_jwk(&jwk).expect("a key"),
            texts: tokens.iter().map(apart).collect(),
        }
    }

    fn run(&self) -> f64 {
        let started = Instant::now();
        for (text, signature) in &self.texts {
            let verifier = (DEFAULT_PROVIDER.verifier_factory)(&self.algorithm, &self.key);
            let verified = verifier
                .expect("a verifier")
                .verify(text.as_bytes(), signature);
            assert!(black_box(verified).is_ok());
        }
        per_token(started.elapsed())
    }
}

/// One round: no-op, the signature alone, first sight, and again.
fn measure(signed: &Signed) -> [f64; 4] {
    let noop = serve(
        &mut apps::router(apps::noop()).into_service(),
        &signed.tokens,
    );
    let raw = signed.raw.run();
    let mut app = app(signed).into_service();
    let first = serve(&mut app, &signed.tokens);
    let again = serve(&mut app, &signed.tokens);
    [noop, raw, first, again]
}

fn app(signed: &Signed) -> Router {
    let provider = JwtProvider::issuer(ISSUER)
        .audience(AUDIENCE)
        .key(signed.key.clone())
        .build()
        .expect("a provider");
    let config = CustomerSessionConfig::builder()
        .provider(provider)
        .build()
        .expect("the settings are within their ranges");
    apps::router(apps::session(config))
}

/// Serves one request with each token; every request is made beforehand.
fn serve(app: &mut axum::routing::RouterIntoService<Body>, tokens: &[HeaderValue]) -> f64 {
    let mut spent = Duration::ZERO;
    for batch in tokens.chunks(BATCH) {
        let requests: Vec<_> = batch.iter().map(request).collect();
        let started = Instant::now();
        for request in requests {
            let response = app.call(request).now_or_never();
            let response = response.expect("nothing waits for I/O");
            let response = black_box(response.expect("an axum route has no error"));
            assert_eq!(response.status(), 200);
        }
        spent += started.elapsed();
    }
    per_token(spent)
}

fn request(token: &HeaderValue) -> Request {
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = axum::http::Uri::from_static("/me");
    request.headers_mut().insert(AUTHORIZATION, token.clone());
    request
}

fn per_token(spent: Duration) -> f64 {
    spent.as_nanos() as f64 / TOKENS as f64
}

impl Rounds {
    const fn of(algorithm: Algorithm) -> Self {
        Self {
            algorithm,
            again: Vec::new(),
            first: Vec::new(),
            noop: Vec::new(),
            raw: Vec::new(),
        }
    }

    fn add(&mut self, [noop, raw, first, again]: [f64; 4]) {
        self.noop.push(noop);
        self.raw.push(raw);
        self.first.push(first);
        self.again.push(again);
    }

    /// Of each round the difference to the layer that does nothing.
    fn over_noop(&self, rounds: &[f64]) -> Median {
        let noop = self.noop.iter();
        median(rounds.iter().zip(noop).map(|(own, noop)| own - noop))
    }

    /// Of each round the ratio of first sight, over no-op, to the signature alone.
    fn first_over_raw(&self) -> f64 {
        let rounds = self.first.iter().zip(&self.noop).zip(&self.raw);
        let mut ratios: Vec<_> = rounds
            .map(|((first, noop), raw)| (first - noop) / raw)
            .collect();
        ratios.sort_by(f64::total_cmp);
        ratios[ratios.len() / 2]
    }
}

fn report<'a>(rows: impl Iterator<Item = &'a Rounds>) {
    println!(
        "{TOKENS} tokens, {ROUNDS} interleaved rounds, medians ± median absolute deviation, ns a request over no-op\n"
    );
    println!("| algorithm | signature alone | first sight | ratio | again |");
    println!("|---|---|---|---|---|");
    for row in rows {
        let raw = median(row.raw.iter().copied());
        let (first, again) = (row.over_noop(&row.first), row.over_noop(&row.again));
        println!(
            "| {} | {:.0} ± {:.0} | {:+.0} ± {:.0} | {:.2} | {:+.0} ± {:.0} |",
            row.algorithm,
            raw.value,
            raw.noise,
            first.value,
            first.noise,
            row.first_over_raw(),
            again.value,
            again.noise,
        );
    }
}
