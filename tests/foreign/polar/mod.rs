//! Polar's webhooks, and Standard Webhooks, whose signatures they are.

mod models;
mod receiver;
mod rotation;
mod shop;
mod signatures;
mod signer;

use super::{RECENTLY, Signed, TOO_LONG, Tool, Verdict, now};

use self::{receiver::Receiver, shop::Shop, signer::Signer};
