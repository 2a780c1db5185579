//! Every answer that is not a yes, on each of the calls: exactly one outcome, and nothing
//! remembered but a "no".

mod answers;
mod every;
mod outages;
mod outcome;
mod table;

use customer_session_test::polar::Fault;

fn json(status: u16, body: &str) -> Fault {
    Fault::Status(status, "application/json".to_owned(), body.to_owned())
}

fn rate_limited(retry_after: Option<u32>) -> Fault {
    Fault::RateLimited { retry_after }
}
