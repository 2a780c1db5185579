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
    // Both or neither: nobody wants half of a pair.
    let private = NewFile::create(&args.out, Readers::Owner)?;
    let public = args
        .jwks_out
        .as_ref()
        .map(|path| NewFile::create(path, Readers::Usual))
        .transpose()?;
    let key = SigningKey::generate(args.algorithm)?;
    let jwks = json!({ "keys": [key.public_jwk()] }).to_string() + "\n";
    private.write(key.to_pkcs8_pem()?.expose_secret())?;
    match public {
        Some(public) => public.write(&jwks)?,
        None => io::stdout()
            .write_all(jwks.as_bytes())
            .map_err(|error| Failure::output(&error))?,
    }
    Ok(Exit::Good)
}
