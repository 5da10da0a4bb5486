//! Security schemes (OpenAPI 3.2.0, sections 4.27 to 4.29; Swagger 2.0).

use super::Holds::{Flag, One, Text, TextMap};
use super::Verdict::{Documented, Used};
use super::{Kind, Row, row};
use crate::ledger::version::{ALL, SINCE_3_2, V2, V3};

pub(in crate::ledger) const SECURITY_SCHEME: &[Row] = &[
    row("type", ALL, Text, Used),
    row("description", ALL, Text, Documented),
    row("name", ALL, Text, Used),
    row("in", ALL, Text, Used),
    row("scheme", V3, Text, Used),
    row("bearerFormat", V3, Text, Documented),
    row("flows", V3, One(Kind::OAuthFlows), Used),
    row("openIdConnectUrl", V3, Text, Used),
    row("oauth2MetadataUrl", SINCE_3_2, Text, Used),
    row("deprecated", SINCE_3_2, Flag, Documented),
    row("flow", V2, Text, Documented).anywhere(),
    row("authorizationUrl", V2, Text, Documented).anywhere(),
    row("tokenUrl", V2, Text, Used).anywhere(),
    row("scopes", V2, TextMap, Documented).anywhere(),
];

pub(in crate::ledger) const OAUTH_FLOWS: &[Row] = &[
    row("implicit", V3, One(Kind::OAuthFlow), Used),
    row("password", V3, One(Kind::OAuthFlow), Used),
    row("clientCredentials", V3, One(Kind::OAuthFlow), Used),
    row("authorizationCode", V3, One(Kind::OAuthFlow), Used),
    row("deviceAuthorization", SINCE_3_2, One(Kind::OAuthFlow), Used),
];

pub(in crate::ledger) const OAUTH_FLOW: &[Row] = &[
    row("authorizationUrl", V3, Text, Documented),
    row("deviceAuthorizationUrl", SINCE_3_2, Text, Documented),
    row("tokenUrl", V3, Text, Used),
    row("refreshUrl", V3, Text, Used),
    row("scopes", V3, TextMap, Documented),
];
