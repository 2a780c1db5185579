//! Providers that are missing, or claim the same tokens.

use customer_session::{ConfigError, CustomerSessionConfig, provider::Shape};

use super::{Issuer, assert_names, complete, wrong};

#[test]
fn providers_that_claim_the_same_tokens_are_named() {
    let claims = |prefix: &'static str| Issuer::of("second", Shape::prefixes([prefix]));
    let first = || {
        CustomerSessionConfig::builder()
            .provider(Issuer::of("first", Shape::prefixes(["a_", "b_"])))
    };

    let taken = first().provider(claims("b_"));
    let empty = first().provider(claims(""));
    let any = complete().provider(Issuer::of("second", Shape::Any));

    assert_names(
        taken,
        "provider",
        "second",
        "the prefix `b_`, which `first` has",
    );
    assert_names(empty, "provider", "second", "`Shape::Any`");
    assert_names(any, "provider", "second", "give one of them a prefix");
}

#[test]
fn providers_whose_prefixes_overlap_fit_together() {
    let built = CustomerSessionConfig::builder()
        .provider(Issuer::of("first", Shape::prefixes(["a_"])))
        .provider(Issuer::of("second", Shape::prefixes(["a_b_"])))
        .provider(Issuer::of("third", Shape::Any))
        .build();

    assert!(built.is_ok());
}

#[test]
fn a_configuration_without_a_provider_is_told_to_add_one() {
    let error = wrong(CustomerSessionConfig::builder());

    assert!(matches!(error, ConfigError::MissingProvider));
    assert_eq!(
        error.to_string(),
        "no `provider` is set: add one with `.provider(..)`"
    );
}
