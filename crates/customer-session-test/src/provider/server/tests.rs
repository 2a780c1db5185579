//! What one trial leaves behind is not taken for what the next one saw.

use std::{
    future::ready,
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::json;

use super::{Reply, Server, Session, Spoil};

/// The server has said that the flood is over before the last of it has left: whoever reads on, or
/// hangs up, while the next trial runs has the connection say so once more.
#[tokio::test]
async fn the_end_of_a_flood_is_told_to_its_own_trial() {
    let session = Session::new("t").answer("GET", "/", Reply::json(200, &json!({})));
    let place = session.answers.first().unwrap().place.clone();
    let server = Server::start().unwrap();
    // It is a matter of luck whether the connection is looked at once more, so that once would not
    // do.
    for _ in 0..5 {
        let flood = (place.clone(), Spoil::Flood { announced: false });
        server.play(&session, Some(flood));
        its_end_is_told_once(&server, &session).await;
    }
}

async fn its_end_is_told_once(server: &Server, session: &Session) {
    let mut reader = ask(server);
    reader.set_nonblocking(true).unwrap();
    while !is_flooded(server).await {
        let _ = reader.read(&mut [0; 1024]);
    }

    server.play(session, None);
    drop(reader);
    // The thread that serves them takes its time to see that the reader hung up.
    for _ in 0..20 {
        assert!(answer(ask(server)).starts_with(b"HTTP/1.1 200"));
    }

    assert!(!is_flooded(server).await);
}

fn ask(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(server.door.address()).unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: issuer\r\nconnection: close\r\n\r\n")
        .unwrap();
    stream
}

fn answer(mut stream: TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}

async fn is_flooded(server: &Server) -> bool {
    tokio::select! {
        biased;
        () = server.flooded() => true,
        () = ready(()) => false,
    }
}
