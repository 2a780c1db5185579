//! Whose tokens.

use customer_session::{
    danger::AnyIssuer,
    provider::jwt::{JwtProvider, JwtProviderBuilder},
};
use secrecy::ExposeSecret as _;

use crate::{
    SettingsError,
    environment::Surroundings,
    provider::{Jwt, JwtPreset},
};

pub(super) fn begin(
    settings: &Jwt,
    at: &str,
    surroundings: &Surroundings,
) -> Result<JwtProviderBuilder, SettingsError> {
    let Some(preset) = &settings.preset else {
        return match &settings.issuer {
            Some(issuer) => Ok(JwtProvider::issuer(issuer)),
            None if settings.without_issuer => Ok(JwtProvider::without_issuer()),
            None if settings.danger_any_issuer => Ok(JwtProvider::any_issuer(AnyIssuer)),
            None => {
                let mend = "write `iss` as the tokens have it, or set a `preset`, or \
                            `without_issuer`";
                Err(SettingsError::missing(format!("{at}.issuer"), mend))
            }
        };
    };
    let secret = |secret, preset: &str| {
        surroundings.secret(secret, &format!("{at}.preset.{preset}.client_secret"))
    };
    let builder = match preset {
        JwtPreset::Bigcommerce(app) => {
            let secret = secret(&app.client_secret, "bigcommerce")?;
            JwtProvider::bigcommerce(&app.client_id, secret.expose_secret())
        }
        JwtPreset::Clerk(address) => JwtProvider::clerk(address),
        JwtPreset::CommerceLayer(organization) => JwtProvider::commerce_layer(organization),
        JwtPreset::CommerceLayerTest(organization) => {
            JwtProvider::commerce_layer_test(organization)
        }
        JwtPreset::ShopifyExtension(app) => {
            let secret = secret(&app.client_secret, "shopify_extension")?;
            JwtProvider::shopify_extension(&app.client_id, secret.expose_secret())
        }
        JwtPreset::Stytch(project) => JwtProvider::stytch(project),
        JwtPreset::Workos(client) => JwtProvider::workos(client),
    };
    Ok(match &settings.issuer {
        Some(issuer) => builder.issued_by(issuer),
        None => builder,
    })
}
