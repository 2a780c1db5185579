//! `customer-session fake polar`.

use std::io::{self, Write};

use customer_session_test::polar::{Demo, FakePolar, webhook::NewWebhook};

use super::{port_taken, until_ctrl_c};
use crate::{
    args::PolarFake,
    exit::{Exit, Failure},
    runtime,
};

pub(crate) fn polar(args: PolarFake) -> Result<Exit, Failure> {
    runtime::start()?.block_on(serve(args))
}

async fn serve(args: PolarFake) -> Result<Exit, Failure> {
    let port = args.port;
    let mut demo = Demo::start(FakePolar::builder().port(port))
        .await
        .map_err(|error| port_taken(port, &error))?;
    if let Some(url) = args.webhook_url {
        demo = demo
            .webhook(NewWebhook::new(url))
            .map_err(|error| Failure::usage(format!("--webhook-url: {error}")))?;
    }
    until_ctrl_c(|| introduce(&demo)).await
}

fn introduce(demo: &Demo) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    write!(stdout, "{demo}")?;
    writeln!(stdout, "# Is Ada's session good, and why is Mallory's not?")?;
    for name in ["ADA", "MALLORY"] {
        writeln!(
            stdout,
            "echo \"${name}\" | customer-session verify --polar --polar-server {} -",
            demo.polar().url()
        )?;
    }
    stdout.flush()
}
