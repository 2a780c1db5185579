//! What Polar's servers sent, and what its SDKs print.

use std::time::SystemTime;

use serde::de::DeserializeOwned;

pub(crate) const PYTHON: &str = include_str!("../fixtures/python.json");
pub(crate) const TYPESCRIPT: &str = include_str!("../fixtures/typescript.json");
pub(crate) const PHP: &str = include_str!("../fixtures/php.json");
pub(crate) const GO_FIELDS: &str = include_str!("../fixtures/go_fields.json");
pub(crate) const GO_WIRE: &str = include_str!("../fixtures/go_wire.json");
pub(crate) const CURRENT_MEMBER: &str = include_str!("../fixtures/current_member.json");
pub(crate) const TEAM: &str = include_str!("../fixtures/team.json");
pub(crate) const FIRST_VERSION: &str = include_str!("../fixtures/first_version.json");
pub(crate) const FUTURE: &str = include_str!("../fixtures/future.json");
pub(crate) const SESSIONS: [&str; 9] = [
    PYTHON,
    TYPESCRIPT,
    PHP,
    GO_FIELDS,
    GO_WIRE,
    CURRENT_MEMBER,
    TEAM,
    FIRST_VERSION,
    FUTURE,
];
pub(crate) const MEMBER: &str = include_str!("../fixtures/member.json");
pub(crate) const PORTAL_USER_CUSTOMER: &str = include_str!("../fixtures/portal_user_customer.json");
pub(crate) const PORTAL_USER_MEMBER: &str = include_str!("../fixtures/portal_user_member.json");
pub(crate) const PORTAL_CUSTOMER: &str = include_str!("../fixtures/portal_customer.json");

pub(crate) fn read<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("a fixture is JSON of its type")
}

pub(crate) fn at(time: &str) -> SystemTime {
    time.parse::<jiff::Timestamp>()
        .expect("a time in RFC 3339")
        .into()
}
