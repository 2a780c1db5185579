//! All that weakens a check. Search a code base for `danger::` to find every place that uses it.

/// Says: tokens, credentials and customers may travel unencrypted to another machine.
///
/// Whoever can read the network between here and there can then act as any customer. It exists for
/// networks that are encrypted below HTTP, such as a service mesh.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "users write it out")]
pub struct TokensInClearText;
