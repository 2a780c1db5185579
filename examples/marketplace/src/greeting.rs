//! What is printed at the start: a session of each issuer's, and requests to try them with.

use std::error::Error;

use crate::{
    issuers::{Issuer, Person, Whose},
    market::Market,
};

/// Sessions and requests to paste, each with what is answered to it.
///
/// # Errors
///
/// When an issuer gives no session.
pub async fn greeting(address: &str, market: &Market) -> Result<String, Box<dyn Error>> {
    let adas = async |issuer| {
        let customer = Person::Ada;
        let issued = market.mint(Whose { issuer, customer }).await;
        issued.map(|issued| issued.token)
    };
    let (polar, stripe) = (adas(Issuer::Polar).await?, adas(Issuer::Stripe).await?);
    let (jwt, oauth) = (adas(Issuer::Jwt).await?, adas(Issuer::Oauth).await?);
    Ok(format!(
        r#"The marketplace is open: {address}

A session of Ada's at each issuer. Paste them first:

SHOP={address}
POLAR={polar}
STRIPE={stripe}
JWT={jwt}
OAUTH={oauth}

200, by Polar
    curl -i $SHOP/api/me -H "authorization: Bearer $POLAR"
200, by Stripe
    curl -i $SHOP/api/me -H "authorization: Bearer $STRIPE"
200, by the app's own keys
    curl -i $SHOP/api/me -H "authorization: Bearer $JWT"
200, by the OAuth server
    curl -i $SHOP/api/me -H "authorization: Bearer $OAUTH"
401, the OAuth server does not know it, and nobody else is asked
    curl -i $SHOP/api/me -H "authorization: Bearer nonsense"
204, the OAuth server is down
    curl -i $SHOP/demo/issuers/oauth -H 'content-type: application/json' -d '{{"mode":"down"}}'
200, and its customers go on who are remembered
    curl -i $SHOP/api/me -H "authorization: Bearer $OAUTH"
503, others cannot be judged
    curl -i $SHOP/api/me -H "authorization: Bearer unheard-of"
200, and the customers of the other issuers notice nothing
    curl -i $SHOP/api/me -H "authorization: Bearer $POLAR"
204, it is back
    curl -i $SHOP/demo/issuers/oauth -H 'content-type: application/json' -d '{{"mode":"up"}}'
204, every session of Ada's at Stripe is over
    curl -i $SHOP/demo/revoke -H 'content-type: application/json' -d '{{"issuer":"stripe","customer":"ada"}}'
401, and so it is
    curl -i $SHOP/api/me -H "authorization: Bearer $STRIPE"
200, while the OAuth server's Ada is another customer of the same id
    curl -i $SHOP/api/me -H "authorization: Bearer $OAUTH"
201, a session of Bo's
    curl -i $SHOP/demo/sessions -H 'content-type: application/json' -d '{{"issuer":"jwt","customer":"bo"}}'
204, signed out
    curl -i -X POST $SHOP/api/logout -H "authorization: Bearer $POLAR"
200, hits and misses
    curl -s $SHOP/demo/stats
200, whether each issuer's sessions can be verified
    curl -s $SHOP/healthz

Ctrl-C ends it."#
    ))
}
