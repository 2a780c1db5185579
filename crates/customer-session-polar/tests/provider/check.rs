//! `Polar::check`: what can be known at start-up.

use customer_session_polar::{ApiVersion, Polar, PolarErrorKind};
use customer_session_test::polar::{Endpoint, FakePolar, Fault, NewCustomer};

use crate::world::{ORGANIZATION, World, pointed_at};

fn with_token(fake: &FakePolar, token: String) -> Polar {
    pointed_at(fake).access_token(token).build().unwrap()
}

#[tokio::test]
async fn a_good_configuration_is_confirmed() {
    let world = World::start().await;
    world.ada();

    let checked = world.polar.check().await.unwrap();

    assert!(checked.creates_sessions && checked.organization_confirmed);
}

#[tokio::test]
async fn a_check_makes_two_calls_and_creates_nothing() {
    let world = World::start().await;
    world.ada();

    world.polar.check().await.unwrap();

    let requests = world.fake.requests();
    let asked: Vec<_> = requests
        .iter()
        .map(|request| (request.endpoint, request.status))
        .collect();
    assert_eq!(
        asked,
        [
            (Endpoint::Customers, Some(200)),
            (Endpoint::CreateSession, Some(422)),
        ]
    );
    assert_eq!(world.config.stats().upstream_calls, 0);
}

#[tokio::test]
async fn a_wrong_access_token_is_named() {
    let world = World::start().await;
    let other = FakePolar::start().await.unwrap();
    let polar = with_token(&world.fake, other.organization().access_token());

    let error = polar.check().await.unwrap_err();

    assert_eq!(error.kind(), PolarErrorKind::CredentialsRefused);
    assert!(error.to_string().contains("access token"), "{error}");
    assert_eq!(world.fake.total_calls(), 1);
}

#[tokio::test]
async fn a_missing_scope_to_read_customers_is_named() {
    let world = World::start().await;
    let organization = world.fake.organization();
    let token = organization.access_token_with_scopes(&["customer_sessions:write"]);

    let error = with_token(&world.fake, token).check().await.unwrap_err();

    assert_eq!(error.kind(), PolarErrorKind::CredentialsRefused);
    assert!(error.to_string().contains("customers:read"), "{error}");
}

#[tokio::test]
async fn without_the_scope_to_create_sessions_verification_is_confirmed_all_the_same() {
    let world = World::start().await;
    world.ada();
    let organization = world.fake.organization();
    let token = organization.access_token_with_scopes(&["customers:read"]);

    let checked = with_token(&world.fake, token).check().await.unwrap();

    assert!(!checked.creates_sessions);
    assert!(checked.organization_confirmed);
}

#[tokio::test]
async fn an_access_token_of_another_organization_names_both() {
    let world = World::start().await;
    let other = world.fake.add_organization("globex");
    other.add_customer(NewCustomer::individual("ada@shop.example"));

    let error = with_token(&world.fake, other.access_token())
        .check()
        .await
        .unwrap_err();

    assert_eq!(error.kind(), PolarErrorKind::Misconfigured);
    let text = error.to_string();
    assert!(
        text.contains(ORGANIZATION) && text.contains(&other.id()),
        "{text}"
    );
    assert!(text.contains("organization_id"), "{text}");
}

#[tokio::test]
async fn an_organization_without_customers_is_not_confirmed() {
    let world = World::start().await;

    let checked = world.polar.check().await.unwrap();

    assert!(!checked.organization_confirmed);
    assert!(checked.creates_sessions);
}

/// Retired, mistyped, or not published yet: Polar's answer to them is the same.
#[tokio::test]
async fn a_version_that_polar_does_not_know_is_named_with_the_one_to_set() {
    for (pinned, alive, answered) in [
        ("2026-10", ["2027-01", "2027-04"], "2027-04"),
        ("2026-99", ["2026-04", "2026-10"], "2026-10"),
        ("2031-07", ["2026-10", "2027-01"], "2026-10"),
    ] {
        let version = ApiVersion::pinned(pinned);
        let world = World::with(|polar| polar.api_version(version), |config| config).await;
        world.ada();
        world.fake.support_versions(alive);

        let error = world.polar.check().await.unwrap_err();

        assert_eq!(error.kind(), PolarErrorKind::Misconfigured);
        let text = error.to_string();
        assert!(text.contains(&format!("version {pinned} (")), "{text}");
        assert!(text.contains("retired, or not published yet"), "{text}");
        assert!(
            text.ends_with(&format!("set `api_version` to {answered}")),
            "{text}"
        );
    }
}

#[tokio::test]
async fn the_current_version_is_never_retired() {
    let world = World::with(
        |polar| polar.api_version(ApiVersion::Current),
        |config| config,
    )
    .await;
    world.fake.retire_version("2026-10");

    world.polar.check().await.unwrap();
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_a_fault_with_a_cause() {
    let world = World::start().await;
    world.fake.fault(Fault::Refuse);

    let error = world.polar.check().await.unwrap_err();

    assert_eq!(error.kind(), PolarErrorKind::Unavailable);
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn a_server_that_is_not_polar_is_a_fault_of_the_configuration() {
    let world = World::start().await;
    let polar = Polar::server(format!("{}/v2", world.fake.url()))
        .access_token(world.fake.organization().access_token())
        .organization_id(ORGANIZATION)
        .build()
        .unwrap();

    let error = polar.check().await.unwrap_err();

    assert_eq!(error.kind(), PolarErrorKind::Misconfigured);
    assert!(error.to_string().contains("address"), "{error}");
}

#[tokio::test]
async fn a_failing_server_is_a_fault_on_either_call() {
    let world = World::start().await;
    let rows = [
        (Fault::ServerError, PolarErrorKind::Unavailable),
        (Fault::Html(502), PolarErrorKind::Unavailable),
        (Fault::Html(200), PolarErrorKind::MalformedAnswer),
        (Fault::TruncatedJson, PolarErrorKind::MalformedAnswer),
        (
            Fault::RateLimited {
                retry_after: Some(60),
            },
            PolarErrorKind::RateLimited,
        ),
    ];
    for endpoint in [Endpoint::Customers, Endpoint::CreateSession] {
        for (fault, kind) in &rows {
            // A cut 422 is a 422.
            if endpoint == Endpoint::CreateSession && *fault == Fault::TruncatedJson {
                continue;
            }
            world.fake.fault_on(endpoint, fault.clone());

            let error = world.polar.check().await.unwrap_err();

            assert_eq!(error.kind(), *kind, "{fault:?} on {endpoint:?}");
            world.fake.clear_faults();
        }
    }
}
