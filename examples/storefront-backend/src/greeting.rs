//! What is printed at the start.

use crate::{demo::Named, shop::Shop};

/// A session of Ada's, and requests to try it with.
pub async fn greeting(address: &str, shop: &Shop) -> String {
    let shop_url = format!("http://{address}");
    let (session, token) = match shop.mint(&Named::of("ada")).await {
        Ok(session) => (
            format!("A fresh token of Ada's: {}\n", session.token),
            session.token,
        ),
        Err(refusal) => (
            format!(
                "There is no token of Ada's yet. {refusal}Then:\n\n{}",
                sign_in(&shop_url)
            ),
            "$TOKEN".to_owned(),
        ),
    };
    let delete = match shop.backend.embedded() {
        Some(_) => format!("curl -i -X POST {shop_url}/demo/customers/ada/delete\n"),
        // Nobody is deleted at another Polar.
        None => String::new(),
    };
    format!(
        "The storefront is open: {shop_url}\n\n\
         {session}\n\
         curl -i {shop_url}/api/me -H \"authorization: Bearer {token}\"\n\
         curl -i {shop_url}/api/me\n\
         curl -i {shop_url}/api/greeting\n\
         curl -i -X POST {shop_url}/api/logout -H \"authorization: Bearer {token}\"\n\
         curl -i {shop_url}/demo/revoke -H 'content-type: application/json' -d '{{\"customer\":\"ada\"}}'\n\
         {delete}\
         curl -s {shop_url}/demo/stats\n"
    )
}

fn sign_in(shop_url: &str) -> String {
    format!(
        "curl -s {shop_url}/demo/sessions -H 'content-type: application/json' -d '{{\"customer\":\"ada\"}}'    # TOKEN=… from its answer\n"
    )
}
