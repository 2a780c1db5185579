//! The workers of a real server share one cache, and one question.

use std::{
    collections::HashSet,
    net::SocketAddr,
    thread::{self, ThreadId},
};

use actix_web::{App, HttpServer, dev::ServerHandle, rt, web};
use customer_session_actix::{CurrentCustomer, CustomerSessionMiddleware};
use customer_session_test::StubProvider;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::stub::config;

const WORKERS: usize = 2;
const CONNECTIONS: usize = 8;

/// Names the worker that serves.
async fn worker(_: CurrentCustomer) -> String {
    format!("{:?}", thread::current().id())
}

fn serve(stub: &StubProvider) -> (SocketAddr, ServerHandle) {
    let config = config(stub);
    let server = HttpServer::new(move || {
        App::new()
            .wrap(CustomerSessionMiddleware::new(config.clone()))
            .default_service(web::to(worker))
    });
    let server = server
        .workers(WORKERS)
        .bind(("127.0.0.1", 0))
        .unwrap()
        .disable_signals();
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    rt::spawn(server);
    (address, handle)
}

/// Sends a request on a connection of its own, and reads the status and the body.
async fn exchange(address: SocketAddr) -> (String, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request =
        "GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nAuthorization: Bearer good\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    (head.lines().next().unwrap().to_owned(), body.to_owned())
}

#[actix_web::test]
async fn workers_wait_for_one_question_and_share_its_answer() {
    let stub = StubProvider::gated();
    let (address, handle) = serve(&stub);

    let exchanges: Vec<_> = (0..CONNECTIONS)
        .map(|_| rt::spawn(exchange(address)))
        .collect();
    stub.arrived().await;
    stub.open();
    let mut workers = HashSet::new();
    for exchange in exchanges {
        let (status, worker) = exchange.await.unwrap();
        assert_eq!(status, "HTTP/1.1 200 OK");
        workers.insert(worker);
    }
    handle.stop(false).await;

    let here: ThreadId = thread::current().id();
    assert!(!workers.contains(&format!("{here:?}")));
    assert_eq!(workers.len(), WORKERS);
    assert_eq!(stub.asked(), 1);
}
