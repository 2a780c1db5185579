//! By the settings in a file.

use std::path::Path;

use customer_session::{
    CustomerId, CustomerSessionConfig,
    config::CustomerSessionConfigBuilder,
    provider::registry::{SessionRecord, SessionStore, StoreError},
    token::TokenDigest,
};
use customer_session_settings::Settings;
use tokio::runtime::Runtime;

use crate::exit::Failure;

pub(super) fn settings(file: &Path, prefix: Option<&str>) -> Result<Settings, Failure> {
    let loader = Settings::loader().file(file);
    let loader = match prefix {
        Some(prefix) => loader.env(prefix),
        None => loader,
    };
    Ok(loader.load()?)
}

/// The configuration of the settings, changed for this command.
pub(super) fn config(
    settings: &Settings,
    runtime: &Runtime,
    configure: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
) -> Result<CustomerSessionConfig, Failure> {
    // As it stands, and thrown away: what this command changes would hide that a backend refuses it.
    build(settings, |builder| {
        builder.runtime(runtime.handle().clone())
    })?;
    build(settings, configure)
}

fn build(
    settings: &Settings,
    configure: impl FnOnce(CustomerSessionConfigBuilder) -> CustomerSessionConfigBuilder,
) -> Result<CustomerSessionConfig, Failure> {
    let accounts = settings.providers.stripe.keys();
    let assembly = accounts.fold(settings.assembly(), |assembly, name| {
        assembly.store(name.clone(), Elsewhere)
    });
    Ok(assembly.configure(configure).build()?.into())
}

/// What the settings say, and this command cannot do.
pub(super) fn notes(settings: &Settings) -> Vec<String> {
    let accounts = settings.providers.stripe.keys();
    accounts
        .map(|name| {
            format!(
                "sessions of providers.stripe.{name} are known to the backend that created them, \
                 and cannot be judged here"
            )
        })
        .collect()
}

/// The store of another process: nobody here knows what is in it, so that no session is denied.
#[derive(Debug)]
struct Elsewhere;

impl SessionStore for Elsewhere {
    async fn insert(&self, _: TokenDigest, _: &SessionRecord) -> Result<(), StoreError> {
        Err(unknown())
    }

    async fn find(&self, _: TokenDigest) -> Result<Option<SessionRecord>, StoreError> {
        Err(unknown())
    }

    async fn revoke_session(&self, _: TokenDigest) -> Result<u64, StoreError> {
        Err(unknown())
    }

    async fn revoke_id(&self, _: &str, _: &str) -> Result<u64, StoreError> {
        Err(unknown())
    }

    async fn revoke_customer(&self, _: &str, _: &CustomerId) -> Result<u64, StoreError> {
        Err(unknown())
    }

    async fn purge(&self) -> Result<u64, StoreError> {
        Ok(0)
    }
}

fn unknown() -> StoreError {
    StoreError::unavailable(NO_LOOK_UP)
}

/// Why nobody but the backend can tell.
pub(super) const NO_LOOK_UP: &str = "Stripe has no call that looks a session up, and it is known \
                                     to the backend that created it alone: present it there";
