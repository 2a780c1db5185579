//! A WebSocket.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{
        State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code},
    },
    response::Response,
};
use customer_session::{VerifiedSession, clock::Clock, session::Ended};
use customer_session_axum::CurrentSession;

use crate::farewell;

/// Sends back what it is sent, as long as the session is there.
///
/// The token comes in the `Authorization` header, which no page can set on a WebSocket: a page of
/// somebody else's cannot open it in a customer's name. Where the token is in a cookie it can, and
/// the handler must look at `Origin`.
pub(crate) async fn echo(
    State(clock): State<Arc<dyn Clock>>,
    CurrentSession(session): CurrentSession,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade.on_upgrade(async move |socket| serve(socket, &session, &*clock).await)
}

async fn serve(mut socket: WebSocket, session: &VerifiedSession, clock: &dyn Clock) {
    // The whole conversation races the end: a client that reads nothing must not put it off.
    let ended = tokio::select! {
        biased;
        ended = session.ended() => ended,
        () = converse(&mut socket) => return,
    };
    tokio::select! {
        () = close(&mut socket, ended) => {}
        () = clock.sleep(PATIENCE) => {}
    }
}

async fn converse(socket: &mut WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        let said = matches!(message, Message::Binary(_) | Message::Text(_));
        if said && socket.send(message).await.is_err() {
            return;
        }
    }
}

/// Says why, and waits until the client has heard it. It may be gone, and then nobody need be told.
async fn close(socket: &mut WebSocket, ended: Ended) {
    let frame = CloseFrame {
        code: close_code::POLICY,
        reason: farewell(ended).into(),
    };
    if socket.send(Message::Close(Some(frame))).await.is_ok() {
        while let Some(Ok(_)) = socket.recv().await {}
    }
}

/// For how long a client may take to read that it is over.
const PATIENCE: Duration = Duration::from_secs(5);
