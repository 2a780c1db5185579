//! What may happen to a delivery on its way.

use super::Signed;

/// A delivery after something was done to it: what, and how it looks now.
pub(crate) type Tampered = (String, Signed);

impl Signed {
    /// What happens to bodies, and to headers whoever sends them; `signature` is the header that
    /// nobody may change.
    pub(crate) fn tampered(&self, signature: &str) -> Vec<Tampered> {
        let mut all = self.with_other_bodies();
        for (name, _) in &self.headers {
            let mut without = self.clone();
            without.headers.retain(|(known, _)| known != name);
            all.push((format!("without {name}"), without));
            let empty = self.clone().map(name, |_| String::new());
            all.push((format!("empty {name}"), empty));
        }
        for (what, change) in SIGNATURE_CHANGES {
            all.push(((*what).to_owned(), self.clone().map(signature, change)));
        }
        for (what, signed) in &all {
            assert_ne!(self, signed, "{what} changed nothing");
        }
        all
    }

    fn with_other_bodies(&self) -> Vec<Tampered> {
        let reprinted: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        [
            (
                "a letter changed",
                self.body.replacen(".deleted", ".created", 1),
            ),
            ("a blank added", format!("{} ", self.body)),
            ("cut short", self.body[..self.body.len() - 1].to_owned()),
            ("parsed and printed again", format!("{reprinted:#}")),
        ]
        .map(|(what, body)| {
            let headers = self.headers.clone();
            (what.to_owned(), Self { headers, body })
        })
        .into()
    }
}

type Change = fn(&str) -> String;

/// The end of the header is the end of the signature, in base64 as in hex.
const SIGNATURE_CHANGES: &[(&str, Change)] = &[
    ("signature cut by one", |value| {
        value[..value.len() - 1].to_owned()
    }),
    ("signature cut by four", |value| {
        value[..value.len() - 4].to_owned()
    }),
    ("signature cut to nothing", |value| {
        let end = value.rfind("v1").map_or(0, |start| start + 3);
        value[..end].to_owned()
    }),
    ("signature of another version", |value| {
        value.replace("v1", "v2")
    }),
];
