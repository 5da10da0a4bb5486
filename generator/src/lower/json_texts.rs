//! Strings whose text is JSON of a schema (JSON Schema 2020-12 Validation, section 8.5).

use super::Lowering;
use super::flat::Flat;
use super::media_types::{Class, class, essence};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Rules, TypeRef};

impl<'t> Lowering<'_, 't> {
    /// What the text of a string holds, where the schema says that it is JSON and of what schema. What the text is in
    /// otherwise is handed over as it is.
    pub(super) fn held_by_text(
        &mut self,
        flat: &Flat<'t>,
        name: &str,
        depth: usize,
    ) -> Option<(TypeRef, Rules)> {
        let schema = flat.keyword("x-contentSchema")?;
        let is_encoded = flat.keyword("x-contentEncoding").is_some() || flat.text("format") == Some("byte");
        let media_type = flat.text("x-contentMediaType").map(essence);
        let why = match media_type {
            _ if is_encoded => "the content is handed over as it is encoded",
            None => "without a `contentMediaType` it says nothing",
            Some(media_type) if class(&media_type) != Class::Json => "only a text that is JSON is read",
            Some(_) => {
                self.tell_unchecked(flat);
                let id = self.document.schema_at(schema, self.sink);
                return Some(self.item(id, &format!("{name} content"), depth));
            }
        };
        let message = "this `contentSchema` is ignored";
        self.sink.report(Diagnostic::new(Code::IgnoredKeyword, schema.origin, message).note(why));
        None
    }
    /// Two texts may hold the same, so that what is said of the text itself cannot be held against what was read of it.
    fn tell_unchecked(&mut self, flat: &Flat<'t>) {
        for keyword in ["minLength", "maxLength", "pattern"] {
            if let Some(value) = flat.keyword(keyword) {
                let message = format!("this `{keyword}` is ignored");
                let note = "the text is read as the value that it holds, and is not checked itself";
                self.sink.report(Diagnostic::new(Code::IgnoredKeyword, value.origin, message).note(note));
            }
        }
    }
}
