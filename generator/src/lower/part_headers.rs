//! Headers of the parts of a multipart body (OpenAPI 3.0.4, section 4.7.15.1.2).

use super::Lowering;
use super::media_types::is_token;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Node, Resolved};
use crate::ir::{FieldEncoding, JsonName, Style};

/// What says how the content of a part is packed, and the words that it knows (RFC 2045, section 6.1).
const TRANSFER_ENCODING: &str = "Content-Transfer-Encoding";
const TRANSFER_ENCODINGS: [&str; 3] = ["base64", "quoted-printable", "binary"];

impl<'t> Lowering<'_, 't> {
    /// Adds the headers of a part to its encoding: one that has a single value is sent with it, and a file has a place for
    /// others.
    pub(super) fn part_headers(&mut self, headers: &'t Node, is_file: bool, field: &mut FieldEncoding) {
        for entry in headers.as_mapping().into_iter().flatten() {
            // What the part is, its media type says.
            if entry.key.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let header = self.document.resolve(&entry.value, self.sink);
            let fixed = header.and_then(|header| self.only_value(header));
            let (message, note) = match (is_token(&entry.key), fixed) {
                (true, Some(value)) => {
                    field.fixed_headers.push((JsonName::new(entry.key.as_str()), value));
                    continue;
                }
                (true, None) if is_file => {
                    field.headers.push(JsonName::new(entry.key.as_str()));
                    continue;
                }
                (true, None) => (
                    format!(
                        "the header `{}` of this part is neither sent nor read",
                        entry.key.escape_debug()
                    ),
                    "only a file has a place for it; a header with one value, an `enum` of one, is sent",
                ),
                (false, _) => (
                    format!("`{}` cannot be the name of a header", entry.key.escape_debug()),
                    "it is left out; such a name is a token (RFC 9110, section 5.6.2)",
                ),
            };
            let diagnostic = Diagnostic::new(Code::IgnoredKeyword, entry.key_origin, message);
            self.sink.report(diagnostic.note(note));
        }
    }

    /// The value of a header that has no other.
    fn only_value(&mut self, header: &'t Node) -> Option<String> {
        let id = self.document.schema_at(header.get("schema")?, self.sink);
        let flat = self.flatten(id);
        let [only] = flat.enumeration.as_deref()? else { return None };
        let text = match only.resolve()? {
            Resolved::Null => return None,
            _ => only.as_scalar()?.text.to_string(),
        };
        let is_plain = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
        text.bytes().all(is_plain).then_some(text)
    }

    /// `contentEncoding` of a part says what that header does (OpenAPI 3.1.1, section 4.8.14.6).
    pub(super) fn transfer_encodings(&mut self, schema: &'t Node, fields: &mut Vec<FieldEncoding>) {
        let id = self.document.schema_at(schema, self.sink);
        for property in self.flatten(id).properties.clone() {
            let of_part = self.flatten(property.schema);
            let of_part = of_part.items.map(|items| self.flatten(items)).unwrap_or(of_part);
            let Some(packed) = of_part.text("x-contentEncoding") else { continue };
            if !TRANSFER_ENCODINGS.contains(&packed) {
                continue;
            }
            let place = fields.iter().position(|field| field.name.as_str() == property.name);
            let place = place.unwrap_or_else(|| {
                fields.push(plain(property.name));
                fields.len() - 1
            });
            let Some(field) = fields.get_mut(place) else { continue };
            let names = field.headers.iter().chain(field.fixed_headers.iter().map(|(name, _)| name));
            let is_said = names.into_iter().any(|name| name.as_str().eq_ignore_ascii_case(TRANSFER_ENCODING));
            if !is_said {
                field.fixed_headers.push((JsonName::new(TRANSFER_ENCODING), packed.to_owned()));
            }
        }
    }
}

/// The encoding of a part of which nothing is said.
fn plain(name: &str) -> FieldEncoding {
    FieldEncoding {
        name: JsonName::new(name),
        style: Style::Form,
        explode: true,
        allow_reserved: false,
        content_type: None,
        headers: Vec::new(),
        fixed_headers: Vec::new(),
    }
}
