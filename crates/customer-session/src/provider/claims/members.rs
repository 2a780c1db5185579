//! The members of one JSON object.

use std::{collections::HashSet, fmt, ops::Range};

use serde_json::{Map, Value};

/// The members of one JSON object, none of which stands in it twice.
///
/// There are few of them, in a header, in a payload, in a key: a list is searched faster than a
/// tree, all the more since names of another length are no names to compare, and their names take
/// one text together.
#[derive(Clone)]
pub(in crate::provider) struct Members {
    list: Vec<Member>,
    names: String,
}

#[derive(Clone)]
struct Member {
    mark: Mark,
    name: Range<usize>,
    value: Value,
}

/// What most names differ in already, in one number: the length, and the first and the last byte.
#[derive(Clone, Copy, Eq, PartialEq)]
struct Mark(usize);

impl Mark {
    fn of(name: &str) -> Self {
        let end = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or_default());
        let name = name.as_bytes();
        Self((name.len() << 16) | (end(name.first()) << 8) | end(name.last()))
    }
}

impl Members {
    pub(in crate::provider) fn get(&self, name: &str) -> Option<&Value> {
        let place = self.place(name)?;
        self.list.get(place).map(|member| &member.value)
    }

    /// Takes a member out.
    #[cfg(feature = "jwt")]
    pub(in crate::provider) fn take(&mut self, name: &str) -> Option<Value> {
        let place = self.place(name)?;
        Some(self.list.swap_remove(place).value)
    }

    #[cfg(any(feature = "introspection", feature = "me", feature = "verify-call"))]
    pub(in crate::provider) fn retain(&mut self, stays: impl Fn(&Value) -> bool) {
        self.list.retain(|member| stays(&member.value));
    }

    /// A value by its JSON pointer (RFC 6901).
    pub(in crate::provider) fn pointer(&self, pointer: &str) -> Option<&Value> {
        let path = pointer.strip_prefix('/')?;
        let end = path.find('/').unwrap_or(path.len());
        let (first, rest) = path.split_at_checked(end)?;
        // In this order (RFC 6901 §4).
        let first = first.replace("~1", "/").replace("~0", "~");
        self.get(&first)?.pointer(rest)
    }

    pub(in crate::provider) fn to_value(&self) -> Value {
        let named = |member: &Member| (self.name(member).to_owned(), member.value.clone());
        Value::Object(self.list.iter().map(named).collect::<Map<_, _>>())
    }

    fn place(&self, name: &str) -> Option<usize> {
        let mark = Mark::of(name);
        self.list
            .iter()
            .position(|member| member.mark == mark && self.name(member) == name)
    }

    fn name(&self, member: &Member) -> &str {
        self.names.get(member.name.clone()).unwrap_or_default()
    }
}

/// Shows neither names nor values: whose they are, nobody knows yet.
impl fmt::Debug for Members {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Members").finish_non_exhaustive()
    }
}

/// Members while they are read.
pub(super) struct Reading {
    members: Members,
    /// The names, once there are many: a list of those that a stranger made up is searched for too
    /// long.
    many: HashSet<String>,
}

impl Reading {
    pub(super) fn new() -> Self {
        Self {
            members: Members {
                list: Vec::with_capacity(USUAL),
                names: String::with_capacity(USUAL * 8),
            },
            many: HashSet::new(),
        }
    }

    /// Notes the name of the next member; `None` if it was there before.
    pub(super) fn name(&mut self, name: &str) -> Option<Named> {
        if self.stands(name) {
            return None;
        }
        let names = &mut self.members.names;
        let start = names.len();
        names.push_str(name);
        Some(Named {
            mark: Mark::of(name),
            name: start..names.len(),
        })
    }

    /// Adds the member whose name was noted.
    pub(super) fn value(&mut self, name: Named, value: Value) {
        let Named { mark, name } = name;
        self.members.list.push(Member { mark, name, value });
    }

    pub(super) fn done(self) -> Members {
        self.members
    }

    fn stands(&mut self, name: &str) -> bool {
        if self.members.list.len() < FEW {
            return self.members.place(name).is_some();
        }
        if self.many.is_empty() {
            let members = &self.members;
            let names = members
                .list
                .iter()
                .map(|member| members.name(member).to_owned());
            self.many = names.collect();
        }
        !self.many.insert(name.to_owned())
    }
}

/// The name of a member whose value is still to come.
pub(super) struct Named {
    mark: Mark,
    name: Range<usize>,
}

/// As many as a signed session has. There may be more.
const USUAL: usize = 16;

/// More than any issuer says of a session.
const FEW: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::claims::strict::object_of;

    #[test]
    fn a_pointer_goes_as_deep_as_it_says() {
        let members = object_of(r#"{"a/b":{"~":[1,2]},"":3,"c":4}"#).unwrap();

        assert_eq!(members.pointer("/a~1b/~0/1"), Some(&2.into()));
        assert_eq!(members.pointer("/"), Some(&3.into()));
        assert_eq!(members.pointer("/c"), Some(&4.into()));
        for nowhere in ["", "c", "/c/d", "/a~1b/2", "/d"] {
            assert_eq!(members.pointer(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn a_member_stands_once_among_however_many() {
        for count in [1, FEW - 1, FEW, FEW + 1, 3 * FEW] {
            let several = |last: &str| {
                let members = (0..count).map(|number| format!("\"m{number}\":{number},"));
                format!("{{{}\"{last}\":0}}", members.collect::<String>())
            };

            let members = object_of(&several("other")).unwrap();
            assert_eq!(members.get("m0"), Some(&0.into()));
            assert_eq!(members.get("other"), Some(&0.into()));
            assert_eq!(members.to_value().as_object().unwrap().len(), count + 1);
            for twice in ["m0".to_owned(), format!("m{}", count - 1)] {
                let flaw = object_of(&several(&twice)).unwrap_err();
                assert_eq!(flaw, "a member stands in it twice", "{count} {twice}");
            }
        }
    }
}
