//! Claims that many layouts make in the same ways: samples, headers that prove who calls, statuses in titles.

use super::curl::Curl;
use super::facts::{
    Body, Endpoint, JsonType, Kind, Location, Parameter, Property, Response, Schema, SchemeKind,
    SecurityScheme, Stated,
};
use super::values;
use crate::source::Origin;

/// The methods of HTTP that a page may name.
pub(super) const METHODS: [&str; 9] =
    ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"];

/// The method that a word names, in whatever case it is written.
pub(super) fn method(word: &str) -> Option<&'static str> {
    let upper = word.to_ascii_uppercase();
    let upper = if upper == "DEL" { "DELETE" } else { upper.as_str() };
    METHODS.into_iter().find(|method| *method == upper)
}

/// The status in a title: `200 OK`, `Success (200)`, `4XX`, `default`.
pub(super) fn status(title: &str) -> Option<String> {
    let mut words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.find_map(|word| {
        let (first, rest) = (word.chars().next()?, word.get(1..)?);
        let is_class = ('1'..='5').contains(&first) && word.len() == 3;
        let is_status = is_class && rest.chars().all(|c| c.is_ascii_digit());
        let is_range = is_class && rest.eq_ignore_ascii_case("xx");
        (is_status || is_range).then(|| word.to_ascii_uppercase())
    })
}

/// Whether a text looks like a value of JSON, be it a sloppy one.
pub(super) fn looks_like_json(text: &str) -> bool {
    let text = text.trim_start();
    let text = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let commented = text.starts_with("//") || text.starts_with("/*");
    text.starts_with(['{', '[', '"'])
        || matches!(text.trim_end(), "true" | "false" | "null")
        || text.trim_end().parse::<f64>().is_ok()
        || commented && text.contains('{')
}

/// The body that a sample shows; what is no JSON says by its looks what it is.
pub(super) fn sampled(text: &str, origin: Origin) -> Body {
    let mut body = Body::new(origin);
    body.samples.push(Stated::sample(text, origin));
    if !looks_like_json(text) || text.trim_start().starts_with("{{") {
        let media = match text.trim_start().starts_with('<') {
            true => "application/xml",
            false => "text/plain",
        };
        body.media = Some(Stated::sample(media, origin));
        let mut schema = Schema::new(origin, Kind::Sample);
        schema.types.push(JsonType::String);
        body.schema = Some(schema);
        body.samples.clear();
    }
    body
}

/// The answer of a status, made where there is none yet.
pub(super) fn response(responses: &mut Vec<Response>, status: Stated<String>) -> Option<&mut Response> {
    let known = responses
        .iter()
        .position(|response| response.statuses.iter().any(|known| known.value == status.value));
    if known.is_none() {
        responses.push(Response::new(status));
    }
    match known {
        Some(index) => responses.get_mut(index),
        None => responses.last_mut(),
    }
}

/// Whether a header has the name of a key that proves who calls.
pub(super) fn is_key(name: &str) -> bool {
    const ENDS: [&str; 7] =
        ["api-key", "apikey", "api_key", "auth-token", "access-token", "api-token", "auth-key"];
    let name = name.trim().to_ascii_lowercase();
    ENDS.iter().any(|end| name.ends_with(end))
}

/// Takes a header that is a credential as a scheme that the operation asks for; gives whether it is one.
pub(super) fn credential(endpoint: &mut Endpoint, name: &str, text: &str, origin: Origin) -> bool {
    let (name, text) = (name.trim().to_ascii_lowercase(), text.to_ascii_lowercase());
    let (called, kind) = if name == "authorization" {
        match () {
            () if text.contains("bearer") => ("bearerAuth", SchemeKind::Http("bearer".to_owned())),
            () if text.contains("basic") => ("basicAuth", SchemeKind::Http("basic".to_owned())),
            () => ("authorization", SchemeKind::ApiKey(Location::Header, "Authorization".to_owned())),
        }
    } else if is_key(&name) {
        ("apiKey", SchemeKind::ApiKey(Location::Header, name))
    } else {
        return false;
    };
    require(endpoint, called, kind, origin);
    true
}

/// Says that the operation asks for a scheme, together with those that it asks for already.
pub(super) fn require(endpoint: &mut Endpoint, name: &str, kind: SchemeKind, origin: Origin) {
    if endpoint.schemes.iter().any(|scheme| scheme.kind == kind) {
        return;
    }
    let name = Stated::field(name, origin);
    let alternatives = endpoint.security.get_or_insert_default();
    match alternatives.first_mut() {
        Some(together) => together.push(name.clone()),
        None => alternatives.push(vec![name.clone()]),
    }
    endpoint.schemes.push(SecurityScheme { name, kind, description: None });
}

/// Takes a header of a request: a credential, the media type of the body, or a parameter.
pub(super) fn header(endpoint: &mut Endpoint, property: Property) {
    let name = property.name.value.to_ascii_lowercase();
    let origin = property.name.origin;
    let texts = [&property.schema.example, &property.schema.default];
    let shown = texts.into_iter().flatten().find_map(|value| value.as_str()).unwrap_or_default();
    let described = property.schema.description.clone().unwrap_or_default();
    if name == "content-type" {
        let media = media_types(shown).or_else(|| media_types(&described));
        endpoint.request_media.extend(media.map(|media| Stated { value: media, ..property.name.clone() }));
    } else if !credential(endpoint, &name, &format!("{shown} {described}"), origin) {
        endpoint.parameters.push(Parameter { location: Location::Header, property });
    }
}

/// The first media type in a text.
pub(super) fn media_types(text: &str) -> Option<String> {
    const KINDS: [&str; 7] = ["application/", "text/", "multipart/", "image/", "audio/", "video/", "font/"];
    let lower = text.to_ascii_lowercase();
    let start = KINDS.iter().filter_map(|kind| lower.find(kind)).min()?;
    let rest = lower.get(start..)?;
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '+' | '-' | '*' | '_');
    let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
    rest.get(..end).map(|media| media.trim_end_matches('.').to_owned())
}

/// Takes what a command says about the operation that it calls.
pub(super) fn command(endpoint: &mut Endpoint, curl: &Curl, origin: Origin) {
    if let Some(url) = &curl.url {
        let url = variables(url);
        let path = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        if path.contains('/') {
            query(endpoint, &url, origin);
            endpoint.targets.push(Stated::sample(url, origin));
        }
    }
    let sends = curl.data.is_some() || !curl.form.is_empty();
    let declared = endpoint.security.is_some();
    for (name, value) in &curl.headers {
        let lower = name.to_ascii_lowercase();
        match lower.as_str() {
            "content-type" if sends => {
                endpoint.request_media.extend(media_types(value).map(|media| Stated::sample(media, origin)));
            }
            "content-type" | "accept" | "user-agent" | "host" | "origin" | "referer" | "cookie"
            | "accept-encoding" | "content-length" | "cache-control" | "connection" => {}
            _ if declared && lower == "authorization" => {}
            _ if endpoint.parameters.iter().any(|known| {
                known.location == Location::Header && known.property.name.value.eq_ignore_ascii_case(name)
            }) => {}
            _ if credential(endpoint, name, value, origin) => {}
            _ => endpoint.parameters.push(shown(Location::Header, name, value, origin)),
        }
    }
    if let Some(data) = curl.data.as_ref().filter(|data| looks_like_json(data)) {
        let mut body = Body::new(origin);
        body.samples.push(Stated::sample(data.as_str(), origin));
        endpoint.requests.push(body);
    }
    if !curl.form.is_empty() {
        let mut body = Body::new(origin);
        body.media = Some(Stated::sample("multipart/form-data", origin));
        let mut schema = Schema::new(origin, Kind::Sample);
        schema.types.push(JsonType::Object);
        for (name, file) in &curl.form {
            let mut field = Schema::new(origin, Kind::Sample);
            field.types.push(JsonType::String);
            field.format = file.then(|| "binary".to_owned());
            schema.properties.push(Property {
                name: Stated::sample(name.as_str(), origin),
                required: None,
                schema: field,
            });
        }
        body.schema = Some(schema);
        endpoint.requests.push(body);
    }
}

/// Takes the names behind the `?` of a URL as parameters, where none of the name is known.
pub(super) fn query(endpoint: &mut Endpoint, url: &str, origin: Origin) {
    let Some((_, query)) = url.split_once('?') else { return };
    let query = query.split('#').next().unwrap_or_default();
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let name = name.replace("%5B", "[").replace("%5D", "]");
        let known = endpoint
            .parameters
            .iter()
            .any(|known| known.location == Location::Query && known.property.name.value == name);
        if !known && !name.is_empty() && !name.contains(['{', '<', ' ']) {
            endpoint.parameters.push(shown(Location::Query, &name, value, origin));
        }
    }
}

/// A parameter of which a value is shown and nothing else.
fn shown(location: Location, name: &str, value: &str, origin: Origin) -> Parameter {
    let mut schema = Schema::new(origin, Kind::Sample);
    let placeholder = value.is_empty() || value.contains(['{', '<', '$', '[']);
    let shown = values::printed(value, &[], origin);
    let ty = match values::json_type(&shown) {
        Some(JsonType::Integer | JsonType::Number) if !placeholder => JsonType::Number,
        Some(JsonType::Boolean) if !placeholder => JsonType::Boolean,
        _ => JsonType::String,
    };
    // The value of a header looks like a number more often than it is one.
    schema.types.push(if location == Location::Header { JsonType::String } else { ty });
    if !placeholder {
        schema.example = Some(match location {
            Location::Header => crate::tree::Node::string(value, origin),
            _ => shown,
        });
    }
    Parameter { location, property: Property { name: Stated::sample(name, origin), required: None, schema } }
}

/// A URL in which `$NAME` and `${NAME}` are `{NAME}`.
fn variables(url: &str) -> String {
    let mut text = String::with_capacity(url.len());
    let mut rest = url;
    while let Some((before, after)) = rest.split_once('$') {
        text.push_str(before);
        let inner = after.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let (name, behind) = inner.unwrap_or_else(|| {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
            after.split_at(end)
        });
        text.push_str(&format!("{{{name}}}"));
        rest = behind;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_and_media_types_are_found() {
        for (title, expected) in [
            ("json 200 Success", Some("200")),
            ("Error (404)", Some("404")),
            ("4xx", Some("4XX")),
            ("Response", None),
            ("2000 things", None),
        ] {
            assert_eq!(status(title).as_deref(), expected, "{title}");
        }
        assert_eq!(media_types("must be `Multipart/form-data`.").as_deref(), Some("multipart/form-data"));
        assert_eq!(media_types("none"), None);
        assert_eq!(variables("https://a/$X_Y/${z}?b"), "https://a/{X_Y}/{z}?b");
    }
}
