//! What a route asks of a session beyond that it is good, as a layer.

mod future;
mod layer;
mod service;

pub use self::{
    future::RequireFuture,
    layer::{RequireLayer, require, require_role, require_scopes},
    service::RequireService,
};
