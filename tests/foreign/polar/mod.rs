//! Polar's webhooks, and Standard Webhooks, whose signatures they are; and Polar's customer sessions.

mod models;
mod receiver;
mod rotation;
mod sessions;
mod shop;
mod signatures;
mod signer;

use super::{RECENTLY, Signed, TOO_LONG, Tool, Verdict, now};

use self::{receiver::Receiver, shop::Shop, signer::Signer};
