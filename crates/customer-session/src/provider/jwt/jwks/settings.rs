//! How the keys of an issuer are kept up to date.

use std::time::Duration;

use crate::{
    config::{ConfigError, within},
    provider::discovery::{FETCH_TIME, share},
};

/// How the keys of an issuer are kept up to date.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JwksSettings {
    /// How old keys may be before they are fetched anew.
    pub(crate) refresh: Duration,
    /// For how long keys serve that could not be fetched anew.
    pub(crate) outlive_outage: Duration,
    /// For how long after an unknown key another one is no reason to fetch.
    pub(crate) cooldown: Duration,
    /// Whether they are fetched before they are needed.
    pub(crate) warm_up: bool,
}

impl JwksSettings {
    pub(crate) const fn new() -> Self {
        Self {
            refresh: Duration::from_secs(10 * 60),
            outlive_outage: HOUR,
            cooldown: Duration::from_secs(30),
            warm_up: false,
        }
    }

    pub(crate) fn validate(&self) -> Result<(), ConfigError> {
        let (refresh, cooldown) = (self.refresh, self.cooldown);
        within("key_refresh", refresh, Duration::from_secs(10), DAY)?;
        let second = Duration::from_secs(1);
        within("unknown_key_cooldown", cooldown, second, HOUR)?;
        let outlive = self.outlive_outage;
        within("keys_outlive_outage", outlive, Duration::ZERO, DAY)?;
        if self.lifetime() < SHORTEST_LIFETIME {
            return Err(ConfigError::invalid(
                "key_refresh",
                format_args!("{refresh:?}"),
                "keys that are good for less than 20 s are fetched all the time; make it longer, or `keys_outlive_outage`",
            ));
        }
        Ok(())
    }

    /// How old keys may be that tokens are verified by.
    pub(super) const fn lifetime(&self) -> Duration {
        self.refresh.saturating_add(self.outlive_outage)
    }

    /// When to fetch keys anew that were fetched now: up to a tenth before their time, so that
    /// processes that were started together do not fetch together; and so early that they are good
    /// for as long as a fetch may take.
    pub(super) fn refresh_after(&self, chance: u32) -> Duration {
        let in_time = self.refresh - share(self.refresh / 10, chance);
        in_time.min(self.lifetime().saturating_sub(FETCH_TIME))
    }
}

/// Half of it is for the fetch.
const SHORTEST_LIFETIME: Duration = Duration::from_secs(20);
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_fetched_ahead_of_their_time_and_never_at_the_same_moment_everywhere() {
        let settings = JwksSettings::new();

        assert_eq!(settings.refresh_after(0), Duration::from_secs(600));
        assert_eq!(settings.refresh_after(u32::MAX), Duration::from_secs(540));
    }

    #[test]
    fn keys_are_good_for_as_long_as_a_fetch_takes_whatever_is_set_and_chance_says() {
        for (refresh, outlive) in [(20, 0), (60, 0), (10, 10), (15, 6), (600, 5), (600, 3600)] {
            let settings = JwksSettings {
                refresh: Duration::from_secs(refresh),
                outlive_outage: Duration::from_secs(outlive),
                ..JwksSettings::new()
            };
            assert!(settings.validate().is_ok());
            for chance in [0, u32::MAX / 2, u32::MAX] {
                let left = settings.lifetime() - settings.refresh_after(chance);

                assert!(left >= FETCH_TIME, "{refresh} {outlive} {left:?}");
            }
        }
    }

    #[test]
    fn the_error_names_the_setting_that_is_out_of_its_range() {
        let settings = JwksSettings::new();
        assert!(settings.validate().is_ok());
        for (wrong, field) in [
            (
                JwksSettings {
                    refresh: Duration::from_secs(9),
                    ..settings
                },
                "key_refresh",
            ),
            (
                JwksSettings {
                    cooldown: Duration::from_secs(3601),
                    ..settings
                },
                "unknown_key_cooldown",
            ),
            (
                JwksSettings {
                    outlive_outage: DAY + Duration::from_nanos(1),
                    ..settings
                },
                "keys_outlive_outage",
            ),
            (
                JwksSettings {
                    refresh: Duration::from_secs(19),
                    outlive_outage: Duration::ZERO,
                    ..settings
                },
                "key_refresh",
            ),
        ] {
            let error = wrong.validate().unwrap_err().to_string();

            assert!(error.contains(field), "{error}");
        }
    }
}
