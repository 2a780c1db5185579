//! The examples of the standards, to the letter.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use customer_session::{
    Reason,
    danger::{AnyAudience, AnyIssuer},
    provider::jwt::{Algorithm, ClaimTarget, JwtKey, JwtProvider},
};
use serde_json::json;

use crate::judge::{at, judge_at, reason};

/// The claims of RFC 7515 appendix A name a "joe", and no subject or audience; they were over in
/// 2011.
fn joe(key: JwtKey) -> JwtProvider {
    JwtProvider::issuer("joe")
        .any_audience(AnyAudience)
        .claim(ClaimTarget::CustomerId, "iss")
        .key(key)
        .build()
        .unwrap()
}

fn assert_joes(key: JwtKey, header: &str, signature: &str) {
    let provider = joe(key);
    let token = format!("{header}.{JOE}.{signature}");

    let facts = judge_at(&provider, &token, 1_300_819_379).unwrap();
    let expired = judge_at(&provider, &token, 1_300_819_380 + 30).unwrap_err();
    let tampered = token.replace(".eyJpc3MiOiJqb2Ui", ".eyJpc3MiOiJqb2Yi");

    assert_eq!(facts.customer_id.as_str(), "joe");
    assert_eq!(facts.expires_at, Some(at(1_300_819_380)));
    assert_eq!(expired, Reason::TokenExpired);
    assert_eq!(reason(&provider, &tampered), Reason::IssuerUnknown);
    let (signed, _) = token.rsplit_once('.').unwrap();
    let other = format!(
        "{signed}.{}",
        signature.replacen(['A', 'B', 'C', 'D', 'E'], "x", 1)
    );
    assert_ne!(other, token);
    assert_eq!(reason(&provider, &other), Reason::SignatureInvalid);
}

#[test]
fn rfc_7515_a1_hs256() {
    let secret = URL_SAFE_NO_PAD
        .decode("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
        .unwrap();
    let key = JwtKey::secret(Algorithm::HS256, secret).unwrap();

    assert_joes(
        key,
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9",
        "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    );
}

#[test]
fn rfc_7515_a2_rs256() {
    let key = json!({"kty": "RSA", "n": A2_MODULUS, "e": "AQAB"});

    assert_joes(
        JwtKey::jwk(&key.to_string()).unwrap(),
        "eyJhbGciOiJSUzI1NiJ9",
        A2_SIGNATURE,
    );
}

#[test]
fn rfc_7515_a3_es256() {
    let key = json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    });

    assert_joes(
        JwtKey::jwk(&key.to_string()).unwrap(),
        "eyJhbGciOiJFUzI1NiJ9",
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
    );
}

/// The payload is a sentence: that it is no claims object is told only of a good signature.
fn assert_sentence(key: JwtKey, header: &str, payload: &str, signature: &str) {
    let provider = JwtProvider::any_issuer(AnyIssuer)
        .any_audience(AnyAudience)
        .key(key)
        .build()
        .unwrap();
    let other = if payload.starts_with('S') { 'R' } else { 'S' };

    let good = reason(&provider, &format!("{header}.{payload}.{signature}"));
    let tampered = reason(
        &provider,
        &format!("{header}.{other}{}.{signature}", &payload[1..]),
    );

    assert_eq!(good, Reason::ClaimsMalformed);
    assert_eq!(tampered, Reason::SignatureInvalid);
}

fn bilbos(algorithm: &str) -> JwtKey {
    let key = json!({
        "kty": "RSA", "kid": "bilbo.baggins@hobbiton.example", "use": "sig", "alg": algorithm,
        "n": BILBOS_MODULUS, "e": "AQAB",
    });
    JwtKey::jwk(&key.to_string()).unwrap()
}

#[test]
fn rfc_7520_4_1_rs256() {
    assert_sentence(
        bilbos("RS256"),
        "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9",
        SENTENCE,
        RS256_SIGNATURE,
    );
}

#[test]
fn rfc_7520_4_2_ps384() {
    assert_sentence(
        bilbos("PS384"),
        "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9",
        SENTENCE,
        PS384_SIGNATURE,
    );
}

/// P-521 is not among the curves here: the key is refused, and so is the token.
#[test]
fn rfc_7520_4_3_es512_is_refused() {
    let key = json!({
        "kty": "EC", "kid": "bilbo.baggins@hobbiton.example", "use": "sig", "crv": "P-521",
        "x": "AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt",
        "y": "AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1",
    });
    let provider = JwtProvider::any_issuer(AnyIssuer)
        .any_audience(AnyAudience)
        .key(bilbos("RS256"))
        .build()
        .unwrap();
    let header = "eyJhbGciOiJFUzUxMiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9";

    assert!(JwtKey::jwk(&key.to_string()).is_err());
    let refused = reason(&provider, &format!("{header}.{SENTENCE}.{ES512_SIGNATURE}"));
    assert_eq!(refused, Reason::AlgorithmRefused);
}

#[test]
fn rfc_7520_4_4_hs256() {
    let secret = URL_SAFE_NO_PAD
        .decode("hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg")
        .unwrap();
    let key = JwtKey::secret(Algorithm::HS256, secret).unwrap();

    assert_sentence(
        key.id("018c0ae5-4d9b-471b-bfd6-eef314bc7037"),
        "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9",
        SENTENCE,
        "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0",
    );
}

#[test]
fn rfc_8037_a4_eddsa() {
    let key = json!({
        "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    });

    assert_sentence(
        JwtKey::jwk(&key.to_string()).unwrap(),
        "eyJhbGciOiJFZERTQSJ9",
        "RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
    );
}

const JOE: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

const A2_MODULUS: &str = "\
     ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEz\
     P1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf6\
     3kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5Zw\
     Kh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRW\
     yuXpoQ";

const A2_SIGNATURE: &str = "\
     cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt\
     _O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArL\
     IARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7no\
     OPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ\
     Ge77Rw";

const BILBOS_MODULUS: &str = "\
     n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZ\
     QHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oB\
     HqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVb\
     b9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHd\
     rNP5zw";

const SENTENCE: &str = "\
     SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0\
     ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5v\
     IGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4";

const RS256_SIGNATURE: &str = "\
     MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996i\
     vp83xuglII7PNDi84wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1u\
     SNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAh\
     b6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18\
     kDquDg";

const PS384_SIGNATURE: &str = "\
     cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqH\
     CdP6O8TTB5dDDItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn\
     442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0\
     n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-\
     X72Eaw";

const ES512_SIGNATURE: &str = "\
     AE_R_YZCChjn4791jSQCrdPZCNYqHXCTZH0-JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cm\
     L1eJAQy3mtPBu_u_sDDyYjnAMDxXPn7XrT0lw-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRu\
     Bomu9xQ2";
