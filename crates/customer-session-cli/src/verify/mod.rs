//! `customer-session verify`: is a token accepted, and why not?

mod jwt;
mod polar;

use std::{
    io::{self, StdinLock},
    time::Duration,
};

use customer_session::{
    CustomerSessionConfig, config::CustomerSessionConfigBuilder, upstream::Rate,
};
use tokio::runtime::Runtime;

use crate::{
    args::Verify,
    exit::{Exit, Failure},
    input::Tokens,
    report::Report,
    runtime,
};

pub(crate) fn verify(args: Verify) -> Result<Exit, Failure> {
    let runtime = runtime::start()?;
    let config = builder(&args)?
        .runtime(runtime.handle().clone())
        // A question on the command line is about this moment.
        .session_lifetime(Duration::from_secs(1))
        .denial_lifetime(Duration::ZERO)
        // One token at a time is no flood, however long the list is.
        .unknown_token_rate(Rate::new(u32::MAX, Duration::from_secs(1)))
        .build()?;
    let mut report = report(&args);
    let tokens = tokens(args.token);
    let outcome = judge(&runtime, &config, tokens, &mut report);
    // Nobody waits for what still runs in the background.
    runtime.shutdown_background();
    outcome
}

fn builder(args: &Verify) -> Result<CustomerSessionConfigBuilder, Failure> {
    let builder = CustomerSessionConfig::builder();
    Ok(if args.polar.polar {
        builder.provider(polar::provider(&args.polar)?)
    } else {
        builder.provider(jwt::provider(&args.signed)?)
    })
}

fn tokens(argument: String) -> Tokens<StdinLock<'static>> {
    match &*argument {
        "-" => Tokens::Lines(io::stdin().lock()),
        _ => Tokens::Argument(Some(argument)),
    }
}

fn report(args: &Verify) -> Report {
    if args.json {
        return Report::json();
    }
    let notes = if args.polar.polar {
        Vec::new()
    } else {
        jwt::notes(&args.signed)
    };
    Report::human(args.token == "-", notes)
}

/// Answers each token before it reads the next.
fn judge(
    runtime: &Runtime,
    config: &CustomerSessionConfig,
    mut tokens: Tokens<StdinLock<'static>>,
    report: &mut Report,
) -> Result<Exit, Failure> {
    let mut worst = None;
    let next = |tokens: &mut Tokens<_>| {
        tokens
            .next()
            .map_err(|error| Failure::io("stdin cannot be read", &error))
    };
    while let Some(token) = next(&mut tokens)? {
        let verdict = runtime.block_on(config.verify(&token));
        report.tell(&verdict)?;
        let exit = verdict.as_ref().err().map_or(Exit::Good, Exit::of);
        worst = worst.max(Some(exit));
    }
    worst.ok_or_else(|| Failure::usage("there is no token on stdin; give one per line"))
}
