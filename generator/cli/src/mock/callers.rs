//! Who may call a mock: whoever sends the credentials that the document asks for.

use super::Service;
use specwright_runtime::http::{Scheme, SchemeKind};
use specwright_runtime::server::{Attempt, BearerToken, Denied, Extensions, Routes, Secret, UserPassword};
use std::sync::Arc;

/// No routes yet, whose callers may do everything.
pub(super) fn open_to_all(schemes: &[&'static Scheme], service: &Arc<Service>) -> Routes {
    schemes.iter().fold(Routes::new(), |routes, scheme| match scheme.kind {
        SchemeKind::ApiKey(..) | SchemeKind::Http(_) => routes.by_key(scheme, service, key),
        SchemeKind::Bearer => routes.by_token(scheme, service, token),
        SchemeKind::Basic => routes.by_password(scheme, service, password),
        SchemeKind::Transport => routes.by_transport(scheme, service, transport),
    })
}

async fn key(_: &Service, _: &Secret, _: Attempt<'_>) -> Result<(), Denied> {
    Ok(())
}

async fn token(_: &Service, _: BearerToken<'_>, _: Attempt<'_>) -> Result<(), Denied> {
    Ok(())
}

async fn password(_: &Service, _: UserPassword<'_>, _: Attempt<'_>) -> Result<(), Denied> {
    Ok(())
}

async fn transport(_: &Service, _: &Extensions, _: Attempt<'_>) -> Result<(), Denied> {
    Ok(())
}
