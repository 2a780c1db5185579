//! Providers of the same name, of which one is worse off.

use customer_session::{
    CustomerSessionConfig,
    config::CustomerSessionConfigBuilder,
    provider::{ProviderError, Readiness, SessionFacts, SessionProvider, Shape},
    token::SessionToken,
    upstream::{BreakerSettings, BreakerState},
};

/// One of several that are called the same.
#[derive(Debug)]
struct Namesake(&'static str, Readiness);

impl SessionProvider for Namesake {
    fn name(&self) -> &str {
        "namesake"
    }

    fn shape(&self) -> Shape {
        Shape::prefixes([self.0])
    }

    fn readiness(&self) -> Readiness {
        self.1
    }

    async fn verify(&self, _: &SessionToken) -> Result<SessionFacts, ProviderError> {
        Err(match self.1 {
            Readiness::Ready => ProviderError::denied(),
            _ => ProviderError::timed_out(),
        })
    }
}

fn several(all: &[Readiness]) -> CustomerSessionConfigBuilder {
    let prefixes = ["a_", "b_", "c_"];
    let providers = prefixes.iter().zip(all);
    providers.fold(
        CustomerSessionConfig::builder().breaker(BreakerSettings::new().failures(1)),
        |builder, (prefix, readiness)| builder.provider(Namesake(prefix, *readiness)),
    )
}

#[test]
fn of_several_that_are_called_the_same_the_worst_is_told() {
    use Readiness::{Aging, NotReady, Ready};

    for (all, worst) in [
        (vec![Ready, Ready], Ready),
        (vec![Ready, Aging, Ready], Aging),
        (vec![NotReady, Ready, Aging], NotReady),
        (vec![Aging, NotReady, Ready], NotReady),
        (vec![Ready, Aging, NotReady], NotReady),
    ] {
        let config = several(&all).build().unwrap();

        assert_eq!(config.readiness()["namesake"], worst, "{all:?}");
    }
}

#[tokio::test]
async fn an_issuer_that_is_left_alone_is_not_hidden_by_another_of_its_name() {
    for (all, failing) in [
        ([Readiness::NotReady, Readiness::Ready], "a_1"),
        ([Readiness::Ready, Readiness::NotReady], "b_1"),
    ] {
        let config = several(&all).build().unwrap();

        config.verify(failing).await.unwrap_err();

        assert_eq!(config.stats().breaker["namesake"], BreakerState::Open);
    }
}
