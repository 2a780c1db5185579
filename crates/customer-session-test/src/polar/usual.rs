//! The answer to a request that meets no fault.

use hyper::header::HeaderName;

use super::{
    answer::{self, Answer},
    call::{Call, RequestBody},
    cross_origin::{cross_origin, is_preflight, preflight},
    routes,
    shared::Shared,
    version,
    world::World,
};

/// The answer without a fault.
pub(super) fn usual(shared: &Shared, call: &Call) -> Answer {
    if is_preflight(call) {
        return preflight();
    }
    let mut world = shared.world();
    let answer = admitted(&mut world, call);
    let answer = match world.versions.answering(&call.headers) {
        Some(version) if routes::is_versioned(&call.path) => {
            answer.with(HeaderName::from_static(version::HEADER), version)
        }
        Some(_) | None => answer,
    };
    cross_origin(call, answer)
}

/// Authentication, rate limits, the version, and then the route: in this order.
fn admitted(world: &mut World, call: &Call) -> Answer {
    let subject = match world.admit(call) {
        Ok(subject) => subject,
        Err(refusal) => return refusal,
    };
    let unknown_version =
        routes::is_versioned(&call.path) && world.versions.answering(&call.headers).is_none();
    let answer = match &call.body {
        _ if unknown_version => answer::not_found(),
        RequestBody::LengthMissing => answer::length_required(),
        RequestBody::TooLarge => answer::body_too_large(),
        RequestBody::Read(_) => routes::route(world, call, &subject).private(),
    };
    match world.sandbox {
        true => answer.with_static(HeaderName::from_static("x-polar-sandbox"), "1"),
        false => answer,
    }
}
