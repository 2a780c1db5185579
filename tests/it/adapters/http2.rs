//! Over HTTP/2, between real servers and a real client, where an address names its authority and
//! cookies may come in several field lines.

use std::net::SocketAddr;

use actix_web::{HttpRequest, web};
use axum::{Router, extract::Request, routing::get};
use customer_session::{CustomerSessionConfig, token::TokenSource};
use customer_session_actix::CustomerSessionMiddleware;
use customer_session_axum::CustomerSessionLayer;
use customer_session_test::StubProvider;
use http::{HeaderMap, Version};

use crate::endpoints::servers::{actix_of, axum_of};

/// A token may stand in each place.
fn config() -> CustomerSessionConfig {
    CustomerSessionConfig::builder()
        .provider(StubProvider::new())
        .source(TokenSource::Cookie("session".into()))
        .source(TokenSource::Query("token".into()))
        .realm("shop")
        .build()
        .unwrap()
}

/// The address of an axum server whose handler says who came, and with which query.
async fn axum() -> SocketAddr {
    let who = async |customer: customer_session_axum::CurrentCustomer, request: Request| {
        let query = request.uri().query().unwrap_or_default();
        format!("{} {query}", customer.0.id())
    };
    let routes = Router::new().route("/", get(who));
    axum_of(routes.layer(CustomerSessionLayer::new(config()))).await
}

/// The address of an actix-web server with such a handler.
fn actix() -> SocketAddr {
    let config = config();
    let who = async |customer: customer_session_actix::CurrentCustomer, request: HttpRequest| {
        format!("{} {}", customer.0.id(), request.query_string())
    };
    actix_of(move |app| {
        app.service(
            web::resource("/")
                .wrap(CustomerSessionMiddleware::new(config.clone()))
                .route(web::get().to(who)),
        );
    })
}

/// What came of a request: its status, what is set on it of ours, and the body.
#[derive(Debug, Eq, PartialEq)]
struct Came {
    status: u16,
    challenge: Option<String>,
    caching: Option<String>,
    body: String,
}

/// Asks each server.
async fn ask(query: &str, headers: &[(&'static str, &'static str)]) -> Vec<Came> {
    let client = reqwest::Client::builder().http2_prior_knowledge();
    let client = client.no_proxy().build().unwrap();
    let mut came = Vec::new();
    for server in [axum().await, actix()] {
        let mut lines = HeaderMap::new();
        for (name, value) in headers {
            lines.append(*name, value.parse().unwrap());
        }
        let request = client.get(format!("http://{server}/{query}"));
        let answer = request.headers(lines).send().await.unwrap();
        assert_eq!(answer.version(), Version::HTTP_2);
        let header = |name| {
            let value = answer.headers().get(name);
            value.map(|value| value.to_str().unwrap().to_owned())
        };
        came.push(Came {
            status: answer.status().as_u16(),
            challenge: header("www-authenticate"),
            caching: header("cache-control"),
            body: answer.text().await.unwrap(),
        });
    }
    came
}

fn served(body: &str, caching: Option<&str>) -> Came {
    Came {
        status: 200,
        challenge: None,
        caching: caching.map(str::to_owned),
        body: body.to_owned(),
    }
}

#[actix_web::test]
async fn a_bearer_token_is_found() {
    for came in ask("?a=1", &[("authorization", "Bearer good")]).await {
        assert_eq!(came, served("ada a=1", None));
    }
}

/// RFC 9113 §8.2.3: clients may send each cookie in a field line of its own.
#[actix_web::test]
async fn a_cookie_is_found_in_each_of_several_field_lines() {
    for lines in [
        [("cookie", "session=good"), ("cookie", "theme=dark")],
        [("cookie", "theme=dark"), ("cookie", "session=good")],
    ] {
        for came in ask("", &lines).await {
            assert_eq!(came, served("ada ", Some("private")));
        }
    }
}

#[actix_web::test]
async fn a_token_in_the_address_is_found_and_taken_out() {
    for came in ask("?a=1&token=good", &[]).await {
        assert_eq!(came, served("ada a=1", Some("private")));
    }
}

#[actix_web::test]
async fn a_refusal_is_the_same_as_ever() {
    for came in ask("", &[("authorization", "Bearer bad")]).await {
        assert_eq!(
            (came.status, came.caching.as_deref()),
            (401, Some("no-store"))
        );
        let challenge = came.challenge.unwrap();
        assert!(
            challenge.starts_with(r#"Bearer realm="shop", error="invalid_token""#),
            "{challenge}"
        );
        assert!(
            came.body.contains(r#""code":"token_invalid""#),
            "{}",
            came.body
        );
    }
}
