//! Request and response bodies: which media types they have, and which types those carry.

use super::media_types::{self, Class, class, covers, essence, is_media_type, word};
use super::parts::Parts;
use super::{Lowering, names, sequences};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Entry, Node, SchemaType};
use crate::ir::{
    Body, BodyEncoding, Content, Contents, Ident, Kind, MediaType, Operation, Rules, Scalar, TypeId,
    TypeKind, TypeRef,
};
use std::collections::HashMap;

/// More media types than any body has; those behind them are left out.
const MOST: usize = 64;

/// A media type of a body.
#[derive(Clone)]
struct Draft<'t> {
    class: Class,
    essence: String,
    name: String,
    entry: &'t Entry,
    schema: Option<&'t Node>,
    /// Whether it is of parts that are told by their order.
    in_order: bool,
}

/// A value as a media type carries it.
struct Carried {
    ty: TypeRef,
    rules: Rules,
    encoding: BodyEncoding,
}

impl<'t> Lowering<'_, 't> {
    pub(super) fn lower_request_body(
        &mut self,
        operation: &'t Node,
        base: &str,
        ident: Ident,
    ) -> Option<Body> {
        let written = operation.get("requestBody")?;
        let node = self.document.resolve(written, self.sink)?;
        let required = node.get("required").and_then(Node::as_bool) == Some(true);
        let shared = component(written).unwrap_or_else(|| base.to_owned());
        let contents = self.lower_contents(node, true, &format!("{base} body"), &format!("{shared} body"))?;
        Some(Body { ident, required, contents, docs: self.docs_at(written, node, ""), origin: node.origin })
    }

    pub(super) fn lower_response_body(
        &mut self,
        written: &'t Node,
        response: &'t Node,
        name: &str,
    ) -> Option<Contents> {
        let shared = component(written).unwrap_or_else(|| name.to_owned());
        self.lower_contents(response, false, &format!("{name} body"), &format!("{shared} body"))
    }

    /// What the `content` of a request body or response may be; `None` where it is nothing. Several operations that mean
    /// the same `content` have the same answer, under the name `shared` where it needs one.
    fn lower_contents(
        &mut self,
        node: &'t Node,
        request: bool,
        name: &str,
        shared: &str,
    ) -> Option<Contents> {
        let content = node.get("content").filter(|content| content.as_mapping().is_some())?;
        let key = (std::ptr::from_ref(content), request);
        if let Some(known) = self.contents.get(&key) {
            return known.clone();
        }
        let groups = self.groups(content, request);
        let several = groups.len() > 1;
        let mut ident = Ident::new(&names::camel(name));
        if several {
            ident = choice(self.choices.len());
            self.choices.push(shared.to_owned());
        }
        let mut scope = names::Scope::default();
        let mut variants: Vec<Content> = Vec::new();
        for group in groups {
            let Some(first) = group.first() else { continue };
            let name = if several { format!("{shared} {}", word(&first.essence)) } else { name.to_owned() };
            let Carried { ty, rules, encoding } = self.carried(first, &name);
            let media_types = group.iter().map(|draft| {
                let encoding = match &encoding {
                    // Only what is said about single fields may differ.
                    BodyEncoding::Form { .. } | BodyEncoding::Multipart { .. } => self.encoding(draft, &ty),
                    other => other.clone(),
                };
                MediaType { name: draft.name.clone(), encoding, origin: draft.entry.key_origin }
            });
            let media_types = media_types.collect();
            let ident = scope.take(&names::camel(&word(&first.essence)));
            variants.push(Content { ident, ty, rules, media_types });
        }
        let contents = (!variants.is_empty()).then_some(Contents { ident, variants, groups: Vec::new() });
        self.contents.insert(key, contents.clone());
        contents
    }

    /// Gives the enums of what a body may be their names, once those of all types are known.
    pub(super) fn name_choices(&mut self, idents: &[Ident]) {
        let idents: HashMap<Ident, &Ident> =
            idents.iter().enumerate().map(|(index, ident)| (choice(index), ident)).collect();
        for contents in self.operations.iter_mut().flat_map(Operation::contents_mut) {
            if let Some(ident) = idents.get(&contents.ident) {
                contents.ident = (*ident).clone();
            }
        }
    }

    /// The media types of a `content` in groups that carry the same, the preferred one first.
    fn groups(&mut self, content: &'t Node, request: bool) -> Vec<Vec<Draft<'t>>> {
        let mut drafts = self.drafts(content);
        let json: Vec<Draft<'t>> =
            drafts.iter().filter(|draft| draft.class == Class::Json).cloned().collect();
        if !request {
            // A client asks for what it can take apart, so that another spelling of the same is of no use.
            let all = std::mem::take(&mut drafts);
            for draft in all {
                match self.other_spelling(&draft, &json) {
                    None => drafts.push(draft),
                    Some(same) => {
                        let message = format!("`{}` has the schema of `{same}`, which is taken", draft.name);
                        let place = draft.entry.key_origin;
                        // What a framework says of every answer is told once.
                        if self.untaken_media.insert(message.clone()) {
                            let note = "nothing is to be done, here and elsewhere, unless the API needs that \
                                        media type";
                            let diagnostic = Diagnostic::new(Code::UnsupportedMediaType, place, message);
                            self.sink.report(diagnostic.note(note));
                        }
                    }
                }
            }
        }
        let mut groups: Vec<Vec<Draft<'t>>> = Vec::new();
        for draft in drafts {
            let same = groups.iter_mut().find(|group| {
                group.first().is_some_and(|first| first.class == draft.class)
                    && group.iter().any(|have| have.joins(&draft, request))
            });
            match same {
                Some(group) => group.push(draft),
                None => groups.push(vec![draft]),
            }
        }
        // The media type that is sent is one and no range, where there is a choice.
        groups.iter_mut().for_each(|group| group.sort_by_key(|draft| draft.essence.contains('*')));
        groups
    }

    /// The JSON of which a text or bytes are only another spelling. A scalar is a text as well as it is JSON.
    fn other_spelling(&mut self, draft: &Draft<'t>, json: &[Draft<'t>]) -> Option<String> {
        let schema = draft.schema?;
        let raw = match draft.class {
            Class::Text => !self.is_text(schema),
            class => matches!(class, Class::Xml | Class::Bytes),
        };
        let same = json.iter().find(|have| raw && have.says_the_same(draft));
        same.map(|have| have.name.clone())
    }

    /// The media types of a `content`, the preferred one first.
    fn drafts(&mut self, content: &'t Node) -> Vec<Draft<'t>> {
        let mut drafts = Vec::new();
        for entry in content.as_mapping().into_iter().flat_map(|content| content.iter()) {
            if entry.key.starts_with("x-") {
                continue;
            }
            if drafts.len() == MOST {
                let message = format!("a body has at most {MOST} media types here");
                let diagnostic = Diagnostic::new(Code::UnsupportedMediaType, entry.key_origin, message);
                self.sink.report(diagnostic.note("this one and those behind it are left out"));
                break;
            }
            let name = entry.key.trim();
            if !is_media_type(name) {
                let message = format!("`{}` is no media type", name.escape_debug());
                let diagnostic = Diagnostic::new(Code::InvalidShape, entry.key_origin, message);
                self.sink.report(diagnostic.note("this content is left out"));
                continue;
            }
            let essence = essence(name);
            let schema = entry.value.get("schema");
            let parts = self.parts_of(&essence, &entry.value);
            let class = match class(&essence) {
                Class::Any => schema.map_or(Class::Bytes, |schema| self.class_of_any(schema)),
                // A file may well hold JSON; it is no string in JSON for that.
                Class::Json if schema.is_some_and(|schema| self.is_file(schema)) => Class::Bytes,
                Class::Bytes if parts.is_some() => Class::Multipart,
                other => other,
            };
            let in_order = parts == Some(Parts::InOrder);
            self.check_described(&entry.value);
            let draft = Draft { class, essence, name: name.to_owned(), entry, schema, in_order };
            let has_items = class == Class::Sequence || media_types::is_parted(&draft.essence);
            if let Some(items) = draft.items().filter(|_| !has_items) {
                let message =
                    format!("`{name}` is no sequence of values, so that `itemSchema` says nothing of it");
                self.sink.report(Diagnostic::new(Code::IgnoredKeyword, items.origin, message));
            }
            drafts.push(draft);
        }
        // Files travel in parts; every other media type would have to write them as text.
        let files: Vec<bool> = drafts.iter().map(|draft| self.has_files(draft)).collect();
        let mut ordered: Vec<(bool, Draft<'t>)> = files.into_iter().zip(drafts).collect();
        ordered.sort_by_key(|(files, draft)| (!files, draft.class, media_types::is_parted(&draft.essence)));
        ordered.into_iter().map(|(_, draft)| draft).collect()
    }

    /// What a body is that may have any media type: JSON, unless its schema is a string.
    fn class_of_any(&mut self, schema: &'t Node) -> Class {
        let id = self.document.schema_at(schema, self.sink);
        let flat = self.flatten(id);
        match flat.kind {
            Some(SchemaType::String) if flat.text("format") == Some("binary") => Class::Bytes,
            Some(SchemaType::String) => Class::Text,
            _ => Class::Json,
        }
    }

    fn has_files(&mut self, draft: &Draft<'t>) -> bool {
        let Some(schema) = draft.schema.filter(|_| draft.class == Class::Multipart) else { return false };
        let id = self.document.schema_at(schema, self.sink);
        let flat = self.flatten(id);
        flat.properties.iter().any(|property| {
            let flat = self.flatten(property.schema);
            let item = flat.items.map(|items| self.flatten(items));
            [Some(flat), item].into_iter().flatten().any(|flat| flat.text("format") == Some("binary"))
        })
    }

    fn carried(&mut self, draft: &Draft<'t>, name: &str) -> Carried {
        let raw =
            |scalar, encoding| Carried { ty: TypeRef::Scalar(scalar), rules: Rules::default(), encoding };
        let as_text = |lowering: &mut Self, note: &str| {
            let message = format!("`{}` is handed over as text", draft.name);
            let diagnostic = Diagnostic::new(Code::UnsupportedMediaType, draft.entry.key_origin, message);
            lowering.sink.report(diagnostic.note(note));
            raw(Scalar::String, BodyEncoding::Text)
        };
        match draft.class {
            Class::Json | Class::Any => {
                let (ty, rules) = self.value(draft.schema, name);
                Carried { ty, rules, encoding: BodyEncoding::Json }
            }
            Class::Form | Class::Multipart => {
                let list = draft.in_order.then(|| self.value_list(draft.items(), draft.schema, name));
                let (ty, rules) = match list.flatten() {
                    Some(list) => list,
                    None => {
                        let (ty, rules) = self.value(draft.schema, name);
                        self.fields_or_anything(draft, ty, rules)
                    }
                };
                let encoding = self.encoding(draft, &ty);
                Carried { ty, rules, encoding }
            }
            Class::Text => match draft.schema {
                None => raw(Scalar::String, BodyEncoding::Text),
                Some(schema) if self.is_text(schema) => {
                    let (ty, rules) = self.value(draft.schema, name);
                    Carried { ty, rules, encoding: BodyEncoding::Text }
                }
                Some(_) => as_text(self, "what its schema says is neither read nor checked"),
            },
            Class::Xml => as_text(self, "the caller reads and writes the XML"),
            Class::Sequence => match self.sequence(draft.items(), draft.schema, &draft.essence, name) {
                Some((ty, rules, encoding)) => Carried { ty, rules, encoding },
                None => as_text(
                    self,
                    "its items are neither parted nor read, since no `itemSchema` says what they are",
                ),
            },
            Class::Bytes => {
                if draft.essence.starts_with("multipart/") {
                    let message = format!("`{}` is handed over as bytes", draft.name);
                    self.sink.report(
                        Diagnostic::new(Code::UnsupportedMediaType, draft.entry.key_origin, message)
                            .note("its parts are neither parted nor read"),
                    );
                }
                // Within a range it is for the caller to say which media type the bytes have.
                let file = draft.essence.contains('*');
                raw(if file { Scalar::File } else { Scalar::Base64 }, BodyEncoding::Bytes)
            }
        }
    }

    /// The type of a schema's value where a body or header is it.
    pub(super) fn value(&mut self, schema: Option<&'t Node>, name: &str) -> (TypeRef, Rules) {
        let Some(schema) = schema else { return (TypeRef::Scalar(Scalar::Json), Rules::default()) };
        let id = self.document.schema_at(schema, self.sink);
        let mention = self.mention(id, name);
        let ty = if mention.nullable { TypeRef::Nullable(Box::new(mention.ty)) } else { mention.ty };
        (ty, mention.rules)
    }

    /// A form has fields: what is described as something else becomes any object.
    fn fields_or_anything(&mut self, draft: &Draft<'t>, ty: TypeRef, rules: Rules) -> (TypeRef, Rules) {
        if self.has_fields(&ty) {
            return (ty, rules);
        }
        let message = format!("a body that is `{}` must be an object", draft.essence);
        let origin = draft.schema.map_or(draft.entry.key_origin, |schema| schema.origin);
        self.sink
            .report(Diagnostic::new(Code::InvalidShape, origin, message).note("it is taken for any object"));
        (TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::Json))), Rules::default())
    }

    fn encoding(&mut self, draft: &Draft<'t>, ty: &TypeRef) -> BodyEncoding {
        let (kind, multipart) = (self.kind(ty, 0), draft.class == Class::Multipart);
        let fields = match kind {
            Kind::Array(_) | Kind::Tuple(_) => self.part_encodings(&draft.entry.value, &kind),
            _ => {
                self.tell_idle_places(&draft.entry.value);
                self.field_encodings(&draft.entry.value, &kind, multipart)
            }
        };
        match multipart {
            true => BodyEncoding::Multipart { kind, fields },
            false => BodyEncoding::Form { kind, fields },
        }
    }

    /// Whether a schema is that of bytes as they are.
    fn is_file(&mut self, schema: &'t Node) -> bool {
        let id = self.document.schema_at(schema, self.sink);
        let flat = self.flatten(id);
        flat.kind == Some(SchemaType::String) && flat.text("format") == Some("binary")
    }

    /// Whether a schema is a scalar that a text can be.
    fn is_text(&mut self, schema: &'t Node) -> bool {
        let id = self.document.schema_at(schema, self.sink);
        let flat = self.flatten(id);
        let scalar = matches!(
            flat.kind,
            Some(SchemaType::String | SchemaType::Integer | SchemaType::Number | SchemaType::Boolean)
        );
        scalar && flat.unions.is_empty() && !matches!(flat.text("format"), Some("binary" | "byte"))
    }

    fn has_fields(&self, ty: &TypeRef) -> bool {
        let union =
            |id: &TypeId| matches!(self.types.get(id.index()).map(|def| &def.kind), Some(TypeKind::Union(_)));
        match ty {
            TypeRef::Scalar(Scalar::Json) | TypeRef::Map(_) => true,
            TypeRef::Named(id) if union(id) => true,
            _ => matches!(self.kind(ty, 0), Kind::Object(..)),
        }
    }
}

impl<'t> Draft<'t> {
    /// What each value of a sequence is.
    fn items(&self) -> Option<&'t Node> {
        let entry: &'t Entry = self.entry;
        sequences::items(&entry.value)
    }

    fn says_the_same(&self, other: &Self) -> bool {
        match (self.schema.or(self.items()), other.schema.or(other.items())) {
            (None, None) => true,
            (Some(one), Some(other)) => std::ptr::eq(one, other) || one.means_the_same(other),
            _ => false,
        }
    }

    /// Whether two media types of one class are for the caller as good as one. In a request the caller has a say in which
    /// is sent, unless one is within the other.
    fn joins(&self, other: &Self, request: bool) -> bool {
        let structured = matches!(self.class, Class::Json | Class::Form | Class::Multipart);
        let within = covers(&self.essence, &other.essence) || covers(&other.essence, &self.essence);
        let synonyms =
            media_types::is_plain_json(&self.essence) && media_types::is_plain_json(&other.essence);
        // Whatever holds the same parts is as good as a form.
        let parts = self.class == Class::Multipart && self.in_order == other.in_order;
        // Nobody can say that what is sent is a range.
        let range = self.essence.contains('*') || other.essence.contains('*');
        let free = structured && (!request || range);
        (free || within || synonyms || parts) && self.says_the_same(other)
    }
}

/// What the enum of what a body may be is called until it has a name; no name is like that.
fn choice(index: usize) -> Ident {
    Ident::new(&format!("#{index}"))
}

/// The name of the component that a reference leads to.
fn component(node: &Node) -> Option<String> {
    let reference = node.get("$ref")?.as_str()?;
    reference.rsplit('/').next().filter(|name| !name.is_empty()).map(str::to_owned)
}
