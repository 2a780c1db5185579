//! Signature algorithms (RFC 7518 §3, RFC 8037, RFC 9864).

use std::fmt;

/// Declares every algorithm once: its documentation and its name.
macro_rules! algorithms {
    ($($(#[$docs:meta])* $name:ident => $word:literal;)+) => {
        /// How a token is signed.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Algorithm {
            $($(#[$docs])* $name,)+
        }

        impl Algorithm {
            /// Every algorithm there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name in a token's header, `alg`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            pub(crate) const fn backend(self) -> jsonwebtoken::Algorithm {
                match self { $(Self::$name => jsonwebtoken::Algorithm::$name,)+ }
            }
        }
    };
}

algorithms! {
    /// HMAC with SHA-256 and a shared secret.
    HS256 => "HS256";
    /// HMAC with SHA-384 and a shared secret.
    HS384 => "HS384";
    /// HMAC with SHA-512 and a shared secret.
    HS512 => "HS512";
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    RS256 => "RS256";
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    RS384 => "RS384";
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    RS512 => "RS512";
    /// RSASSA-PSS with SHA-256.
    PS256 => "PS256";
    /// RSASSA-PSS with SHA-384.
    PS384 => "PS384";
    /// RSASSA-PSS with SHA-512.
    PS512 => "PS512";
    /// ECDSA on P-256 with SHA-256.
    ES256 => "ES256";
    /// ECDSA on P-384 with SHA-384.
    ES384 => "ES384";
    /// EdDSA on Ed25519, which also goes by the name `Ed25519`.
    EdDSA => "EdDSA";
}

impl Algorithm {
    /// The algorithm of this name, to the letter; `None` if there is no such algorithm here.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        if name == "Ed25519" {
            return Some(Self::EdDSA);
        }
        Self::ALL
            .iter()
            .find(|algorithm| algorithm.as_str() == name)
            .copied()
    }

    /// Whether its keys are RSA keys.
    pub(crate) const fn is_rsa(self) -> bool {
        matches!(
            self,
            Self::RS256 | Self::RS384 | Self::RS512 | Self::PS256 | Self::PS384 | Self::PS512
        )
    }

    /// Whether whoever can verify can sign too.
    #[must_use]
    pub const fn is_symmetric(self) -> bool {
        matches!(self, Self::HS256 | Self::HS384 | Self::HS512)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
