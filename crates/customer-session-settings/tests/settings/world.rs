//! What examples need around them: secrets in files and variables.

use std::{fs, path::Path};

use customer_session_settings::{Environment, Settings, SettingsError};
use tempfile::TempDir;

pub(crate) const EXAMPLES: [&str; 9] = [
    "engine.toml",
    "introspection.toml",
    "jwt.toml",
    "marketplace.json",
    "me.toml",
    "polar.json",
    "polar.toml",
    "stripe.toml",
    "verify_call.toml",
];

pub(crate) const CANARY: &str = "CANARY0123456789CANARY0123456789CANARY";

/// The secrets of the examples, in a folder in place of `/run/secrets`.
pub(crate) struct World {
    folder: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (file, secret) in [
            ("polar-access-token", format!("polar_oat_{CANARY}")),
            ("polar-webhook", format!("whsec_{CANARY}")),
            ("legacy-new", format!("{CANARY}new")),
            ("legacy-old", format!("{CANARY}old")),
            ("digest", format!("{CANARY}digest")),
            ("unkey-root-key", format!("unkey_{CANARY}")),
            #[cfg(feature = "jwt")]
            ("partners-key.pem", signing_key()),
        ] {
            fs::write(folder.path().join(file), secret + "\n").unwrap();
        }
        fs::create_dir(folder.path().join("keys")).unwrap();
        let keys = example("keys/partner.json");
        fs::write(folder.path().join("keys/partner.json"), keys).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn environment() -> Environment {
        Environment::given([
            ("POLAR_ACCESS_TOKEN", format!("polar_oat_{CANARY}")),
            ("STRIPE_SECRET_KEY", format!("sk_live_{CANARY}")),
            ("STRIPE_OUTLET_SECRET_KEY", format!("rk_live_{CANARY}")),
            ("STRIPE_WEBHOOK_SECRET", format!("whsec_{CANARY}")),
            ("LOGIN_CLIENT_SECRET", CANARY.to_owned()),
            ("COMMERCETOOLS_CLIENT_SECRET", CANARY.to_owned()),
            ("PARTNERS_TOKEN", CANARY.to_owned()),
            ("ACCOUNTS_CHANNEL_KEY", CANARY.to_owned()),
            ("STYTCH_SECRET", CANARY.to_owned()),
            ("SESSIONS_PASSWORD", CANARY.to_owned()),
            ("SHORT", "CANARY".to_owned()),
        ])
    }

    /// Loads a text as a file of this folder.
    pub(crate) fn load(&self, name: &str, text: &str) -> Result<Settings, SettingsError> {
        let text = text.replace("/run/secrets", self.path().to_str().unwrap());
        let file = self.path().join(name);
        fs::write(&file, text).unwrap();
        Settings::loader()
            .file(file)
            .environment(Self::environment())
            .load()
    }

    pub(crate) fn example(&self, name: &str) -> Settings {
        self.load(name, &example(name))
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

pub(crate) fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    fs::read_to_string(path).unwrap()
}

#[cfg(feature = "jwt")]
fn signing_key() -> String {
    use customer_session::{issuer::SigningKey, provider::jwt::Algorithm};
    use secrecy::ExposeSecret as _;
    let key = SigningKey::generate(Algorithm::ES256).unwrap();
    key.to_pkcs8_pem().unwrap().expose_secret().to_owned()
}
