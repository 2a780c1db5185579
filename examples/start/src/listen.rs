//! Where to listen.

use std::{
    env::{self, VarError},
    error::Error,
    io,
    net::TcpListener,
};

/// Listens on 127.0.0.1, at the port that `PORT` names, else at the usual one; 0 picks one.
///
/// # Errors
///
/// When `PORT` is no port, or the port is taken.
pub fn listen(usual: u16) -> Result<TcpListener, Box<dyn Error>> {
    let port = port(usual)?;
    let listener = TcpListener::bind(("127.0.0.1", port)).map_err(|error| untaken(port, &error))?;
    // As tokio's own sockets are.
    listener.set_nonblocking(true)?;
    Ok(listener)
}

fn port(usual: u16) -> Result<u16, String> {
    let given = match env::var("PORT") {
        Ok(given) => given,
        Err(VarError::NotPresent) => return Ok(usual),
        Err(VarError::NotUnicode(given)) => given.to_string_lossy().into_owned(),
    };
    let port = given.parse();
    port.map_err(|_| format!("PORT is `{given}`: set a number from 0 to 65535"))
}

fn untaken(port: u16, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => format!("port {port} is taken: set PORT"),
        _ => format!("port {port} cannot be listened on: set PORT ({error})"),
    }
}
