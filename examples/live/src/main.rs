//! Responses that last longer than a request: a stream of server-sent events and a WebSocket, both
//! of which end when the customer signs out. A layer looks at a token once, when the request
//! comes; whoever goes on to talk has to ask whether the session is still there.
//!
//! ```sh
//! cargo run -p live                    # prints a token; PORT chooses another port, 0 picks one
//!
//! curl -N localhost:3001/events -H 'authorization: Bearer polar_cst_…'           # ticks …
//! curl -X POST localhost:3001/logout -H 'authorization: Bearer polar_cst_…'      # … and ends
//! ```
//!
//! The WebSocket at `/echo` sends back what it is sent: `websocat -H 'authorization: Bearer …'
//! ws://localhost:3001/echo`.

use std::{error::Error, process::ExitCode};

use customer_session::{CustomerSessionConfig, clock::SystemClock};
use customer_session_polar::Polar;
use customer_session_test::polar::{FakePolar, NewCustomer};
use example_start::{end, listen};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> ExitCode {
    end(serve().await)
}

async fn serve() -> Result<(), Box<dyn Error>> {
    let fake = FakePolar::start().await?;
    let acme = fake.organization();
    let polar = Polar::server(fake.url())
        .access_token(acme.access_token())
        .organization_id(acme.id())
        .build()?;
    let config = CustomerSessionConfig::builder().provider(polar).build()?;
    let ada = acme.add_customer(NewCustomer::individual("ada@shop.example"));

    let listener = TcpListener::from_std(listen(3001)?)?;
    println!(
        "{}",
        greeting(&listener.local_addr()?.to_string(), &ada.mint())
    );
    axum::serve(listener, live::routes(config, SystemClock::new())).await?;
    Ok(())
}

fn greeting(address: &str, token: &str) -> String {
    format!(
        "The stream is open: http://{address}/events\n\n\
         curl -N http://{address}/events -H 'authorization: Bearer {token}'\n\
         curl -i -X POST http://{address}/logout -H 'authorization: Bearer {token}'\n"
    )
}
