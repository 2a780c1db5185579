//! `customer-session fake stripe`.

use std::io::{self, Write};

use customer_session_test::stripe::{FakeStripe, NewCustomer};

use super::{port_taken, until_ctrl_c};
use crate::{
    args::StripeFake,
    exit::{Exit, Failure},
    runtime,
};

pub(crate) fn stripe(args: &StripeFake) -> Result<Exit, Failure> {
    runtime::start()?.block_on(serve(args.port))
}

async fn serve(port: u16) -> Result<Exit, Failure> {
    let fake = FakeStripe::builder()
        .port(port)
        .start()
        .await
        .map_err(|error| port_taken(port, &error))?;
    let customer = |name: &str, address| {
        let new = NewCustomer::new().id(format!("cus_{name}")).name(name);
        fake.add_customer(new.email(address))
    };
    let (ada, bo) = (
        customer("Ada", "ada@shop.example"),
        customer("Bo", "bo@shop.example"),
    );
    until_ctrl_c(|| introduce(&fake, &ada, &bo)).await
}

fn introduce(fake: &FakeStripe, ada: &str, bo: &str) -> io::Result<()> {
    let (url, key) = (fake.url(), fake.secret_key());
    let mut stdout = io::stdout().lock();
    write!(
        stdout,
        "\
# The fake Stripe answers at {url} until Ctrl-C.
export STRIPE_SERVER={url}
export STRIPE_SECRET_KEY={key}
# Two customers, in test mode:
export ADA={ada}
export BO={bo}
# Settings for a backend, which creates sessions and knows those that it created:
#   [providers.stripe.shop]
#   server = \"{url}\"
#   secret_key = {{ env = \"STRIPE_SECRET_KEY\" }}
#   digest_secret = {{ file = \"/run/secrets/digest\" }}
# A session of Ada, with its client secret:
curl -s {url}/v1/customer_sessions -u '{key}:' -d customer={ada} -d 'components[pricing_table][enabled]=true'
# Who is Ada?
curl -s {url}/v1/customers/{ada} -u '{key}:'
"
    )?;
    stdout.flush()
}
