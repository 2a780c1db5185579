//! Customer-session authentication for [actix-web](https://docs.rs/actix-web): the middleware and the extractors.

mod extensions;
mod extract;
mod future;
mod head;
mod middleware;
mod rejection;
mod response;
mod service;
mod uri;

pub use self::{
    extract::{CurrentCustomer, CurrentSession, MaybeCustomer},
    future::ResponseFuture,
    middleware::CustomerSessionMiddleware,
    rejection::CustomerSessionRejection,
    response::{Problem, ResponseForRejection},
    service::CustomerSessionService,
};
