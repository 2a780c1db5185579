//! A good session, and what it costs.

mod calls;
mod given;
mod lifetimes;
mod wire;

use crate::world::World;

/// Well-formed, so that only Polar can tell: the customer is gone, and Polar answers as if the
/// token had never been.
fn unknown_token(world: &World) -> String {
    let gone = world.ada();
    let token = gone.mint();
    gone.delete();
    token
}
