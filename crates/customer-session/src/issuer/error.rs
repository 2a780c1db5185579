//! Why nothing was signed, or no key changed.

use std::{error::Error, fmt, time::Duration};

use crate::{entropy::EntropyError, provider::jwt::MAX_DEPTH};

/// Why a session was not signed. It holds names of claims, and no values.
#[derive(Debug)]
#[non_exhaustive]
pub enum MintError {
    /// A claim is the issuer's own, or stands twice: the name of the claim.
    ClaimTaken(String),
    /// A claim of your own is nested more deeply than verifiers read: the name of the claim.
    ClaimTooDeep(String),
    /// A claim has a value that it cannot have.
    ClaimUnfit {
        /// The claim.
        claim: &'static str,
        /// What would be fit.
        mend: &'static str,
    },
    /// The source of randomness is out of order.
    Entropy(EntropyError),
    /// The cryptographic library failed.
    Signature,
    /// The token would be longer than servers take a header to be.
    TooLong {
        /// How long it would be.
        bytes: usize,
        /// How long it may be.
        most: usize,
    },
}

impl fmt::Display for MintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClaimTaken(claim) => write!(
                f,
                "the claim `{}` is the issuer's own or stands twice: use its own setter, or \
                 another name",
                claim.escape_default()
            ),
            Self::ClaimTooDeep(claim) => write!(
                f,
                "the claim `{}` is nested more than {} levels deep: flatten it",
                claim.escape_default(),
                MAX_DEPTH - 1
            ),
            Self::ClaimUnfit { claim, mend } => write!(f, "the claim `{claim}` is unfit: {mend}"),
            Self::Entropy(_) => f.write_str("no id could be made for the token"),
            Self::Signature => f.write_str("the cryptographic library did not sign"),
            Self::TooLong { bytes, most } => write!(
                f,
                "the token would have {bytes} bytes of at most {most}: put less into it"
            ),
        }
    }
}

impl Error for MintError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Entropy(error) => Some(error),
            Self::ClaimTaken(_)
            | Self::ClaimTooDeep(_)
            | Self::ClaimUnfit { .. }
            | Self::Signature
            | Self::TooLong { .. } => None,
        }
    }
}

/// Why a session was not exchanged for a signed one.
#[derive(Debug)]
#[non_exhaustive]
pub enum ExchangeError {
    /// The session was ended here.
    Ended,
    /// The session has expired, or expires within a second.
    Expired,
    /// The session could not be signed.
    Mint(MintError),
    /// The session's issuer states no expiry, which the signed session could then outlive.
    NoExpiry,
    /// The configuration whose engine verified the session was dropped, so that nobody knows
    /// whether the session was ended.
    NoEngine,
    /// The session is not of the provider that
    /// [`exchanges`](super::JwtIssuerBuilder::exchanges) names.
    OtherProvider {
        /// The name of the session's provider.
        provider: String,
        /// The name that was set, if any was.
        exchanged: Option<String>,
    },
    /// What is known of the session is too old: it is served although its issuer cannot be asked
    /// (see [`VerifiedSession::is_stale`](crate::VerifiedSession::is_stale)), or it was verified so
    /// long ago that the next request with it would be asked about, or somebody wished so
    /// ([`Revocations::recheck`](crate::revoke::Revocations::recheck)). Perhaps it was denied by now.
    /// Exchange sessions in the request that they came with.
    Stale,
}

impl fmt::Display for ExchangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherProvider {
                provider,
                exchanged: None,
            } => {
                return write!(
                    f,
                    "the issuer exchanges no sessions: if customers are to be known by their ids \
                     of this provider, build it with `.exchanges({provider:?})`"
                );
            }
            Self::OtherProvider {
                provider,
                exchanged: Some(exchanged),
            } => {
                return write!(
                    f,
                    "the session is of {provider:?}, and the issuer exchanges those of \
                     {exchanged:?}: give each provider an issuer of its own"
                );
            }
            Self::Ended => "the session was ended",
            Self::Expired => "the session has expired",
            Self::Mint(_) => "the session could not be signed",
            Self::NoExpiry => {
                "the session's issuer states no expiry: a signed one could outlive it"
            }
            Self::NoEngine => "the configuration that verified the session was dropped",
            Self::Stale => "what is known of the session is too old: have it verified again",
        })
    }
}

impl Error for ExchangeError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Mint(error) => Some(error),
            Self::Ended
            | Self::Expired
            | Self::NoExpiry
            | Self::NoEngine
            | Self::OtherProvider { .. }
            | Self::Stale => None,
        }
    }
}

impl From<MintError> for ExchangeError {
    fn from(error: MintError) -> Self {
        Self::Mint(error)
    }
}

/// Why the keys stay as they are.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum RotationError {
    /// The key, or its name, is published already.
    KnownKey {
        /// The name under which it is.
        key_id: String,
    },
    /// Another key waits for its time.
    Pending {
        /// How long it has to wait still.
        wait: Duration,
    },
    /// As many keys are published as readers of key sets take for sure.
    TooMany {
        /// How many that are.
        most: usize,
    },
}

impl fmt::Display for RotationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KnownKey { key_id } => write!(
                f,
                "the key or its name is in use, as `{key_id}`: generate a new key"
            ),
            Self::Pending { wait } => write!(
                f,
                "another key is published and signs in {} s: rotate again then",
                wait.as_secs()
            ),
            Self::TooMany { most } => write!(
                f,
                "{most} keys are published: wait until retired ones are withdrawn"
            ),
        }
    }
}

impl Error for RotationError {}
