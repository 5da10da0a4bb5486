//! A generated client that shows a certificate of its own, to a server on this machine that lets nobody else in. The
//! certificates beside this file are of no use but here, and end in 2199; the key of their root was not kept.

#![allow(clippy::expect_used, reason = "a test says what it expects")]

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, Stream};
use specwright_runtime::client::{ReqwestTransport, Retries};
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use tests::cases::hostile::schemes::client::Client;

const ROOT: &[u8] = include_bytes!("mutual_tls/root.pem");
const CLIENT: &[u8] = include_bytes!("mutual_tls/client.pem");
const CLIENT_KEY: &[u8] = include_bytes!("mutual_tls/client.key");

fn certificate(pem: &[u8]) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(pem).expect("a certificate")
}

/// How the server shows itself, and whom it lets in.
fn config() -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(certificate(ROOT)).expect("a root");
    let known = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("mutual_tls/server.key")).expect("a key");
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_client_cert_verifier(known.build().expect("a verifier"))
        .with_single_cert(vec![certificate(include_bytes!("mutual_tls/server.pem"))], key);
    Arc::new(config.expect("a certificate and its key"))
}

/// A server that answers each request 204: its address, and the certificate that each caller has shown, or none where the
/// handshake failed.
fn server() -> (String, Receiver<Option<CertificateDer<'static>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    let (callers, shown) = channel();
    thread::spawn(move || {
        let config = config();
        for socket in listener.incoming() {
            let mut socket = socket.expect("a connection");
            let mut connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
            let mut stream = Stream::new(&mut connection, &mut socket);
            let mut head = [0; 4096];
            let read = stream.read(&mut head);
            let answered = read.and_then(|_| {
                stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")?;
                stream.flush()
            });
            connection.send_close_notify();
            let _ = connection.write_tls(&mut socket);
            let caller = connection.peer_certificates().and_then(<[_]>::first).cloned();
            if callers.send(caller.filter(|_| answered.is_ok()).map(CertificateDer::into_owned)).is_err() {
                return;
            }
        }
    });
    (url, shown)
}

fn client(url: &str, transport: ReqwestTransport) -> Client {
    Client::builder().base_url(url).retries(Retries::off()).transport(transport).build().expect("a client")
}

#[tokio::test]
async fn a_client_is_let_in_by_its_certificate() {
    let (url, shown) = server();
    let trusting = || ReqwestTransport::builder().root(ROOT);
    let known = trusting().certificate(CLIENT, CLIENT_KEY).build().expect("a transport");
    client(&url, known).transport().await.expect("an answer");
    assert_eq!(shown.recv(), Ok(Some(certificate(CLIENT))));

    let bare = trusting().build().expect("a transport");
    assert!(client(&url, bare).transport().await.is_err());
    assert_eq!(shown.recv(), Ok(None));
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_is_shown_nothing() {
    let (url, shown) = server();
    // Beside the certificates of the platform another one is trusted, which is no root of this server.
    let other = ReqwestTransport::builder().root(CLIENT).certificate(CLIENT, CLIENT_KEY);
    assert!(client(&url, other.build().expect("a transport")).transport().await.is_err());
    assert_eq!(shown.recv(), Ok(None));
}
