//! Real servers with an endpoint at `/hook`.

use std::net::SocketAddr;

use actix_web::{App, HttpServer, rt, web};
use axum::{Router, body::Body, extract::Request};
use customer_session::endpoint::Endpoint;
use customer_session_actix::EndpointHandler;
use customer_session_axum::EndpointService;
use http::Response;
use tokio::net::TcpListener;
use tower::{ServiceBuilder, make::Shared};

/// The address of an axum server with the endpoint.
pub(super) async fn axum(endpoint: impl Endpoint) -> SocketAddr {
    let (listener, address) = listener().await;
    let app = Router::new().route_service("/hook", EndpointService::new(endpoint));
    rt::spawn(async move { axum::serve(listener, app).await });
    address
}

/// The address of a server without any routes: the endpoint's service takes all requests.
pub(super) async fn tower(endpoint: impl Endpoint) -> SocketAddr {
    let (listener, address) = listener().await;
    let service = ServiceBuilder::new()
        .map_request(|request: Request| request)
        .map_response(|response: Response<_>| response.map(Body::new))
        .service(EndpointService::new(endpoint));
    rt::spawn(async move { axum::serve(listener, Shared::new(service)).await });
    address
}

/// The address of an actix-web server with the endpoint.
pub(super) fn actix(endpoint: impl Endpoint) -> SocketAddr {
    let handler = EndpointHandler::new(endpoint);
    let server = HttpServer::new(move || App::new().route("/hook", web::to(handler.clone())))
        .workers(1)
        .bind(("127.0.0.1", 0))
        .unwrap()
        .disable_signals();
    let address = server.addrs()[0];
    rt::spawn(server.run());
    address
}

pub(crate) async fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}
