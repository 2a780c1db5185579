//! What is printed at the start, and what is said where there is none.

use customer_session_test::polar::{FakePolar, Fault};
use tokio::net::TcpListener;

use crate::common::{Storefront, curl, refusal};

pub(crate) async fn every_printed_line_is_one_for_any_curl_and_does_something(program: &str) {
    let shop = Storefront::start(program, &[]).await;
    let lines = shop.printed.iter().filter(|line| line.starts_with("curl "));
    let mut statuses = Vec::new();

    for line in lines {
        let answer = curl::request(line, |_| String::new()).send().await;
        statuses.push(answer.expect("the shop is up").status().as_u16());
    }

    // Me and nobody, the greeting, and three ends of a session; the statistics.
    assert_eq!(statuses, [200, 401, 200, 204, 204, 204, 200]);
}

pub(crate) async fn half_of_the_environment_is_an_error_that_names_the_rest(program: &str) {
    let (code, printed, error) = refusal(program, &[("POLAR_SERVER", "sandbox")]).await;

    assert_eq!((code, &*printed), (Some(1), ""));
    assert!(error.starts_with("error: set all of"), "{error}");
    assert!(error.contains("POLAR_ORGANIZATION_ID"), "{error}");
}

pub(crate) async fn a_value_that_cannot_be_is_an_error_that_names_its_variable(program: &str) {
    let polar = FakePolar::start().await.expect("a port is free");
    let (token, organization) = (
        polar.organization().access_token(),
        polar.organization().id(),
    );
    let (server, none) = (polar.url(), "");
    let good = [
        &*token,
        &*organization,
        &*server,
        "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=",
    ];
    let variables = [
        "POLAR_ACCESS_TOKEN",
        "POLAR_ORGANIZATION_ID",
        "POLAR_SERVER",
        "POLAR_WEBHOOK_SECRET",
    ];

    for (wrong, value, said) in [
        (0, "polar_cst_x", "`POLAR_ACCESS_TOKEN` is `(hidden)`"),
        (1, "acme", "`POLAR_ORGANIZATION_ID` is `acme`"),
        (2, "staging", "set production, sandbox or a URL"),
        (3, none, "`POLAR_WEBHOOK_SECRET` is `(hidden)`"),
    ] {
        let mut values = good;
        values[wrong] = value;
        let environment: Vec<_> = variables.into_iter().zip(values).collect();
        let (code, printed, error) = refusal(program, &environment).await;

        assert_eq!((code, &*printed), (Some(1), ""), "{error}");
        assert!(error.starts_with("error: `POLAR_"), "{error}");
        assert!(error.contains(variables[wrong]), "{error}");
        assert!(error.contains(said), "{error}");
    }
}

pub(crate) async fn what_lies_behind_an_error_is_told_too(program: &str) {
    let polar = FakePolar::start().await.expect("a port is free");
    let (token, organization, server) = (
        polar.organization().access_token(),
        polar.organization().id(),
        polar.url(),
    );
    polar.fault(Fault::Refuse);
    let (code, _, error) = refusal(
        program,
        &[
            ("POLAR_ACCESS_TOKEN", &token),
            ("POLAR_ORGANIZATION_ID", &organization),
            ("POLAR_SERVER", &server),
        ],
    )
    .await;

    assert_eq!(code, Some(1));
    assert!(
        error.starts_with("error: Polar could not be asked: "),
        "{error}"
    );
}

pub(crate) async fn a_port_that_is_taken_or_none_is_named(program: &str) {
    let taken = TcpListener::bind(("127.0.0.1", 0)).await;
    let taken = taken.expect("a port is free");
    let port = taken.local_addr().expect("it is bound").port().to_string();

    for (port, said) in [
        (&*port, format!("error: port {port} is taken: set PORT\n")),
        (
            "here",
            "error: PORT is `here`: set a number from 0 to 65535\n".to_owned(),
        ),
    ] {
        let refused = refusal(program, &[("PORT", port)]).await;

        assert_eq!(refused, (Some(1), String::new(), said));
    }
}
