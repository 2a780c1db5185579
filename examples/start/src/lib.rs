//! How the examples start: where they listen, and what they say when they cannot.

mod end;
mod listen;

pub use self::{
    end::{end, in_words},
    listen::listen,
};
