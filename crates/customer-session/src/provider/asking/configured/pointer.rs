//! Places in JSON.

use crate::config::ConfigError;

/// Whether this is a JSON pointer to something within a document (RFC 6901 §3).
pub(super) fn check(field: &'static str, pointer: &str) -> Result<(), ConfigError> {
    let mut escapes = pointer.split('~').skip(1);
    if pointer.starts_with('/') && escapes.all(|rest| rest.starts_with(['0', '1'])) {
        return Ok(());
    }
    Err(ConfigError::invalid(
        field,
        pointer,
        "write a JSON pointer (RFC 6901), such as `/customer/id`: it begins with `/`, and `~` is written `~0`, and `/` within a name `~1`",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_begins_with_a_slash_and_escapes_tildes() {
        for pointer in ["/id", "/a/0/b", "/", "/a~1b/~0", "/é"] {
            assert!(check("field", pointer).is_ok(), "{pointer}");
        }
        for pointer in ["", "id", "$.id", "a/b", "/a~", "/a~2", "/~~0"] {
            let error = check("field", pointer).unwrap_err().to_string();
            assert!(error.contains("`field`"), "{error}");
        }
    }
}
