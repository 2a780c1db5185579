//! Clients that are asked from another runtime than theirs, or whose own is gone.

use customer_session::Reason;
use customer_session_polar::{NewCustomerSession, PolarErrorKind};
use tokio::runtime;

use crate::world::{World, pointed_at, rejected};

/// actix-web's workers are runtimes of their own.
#[test]
fn a_session_is_created_from_another_runtime_than_the_clients() {
    let (server, worker) = (runtime_of_threads(), runtime_of_threads());
    let world = server.block_on(World::start());
    let new = NewCustomerSession::for_customer(world.ada().id());

    let created = worker.block_on(world.polar.create_customer_session(new));

    assert!(created.is_ok(), "{created:?}");
}

/// Connections belong to the runtime that the client was built on: with it gone, the error comes at
/// once.
#[test]
fn with_the_clients_runtime_gone_creation_fails_instead_of_hanging() {
    let (server, worker) = (runtime_of_threads(), runtime_of_threads());
    let world = server.block_on(World::start());
    let (polar, id) = {
        let short_lived = runtime_of_threads();
        let polar = short_lived.block_on(async { pointed_at(&world.fake).build().unwrap() });
        (polar, world.ada().id())
    };

    let error = worker
        .block_on(polar.create_customer_session(NewCustomerSession::for_customer(id)))
        .unwrap_err();

    assert_eq!(error.kind(), PolarErrorKind::Unavailable);
    assert!(std::error::Error::source(&error).is_some());
}

/// The configuration asks on the runtime that it was built on, and the client on its own.
#[test]
fn with_either_runtime_gone_verification_blames_nobody_and_does_not_hang() {
    let (server, worker) = (runtime_of_threads(), runtime_of_threads());
    let world = server.block_on(World::start());
    let token = world.ada().mint();
    let (config, polar) = {
        let short_lived = runtime_of_threads();
        short_lived.block_on(async {
            let polar = || pointed_at(&world.fake).build().unwrap();
            (world.config_of(polar()), polar())
        })
    };
    let second = worker.block_on(async { world.config_of(polar) });

    let of_config = rejected(worker.block_on(async { config.verify(&token).await }));
    let of_client = rejected(worker.block_on(async { second.verify(&token).await }));

    assert_eq!(of_config.reason(), Reason::VerificationAborted);
    assert_eq!(of_client.reason(), Reason::IssuerUnavailable);
    assert_eq!((of_config.status(), of_client.status()), (503, 503));
}

#[test]
fn a_client_built_on_no_runtime_uses_that_of_its_first_call() {
    let server = runtime_of_threads();
    let world = server.block_on(World::start());
    let polar = pointed_at(&world.fake).build().unwrap();
    let new = NewCustomerSession::for_customer(world.ada().id());

    let created = server.block_on(polar.create_customer_session(new));

    assert!(created.is_ok(), "{created:?}");
}

fn runtime_of_threads() -> runtime::Runtime {
    runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
}
