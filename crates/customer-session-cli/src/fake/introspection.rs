//! `customer-session fake introspection`.

use std::{
    io::{self, Write},
    time::Duration,
};

use customer_session_test::issuer::FakeIssuer;

use super::{port_taken, until_ctrl_c};
use crate::{
    args::IntrospectionFake,
    exit::{Exit, Failure},
    runtime,
};

pub(crate) fn introspection(args: &IntrospectionFake) -> Result<Exit, Failure> {
    runtime::start()?.block_on(serve(args.port))
}

async fn serve(port: u16) -> Result<Exit, Failure> {
    let fake = FakeIssuer::builder()
        // One that only a server can read which decodes the header as RFC 6749 §2.3.1 has it.
        .client(CLIENT, "50%+1:orders")
        .port(port)
        .start()
        .await
        .map_err(|error| port_taken(port, &error))?;
    let token = |subject: &str| {
        let token = fake.opaque(subject).scopes(["orders:read", "orders:write"]);
        // Whoever it was issued to may end it (RFC 7009 §2.1).
        token.client(CLIENT).lifetime(HOUR).issue()
    };
    let (ada, bo) = (token("ada"), token("bo"));
    fake.revoke(&bo);
    until_ctrl_c(|| introduce(&fake, &ada, &bo)).await
}

fn introduce(fake: &FakeIssuer, ada: &str, bo: &str) -> io::Result<()> {
    let (url, secret) = (fake.introspection_url(), fake.client_secret());
    let mut stdout = io::stdout().lock();
    write!(
        stdout,
        "\
# The fake OAuth server answers at {issuer} until Ctrl-C.
export INTROSPECTION_URL={url}
export INTROSPECTION_CLIENT_ID={CLIENT}
export INTROSPECTION_CLIENT_SECRET='{secret}'
# Tokens of two people, each good for an hour. Ada:
export ADA={ada}
# Bo, whose token was revoked:
export BO={bo}
# Settings for a backend:
#   [providers.introspection.login]
#   endpoint = \"{url}\"
#   audiences = [\"{audience}\"]
#   client_secret_basic = {{ id = \"{CLIENT}\", secret = {{ env = \"INTROSPECTION_CLIENT_SECRET\" }} }}
# What is Ada's token good for?
curl -s {url} --data-urlencode 'client_id={CLIENT}' --data-urlencode 'client_secret={secret}' -d token={ada}
# It ends:
curl -s {revocation} --data-urlencode 'client_id={CLIENT}' --data-urlencode 'client_secret={secret}' -d token={ada}
# Is Ada's token good, and why is Bo's not?
",
        issuer = fake.url(),
        audience = fake.audience(),
        revocation = fake.revocation_url(),
    )?;
    for name in ["ADA", "BO"] {
        writeln!(
            stdout,
            "echo \"${name}\" | customer-session verify --introspect {url} --client-id {CLIENT} -"
        )?;
    }
    stdout.flush()
}

const CLIENT: &str = "orders";
const HOUR: Duration = Duration::from_secs(3600);
