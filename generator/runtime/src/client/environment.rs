//! A client's settings in the environment of its process.

use super::builder::Builder;
use super::credential::{Credential, Flow};
use super::oauth2::OAuth2;
use super::refusals::BuildError;
use crate::http::{Scheme, SchemeKind, Secret};
use std::ffi::OsString;

/// What a client may be given by a method of its builder; the name is the method's.
#[derive(Clone, Copy, Debug)]
pub enum Setting {
    /// A variable in the base URL, and its name there.
    Variable(&'static str, &'static str),
    /// A credential.
    Credential(&'static str, &'static Scheme, Option<Flow>),
}

impl Builder {
    /// Takes from the environment what is there: `PREFIX_BASE_URL`, and each setting by the name of its method in upper
    /// case. A user's name and password are `…_USERNAME` and `…_PASSWORD`; OAuth 2.0 is `…_CLIENT_ID` with
    /// `…_CLIENT_SECRET`, `…_REFRESH_TOKEN`, or a token under the name itself.
    pub fn environment(self, prefix: &str, settings: &[Setting]) -> Self {
        self.environment_of(prefix, settings, &|name| std::env::var_os(name))
    }

    pub(super) fn environment_of(
        mut self,
        prefix: &str,
        settings: &[Setting],
        variable: &dyn Fn(&str) -> Option<OsString>,
    ) -> Self {
        let mut unreadable = None;
        let mut value = |method: &str, suffix: &str| {
            let method = method.trim_start_matches("r#").to_ascii_uppercase();
            let name = format!("{prefix}_{method}{suffix}");
            // What is empty counts as unset: that is how a variable is cleared in most tools.
            let text = variable(&name).filter(|text| !text.is_empty())?;
            text.into_string().map_err(|_| unreadable = Some(name)).ok()
        };
        if let Some(url) = value("base_url", "") {
            self = self.base_url(url);
        }
        for setting in settings {
            match *setting {
                Setting::Variable(method, name) => {
                    if let Some(text) = value(method, "") {
                        self = self.server_variable(name, text);
                    }
                }
                Setting::Credential(method, scheme, _) if scheme.kind == SchemeKind::Basic => {
                    if let Some(user) = value(method, "_USERNAME") {
                        let password = value(method, "_PASSWORD").unwrap_or_default();
                        self = self.basic(scheme, user, Secret::from(password));
                    }
                }
                Setting::Credential(method, scheme, flow) => {
                    let credential = match (flow, value(method, "")) {
                        (_, Some(text)) => Some(Credential::from(text)),
                        (Some(_), None) => oauth2(&mut |suffix| value(method, suffix)).map(Credential::from),
                        (None, None) => None,
                    };
                    if let Some(credential) = credential {
                        self = self.credential(scheme, flow, credential);
                    }
                }
            }
        }
        match unreadable {
            Some(name) => self.refuse(BuildError::new(format!("the variable `{name}` is not UTF-8"))),
            None => self,
        }
    }
}

fn oauth2(value: &mut dyn FnMut(&str) -> Option<String>) -> Option<OAuth2> {
    let (id, secret) = (value("_CLIENT_ID"), value("_CLIENT_SECRET").map(Secret::from));
    match (value("_REFRESH_TOKEN"), id, secret) {
        (Some(token), Some(id), secret) => Some(OAuth2::refresh(token).client(id, secret)),
        (Some(token), None, _) => Some(OAuth2::refresh(token)),
        (None, Some(id), Some(secret)) => Some(OAuth2::client_credentials(id, secret)),
        (None, ..) => None,
    }
}
