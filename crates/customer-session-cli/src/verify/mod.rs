//! `customer-session verify`: is a token accepted, and why not?

mod configured;
mod introspection;
mod jwt;
mod polar;
mod secret;

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
    if args.stripe {
        return Err(Failure {
            exit: Exit::Unknown,
            text: configured::NO_LOOK_UP.to_owned(),
        });
    }
    let runtime = runtime::start()?;
    let (config, notes) = config(&args, &runtime)?;
    let mut report = match args.json {
        true => Report::json(),
        false => Report::human(args.token == "-", notes),
    };
    let tokens = tokens(args.token);
    let outcome = judge(&runtime, &config, tokens, &mut report);
    // Nobody waits for what still runs in the background.
    runtime.shutdown_background();
    outcome
}

/// The configuration, and what there is to say of it.
fn config(
    args: &Verify,
    runtime: &Runtime,
) -> Result<(CustomerSessionConfig, Vec<String>), Failure> {
    let of_this_moment = |builder: CustomerSessionConfigBuilder| {
        builder
            .runtime(runtime.handle().clone())
            // A question on the command line is about this moment.
            .session_lifetime(Duration::from_secs(1))
            .denial_lifetime(Duration::ZERO)
            // One token at a time is no flood, however long the list is.
            .unknown_token_rate(Rate::new(u32::MAX, Duration::from_secs(1)))
    };
    if let Some(file) = &args.configured.config {
        let settings = configured::settings(file, args.configured.env_prefix.as_deref())?;
        let notes = configured::notes(&settings);
        return Ok((
            configured::config(&settings, runtime, of_this_moment)?,
            notes,
        ));
    }
    let builder = CustomerSessionConfig::builder();
    let (builder, notes) = if args.polar.polar {
        (builder.provider(polar::provider(&args.polar)?), Vec::new())
    } else if let Some(endpoint) = &args.introspected.introspect {
        let provider = introspection::provider(endpoint, &args.introspected)?;
        (builder.provider(provider), Vec::new())
    } else {
        (
            builder.provider(jwt::provider(&args.signed)?),
            jwt::notes(&args.signed),
        )
    };
    Ok((of_this_moment(builder).build()?, notes))
}

fn tokens(argument: String) -> Tokens<StdinLock<'static>> {
    match &*argument {
        "-" => Tokens::Lines(io::stdin().lock()),
        _ => Tokens::Argument(Some(argument)),
    }
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
