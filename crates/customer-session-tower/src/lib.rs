//! Customer-session authentication as a [tower](https://docs.rs/tower) layer, for any `http::Request<B>`.

mod body;
mod extensions;
mod future;
mod head;
mod layer;
mod response;
mod service;
mod uri;

pub use self::{
    body::ResponseBody,
    future::ResponseFuture,
    layer::CustomerSessionLayer,
    response::{Problem, RefusedByExtractor, ResponseForRejection},
    service::CustomerSessionService,
};
