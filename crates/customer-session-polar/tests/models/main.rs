//! Every published version and spelling of Polar's models is read, and nothing private is printed.

mod expected;
mod fixtures;
mod spelling;

mod customer;
mod member;
mod portal;
mod printed;
mod required;
mod sdks;
mod session;
mod state;
mod versions;
