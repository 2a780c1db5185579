//! A smaller flood, over the sockets of a real application and a fake of Polar.

use std::time::Duration;

use customer_session::{CustomerSessionConfig, clock::ManualClock};
use customer_session_polar::Polar;
use customer_session_test::polar::{Endpoint, FakePolar, NewCustomer};
use futures_util::{StreamExt, stream};

use crate::{
    app::App,
    memory::Watch,
    world::{ON_ANY_MACHINE, turn},
};

#[tokio::test]
async fn twenty_thousand_unknown_tokens_over_http_disturb_nobody_who_is_remembered() {
    let _turn = turn().await;
    let clock = ManualClock::new();
    let fake = FakePolar::builder()
        .clock(clock.clone())
        .start()
        .await
        .unwrap();
    let organization = fake.organization();
    let polar = Polar::server(fake.url())
        .access_token(organization.access_token())
        .organization_id(organization.id())
        .build()
        .unwrap();
    let config = CustomerSessionConfig::builder()
        .clock(clock.clone())
        .stale_if_error(ON_ANY_MACHINE)
        .provider(polar)
        .build()
        .unwrap();
    let app = App::start(config.clone()).await;
    let customers: Vec<_> = (0..100)
        .map(|_| NewCustomer::individual("ada@shop.example"))
        .map(|new| organization.add_customer(new).mint())
        .collect();
    for token in &customers {
        assert_eq!(app.ask(token).await.status(), 200);
    }
    fake.reset_calls();
    let (mut watch, before) = (Watch::new(), config.stats());
    let unknown = strange_tokens().await;

    // Two hundred tokens in each tenth of a second, and ten customers among them.
    for (turn, tokens) in unknown.chunks(200).enumerate() {
        let strangers = stream::iter(tokens)
            .map(|token| app.ask(token))
            .buffer_unordered(16)
            .for_each(async |told| match told.verdict() {
                (401, "token_denied") => {}
                (503, "unknown_tokens_paced") => assert_eq!(told.retry_after(), Some(1)),
                other => panic!("{other:?}"),
            });
        let known = async {
            for token in customers.iter().cycle().skip(turn * 10).take(10) {
                assert_eq!(app.ask(token).await.status(), 200);
            }
        };
        tokio::join!(strangers, known);
        watch.look(&config);
        clock.advance(Duration::from_millis(100));
    }

    let stats = config.stats();
    println!(
        "twenty thousand tokens over HTTP: {} MiB, {} of {} hits, {} calls, {:?}",
        watch.growth(),
        stats.hits - before.hits,
        unknown.len() / 20,
        fake.total_calls(),
        config.cache_usage()
    );
    assert_eq!(stats.hits - before.hits, unknown.len() as u64 / 20);
    // What a hundred customers left of the burst of 1,000, and 200 in each of the ten seconds.
    assert!(fake.calls(Endpoint::Introspect) <= 1000 + 200 * 10);
    assert_eq!(fake.calls(Endpoint::Customer), 0, "our own credentials");
    let refused = stats.rejected["token_denied"] + stats.rejected["unknown_tokens_paced"];
    assert_eq!(refused, unknown.len() as u64);
}

/// Well-formed tokens that the issuer has never heard of: another one made them.
async fn strange_tokens() -> Vec<String> {
    let elsewhere = FakePolar::start().await.expect("a port is free");
    let stranger = NewCustomer::individual("eve@elsewhere.example");
    let stranger = elsewhere.organization().add_customer(stranger);
    (0..20_000).map(|_| stranger.mint()).collect()
}
