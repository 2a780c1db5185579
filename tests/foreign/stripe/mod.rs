//! Stripe's webhooks, and its customer sessions.

mod receiver;
mod sessions;
mod signatures;
mod signer;

use super::{RECENTLY, Signed, TOO_LONG, Tool, Verdict, now};

use self::{receiver::Receiver, signer::Signer};

/// The secret of the endpoint, as long as Stripe's are.
const SECRET: &str = "whsec_0123456789abcdef0123456789ABCDEF";
