//! The command `customer-session`; see the library beside.

use std::process::ExitCode;

fn main() -> ExitCode {
    customer_session_cli::main()
}
