//! What a single setting holds: durations, sizes, rates, and the places of secrets.

mod period;
mod rate;
mod secret;
mod size;

pub(crate) use self::secret::SECRET;
pub use self::{
    period::{ParsePeriodError, Period},
    rate::Rate,
    secret::Secret,
    size::{ParseSizeError, Size},
};
