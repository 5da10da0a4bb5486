//! What samples of requests show: URLs with a query, headers, and forms.

use super::Walk;
use super::endpoint::Draft;
use crate::read::markdown::Table;
use crate::read::pages::facts::{JsonType, Kind, Location, Parameter, Property, Schema, Stated};
use crate::read::pages::{claims, values};
use crate::source::Origin;
use crate::tree::Node;

impl Walk<'_, '_> {
    /// A table without a head that says of the operation how callers prove themselves, what it takes, and the like.
    pub(super) fn card(&mut self, table: &Table) -> bool {
        let Some(draft) = &mut self.draft else { return false };
        let mut is_card = false;
        for row in std::iter::once(&table.head).chain(&table.rows) {
            let [label, value] = row.as_slice() else { return is_card };
            let origin = self.page.origin(&value.range);
            match label.text.trim_end_matches(':').to_ascii_lowercase().as_str() {
                "auth" | "authentication" | "authorization" | "security" => {
                    is_card |= draft.is_proved_by(self.page.slice(&value.range), origin);
                }
                "content type" | "content-type" | "media type" | "consumes" => {
                    let media = claims::media_types(&value.text);
                    is_card |= media.is_some();
                    draft.endpoint.request_media.extend(media.map(|media| Stated::field(media, origin)));
                }
                _ => {}
            }
        }
        is_card
    }
}

impl Draft {
    /// Whether a request can be one of this operation: of its method, and of its path but for what varies.
    pub(super) fn shows(&self, method: &str, target: &str) -> bool {
        let path = |target: &str| -> String {
            let path = target.split('?').next().unwrap_or_default();
            path.split_once("://")
                .and_then(|(_, rest)| rest.split_once('/'))
                .map_or(path, |it| it.1)
                .to_owned()
        };
        let varies = |part: &str| part.contains([':', '{', '<', '[', '$']);
        let fits = |known: &str| {
            let (known, shown) = (path(known), path(target));
            let (mut known, mut shown) =
                (known.trim_matches('/').split('/'), shown.trim_matches('/').split('/'));
            loop {
                match (known.next(), shown.next()) {
                    (None, None) => return true,
                    (Some(known), Some(shown)) if known == shown || varies(known) || varies(shown) => {}
                    _ => return false,
                }
            }
        };
        self.endpoint.methods.iter().any(|known| known.value.eq_ignore_ascii_case(method))
            && self.endpoint.targets.iter().any(|known| fits(&known.value))
    }

    /// A URL or path in a sample: a claim, and the query that stands in it.
    pub(super) fn target(&mut self, target: &str, origin: Origin) {
        self.endpoint.targets.push(Stated::sample(target, origin));
        let query = target.split_once('?').map_or("", |(_, query)| query);
        for (name, value) in query.split(['&', '?']).filter_map(|pair| pair.split_once('=')) {
            self.query(name, value, origin);
        }
    }

    pub(super) fn query(&mut self, name: &str, value: &str, origin: Origin) {
        let mut schema = Schema::new(origin, Kind::Sample);
        schema.types.push(JsonType::String);
        if !value.is_empty() && !value.contains(['{', '<', ':']) {
            schema.example = Some(Node::string(value, origin));
        }
        let property = Property { name: Stated::sample(name, origin), required: None, schema };
        self.endpoint.parameters.push(Parameter { location: Location::Query, property });
    }

    /// A sample of a query, which is written as an object.
    pub(super) fn query_sample(&mut self, sample: &Stated<String>) {
        let Some(value) = values::json(&sample.value, sample.origin) else { return };
        let entries = || value.as_mapping().into_iter().flatten();
        let names = entries().any(|entry| self.is_listed(Location::Query, &entry.key));
        let listed = self.endpoint.parameters.iter().any(|known| known.location == Location::Query);
        let flat =
            entries().all(|entry| entry.value.as_mapping().is_none() && entry.value.as_sequence().is_none());
        if !(names || flat && !listed) {
            // It shows something else: what comes back.
            self.response_sample(None, sample.clone());
            return;
        }
        for entry in value.as_mapping().into_iter().flatten() {
            self.query(&entry.key, entry.value.as_str().unwrap_or_default(), entry.key_origin);
        }
    }

    /// A header that a sample of a request shows.
    pub(super) fn request_header(&mut self, name: &str, value: &str, origin: Origin) {
        if name.eq_ignore_ascii_case("content-type") {
            self.endpoint.request_media.push(Stated::sample(value, origin));
        } else if name.eq_ignore_ascii_case("authorization") {
            let scheme = value.split_once(' ').map_or("", |(scheme, _)| scheme);
            let is_word = !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            let known = ["bearer", "basic"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
            match is_word && !known && self.endpoint.schemes.is_empty() {
                // A scheme of the vendor's own is a value of the header, whole.
                true => _ = claims::credential(&mut self.endpoint, name, scheme, origin),
                false => self.authorization(value, origin),
            }
        } else if claims::is_key(name) && self.endpoint.schemes.is_empty() {
            claims::credential(&mut self.endpoint, name, value, origin);
        }
    }

    /// A field of a form that a command sends; a file has no value to show.
    pub(super) fn shown(&mut self, name: &str, value: Option<&str>, origin: Origin) {
        if self.form.iter().any(|known| known.name.value == name) {
            return;
        }
        let mut schema = Schema::new(origin, Kind::Sample);
        let file = value.is_none();
        let value = value.filter(|value| !value.contains(['{', '<', '$']));
        let shown = value.map(|value| values::printed(value, &[], origin));
        schema.types.push(match shown.as_ref().and_then(values::json_type) {
            Some(JsonType::Integer | JsonType::Number) => JsonType::Number,
            Some(JsonType::Boolean) => JsonType::Boolean,
            _ => JsonType::String,
        });
        match &value {
            None if file => schema.format = Some("binary".to_owned()),
            None | Some("") => {}
            Some(_) => schema.example = shown,
        }
        self.form.push(Property { name: Stated::sample(name, origin), required: None, schema });
    }
}
