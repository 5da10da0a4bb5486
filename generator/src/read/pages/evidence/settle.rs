//! The claims about one operation are held against each other, and operations of several pages become one.

use super::operation::{Operation, Outcome, Settled};
use super::{Contradiction, explicit, parameters, required, samples, schemes, targets, titles};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::pages::facts::{Body, Endpoint, Location, PageFacts, Stated};
use crate::source::JsonPointer;

/// Settles everything that can be settled before a schema is looked at.
pub(super) fn settle(described: &PageFacts, contradictions: &mut Vec<Contradiction>) -> Settled {
    let mut settled = Settled {
        operations: Vec::new(),
        webhooks: Vec::new(),
        servers: described.servers.clone(),
        schemes: described.schemes.clone(),
    };
    for endpoint in &described.endpoints {
        let Some(operation) = one(endpoint, described, &mut settled, contradictions) else { continue };
        let same = settled.operations.iter_mut().find(|other| {
            other.method.value == operation.method.value
                && targets::shape(&other.path.value) == targets::shape(&operation.path.value)
        });
        match same {
            Some(other) => repeated(other, operation),
            None => settled.operations.push(operation),
        }
    }
    for (name, webhook) in &described.webhooks {
        let Some(webhook) = one(webhook, described, &mut settled, contradictions) else { continue };
        let webhook =
            Operation { path: name.clone(), is_webhook: true, security: None, server: None, ..webhook };
        match settled.webhooks.iter_mut().find(|other| other.path.value == name.value) {
            Some(other) => repeated(other, webhook),
            None => settled.webhooks.push(webhook),
        }
    }
    titles::name(&mut settled.operations);
    // A server that is every operation's is the API's.
    let servers: Vec<_> =
        settled.operations.iter().filter_map(|operation| operation.server.as_ref()).collect();
    if let Some(first) = servers.first().map(|server| (*server).clone())
        && settled.servers.is_empty()
    {
        settled.servers.push(first);
    }
    for operation in &mut settled.operations {
        let server = operation.server.as_ref().map(|server| server.value.as_str());
        if settled.servers.first().map(|first| first.value.as_str()) == server {
            operation.server = None;
        }
    }
    settled
}

/// One operation of one page; `None` where the page names no method or no path.
fn one(
    endpoint: &Endpoint,
    described: &PageFacts,
    settled: &mut Settled,
    contradictions: &mut Vec<Contradiction>,
) -> Option<Operation> {
    let mut method = endpoint.methods.first()?.clone();
    method.value = method.value.to_ascii_lowercase();
    let (path, server) = settle_target(endpoint, &described.servers, contradictions, &method.value)?;
    let at = JsonPointer::root().child("paths").child(&path.value).child(&method.value);
    for claim in
        endpoint.methods.iter().skip(1).filter(|claim| !claim.value.eq_ignore_ascii_case(&method.value))
    {
        let message =
            format!("the page says both {} and {}", method.value.to_uppercase(), claim.value.to_uppercase());
        let diagnostic = Diagnostic::new(Code::MethodContradiction, claim.origin, message)
            .related(method.origin, "this one is taken");
        contradictions.push(Contradiction { pointer: at.clone(), diagnostic });
    }
    let mut security = endpoint.security.clone();
    for scheme in &endpoint.schemes {
        let name = schemes::unite(scheme, &mut settled.schemes);
        for stated in security.iter_mut().flatten().flatten() {
            if stated.value == scheme.name.value {
                stated.value.clone_from(&name);
            }
        }
    }
    let security = security.or_else(|| described.security.clone());
    for stated in security.iter().flatten().flatten() {
        if !settled.schemes.iter().any(|scheme| scheme.name.value == stated.value) {
            settled.schemes.push(schemes::guessed(stated));
        }
    }
    let parameters = parameters::settle(endpoint, &path, &at, contradictions);
    let mut requests =
        bodies(&endpoint.requests, &endpoint.request_media, &at.child("requestBody"), contradictions);
    for body in &mut requests {
        let media = body.media.as_ref().map_or("application/json", |media| media.value.as_str());
        let at = at.child("requestBody").child("content").child(media).child("schema");
        required::settle(body, &at, contradictions);
        samples::weigh(body, &at, contradictions);
        body.schema.iter_mut().for_each(|schema| explicit::refine(schema, 0));
    }
    let request_required = endpoint.request_required.unwrap_or_else(|| requests.iter().any(has_required));
    let mut responses: Vec<Outcome> = Vec::new();
    for response in &endpoint.responses {
        status_claims(response, &at, contradictions);
        for status in &response.statuses {
            let value = status.value.to_ascii_uppercase().replace("DEFAULT", "default");
            let at = at.child("responses").child(&value);
            let mut bodies = bodies(&response.bodies, &[], &at, contradictions);
            for body in &mut bodies {
                let media = body.media.as_ref().map_or("application/json", |media| media.value.as_str());
                let at = at.child("content").child(media).child("schema");
                required::settle(body, &at, contradictions);
                samples::weigh(body, &at, contradictions);
                body.schema.iter_mut().for_each(|schema| explicit::refine(schema, 0));
            }
            let status = Stated { value, ..status.clone() };
            let (description, headers) = (response.description.clone(), response.headers.clone());
            match responses.iter_mut().find(|other| other.status.value == status.value) {
                Some(other) => {
                    other.bodies.extend(bodies);
                    other.bodies = unite_bodies(std::mem::take(&mut other.bodies));
                    other.description = other.description.take().or(description);
                }
                None => responses.push(Outcome { status, description, bodies, headers }),
            }
        }
    }
    Some(Operation {
        origin: endpoint.origin,
        method,
        is_webhook: false,
        path,
        operation_id: endpoint.operation_id.clone(),
        summary: endpoint.summary.clone(),
        description: endpoint.description.clone(),
        tags: endpoint.tags.clone(),
        deprecated: endpoint.deprecated,
        parameters,
        requests,
        request_required,
        responses,
        security,
        server,
    })
}

/// The path, and the server in front of it.
fn settle_target(
    endpoint: &Endpoint,
    servers: &[Stated<String>],
    contradictions: &mut Vec<Contradiction>,
    method: &str,
) -> Option<(Stated<String>, Option<Stated<String>>)> {
    let parsed = endpoint.targets.iter().filter_map(|claim| Some((claim, targets::parse(&claim.value)?)));
    let mut parsed: Vec<_> = parsed.collect();
    parsed.sort_by_key(|(claim, _)| claim.kind);
    let (first, target) = parsed.first().cloned()?;
    let mut path = Stated { value: target.path.clone(), ..first.clone() };
    let mut server = target.server.clone().map(|url| Stated { value: url, ..first.clone() });
    // A page that names its server gives the base path with it.
    for known in servers {
        let base =
            targets::parse(&known.value).filter(|base| base.path != "/" && base.server == target.server);
        if let Some(rest) =
            base.and_then(|base| path.value.strip_prefix(base.path.trim_end_matches('/')).map(str::to_owned))
            && rest.starts_with('/')
            && target.server.is_some()
        {
            path.value = rest;
            server = Some(known.clone());
        }
    }
    path.value = with_variables(&path.value, endpoint);
    let at = JsonPointer::root().child("paths").child(&path.value).child(method);
    for (claim, other) in parsed.iter().skip(1) {
        match targets::fit(&path.value, &other.path) {
            targets::Fit::Same if server.is_none() => {
                server = other.server.clone().map(|url| Stated { value: url, ..(*claim).clone() });
            }
            targets::Fit::Below(base) if server.is_none() => {
                server = other.server.clone().map(|url| Stated { value: url + &base, ..(*claim).clone() });
            }
            targets::Fit::Other => {
                let message = format!("the page says both `{}` and `{}`", path.value, other.path);
                let diagnostic = Diagnostic::new(Code::PathContradiction, claim.origin, message)
                    .related(path.origin, "this one is taken");
                contradictions.push(Contradiction { pointer: at.clone(), diagnostic });
            }
            _ => {}
        }
    }
    Some((path, server))
}

/// A path in which a segment has the name of a parameter that is said to stand in the path: it is what varies.
fn with_variables(path: &str, endpoint: &Endpoint) -> String {
    let listed = endpoint.parameters.iter().filter(|parameter| parameter.location == Location::Path);
    let names: Vec<&str> = listed.map(|parameter| parameter.property.name.value.as_str()).collect();
    let segments = path.split('/').map(|segment| match names.contains(&segment) {
        true => format!("{{{segment}}}"),
        false => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Bodies once each media type, with the media types that headers claim held against each other.
fn bodies(
    stated: &[Body],
    claims: &[Stated<String>],
    at: &JsonPointer,
    contradictions: &mut Vec<Contradiction>,
) -> Vec<Body> {
    let mut bodies = unite_bodies(stated.to_vec());
    let [body] = bodies.as_mut_slice() else { return bodies };
    let mut all: Vec<Stated<String>> = body.media.iter().chain(claims).cloned().collect();
    for claim in &mut all {
        claim.value = claim.value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    }
    // A body that is shown as JSON is JSON, whatever a copied header says.
    let is_json = body.samples.iter().any(|sample| sample.value.trim_start().starts_with(['{', '[']));
    let json = all.iter().find(|claim| claim.value.contains("json")).filter(|_| is_json);
    let Some(taken) = json.or(all.first()).cloned() else { return bodies };
    for claim in all.iter().filter(|claim| claim.value != taken.value) {
        let message = format!("the page says both `{}` and `{}`", taken.value, claim.value);
        let diagnostic = Diagnostic::new(Code::MediaTypeContradiction, claim.origin, message).related(
            taken.origin,
            if is_json { "this one is taken: the sample is JSON" } else { "this one is taken" },
        );
        contradictions.push(Contradiction { pointer: at.clone(), diagnostic });
    }
    body.media = Some(taken);
    bodies
}

/// Bodies of one media type become one: the first schema, all samples.
fn unite_bodies(bodies: Vec<Body>) -> Vec<Body> {
    let mut united: Vec<Body> = Vec::new();
    for body in bodies {
        let media = |body: &Body| body.media.as_ref().map(|media| media.value.clone());
        match united.iter_mut().find(|other| media(other) == media(&body) || body.media.is_none()) {
            Some(other) => {
                other.schema = other.schema.take().or(body.schema);
                other.parts.extend(body.parts);
                other.samples.extend(body.samples);
                other.required.extend(body.required);
            }
            None => united.push(body),
        }
    }
    united
}

fn has_required(body: &Body) -> bool {
    let Some(schema) = &body.schema else { return false };
    schema.properties.iter().any(|property| property.required == Some(true))
}

/// Two statuses for one outcome are both kept, and said to be two.
fn status_claims(
    response: &crate::read::pages::facts::Response,
    at: &JsonPointer,
    contradictions: &mut Vec<Contradiction>,
) {
    let Some(first) = response.statuses.first() else { return };
    for other in response.statuses.iter().skip(1).filter(|other| other.value != first.value) {
        let message = format!("the page says both {} and {} of one outcome", first.value, other.value);
        let diagnostic = Diagnostic::new(Code::StatusContradiction, other.origin, message)
            .related(first.origin, "both are kept, with the same body");
        contradictions.push(Contradiction { pointer: at.child("responses"), diagnostic });
    }
}

/// The same operation on a second page adds what the first does not say.
fn repeated(first: &mut Operation, second: Operation) {
    first.summary = first.summary.take().or(second.summary);
    first.description = first.description.take().or(second.description);
    first.operation_id = first.operation_id.take().or(second.operation_id);
    first.security = first.security.take().or(second.security);
    first.server = first.server.take().or(second.server);
    for parameter in second.parameters {
        let known = first.parameters.iter().any(|other| {
            other.location == parameter.location
                && (other.location == Location::Path
                    || other.property.name.value == parameter.property.name.value)
        });
        if !known {
            first.parameters.push(parameter);
        }
    }
    if first.requests.is_empty() {
        first.requests = second.requests;
        first.request_required = second.request_required;
    }
    for outcome in second.responses {
        match first.responses.iter_mut().find(|other| other.status.value == outcome.status.value) {
            Some(other) if other.bodies.is_empty() => other.bodies = outcome.bodies,
            Some(_) => {}
            None => first.responses.push(outcome),
        }
    }
}
