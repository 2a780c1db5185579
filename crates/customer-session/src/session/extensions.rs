//! What is added to a customer beside the issuer's record.

use std::{
    any::Any,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// Values of different types, each found by its type. Cheap to clone, and nothing where nothing was
/// added.
#[derive(Clone, Default)]
pub(crate) struct Extensions(Option<Arc<[Extension]>>);

/// One value. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Extension {
    /// The name of its type, all that is printed of it.
    name: &'static str,
    value: Arc<dyn Any + Send + Sync>,
    /// About how many bytes it takes in memory.
    weight: usize,
}

/// A value, until it is dropped. That happens wherever its last use ends, in the middle of the
/// cache's housekeeping too, which a panic would end for good: so it ends here, once the process's
/// panic hook has told of it.
struct Held<T>(Option<T>);

impl<T> Drop for Held<T> {
    fn drop(&mut self) {
        let value = self.0.take();
        let _ = catch_unwind(AssertUnwindSafe(|| drop(value)));
    }
}

impl Extension {
    /// `beside` is how many bytes the value keeps in memory beside the value itself.
    pub(crate) fn new<T: Send + Sync + 'static>(value: T, beside: usize) -> Self {
        Self {
            name: std::any::type_name::<T>(),
            value: Arc::new(Held(Some(value))),
            weight: size_of::<T>().saturating_add(beside),
        }
    }
}

impl Extensions {
    pub(crate) fn new(values: Vec<Extension>) -> Self {
        Self((!values.is_empty()).then(|| values.into()))
    }

    pub(crate) fn get<T: 'static>(&self) -> Option<&T> {
        let mut values = self.0.as_deref()?.iter();
        let held = values.find_map(|extension| extension.value.downcast_ref::<Held<T>>());
        held?.0.as_ref()
    }

    /// The same with one value more, in the place of one of the same type.
    pub(crate) fn with(&self, added: Extension) -> Self {
        let others = self.0.as_deref().unwrap_or_default().iter();
        let others = others.filter(|other| (*other.value).type_id() != (*added.value).type_id());
        let mut values: Vec<_> = others.cloned().collect();
        values.push(added);
        Self::new(values)
    }

    /// About how many bytes all values take in memory.
    pub(crate) fn weight(&self) -> usize {
        let values = self.0.as_deref().unwrap_or_default().iter();
        values.fold(0, |sum, extension| {
            sum.saturating_add(size_of::<Extension>())
                .saturating_add(extension.weight)
        })
    }
}

/// Shows types only: the values are personal data, or may be.
impl fmt::Debug for Extensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.0.as_deref().unwrap_or_default().iter();
        f.debug_list()
            .entries(values.map(|extension| extension.name))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Plan(&'static str);

    struct Seats(u32);

    fn two() -> Extensions {
        Extensions::new(vec![
            Extension::new(Plan("pro"), 3),
            Extension::new(Seats(7), 0),
        ])
    }

    #[test]
    fn each_value_is_found_by_its_type_and_by_no_other() {
        let two = two();

        assert_eq!(two.get::<Plan>().map(|plan| plan.0), Some("pro"));
        assert_eq!(two.get::<Seats>().map(|seats| seats.0), Some(7));
        assert!(two.get::<String>().is_none());
        assert!(Extensions::default().get::<Plan>().is_none());
    }

    #[test]
    fn a_second_value_of_a_type_stands_in_the_place_of_the_first() {
        let replaced = two().with(Extension::new(Plan("free"), 4));

        assert_eq!(replaced.get::<Plan>().map(|plan| plan.0), Some("free"));
        assert_eq!(replaced.get::<Seats>().map(|seats| seats.0), Some(7));
        assert!(format!("{replaced:?}").matches("Plan").count() == 1);
    }

    #[test]
    fn weight_counts_the_values_and_what_they_keep_beside_them() {
        let bare = 2 * size_of::<Extension>() + size_of::<Plan>() + size_of::<Seats>();

        assert_eq!(two().weight(), bare + 3);
        assert_eq!(Extensions::default().weight(), 0);
        assert_eq!(
            Extensions::new(vec![Extension::new(Seats(1), usize::MAX); 2]).weight(),
            usize::MAX
        );
    }

    struct Panics;

    impl Drop for Panics {
        fn drop(&mut self) {
            panic!("the application's own");
        }
    }

    #[test]
    fn a_value_that_panics_when_it_is_dropped_harms_nobody_else() {
        drop(Extensions::new(vec![Extension::new(Panics, 0)]));
    }

    #[test]
    fn debug_shows_types_only() {
        let printed = format!("{:?}", two());

        assert!(printed.contains("Plan") && printed.contains("Seats"));
        assert!(!printed.contains("pro"), "{printed}");
    }
}
