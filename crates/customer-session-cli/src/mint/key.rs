//! `customer-session mint key`.

use std::io::{self, Write};

use customer_session::issuer::SigningKey;
use secrecy::ExposeSecret;
use serde_json::json;

use super::files::{NewFile, Readers};
use crate::{
    args::MintKey,
    exit::{Exit, Failure},
};

pub(crate) fn key(args: &MintKey) -> Result<Exit, Failure> {
    // Both or neither: nobody wants half of a pair. What was written is kept when all of it was.
    let mut private = NewFile::create(&args.out, Readers::Owner)?;
    let mut public = args
        .jwks_out
        .as_ref()
        .map(|path| NewFile::create(path, Readers::Usual))
        .transpose()?;
    let key = SigningKey::generate(args.algorithm)?;
    let jwks = json!({ "keys": [key.public_jwk()] }).to_string() + "\n";
    private.write(key.to_pkcs8_pem()?.expose_secret())?;
    match &mut public {
        Some(public) => public.write(&jwks)?,
        None => print(&jwks)?,
    }
    private.keep();
    if let Some(public) = public {
        public.keep();
    }
    Ok(Exit::Good)
}

fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(|error| Failure::output(&error))
}
