//! Request and response bodies: which media types they have, and which types those carry.

use super::media_types::{Class, class, essence, is_media_type, word};
use super::{Lowering, docs, names};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Entry, Node, SchemaType};
use crate::ir::{
    Body, BodyEncoding, Content, Contents, Ident, Kind, MediaType, Rules, Scalar, TypeKind, TypeRef,
};

/// A media type of a body, with what decides whether another says the same.
struct Draft<'t> {
    class: Class,
    essence: String,
    /// The media type as it is written, without others that share its key.
    name: String,
    entry: &'t Entry,
    schema: Option<&'t Node>,
}

/// A value as a media type carries it.
struct Carried {
    ty: TypeRef,
    rules: Rules,
    encoding: BodyEncoding,
    item: Option<TypeRef>,
    /// Whether other media types may carry the same value: texts and bytes are what their media type says.
    shared: bool,
}

impl<'t> Lowering<'_, 't> {
    pub(super) fn lower_request_body(
        &mut self,
        operation: &'t Node,
        base: &str,
        ident: Ident,
    ) -> Option<Body> {
        let node = self.document.resolve(operation.get("requestBody")?, self.sink)?;
        let required = node.get("required").and_then(Node::as_bool) == Some(true);
        let contents = self.lower_contents(node, &format!("{base} body"), &format!("{base}Body"))?;
        let mut docs = docs::docs(node, "");
        let sent = contents.variants.first().and_then(|content| content.media_types.split_first());
        if let Some((sent, also)) = sent.filter(|(_, also)| !also.is_empty()) {
            let also: Vec<String> = also.iter().map(|other| format!("`{}`", other.name)).collect();
            docs.notes.push(format!("Sent as `{}`; {} would carry the same.", sent.name, also.join(", ")));
        }
        Some(Body { ident, required, contents, docs, origin: node.origin })
    }

    /// The contents of a request body or response; `None` where it has none.
    pub(super) fn lower_contents(&mut self, node: &'t Node, name: &str, ident: &str) -> Option<Contents> {
        let drafts = self.drafts(node);
        let mut variants: Vec<Content> = Vec::new();
        let mut schemas: Vec<(usize, &'t Node, &'t str)> = Vec::new();
        let mut scope = names::Scope::default();
        for draft in &drafts {
            let same = draft.schema.and_then(|schema| {
                schemas.iter().find(|(_, other, _)| schema.means_the_same(other)).copied()
            });
            let carried = match same.and_then(|(at, ..)| variants.get(at)) {
                Some(content) => self.repeated(draft, content),
                None => {
                    let words = if variants.is_empty() { String::new() } else { word(&draft.essence).to_owned() };
                    Some(self.carried(draft, format!("{name} {words}").trim_end()))
                }
            };
            let Some(Carried { ty, rules, encoding, item, shared }) = carried else {
                let taken = same.map(|(_, _, taken)| taken).unwrap_or_default();
                let message = format!("`{}` has the schema of `{taken}`, which is taken", draft.name);
                self.sink.report(Diagnostic::new(Code::EqualMediaType, draft.entry.key_origin, message));
                continue;
            };
            let media_type = MediaType { name: draft.name.clone(), encoding, item, origin: draft.entry.key_origin };
            let have = variants.iter_mut().find(|have| shared && have.ty == ty && have.rules == rules);
            match have {
                Some(have) => have.media_types.push(media_type),
                None => {
                    if let Some(schema) = draft.schema.filter(|_| shared) {
                        schemas.push((variants.len(), schema, draft.entry.key.as_str()));
                    }
                    let ident = scope.take(&names::camel(word(&draft.essence)));
                    variants.push(Content { ident, ty, rules, media_types: vec![media_type] });
                }
            }
        }
        let ident = match variants.len() {
            0 => return None,
            1 => Ident::new(ident),
            _ => self.names.types.take(ident),
        };
        Some(Contents { ident, variants })
    }

    /// The media types of a `content`, the preferred one first.
    fn drafts(&mut self, node: &'t Node) -> Vec<Draft<'t>> {
        let mut drafts = Vec::new();
        let content = node.get("content").and_then(Node::as_mapping);
        for entry in content.into_iter().flat_map(|content| content.iter()) {
            if entry.key.starts_with("x-") {
                continue;
            }
            for name in entry.key.split(',').map(str::trim) {
                if !is_media_type(name) {
                    let message = format!("`{}` is no media type", name.escape_debug());
                    let diagnostic = Diagnostic::new(Code::InvalidShape, entry.key_origin, message);
                    self.sink.report(diagnostic.note("this content is left out"));
                    continue;
                }
                let essence = essence(name);
                let schema = entry.value.get("schema");
                let class = match class(&essence) {
                    Class::Any if schema.is_some_and(|schema| self.is_structured(schema)) => Class::Json,
                    Class::Any => Class::Bytes,
                    other => other,
                };
                drafts.push(Draft { class, essence, name: name.to_owned(), entry, schema });
            }
        }
        let has_files = |lowering: &Self, draft: &Draft<'t>| {
            draft.class == Class::Multipart && draft.schema.is_some_and(|schema| lowering.files.holds(schema))
        };
        // Files travel in parts; every other media type would have to write them as text.
        drafts.sort_by_key(|draft| (!has_files(self, draft), draft.class));
        drafts
    }

    /// Whether a schema describes something else than a string of characters or bytes.
    fn is_structured(&mut self, schema: &'t Node) -> bool {
        let id = self.document.schema_at(schema, self.sink);
        let flat = self.flatten(id);
        !matches!(flat.kind, None | Some(SchemaType::String)) || !self.variants_of(&flat).is_empty()
    }

    /// What a media type carries whose schema another has; `None` where it would only be another spelling of it.
    fn repeated(&mut self, draft: &Draft<'t>, have: &Content) -> Option<Carried> {
        let encoding = match draft.class {
            Class::Json | Class::Form | Class::Multipart => self.encoding(draft, &have.ty),
            Class::Text if self.is_scalar(&have.ty) => BodyEncoding::Text(self.kind(&have.ty, 0)),
            Class::Text | Class::Xml => return None,
            Class::Any | Class::Sequence | Class::Bytes => return Some(self.carried(draft, "")),
        };
        Some(Carried { ty: have.ty.clone(), rules: have.rules.clone(), encoding, item: None, shared: true })
    }

    fn carried(&mut self, draft: &Draft<'t>, name: &str) -> Carried {
        let raw = |scalar, encoding| Carried {
            ty: TypeRef::Scalar(scalar),
            rules: Rules::default(),
            encoding,
            item: None,
            shared: false,
        };
        match draft.class {
            Class::Json | Class::Form | Class::Multipart => {
                let (ty, rules) = draft
                    .schema
                    .map_or((TypeRef::Scalar(Scalar::Json), Rules::default()), |schema| self.value(schema, name));
                let (ty, rules) = self.fields_or_anything(draft, ty, rules);
                let encoding = self.encoding(draft, &ty);
                Carried { ty, rules, encoding, item: None, shared: true }
            }
            Class::Text => {
                let schema = draft.schema.filter(|schema| self.is_text(schema));
                if let (None, Some(schema)) = (schema, draft.schema) {
                    let message = format!("`{}` is handed over as text", draft.name);
                    self.sink.report(
                        Diagnostic::new(Code::UnsupportedMediaType, schema.origin, message)
                            .note("what its schema says is neither read nor checked"),
                    );
                }
                let Some(schema) = schema else {
                    return raw(Scalar::String, BodyEncoding::Text(Kind::String));
                };
                let (ty, rules) = self.value(schema, name);
                let encoding = BodyEncoding::Text(self.kind(&ty, 0));
                Carried { shared: ty != TypeRef::Scalar(Scalar::String), ty, rules, encoding, item: None }
            }
            Class::Xml => {
                let message = format!("`{}` is handed over as text", draft.name);
                self.sink.report(
                    Diagnostic::new(Code::UnsupportedMediaType, draft.entry.key_origin, message)
                        .note("the caller reads and writes the XML"),
                );
                raw(Scalar::String, BodyEncoding::Text(Kind::String))
            }
            Class::Sequence => {
                let message = format!("`{}` is handed over as text, whole", draft.name);
                self.sink.report(
                    Diagnostic::new(Code::UnsupportedMediaType, draft.entry.key_origin, message)
                        .note("its items are neither parted nor read"),
                );
                let value = &draft.entry.value;
                let item = value.get("itemSchema").or_else(|| value.get("x-itemSchema"));
                let item = item.map(|schema| self.value(schema, &format!("{name} item")).0);
                Carried { item, ..raw(Scalar::String, BodyEncoding::Text(Kind::String)) }
            }
            Class::Any | Class::Bytes => {
                if draft.essence.starts_with("multipart/") {
                    let message = format!("`{}` is handed over as bytes", draft.name);
                    self.sink.report(
                        Diagnostic::new(Code::UnsupportedMediaType, draft.entry.key_origin, message)
                            .note("its parts are neither parted nor read"),
                    );
                }
                raw(Scalar::Base64, BodyEncoding::Bytes)
            }
        }
    }

    /// The type of a schema's value where a body or header is it.
    pub(super) fn value(&mut self, schema: &'t Node, name: &str) -> (TypeRef, Rules) {
        let id = self.document.schema_at(schema, self.sink);
        let mention = self.mention(id, name);
        let ty = if mention.nullable { TypeRef::Nullable(Box::new(mention.ty)) } else { mention.ty };
        (ty, mention.rules)
    }

    /// A form has fields: what is described as something else becomes any object.
    fn fields_or_anything(&mut self, draft: &Draft<'t>, ty: TypeRef, rules: Rules) -> (TypeRef, Rules) {
        if draft.class == Class::Json || self.has_fields(&ty) {
            return (ty, rules);
        }
        let message = format!("a body that is `{}` must be an object", draft.essence);
        let origin = draft.schema.map_or(draft.entry.key_origin, |schema| schema.origin);
        self.sink.report(Diagnostic::new(Code::InvalidShape, origin, message).note("it is taken for any object"));
        (TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::Json))), Rules::default())
    }

    fn encoding(&mut self, draft: &Draft<'t>, ty: &TypeRef) -> BodyEncoding {
        match draft.class {
            Class::Form => {
                let kind = self.kind(ty, 0);
                let fields = self.field_encodings(&draft.entry.value, &kind, false);
                BodyEncoding::Form { kind, fields }
            }
            Class::Multipart => {
                let kind = self.kind(ty, 0);
                let fields = self.field_encodings(&draft.entry.value, &kind, true);
                BodyEncoding::Multipart { kind, fields }
            }
            _ => BodyEncoding::Json,
        }
    }

    /// Whether a schema is a scalar that a text can be.
    fn is_text(&mut self, schema: &'t Node) -> bool {
        let id = self.document.schema_at(schema, self.sink);
        let flat = self.flatten(id);
        let scalar = matches!(
            flat.kind,
            Some(SchemaType::String | SchemaType::Integer | SchemaType::Number | SchemaType::Boolean)
        );
        scalar && self.variants_of(&flat).is_empty() && flat.text("format") != Some("binary")
    }

    fn is_scalar(&self, ty: &TypeRef) -> bool {
        self.shape(ty, |kind| matches!(kind, Some(TypeKind::Enum(_)) | None), |ty| {
            matches!(ty, TypeRef::Scalar(scalar) if *scalar != Scalar::Json)
        })
    }

    fn has_fields(&self, ty: &TypeRef) -> bool {
        self.shape(ty, |kind| matches!(kind, Some(TypeKind::Struct(_) | TypeKind::Union(_)) | None), |ty| {
            matches!(ty, TypeRef::Map(_) | TypeRef::Scalar(Scalar::Json))
        })
    }

    /// Asks what a type is behind its aliases.
    fn shape(
        &self,
        ty: &TypeRef,
        named: impl Fn(Option<&TypeKind>) -> bool,
        other: impl Fn(&TypeRef) -> bool,
    ) -> bool {
        let mut ty = ty;
        for _ in 0..64 {
            match ty {
                TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => ty = inner,
                TypeRef::Named(id) => match self.types.get(id.index()).map(|def| &def.kind) {
                    Some(TypeKind::Alias(inner)) => ty = inner,
                    kind => return named(kind),
                },
                _ => return other(ty),
            }
        }
        false
    }
}
