//! One binary of request-level tests.
