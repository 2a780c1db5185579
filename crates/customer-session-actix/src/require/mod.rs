//! What a route asks of a session beyond that it is good, as middleware.

mod future;
mod middleware;
mod service;

pub use self::{
    future::RequireFuture,
    middleware::{RequireMiddleware, require, require_role, require_scopes},
    service::RequireService,
};
