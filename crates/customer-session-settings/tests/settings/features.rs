//! What this program was compiled without is refused, and not left out.

use customer_session_settings::{Settings, SettingsErrorKind};

#[test]
fn a_section_without_its_feature_is_refused_by_name() {
    let settings = Settings::from_toml(
        "[providers.jwt.login]\nissuer = 'https://login.example'\naudiences = ['orders']",
    )
    .unwrap();

    let error = settings.build().unwrap_err();

    assert_eq!(error.kind(), SettingsErrorKind::FeatureMissing);
    assert_eq!(
        error.to_string(),
        "`providers.jwt`: compiled without the feature `jwt`; switch it on in Cargo.toml, or \
         remove it"
    );
}

#[cfg(all(feature = "polar", not(feature = "webhook")))]
#[test]
fn webhooks_without_their_feature_are_refused_by_name() {
    let settings = Settings::from_toml(
        "[providers.polar]\norganization_id = 'x'\naccess_token = { env = 'A' }\n\
         [providers.polar.webhook]\nsecrets = [{ env = 'B' }]",
    )
    .unwrap();

    let error = settings.build().unwrap_err();

    assert_eq!(error.path(), "providers.polar.webhook");
    assert!(error.to_string().contains("feature `webhook`"), "{error}");
}

#[cfg(feature = "introspection")]
#[test]
fn signatures_of_an_oauth_server_without_their_feature_are_refused_by_name() {
    let settings = Settings::from_toml(
        "[providers.introspection.login]\ndiscover = 'https://login.example'\n\
         bearer = { env = 'A' }\nsigned_answers = {}",
    )
    .unwrap();

    let error = settings.build().unwrap_err();

    assert_eq!(error.path(), "providers.introspection.login.signed_answers");
    assert!(error.to_string().contains("feature `jwt`"), "{error}");
}
