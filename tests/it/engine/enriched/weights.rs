//! What is added counts against the bound of the customers' cache.

use customer_session::{
    Customer, CustomerSessionConfig,
    cache::CacheBounds,
    enrich::{EnrichError, Enrichment},
};

use super::super::{ADA, Issuer, World, record};

struct Text(String);

fn texts(bytes: usize) -> impl Fn(Customer) -> std::future::Ready<Result<Text, EnrichError>> {
    move |_| std::future::ready(Ok(Text("x".repeat(bytes))))
}

async fn customer_bytes(enrichment: Enrichment) -> u64 {
    let bounds = CacheBounds::new(1 << 30, 1 << 30);
    let world = World::with(|builder| builder.customer_cache(bounds).enrichment(enrichment));
    world.ask(ADA).await.unwrap();
    world.config.cache_usage().customer_bytes
}

#[tokio::test]
async fn a_value_counts_its_size_and_what_it_says_to_keep_beside_it() {
    let plain = || Enrichment::new(texts(5_000));
    let weighed = |bytes| Enrichment::weighed(texts(bytes), |text: &Text| text.0.len());
    let large = Enrichment::new(|_| std::future::ready(Ok::<_, EnrichError>([0_u8; 5_000])));

    let bare = customer_bytes(plain()).await;

    assert_eq!(customer_bytes(weighed(5_000)).await - bare, 5_000);
    let sizes = (5_000 - size_of::<Text>()) as u64;
    assert_eq!(customer_bytes(large).await - bare, sizes);
}

#[tokio::test]
async fn no_more_is_kept_than_the_bound_on_bytes_allows() {
    let issuer = Issuer::new();
    let bound = 100 * 4096;
    let config = CustomerSessionConfig::builder()
        .provider(issuer.clone())
        .customer_cache(CacheBounds::new(100_000, bound))
        .enrichment(Enrichment::weighed(texts(4096), |text| text.0.len()))
        .unknown_token_rate(customer_session::upstream::Rate::new(
            u32::MAX,
            std::time::Duration::from_secs(1),
        ))
        .build()
        .unwrap();
    for customer in 0..1_000 {
        let token = format!("token-{customer}");
        issuer.sign_in(&token, record(&token, "Ada"));
        config.verify(&token).await.unwrap();
    }

    let usage = config.cache_usage();

    assert!(usage.customer_bytes <= bound, "{usage:?}");
    assert!((1..=100).contains(&usage.customers), "{usage:?}");
}
