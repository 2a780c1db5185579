//! The body of a delivery.

use serde_json::Value;

use crate::polar::time::Moment;

/// What happened, before it is addressed to anybody.
#[derive(Debug)]
pub(in crate::polar) struct Occurrence<'a> {
    pub(super) kind: &'a str,
    pub(super) at: Moment,
    pub(super) data: &'a Value,
}

impl Occurrence<'_> {
    /// The JSON text.
    ///
    /// The type comes first, as Polar sends it, so that a receiver that parses the body and prints
    /// it again before it checks the signature gets other bytes than those that were signed.
    pub(super) fn body(&self, api_version: Option<&str>) -> Vec<u8> {
        let kind = Value::from(self.kind);
        let timestamp = self.at.rfc3339();
        let version = api_version
            .map(|version| format!(r#""api_version":{},"#, Value::from(version)))
            .unwrap_or_default();
        let data = self.data;
        format!(r#"{{"type":{kind},"timestamp":"{timestamp}",{version}"data":{data}}}"#)
            .into_bytes()
    }
}
