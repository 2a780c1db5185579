//! Servers whose answers are known.

use serde_json::json;

use super::{AnswerRule, Field, MeProvider, MeProviderBuilder, Outcome};
use crate::danger::AnyTenant;

impl MeProvider {
    /// Customers of a [Magento or Adobe Commerce](https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-token/)
    /// shop, by its address, such as `https://shop.example`: customer access tokens, asked about at
    /// `/rest/V1/customers/me`. A store view has an address of its own, such as
    /// `https://shop.example/rest/de/V1/customers/me`, which is set by
    /// [`endpoint`](MeProviderBuilder::endpoint).
    ///
    /// The customer's id is the number that the shop gave, and the name is made of first and last
    /// name. Tokens of administrators and integrations are refused: that address is for customers
    /// alone, and others are told 401 there.
    ///
    /// The answer does not say when a token expires (an hour after it was made, by default), nor
    /// which session it is: an expired one is noticed when the shop is asked anew, and a single
    /// session can be ended by its token only. Behind a firewall that answers customers with 403 set
    /// no rule for that status: it would sign them out.
    pub fn magento(shop: impl AsRef<str>) -> MeProviderBuilder {
        let shop = shop.as_ref().trim_end_matches('/');
        Self::builder(format!("{shop}/rest/V1/customers/me"))
            .name("magento")
            // A token outlives its customer.
            .rule(
                AnswerRule::new(404, Outcome::Denied).when("/parameters/fieldName", ["customerId"]),
            )
            .field(Field::CustomerId, "/id")
            .field(Field::Email, "/email")
            .field(Field::GivenName, "/firstname")
            .field(Field::FamilyName, "/lastname")
    }

    /// Customers of a [Medusa](https://docs.medusajs.com/api/store) server of version 2, by its address
    /// and a publishable API key of the sales channel: tokens of customers who signed in, asked about
    /// at `/store/customers/me`.
    ///
    /// The name is made of first and last name. What the server says with 400, such as for a
    /// publishable key that it does not know, is our configuration's fault and no denial: 500.
    ///
    /// The answer does not say when a token expires, nor which session it is: as with
    /// [`magento`](Self::magento). Medusa does not withdraw tokens before they expire. Its cookies
    /// (`connect.sid`) are no bearer tokens, and cannot be asked about: have the storefront sign in
    /// for a token.
    pub fn medusa(server: impl AsRef<str>, publishable_key: impl AsRef<str>) -> MeProviderBuilder {
        let server = server.as_ref().trim_end_matches('/');
        Self::builder(format!("{server}/store/customers/me"))
            .name("medusa")
            .header("x-publishable-api-key", publishable_key)
            // A token outlives its customer.
            .rule(AnswerRule::new(404, Outcome::Denied).when("/type", ["not_found"]))
            .field(Field::CustomerId, "/customer/id")
            .field(Field::Email, "/customer/email")
            .field(Field::GivenName, "/customer/first_name")
            .field(Field::FamilyName, "/customer/last_name")
    }

    /// Customers of an [Autumn](https://docs.useautumn.com/api-reference/keys/mintKey) server of your
    /// own, by its address: access tokens that `keys.mint` made (`am_jwt_…`), tried out by asking for
    /// their customer (`POST /v1/customers.get`). The server answers about the token's own customer,
    /// whichever id is asked for.
    ///
    /// Refresh tokens are refused, which the server answers with 403, and so are customers of its
    /// sandbox: for those say `.must_be("/env", "sandbox")`.
    ///
    /// The answer does not say when a token expires (after an hour, by default): as with
    /// [`magento`](Self::magento).
    ///
    /// # Security
    ///
    /// `https://api.useautumn.com` serves every merchant who signs up, customers' ids are chosen by
    /// merchants, and neither tokens nor answers say whose they are: **anybody could mint a token of
    /// a customer who is called as one of yours is.** Use this for a server that serves you alone. With
    /// the shared one register the tokens that you mint yourself:
    /// [`IssuedToken::autumn`](crate::provider::registry), which reads their expiry, too.
    pub fn autumn(server: impl AsRef<str>, _: AnyTenant) -> MeProviderBuilder {
        let server = server.as_ref().trim_end_matches('/');
        Self::builder(format!("{server}/v1/customers.get"))
            .name("autumn")
            .prefix("am_jwt_")
            .header("x-api-version", "2.3.0")
            .post(json!({ "customer_id": "self" }))
            .rule(AnswerRule::new(403, Outcome::Denied).when("/code", ["invalid_request"]))
            .rule(AnswerRule::new(404, Outcome::Denied).when("/code", ["customer_not_found"]))
            .must_be("/env", "live")
            .field(Field::CustomerId, "/id")
            .field(Field::Email, "/email")
            .field(Field::Name, "/name")
    }
}
