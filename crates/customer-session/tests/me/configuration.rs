//! What can never work is refused when it is built.

use customer_session::provider::me::{
    AnswerRule, Field, MeProvider, MeProviderBuilder, Outcome, TimeFormat,
};

fn builder() -> MeProviderBuilder {
    MeProvider::builder("http://127.0.0.1:9/me").field(Field::CustomerId, "/id")
}

fn error(builder: MeProviderBuilder) -> String {
    builder.build().unwrap_err().to_string()
}

#[test]
fn the_address_is_https_or_on_this_machine() {
    for address in [
        "http://127.0.0.1:9/me",
        "http://localhost/me?fields=id",
        "https://shop.example/me",
    ] {
        assert!(builder().endpoint(address).build().is_ok(), "{address}");
    }
    for address in [
        "http://shop.example/me",
        "https://id:canary@shop.example/me",
        "https://shop.example/me#canary",
        "ftp://shop.example",
        "canary",
    ] {
        let error = error(builder().endpoint(address));
        assert!(
            error.contains("`endpoint`") && !error.contains("canary"),
            "{error}"
        );
    }
}

#[test]
fn places_are_json_pointers() {
    for (field, builder) in [
        ("field", builder().field(Field::Email, "email")),
        ("field", builder().field(Field::CustomerId, "")),
        ("field", builder().field(Field::Name, "/a~2")),
        ("active", builder().active("active")),
        ("must_be", builder().must_be("env", "live")),
        (
            "expires_at",
            builder().expires_at("exp", TimeFormat::Seconds),
        ),
        (
            "issued_at",
            builder().issued_at("$.iat", TimeFormat::Seconds),
        ),
        ("details", builder().details("customer")),
        (
            "rule",
            builder().rule(AnswerRule::new(404, Outcome::Denied).when("code", ["x"])),
        ),
    ] {
        let error = error(builder);
        assert!(
            error.contains(&format!("`{field}`")) && error.contains("RFC 6901"),
            "{error}"
        );
    }
    assert!(builder().details("").build().is_ok());
}

#[test]
fn somebody_must_be_named() {
    let nobody = MeProvider::builder("http://127.0.0.1:9/me").field(Field::Email, "/email");

    let error = error(nobody);

    assert!(error.contains("Field::CustomerId"), "{error}");
}

#[test]
fn a_rule_can_apply_and_says_something_of_a_session() {
    use Outcome::Denied;
    for rule in [
        AnswerRule::new(200, Denied),
        AnswerRule::new(201, Denied).when("/a", ["x"]),
        AnswerRule::new(408, Denied),
        AnswerRule::new(429, Denied).when("/a", ["x"]),
        AnswerRule::new(500, Denied).when("/a", ["x"]),
        AnswerRule::new(0, Denied),
        AnswerRule::new(404, Denied).when("/a", [""; 0]),
    ] {
        let error = error(builder().rule(rule));
        assert!(error.contains("`rule`"), "{error}");
    }
}

#[test]
fn a_header_can_be_sent_once() {
    for (field, builder) in [
        ("header", builder().header("", "canary")),
        ("header", builder().header("a b", "canary")),
        ("header", builder().header("a\r\nb", "canary")),
        ("header", builder().header("Host", "canary")),
        ("header", builder().header("content-length", "1")),
        ("header", builder().header("x-key", "")),
        ("header", builder().header("x-key", "canary\r\nx: y")),
        ("header", builder().header("x-key", " canary")),
        ("header", builder().header("x-key", "canaré")),
        (
            "header",
            builder()
                .header("x-key", "canary")
                .header("X-Key", "canary"),
        ),
        ("header", builder().header("authorization", "canary")),
        (
            "header",
            builder().token_cookie("sid").header("cookie", "a=canary"),
        ),
        ("token_header", builder().token_header("a:b")),
        ("token_header", builder().token_header("Host")),
        ("token_cookie", builder().token_cookie("a=b")),
        ("token_cookie", builder().token_cookie("a;b")),
    ] {
        let error = error(builder);
        assert!(
            error.contains(&format!("`{field}`")) && !error.contains("canar"),
            "{error}"
        );
    }
}
