//! Security schemes (OpenAPI 3.2.0, sections 4.27 to 4.29; Swagger 2.0).

use super::Holds::{One, Value};
use super::Verdict::{Documented, Used};
use super::{Kind, Row, row};
use crate::ledger::version::{ALL, SINCE_3_2, V2, V3};

pub(in crate::ledger) const SECURITY_SCHEME: &[Row] = &[
    row("type", ALL, Value, Used),
    row("description", ALL, Value, Documented),
    row("name", ALL, Value, Used),
    row("in", ALL, Value, Used),
    row("scheme", V3, Value, Used),
    row("bearerFormat", V3, Value, Documented),
    row("flows", V3, One(Kind::OAuthFlows), Used),
    row("openIdConnectUrl", V3, Value, Documented),
    row("oauth2MetadataUrl", SINCE_3_2, Value, Documented),
    row("deprecated", SINCE_3_2, Value, Documented),
    row("flow", V2, Value, Documented),
    row("authorizationUrl", V2, Value, Documented),
    row("tokenUrl", V2, Value, Used),
    row("scopes", V2, Value, Documented),
];

pub(in crate::ledger) const OAUTH_FLOWS: &[Row] = &[
    row("implicit", V3, One(Kind::OAuthFlow), Used),
    row("password", V3, One(Kind::OAuthFlow), Used),
    row("clientCredentials", V3, One(Kind::OAuthFlow), Used),
    row("authorizationCode", V3, One(Kind::OAuthFlow), Used),
    row("deviceAuthorization", SINCE_3_2, One(Kind::OAuthFlow), Used),
];

pub(in crate::ledger) const OAUTH_FLOW: &[Row] = &[
    row("authorizationUrl", V3, Value, Documented),
    row("deviceAuthorizationUrl", SINCE_3_2, Value, Documented),
    row("tokenUrl", V3, Value, Used),
    row("refreshUrl", V3, Value, Used),
    row("scopes", V3, Value, Documented),
];
