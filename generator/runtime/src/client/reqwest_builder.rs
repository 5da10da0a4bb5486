//! How the default transport connects: how long it may take, what it trusts, and what it shows.

use super::refusals::BuildError;
use super::reqwest_transport::ReqwestTransport;
use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls_platform_verifier::Verifier;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection may take where nothing else is said.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

impl ReqwestTransport {
    /// A transport with the certificates of the platform. It follows no redirect: a redirect would carry credentials
    /// to wherever the answer says. A connection may take 10 seconds.
    ///
    /// # Errors
    ///
    /// Where the platform has no certificates to trust.
    pub fn new() -> Result<Self, BuildError> {
        Self::builder().build()
    }

    /// The same, with settings of its own for connections and TLS.
    pub fn builder() -> ReqwestBuilder {
        ReqwestBuilder::default()
    }

    /// The same, where a connection may take as long as is said; name resolution and TLS are part of it.
    ///
    /// # Errors
    ///
    /// Where the platform has no certificates to trust.
    pub fn with_connect_timeout(limit: Duration) -> Result<Self, BuildError> {
        Self::builder().connect_timeout(limit).build()
    }

    /// A transport that shows a certificate of its own (`mutualTLS`); see [`ReqwestBuilder::certificate`].
    ///
    /// # Errors
    ///
    /// As [`ReqwestBuilder::build`].
    pub fn with_certificate(certificates: &[u8], key: &[u8]) -> Result<Self, BuildError> {
        Self::builder().certificate(certificates, key).build()
    }
}

/// Builds a [`ReqwestTransport`].
#[must_use]
#[derive(Default)]
pub struct ReqwestBuilder {
    connect_timeout: Option<Duration>,
    roots: Vec<CertificateDer<'static>>,
    shown: Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>,
    wrong: Option<BuildError>,
}

impl ReqwestBuilder {
    /// How long a connection may take, name resolution and TLS included; 10 seconds where it is not called.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = Some(limit);
        self
    }

    /// Trusts servers that these certificates stand behind, PEM text of one or several, beside those of the platform.
    pub fn root(mut self, certificates: &[u8]) -> Self {
        match chain(certificates) {
            Some(chain) => self.roots.extend(chain),
            None => self.refuse("the certificate to trust is no PEM text of a certificate"),
        }
        self
    }

    /// Shows a certificate of its own (`mutualTLS`): PEM text of it, with those that lead to its root, and of its private
    /// key.
    pub fn certificate(mut self, certificates: &[u8], key: &[u8]) -> Self {
        // What the parser says of a key may show the key.
        match (chain(certificates), PrivateKeyDer::from_pem_slice(key)) {
            (Some(chain), Ok(key)) => self.shown = Some((chain, key)),
            (None, _) => self.refuse("the certificate of the client is no PEM text of a certificate"),
            (_, Err(_)) => {
                self.refuse("the key of the client's certificate is no PEM text of a private key");
            }
        }
        self
    }

    /// Keeps what is wrong until the transport is built.
    fn refuse(&mut self, why: &str) {
        self.wrong.get_or_insert(BuildError::new(why));
    }

    /// The transport.
    ///
    /// # Errors
    ///
    /// Where a text holds no certificate or key, where a certificate and its key do not fit, or where neither the
    /// platform nor the caller has certificates to trust.
    pub fn build(self) -> Result<ReqwestTransport, BuildError> {
        if let Some(wrong) = self.wrong {
            return Err(wrong);
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = verifier(self.roots, &provider).map_err(|error| unusable(&error))?;
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable(&error))?
            // The platform's own verifier, which rustls knows as any that is not its own.
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier));
        let mut tls = match self.shown {
            Some((chain, key)) => tls
                .with_client_auth_cert(chain, key)
                .map_err(|_| BuildError::new("the certificate of the client and its key do not fit"))?,
            None => tls.with_no_client_auth(),
        };
        // A configuration that is brought along must say by itself which protocols it speaks.
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            // What is sent again, and when, is decided in one place.
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(self.connect_timeout.unwrap_or(CONNECT_TIMEOUT))
            .build()
            .map_err(|error| unusable(&error.without_url()))?;
        Ok(ReqwestTransport::with_client(client))
    }
}

impl fmt::Debug for ReqwestBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ReqwestBuilder").field("roots", &self.roots.len()).finish_non_exhaustive()
    }
}

/// The certificates of a PEM text; `None` where it holds none.
fn chain(text: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let chain: Vec<_> = CertificateDer::pem_slice_iter(text).collect::<Result<_, _>>().ok()?;
    (!chain.is_empty()).then_some(chain)
}

fn verifier(
    roots: Vec<CertificateDer<'static>>,
    provider: &Arc<CryptoProvider>,
) -> Result<Verifier, rustls::Error> {
    if roots.is_empty() {
        return Verifier::new(Arc::clone(provider));
    }
    #[cfg(not(target_os = "android"))]
    return Verifier::new_with_extra_roots(roots, Arc::clone(provider));
    #[cfg(target_os = "android")]
    Err(rustls::Error::General("this platform trusts no other certificates than its own".to_owned()))
}

fn unusable(error: &dyn fmt::Display) -> BuildError {
    BuildError::new(format!("TLS cannot be set up: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_refused_and_not_shown() {
        let pem = |name: &str, text: &str| format!("-----BEGIN {name}-----\n{text}\n-----END {name}-----\n");
        let (certificate, key) = (pem("CERTIFICATE", "c2VjcmV0"), pem("PRIVATE KEY", "c2VjcmV0"));
        let told = |builder: ReqwestBuilder| builder.build().expect_err("refused").to_string();
        let own = |certificate: &str, key: &str| {
            told(ReqwestTransport::builder().certificate(certificate.as_bytes(), key.as_bytes()))
        };
        assert!(own("", &key).contains("no PEM text of a certificate"));
        assert!(own(&key, &key).contains("no PEM text of a certificate"));
        assert!(own(&certificate, "").contains("no PEM text of a private key"));
        assert!(own(&certificate, &certificate).contains("no PEM text of a private key"));
        assert!(own(&certificate, &key).contains("do not fit"));
        for root in [&key, "", "secret", &certificate] {
            let builder = ReqwestTransport::builder().root(root.as_bytes());
            let why = told(builder);
            assert!(!why.contains("secret") && !why.contains("c2VjcmV0"), "{why}");
        }
        let builder = ReqwestTransport::builder().connect_timeout(Duration::from_secs(1));
        assert!(format!("{builder:?}").starts_with("ReqwestBuilder") && builder.build().is_ok());
    }
}
