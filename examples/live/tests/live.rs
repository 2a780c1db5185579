//! Signing out ends what is still being sent, over real HTTP.

use std::{net::SocketAddr, time::Duration};

use customer_session::{CustomerSessionConfig, clock::ManualClock};
use customer_session_polar::Polar;
use customer_session_test::polar::{Customer, FakePolar, NewCustomer};
use futures_util::{SinkExt, StreamExt};
use reqwest::{Client, RequestBuilder, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{ClientRequestBuilder, Message, protocol::frame::coding::CloseCode},
};

/// A server, and a customer of it. Its time stands still.
struct World {
    clock: ManualClock,
    address: SocketAddr,
    ada: Customer,
    _polar: FakePolar,
}

impl World {
    async fn start() -> Self {
        let clock = ManualClock::new();
        let polar = FakePolar::builder().clock(clock.clone()).start().await;
        let polar = polar.expect("a port is free");
        let acme = polar.organization();
        let provider = Polar::server(polar.url())
            .access_token(acme.access_token())
            .organization_id(acme.id())
            .build()
            .expect("it is complete");
        let config = CustomerSessionConfig::builder()
            .provider(provider)
            .clock(clock.clone())
            .build()
            .expect("it is complete");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let routes = live::routes(config, clock.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self {
            clock,
            address,
            ada: acme.add_customer(NewCustomer::individual("ada@shop.example")),
            _polar: polar,
        }
    }

    fn get(&self, path: &str) -> RequestBuilder {
        Client::new().get(format!("http://{}{path}", self.address))
    }

    async fn events(&self, token: &str) -> Response {
        let response = self.get("/events").bearer_auth(token).send().await;
        response.expect("the server is up")
    }

    async fn sign_out(&self, token: &str) -> u16 {
        let url = format!("http://{}/logout", self.address);
        let response = Client::new().post(url).bearer_auth(token).send().await;
        response.expect("the server is up").status().as_u16()
    }

    async fn connect(&self, token: &str) -> Socket {
        let url = format!("ws://{}/echo", self.address);
        let request = ClientRequestBuilder::new(url.parse().expect("it is a URL"))
            .with_header("authorization", format!("Bearer {token}"));
        connect_async(request).await.expect("the server is up").0
    }
}

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Fails where something would go on for ever.
#[expect(
    clippy::disallowed_methods,
    reason = "a stream that does not end would be waited for for ever"
)]
async fn soon<T>(future: impl Future<Output = T>) -> T {
    let bounded = tokio::time::timeout(Duration::from_secs(5), future).await;
    bounded.expect("it happens soon")
}

/// What is sent next; nothing once the stream is over.
async fn next(events: &mut Response) -> Option<String> {
    let chunk = soon(events.chunk()).await;
    let chunk = chunk.expect("the stream ends as it should");
    chunk.map(|chunk| String::from_utf8_lossy(&chunk).into_owned())
}

async fn echoed(socket: &mut Socket, text: &str) -> Message {
    let sent = socket.send(text.into()).await;
    sent.expect("the socket is open");
    let received = soon(socket.next()).await.expect("the socket is open");
    received.expect("the socket is open")
}

#[tokio::test]
async fn signing_out_ends_the_stream_and_says_so() {
    let world = World::start().await;
    let (token, other) = (world.ada.mint(), world.ada.mint());
    let mut events = world.events(&token).await;
    let mut others = world.events(&other).await;
    assert_eq!(next(&mut events).await.unwrap(), "event: tick\ndata: 0\n\n");
    assert_eq!(next(&mut others).await.unwrap(), "event: tick\ndata: 0\n\n");

    assert_eq!(world.sign_out(&token).await, 204);

    assert_eq!(
        next(&mut events).await.unwrap(),
        "event: ended\ndata: the session was ended\n\n"
    );
    assert_eq!(next(&mut events).await, None);
    assert_eq!(world.events(&token).await.status(), 401);
    // The other session goes on.
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(next(&mut others).await.unwrap(), "event: tick\ndata: 1\n\n");
}

#[tokio::test]
async fn the_stream_ends_when_the_session_expires() {
    let world = World::start().await;
    let mut events = world.events(&world.ada.mint()).await;
    assert_eq!(next(&mut events).await.unwrap(), "event: tick\ndata: 0\n\n");

    world.clock.advance(Duration::from_secs(3600));

    assert_eq!(
        next(&mut events).await.unwrap(),
        "event: ended\ndata: the session expired\n\n"
    );
    assert_eq!(next(&mut events).await, None);
}

#[tokio::test]
async fn signing_out_closes_the_websocket_and_says_so() {
    let world = World::start().await;
    let (token, other) = (world.ada.mint(), world.ada.mint());
    let (mut socket, mut others) = (world.connect(&token).await, world.connect(&other).await);
    assert_eq!(echoed(&mut socket, "hello").await, "hello".into());

    assert_eq!(world.sign_out(&token).await, 204);

    let Some(Ok(Message::Close(Some(frame)))) = soon(socket.next()).await else {
        panic!("the socket was not closed");
    };
    assert_eq!(frame.code, CloseCode::Policy);
    assert_eq!(frame.reason, "the session was ended");
    assert!(soon(socket.next()).await.is_none());
    assert_eq!(echoed(&mut others, "still here").await, "still here".into());
}

#[tokio::test]
async fn nobody_listens_without_a_session() {
    let world = World::start().await;

    for path in ["/events", "/echo"] {
        let response = world.get(path).send().await.unwrap();
        assert_eq!(response.status(), 401, "{path}");
    }
}
