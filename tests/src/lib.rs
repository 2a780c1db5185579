//! The request-level tests stand in `it/`; here the documents are held to the code, and here is what
//! the test programs share.

mod head;

pub use self::head::Head;

/// The README's examples, run as doc tests.
#[doc = include_str!("../../README.md")]
#[cfg(doctest)]
struct Readme;

#[cfg(test)]
mod tests {
    use customer_session::{Reason, rejection::Fault};
    use customer_session_settings::Settings;

    const README: &str = include_str!("../../README.md");
    const OUTAGES: &str = include_str!("../../crates/customer-session/src/manual/outages.rs");

    #[test]
    fn the_readme_lists_every_reason_with_its_status_code_and_fault() {
        for reason in Reason::ALL {
            let (status, code, fault) = (reason.status(), reason.code(), reason.fault().as_str());
            let row = format!("\n| `{reason}` | {status} | `{code}` | {fault} | ");

            assert!(
                README.contains(&row),
                "README.md has no row `{}`",
                row.trim()
            );
        }
    }

    #[test]
    fn the_readme_lists_no_reason_that_does_not_exist() {
        let table = README.split("\n| reason | status | code |").nth(1);
        let rows = table.unwrap_or_default().lines().skip(2);
        let rows: Vec<_> = rows.take_while(|line| line.starts_with('|')).collect();

        assert_eq!(rows.len(), Reason::ALL.len());
    }

    #[test]
    fn the_readmes_settings_are_settings_and_a_misspelt_key_is_told_as_it_says() {
        let section = README.split("### From a file, and from variables").nth(1);
        let toml = section.and_then(|section| section.split("```toml").nth(1));
        let toml = toml.and_then(|rest| rest.split("```").next()).unwrap();
        assert!(Settings::from_toml(toml).is_ok());

        let misspelt = toml.replace("organization_id", "organization_idd");
        let told = Settings::from_toml(&misspelt).unwrap_err().to_string();
        assert!(README.replace('\n', " ").contains(&told), "{told}");
    }

    #[test]
    fn the_manual_explains_every_reason_that_is_not_the_callers_fault() {
        let faults = Reason::ALL
            .iter()
            .filter(|reason| reason.fault() != Fault::Caller || reason.is_fault());
        for reason in faults {
            let word = format!("`{reason}`");

            assert!(
                OUTAGES.contains(&word),
                "manual/outages.rs does not explain {word}"
            );
        }
    }
}
