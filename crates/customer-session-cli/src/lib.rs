//! The command `customer-session`: says why a token is refused, makes keys and tokens for
//! development, and runs fakes of issuers for apps in any language.
//!
//! ```sh
//! cargo install --path crates/customer-session-cli    # or: cargo run -p customer-session-cli -- …
//! ```
//!
//! # Why is this token refused?
//!
//! The verdict is the one that a request with this token would get from a layer or middleware of the
//! family, with the same [reason](customer_session::Reason): the command goes the same road.
//!
//! With a key of your own, to see it work:
//!
//! ```console
//! $ customer-session mint key --out key.pem --jwks-out jwks.json
//! $ customer-session mint token --key key.pem --issuer https://shop.example --audience orders --subject c1 --name Ada > ada.jwt
//! $ customer-session verify --jwks jwks.json --issuer https://shop.example --audience orders - < ada.jwt; echo "exit code $?"
//! 1: accepted
//!   customer      c1
//!   name          Ada
//!   provider      https://shop.example
//!   expires       …
//! exit code 0
//! $ customer-session verify --jwks jwks.json --issuer https://shop.example --audience billing - < ada.jwt; echo "exit code $?"
//! 1: rejected: claims_audience_mismatch (401)
//!   The token is meant for another audience; compare its `aud` with --audience.
//!   detail        …
//! exit code 1
//! $ customer-session verify --jwks jwks.json --issuer https://login.example --audience orders - < ada.jwt
//! 1: rejected: issuer_unknown (401)
//!   The token is of another issuer; compare its `iss` with --issuer, letter by letter.
//!   detail        …
//! ```
//!
//! Without `--issuer` and `--audience` any is taken, which is said. The token can be an argument,
//! where the shell's history and other users of the machine can read it, or stand on stdin, one on
//! each line; an empty line is a missing token:
//!
//! ```console
//! $ (cat ada.jwt; echo; echo eyJhbGciOiJFZERTQSJ9.e30) | customer-session verify --json --jwks jwks.json -
//! {"outcome":"accepted","customer":{"id":"c1","external_id":null,"email":null,"email_verified":null,"name":"Ada","provider":"jwt"},"expires_at":"…"}
//! {"outcome":"rejected","status":401,"reason":"token_missing","detail":"There is no token."}
//! {"outcome":"rejected","status":401,"reason":"token_malformed","detail":"…"}
//! ```
//!
//! Each line is answered, and the answer flushed, before the next is read, so that a program can
//! keep the command running and ask. What is longer than 64 KiB is cut, and too long in any case.
//!
//! | keys from | arguments |
//! |---|---|
//! | a file | `--jwks jwks.json` |
//! | an address | `--jwks https://login.shop.example/jwks` |
//! | the issuer's metadata | `--discover --issuer https://login.shop.example` |
//!
//! # JSON
//!
//! With `--json` there is one line per token:
//!
//! | member | when | what |
//! |---|---|---|
//! | `outcome` | always | `accepted` or `rejected` |
//! | `customer` | accepted | `id`, `external_id`, `email`, `email_verified`, `name`, `provider`; `null` where the issuer does not say |
//! | `member` | accepted, if a member of a team acts | `id`, `email`, `name`, `role` |
//! | `scopes`, `roles` | accepted, if there are any | lists |
//! | `expires_at` | accepted | RFC 3339, or `null` |
//! | `status` | rejected | the status that a request would get |
//! | `reason` | rejected | a [reason](customer_session::Reason), one stable word |
//! | `detail` | rejected | a text for people: it may change |
//!
//! # Exit codes
//!
//! | code | of `verify` |
//! |---|---|
//! | 0 | every token was accepted |
//! | 1 | a token was rejected |
//! | 2 | the arguments, a file or the environment are wrong, or there was no token |
//! | 3 | a token could not be judged (status 429, 500 or 503), or something could not be read or written; it outweighs 1 |
//!
//! The other commands end with 0, 2 or 3.
//!
//! # Sessions of Polar, and a fake Polar
//!
//! `--polar` asks Polar. The organization's access token is read from `POLAR_ACCESS_TOKEN` or from
//! `--access-token-file`, and is never an argument; the organization is `POLAR_ORGANIZATION_ID` or
//! `--organization-id`. `--polar-server` (or `POLAR_SERVER`) is `production`, `sandbox` or an
//! address. Customers are looked up at the pace that the library keeps with your access token: of a
//! long list those beyond it are `own_calls_paced`, a fault and no denial.
//!
//! `customer-session fake polar` runs a Polar on <http://127.0.0.1:4010>, for apps in any language,
//! and prints what to export. Mallory is a customer of another organization, who uses Ada's
//! address:
//!
//! ```console
//! $ (echo "$ADA"; echo "$MALLORY") | customer-session verify --polar --polar-server http://127.0.0.1:4010 -
//! 1: accepted
//!   customer      0b0f6c1e-5d0c-4f0b-9d7e-7d1f7a4b9a10
//!   external id   ada
//!   email         ada@shop.example
//!     verified    …
//!   name          Ada
//!   provider      polar
//!   expires       …
//! 2: rejected: not_our_customer (401)
//!   The session is real, but its customer is of another organization, or deleted.
//! ```
//!
//! # OAuth servers
//!
//! `--introspect` asks an OAuth server about each token (RFC 7662). Its secret is read from
//! `INTROSPECTION_CLIENT_SECRET` or from `--client-secret-file`, and is never an argument.
//!
//! | the server knows us by | arguments |
//! |---|---|
//! | id and secret, in the header | `--client-id orders` |
//! | id and secret, in the form | `--client-id orders --client-auth post` |
//! | an access token of ours | `--client-auth bearer` |
//!
//! `customer-session fake introspection` runs such a server on <http://127.0.0.1:4012>, and prints
//! what to export: Bo's token was revoked.
//!
//! ```console
//! $ (echo "$ADA"; echo "$BO") | customer-session verify --introspect http://127.0.0.1:4012/introspect --client-id orders -
//! 1: accepted
//!   customer      ada
//!   scopes        orders:read orders:write
//!   provider      introspection
//!   expires       …
//! 2: rejected: token_denied (401)
//!   The issuer says no: it does not know the token, or it expired, or it was revoked.
//! ```
//!
//! # Settings
//!
//! `--config customer-session.toml` verifies by a file of
//! [settings](customer_session_settings), with every provider that it names: the one that a backend
//! has built, but for what is remembered. `--env-prefix CUSTOMER_SESSION` lets variables outweigh
//! it. What is wrong with the file is said with its place:
//!
//! ```console
//! $ printf '[providers.polar]\norganization_idd = "7a1f"\n' > shop.toml
//! $ customer-session verify --config shop.toml - < ada.jwt
//! customer-session: `providers.polar.organization_idd`: unknown key; did you mean `organization_id`? (in shop.toml)
//! $ printf '[providers.jwt.shop]\nissuer = "https://shop.example"\naudiences = ["orders"]\njwks_file = "jwks.json"\n' > shop.toml
//! $ customer-session verify --config shop.toml - < ada.jwt
//! 1: accepted
//!   customer      c1
//!   name          Ada
//!   provider      shop
//!   expires       …
//! ```
//!
//! # Sessions of Stripe
//!
//! **They cannot be verified here.** Stripe has no call that looks a session up, and whose it is, is
//! known to the backend that created it alone (or to those that share its store). `--stripe` says
//! so, and with `--config` such a token is `issuer_unavailable`, exit code 3: a fault and no denial.
//!
//! `customer-session fake stripe` runs a Stripe on <http://127.0.0.1:4011> that creates sessions and
//! knows two customers, and prints what to export, settings, and curl lines.
//!
//! # Security
//!
//! - No token is printed, whole or in part, but by `mint token` and the fakes, which make them.
//!   One that stands in the wrong place of the command line is shortened where it is complained
//!   about.
//! - What stands in a token is printed with control characters escaped, so that it cannot write to
//!   the terminal.
//! - Private keys of `mint key` are not encrypted; they can be read by their owner alone (on Unix),
//!   and no file is overwritten. They and their tokens are for development.
//! - The fakes listen on 127.0.0.1 only, and switch the feature `test-util` of `customer-session` on
//!   in this command. Nothing of them is in the road of `verify`.

mod args;
mod discretion;
mod exit;
mod fake;
mod input;
mod mint;
mod report;
mod runtime;
mod usage;
mod verify;

use std::{
    io::{self, Write},
    process::ExitCode,
};

use self::{
    args::{Command, Fake, Mint},
    discretion::Discretion,
    exit::{Exit, Failure},
};

/// Runs the command with the arguments of this process, and says how it went.
#[must_use]
pub fn main() -> ExitCode {
    let mut discretion = Discretion::new(std::env::args_os().skip(1));
    let command = match usage::parse(&mut discretion) {
        Ok(command) => command,
        Err(exit) => return exit.into(),
    };
    match run(command) {
        Ok(exit) => exit.into(),
        Err(Failure { exit, text }) => {
            if !text.is_empty() {
                complain(&format!("customer-session: {}\n", discretion.hide(&text)));
            }
            exit.into()
        }
    }
}

/// To whoever reads stderr, if anybody does: the exit code says enough.
fn complain(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

fn run(command: Command) -> Result<Exit, Failure> {
    match command {
        Command::Verify(args) => verify::verify(*args),
        Command::Mint(Mint::Key(args)) => mint::key(&args),
        Command::Mint(Mint::Token(args)) => mint::token(args),
        Command::Fake(Fake::Introspection(args)) => fake::introspection(&args),
        Command::Fake(Fake::Polar(args)) => fake::polar(args),
        Command::Fake(Fake::Stripe(args)) => fake::stripe(&args),
    }
}
