//! What is printed at the start: sessions, and requests to try them with.

use std::error::Error;

use super::{Shop, people::Login};

/// Sessions and requests to paste, each with what is answered to it.
///
/// # Errors
///
/// When no session can be signed.
pub fn greeting(address: &str, shop: &Shop) -> Result<String, Box<dyn Error>> {
    let ada = shop.sign_in(&Login::of("ada"))?.token;
    let bo = shop.sign_in(&Login::of("bo"))?.token;
    let polar = shop.polar_session();
    Ok(format!(
        r#"The shop is open: {address}

Two signed sessions, good for 15 minutes, and one of Polar's. Paste them first:

SHOP={address}
ADA={ada}
BO={bo}
POLAR={polar}

200, who it is
    curl -i $SHOP/api/me -H "authorization: Bearer $ADA"
401, nobody
    curl -i $SHOP/api/me
201, another session
    curl -i $SHOP/login -H 'content-type: application/json' -d '{{"customer":"ada","scopes":["profile:read"]}}'
200, the session has the scope orders:read
    curl -i $SHOP/api/orders -H "authorization: Bearer $ADA"
403, Ada is no admin
    curl -i -X POST $SHOP/api/refunds -H "authorization: Bearer $ADA"
200, and Bo is one
    curl -i -X POST $SHOP/api/refunds -H "authorization: Bearer $BO"
200, Polar's sessions are good too
    curl -i $SHOP/api/me -H "authorization: Bearer $POLAR"
403, but may not read orders
    curl -i $SHOP/api/orders -H "authorization: Bearer $POLAR"
201, a signed session for Polar's
    curl -i -X POST $SHOP/exchange -H "authorization: Bearer $POLAR"
200, where the keys are
    curl -i $SHOP/.well-known/oauth-authorization-server
200, a new key, which signs in a minute
    curl -i -X POST $SHOP/demo/rotate
200, both keys
    curl -i $SHOP/.well-known/jwks.json
204, signed out
    curl -i -X POST $SHOP/api/logout -H "authorization: Bearer $ADA"
401, and so it is
    curl -i $SHOP/api/me -H "authorization: Bearer $ADA"
200, hits and misses
    curl -s $SHOP/demo/stats
200, whether the keys are at hand
    curl -s $SHOP/healthz

Ctrl-C ends it."#
    ))
}
