//! Issuers whose tokens are known: what to require of them, and where they say whose session it is.
//!
//! Where each tenant of a service is an issuer of its own, the provider is called by the issuer's
//! text, so that two of them are told apart; where there is one issuer for all, by the service.

use super::{Algorithm, ClaimTarget, JwtProvider, JwtProviderBuilder};
use crate::danger::AnyAudience;

impl JwtProvider {
    /// Session tokens of [Clerk](https://clerk.com/docs/guides/sessions/session-tokens), by the
    /// address of the instance's Frontend API, such as `https://clerk.shop.example`: RS256.
    ///
    /// They have no `aud`; [`parties`](JwtProviderBuilder::parties) holds `azp` to the addresses of
    /// your own pages, which keeps out a token that another subdomain got hold of. A `sid` is
    /// required: tokens made from templates, for other services, have none. A session that is not
    /// `active`, by `sts`, is refused: such is a `pending` one, whose user must still join an
    /// organization, or do something else, before they are signed in. The role in the organization,
    /// if there is one, is the session's. The provider's [name](JwtProviderBuilder::name) is that
    /// address, unless you set another.
    pub fn clerk(frontend_api: impl Into<String>) -> JwtProviderBuilder {
        let mut issuer = frontend_api.into();
        issuer.truncate(issuer.trim_end_matches('/').len());
        let jwks = format!("{issuer}/.well-known/jwks.json");
        Self::issuer(issuer)
            .keys_at(jwks)
            .algorithms([Algorithm::RS256])
            .any_audience(AnyAudience)
            .require_claim("sid")
            // The first version of these tokens has no `sts`.
            .require_if_stated("sts", "active")
            .claim(ClaimTarget::Roles, "/o/rol")
    }

    /// Access tokens of [WorkOS AuthKit](https://workos.com/docs/reference/authkit/session-tokens),
    /// by the client id of the environment: RS256.
    ///
    /// `iss` is `https://api.workos.com/user_management/` with the client id behind it; older
    /// environments and those with a domain of their own write another text, which
    /// [`issued_by`](JwtProviderBuilder::issued_by) sets. There is no `aud` by default, and the keys
    /// are this client's alone. Permissions are the session's scopes. The provider's
    /// [name](JwtProviderBuilder::name) is the text of `iss`, unless you set another.
    pub fn workos(client_id: impl Into<String>) -> JwtProviderBuilder {
        let client_id = client_id.into();
        Self::issuer(format!(
            "https://api.workos.com/user_management/{client_id}"
        ))
        .keys_at(format!("https://api.workos.com/sso/jwks/{client_id}"))
        .algorithms([Algorithm::RS256])
        .any_audience(AnyAudience)
        .require_claim("sid")
        .claim(ClaimTarget::Scopes, "permissions")
    }

    /// Session tokens of [Stytch](https://stytch.com/docs/guides/sessions/session-tokens-vs-jwts)
    /// for consumers, by the id of the project: RS256.
    ///
    /// The claim `https://stytch.com/session` is required, which tells them from the other tokens
    /// of the project; the session's id and roles stand in it. The provider's
    /// [name](JwtProviderBuilder::name) is `stytch.com/` with the id of the project behind it, unless
    /// you set another.
    pub fn stytch(project_id: impl Into<String>) -> JwtProviderBuilder {
        let project_id = project_id.into();
        let host = if project_id.starts_with("project-test-") {
            "test.stytch.com"
        } else {
            "api.stytch.com"
        };
        Self::issuer(format!("stytch.com/{project_id}"))
            .keys_at(format!("https://{host}/v1/sessions/jwks/{project_id}"))
            .algorithms([Algorithm::RS256])
            .audience(project_id)
            .require_claim("/https:~1~1stytch.com~1session/id")
            .claim(ClaimTarget::SessionId, "/https:~1~1stytch.com~1session/id")
            .claim(ClaimTarget::Roles, "/https:~1~1stytch.com~1session/roles")
    }

    /// Access tokens of customers at [Commerce Layer](https://docs.commercelayer.io/core/authentication),
    /// by the slug of the organization: RS512.
    ///
    /// All organizations share one issuer and its keys, so that `organization.slug` is what makes a
    /// token yours. Its owner must be a customer: a token of a guest, an integration or a member of
    /// your staff is refused. So is one of the test mode, which the same issuer signs for the same
    /// slug: [`commerce_layer_test`](Self::commerce_layer_test) takes those. The provider's
    /// [name](JwtProviderBuilder::name) is `https://auth.commercelayer.io`, unless you set another.
    pub fn commerce_layer(organization: impl Into<String>) -> JwtProviderBuilder {
        Self::commerce_layer_of_any_mode(organization).require_if_stated("test", false)
    }

    /// Access tokens of customers in the test mode of Commerce Layer, and no others: for an
    /// application that is tested, in place of [`commerce_layer`](Self::commerce_layer). They cannot
    /// stand side by side.
    pub fn commerce_layer_test(organization: impl Into<String>) -> JwtProviderBuilder {
        Self::commerce_layer_of_any_mode(organization).require_value("test", [true])
    }

    fn commerce_layer_of_any_mode(organization: impl Into<String>) -> JwtProviderBuilder {
        Self::issuer("https://auth.commercelayer.io")
            .keys_at("https://auth.commercelayer.io/.well-known/jwks.json")
            .algorithms([Algorithm::RS512])
            .any_audience(AnyAudience)
            .require_value("/organization/slug", [organization.into()])
            .require_value("/owner/type", ["Customer"])
            .claim(ClaimTarget::CustomerId, "/owner/id")
            .claim(ClaimTarget::Subject, "/owner/id")
    }

    /// Session tokens of [Shopify's customer account extensions](https://shopify.dev/docs/api/customer-account-ui-extensions/latest/apis/session-token),
    /// by the client id and the client secret of your app: HS256.
    ///
    /// The customer's id is the whole `gid://shopify/Customer/…` of `sub`, which is there only for a
    /// customer who signed in, where your app may read customers; without it the token is refused.
    /// Tokens of the admin, which the same secret signs, have an `iss` and are refused too. An app
    /// that serves several shops must look at `dest`, or
    /// [require](JwtProviderBuilder::require_value) one. The provider's name is `shopify`; set
    /// [another](JwtProviderBuilder::name) to tell apps apart.
    pub fn shopify_extension(
        client_id: impl Into<String>,
        client_secret: impl AsRef<[u8]>,
    ) -> JwtProviderBuilder {
        Self::without_issuer()
            .name("shopify")
            .secret(Algorithm::HS256, client_secret)
            .audience(client_id)
            .require_claim("dest")
            .require_prefix("sub", "gid://shopify/Customer/")
    }

    /// Tokens of BigCommerce's
    /// [Current Customer API](https://developer.bigcommerce.com/docs/rest-authentication/current-customer),
    /// by the client id and the client secret of your app: HS256.
    ///
    /// An app that serves several stores must look at `store_hash`, or
    /// [require](JwtProviderBuilder::require_value) one: ids of customers are the store's own. The
    /// provider's name is `bigcommerce`; set [another](JwtProviderBuilder::name) to tell apps apart.
    pub fn bigcommerce(
        client_id: impl Into<String>,
        client_secret: impl AsRef<[u8]>,
    ) -> JwtProviderBuilder {
        Self::issuer("bc/apps")
            .name("bigcommerce")
            .secret(Algorithm::HS256, client_secret)
            .audience(client_id)
            .require_value("operation", ["current_customer"])
            .claim(ClaimTarget::CustomerId, "/customer/id")
            .claim(ClaimTarget::Subject, "/customer/id")
            .claim(ClaimTarget::Email, "/customer/email")
    }
}

impl JwtProviderBuilder {
    /// Where the issuer of a preset publishes its keys.
    fn keys_at(mut self, url: impl Into<String>) -> Self {
        self.fetching.preset_url = Some(url.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::{SessionProvider as _, jwt::JwtKey};

    #[test]
    fn two_tenants_of_one_service_have_two_names() {
        let key = || {
            let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
            JwtKey::jwk(&format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}"#)).unwrap()
        };
        let names = [
            JwtProvider::clerk("https://clerk.shop.example/"),
            JwtProvider::clerk("https://clerk.club.example"),
            JwtProvider::workos("client_1"),
            JwtProvider::workos("client_2").issued_by("https://login.shop.example"),
            JwtProvider::stytch("project-test-1"),
            JwtProvider::commerce_layer("shop"),
            JwtProvider::commerce_layer("club").name("club"),
        ]
        .map(|builder| {
            let builder = builder.algorithms([Algorithm::EdDSA]).key(key());
            builder.build().unwrap().name().to_owned()
        });

        assert_eq!(
            names,
            [
                "https://clerk.shop.example",
                "https://clerk.club.example",
                "https://api.workos.com/user_management/client_1",
                "https://login.shop.example",
                "stytch.com/project-test-1",
                "https://auth.commercelayer.io",
                "club",
            ]
        );
    }

    #[test]
    fn each_preset_knows_where_its_keys_are() {
        let urls = [
            JwtProvider::clerk("https://clerk.shop.example"),
            JwtProvider::workos("client_1"),
            JwtProvider::stytch("project-test-1"),
            JwtProvider::stytch("project-live-1"),
            JwtProvider::commerce_layer("shop"),
        ]
        .map(|builder| builder.fetching.preset_url.unwrap());

        assert_eq!(
            urls,
            [
                "https://clerk.shop.example/.well-known/jwks.json",
                "https://api.workos.com/sso/jwks/client_1",
                "https://test.stytch.com/v1/sessions/jwks/project-test-1",
                "https://api.stytch.com/v1/sessions/jwks/project-live-1",
                "https://auth.commercelayer.io/.well-known/jwks.json",
            ]
        );
    }
}
