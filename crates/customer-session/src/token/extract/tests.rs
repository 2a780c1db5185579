use super::*;
use crate::token::TokenSource;

#[derive(Default)]
struct Head {
    headers: Vec<(&'static str, &'static str)>,
    query: Option<&'static str>,
}

impl RequestHead for Head {
    fn is_options(&self) -> bool {
        false
    }

    fn authorization(&self) -> impl Iterator<Item = &[u8]> {
        self.header("authorization")
    }

    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.headers
            .iter()
            .filter(move |(key, _)| *key == name)
            .map(|(_, value)| value.as_bytes())
    }

    fn query(&self) -> Option<&str> {
        self.query
    }
}

fn everywhere() -> Sources {
    Sources::new(&[
        TokenSource::Authorization,
        TokenSource::Header("X-Session".into()),
        TokenSource::Cookie("session".into()),
        TokenSource::Query("customer_session_token".into()),
        TokenSource::Query("member_session_token".into()),
    ])
}

fn find(
    headers: &[(&'static str, &'static str)],
    query: Option<&'static str>,
) -> Result<Option<(String, bool)>, Malformed> {
    let head = Head {
        headers: headers.to_vec(),
        query,
    };
    extract(&head, &everywhere(), 64).map(|found| {
        found.map(|found| {
            (
                String::from_utf8(found.token.into_owned()).unwrap(),
                found.private,
            )
        })
    })
}

fn one(token: &str, private: bool) -> Result<Option<(String, bool)>, Malformed> {
    Ok(Some((token.into(), private)))
}

#[test]
fn each_source_yields_its_token() {
    assert_eq!(
        find(&[("authorization", "Bearer a")], None),
        one("a", false)
    );
    assert_eq!(find(&[("x-session", " a ")], None), one("a", true));
    assert_eq!(
        find(&[("cookie", "theme=dark; session=a")], None),
        one("a", true)
    );
    assert_eq!(find(&[("cookie", "session=\"a\"")], None), one("a", true));
    assert_eq!(
        find(&[], Some("x=1&customer_session_token=a%2Fb")),
        one("a/b", true)
    );
    assert_eq!(find(&[], Some("member_session_token=a")), one("a", true));
}

#[test]
fn sources_that_are_not_switched_on_are_not_read() {
    let head = Head {
        headers: vec![("x-session", "a"), ("cookie", "session=a")],
        query: Some("customer_session_token=a"),
    };

    assert_eq!(
        extract(&head, &Sources::new(&[TokenSource::Authorization]), 64),
        Ok(None)
    );
}

#[test]
fn nothing_and_empty_values_are_anonymous() {
    assert_eq!(find(&[], None), Ok(None));
    assert_eq!(
        find(
            &[
                ("authorization", ""),
                ("x-session", ""),
                ("cookie", "session=; a")
            ],
            Some("customer_session_token=")
        ),
        Ok(None)
    );
}

#[test]
fn a_header_beside_a_query_is_refused_even_if_the_tokens_are_equal() {
    assert_eq!(
        find(
            &[("authorization", "Bearer a")],
            Some("customer_session_token=a")
        ),
        Err(Malformed::Several)
    );
    assert_eq!(
        find(&[("x-session", "a")], Some("customer_session_token=a")),
        Err(Malformed::Several)
    );
}

#[test]
fn a_header_beside_a_cookie_is_refused_only_if_the_tokens_differ() {
    assert_eq!(
        find(
            &[("authorization", "Bearer a"), ("cookie", "session=a")],
            None
        ),
        one("a", true)
    );
    assert_eq!(
        find(
            &[("authorization", "Bearer a"), ("cookie", "session=b")],
            None
        ),
        Err(Malformed::Several)
    );
}

#[test]
fn a_cookie_beside_a_query_is_refused_only_if_the_tokens_differ() {
    assert_eq!(
        find(&[("cookie", "session=a")], Some("customer_session_token=a")),
        one("a", true)
    );
    assert_eq!(
        find(&[("cookie", "session=a")], Some("customer_session_token=b")),
        Err(Malformed::Several)
    );
}

#[test]
fn repeated_lines_and_parameters_are_refused() {
    assert_eq!(
        find(
            &[("authorization", "Bearer a"), ("authorization", "Bearer a")],
            None
        ),
        Err(Malformed::Several)
    );
    assert_eq!(
        find(
            &[("authorization", "Basic a"), ("authorization", "Bearer a")],
            None
        ),
        Err(Malformed::Several)
    );
    assert_eq!(
        find(&[("x-session", "a"), ("x-session", "a")], None),
        Err(Malformed::Several)
    );
    assert_eq!(
        find(&[("cookie", "session=a; session=b")], None),
        Err(Malformed::Several)
    );
    assert_eq!(
        find(
            &[],
            Some("customer_session_token=a&customer_session_token=a")
        ),
        Err(Malformed::Several)
    );
    assert_eq!(
        find(&[], Some("customer_session_token=a&member_session_token=a")),
        Err(Malformed::Several)
    );
}

#[test]
fn another_scheme_leaves_the_other_sources_alone() {
    assert_eq!(
        find(
            &[("authorization", "Basic abc")],
            Some("customer_session_token=a")
        ),
        one("a", true)
    );
}

#[test]
fn bytes_outside_the_grammar_are_malformed_wherever_they_stand() {
    assert_eq!(
        find(&[("x-session", "a b")], None),
        Err(Malformed::Credentials)
    );
    assert_eq!(
        find(&[("cookie", "session=a b")], None),
        Err(Malformed::Credentials)
    );
    assert_eq!(
        find(&[], Some("customer_session_token=%00")),
        Err(Malformed::Credentials)
    );
}

#[test]
fn the_bound_is_inclusive() {
    let long: &'static str = Box::leak(format!("Bearer {}", "a".repeat(65)).into_boxed_str());
    let fitting: &'static str = Box::leak(format!("Bearer {}", "a".repeat(64)).into_boxed_str());

    assert_eq!(
        find(&[("authorization", long)], None),
        Err(Malformed::TooLong)
    );
    assert!(find(&[("authorization", fitting)], None).is_ok_and(|found| found.is_some()));
}

#[test]
fn only_the_token_is_taken_out_of_the_query() {
    let scrub = |query| {
        scrub_query(
            &Head {
                headers: vec![],
                query: Some(query),
            },
            &everywhere(),
        )
    };

    assert_eq!(
        scrub("a=1&customer_session_token=t&b=%20"),
        Some("a=1&b=%20".into())
    );
    assert_eq!(scrub("customer%5Fsession_token=t"), Some(String::new()));
    assert_eq!(scrub("customer_session_token"), Some(String::new()));
    assert_eq!(scrub("a=1"), None);
}
