//! Certificates, good and bad.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::aws_lc_rs, pki_types::PrivateKeyDer},
};

/// Who signs certificates.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate that a server shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Certificate {
    /// Nothing is wrong with it.
    Good,
    /// Its time is over.
    Expired,
    /// For another name.
    OtherName,
    /// By an authority that nobody trusts.
    OtherAuthority,
}

impl Authority {
    pub(crate) fn new() -> Self {
        Self::named("the authority of the test")
    }

    fn named(name: &str) -> Self {
        let mut params = params("authority.example");
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, key());
        Self(issuer.expect("the parameters make a certificate"))
    }

    pub(crate) fn pem(&self) -> Vec<u8> {
        self.0.pem().into_bytes()
    }

    /// The TLS of a server at 127.0.0.1 with such a certificate.
    pub(crate) fn server(&self, certificate: Certificate) -> TlsAcceptor {
        let mut params = params(match certificate {
            Certificate::OtherName => "other.example",
            _ => "127.0.0.1",
        });
        if certificate == Certificate::Expired {
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2021, 1, 1);
        }
        let key = key();
        let signed = if certificate == Certificate::OtherAuthority {
            params.signed_by(&key, &Self::named("somebody").0)
        } else {
            params.signed_by(&key, &self.0)
        };
        let chain = vec![signed.expect("the parameters make a certificate").into()];
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key in PKCS #8");
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider knows the versions")
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .expect("the key is the certificate's");
        TlsAcceptor::from(Arc::new(config))
    }
}

fn params(name: &str) -> CertificateParams {
    CertificateParams::new([name.to_owned()]).expect("the name can stand in a certificate")
}

fn key() -> KeyPair {
    KeyPair::generate().expect("there is randomness")
}
