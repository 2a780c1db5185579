//! Real servers with an endpoint at `/hook`.

use std::net::SocketAddr;

use actix_web::{
    App, HttpServer, rt,
    web::{self, ServiceConfig},
};
use axum::{Router, body::Body, extract::Request};
use customer_session::endpoint::Endpoint;
use customer_session_actix::EndpointHandler;
use customer_session_axum::EndpointService;
use http::Response;
use tokio::net::TcpListener;
use tower::{ServiceBuilder, make::Shared};

/// The address of an axum server with the endpoint.
pub(super) async fn axum(endpoint: impl Endpoint) -> SocketAddr {
    axum_of(Router::new().route_service("/hook", EndpointService::new(endpoint))).await
}

/// The address of an axum server with these routes.
pub(crate) async fn axum_of(app: Router) -> SocketAddr {
    let (listener, address) = listener().await;
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
    actix_of(move |app| {
        app.route("/hook", web::to(handler.clone()));
    })
}

/// The address of an actix-web server with these routes, which speaks HTTP/2 too, as axum's does.
pub(crate) fn actix_of(routes: impl Fn(&mut ServiceConfig) + Clone + Send + 'static) -> SocketAddr {
    let server = HttpServer::new(move || App::new().configure(&routes))
        .workers(1)
        .bind_auto_h2c(("127.0.0.1", 0))
        .unwrap()
        .disable_signals();
    let address = server.addrs()[0];
    rt::spawn(server.run());
    address
}

async fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}
