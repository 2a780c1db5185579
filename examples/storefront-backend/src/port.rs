//! Where to listen.

use std::env;

/// The port that `PORT` names; without it, 3000.
///
/// # Errors
///
/// When it names none.
pub fn port() -> Result<u16, String> {
    match env::var("PORT") {
        Err(_) => Ok(3000),
        Ok(port) => port
            .parse()
            .map_err(|_| format!("PORT is `{port}`: set a number from 0 to 65535")),
    }
}
