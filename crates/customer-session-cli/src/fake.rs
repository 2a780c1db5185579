//! `customer-session fake`: issuers to try things out with.

use std::{
    io::{self, Write},
    pin::pin,
};

use customer_session_test::polar::{Demo, FakePolar, webhook::NewWebhook};

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
        .map_err(|error| {
            Failure::usage(format!(
                "port {port} cannot be listened on, choose another with --port: {error}"
            ))
        })?;
    if let Some(url) = args.webhook_url {
        demo = demo
            .webhook(NewWebhook::new(url))
            .map_err(|error| Failure::usage(format!("--webhook-url: {error}")))?;
    }
    let mut stopped = pin!(tokio::signal::ctrl_c());
    tokio::select! {
        // First, so that Ctrl-C ends it well from the first line on.
        biased;
        stopped = &mut stopped => return ended(stopped),
        told = async { introduce(&demo) } => told.map_err(|error| Failure::output(&error))?,
    }
    ended(stopped.await)
}

fn ended(stopped: io::Result<()>) -> Result<Exit, Failure> {
    stopped
        .map(|()| Exit::Good)
        .map_err(|error| Failure::io("Ctrl-C cannot be waited for", &error))
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
