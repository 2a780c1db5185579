//! What must come of tokens, whatever else the program does with `jsonwebtoken`.

use customer_session::{Reason, provider::jwt::Algorithm};

use crate::{
    judge::{judge, keyless, reason},
    mint::{claims, key, token},
};

/// Tokens by every algorithm pass, and those with a signature over other claims do not.
pub(crate) fn assert_as_ever() {
    for algorithm in Algorithm::ALL.iter().copied() {
        let provider = keyless().key(key(algorithm)).build().unwrap();
        let good = token(algorithm, &claims());
        let mut others = claims();
        others["sub"] = "c2".into();
        let other = token(algorithm, &others);
        let (_, signature) = good.rsplit_once('.').unwrap();
        let (signed, _) = other.rsplit_once('.').unwrap();

        let facts = judge(&provider, &good).unwrap();
        let forged = reason(&provider, &format!("{signed}.{signature}"));

        assert_eq!(facts.customer_id.as_str(), "c1", "{algorithm}");
        assert_eq!(forged, Reason::SignatureInvalid, "{algorithm}");
    }
}
