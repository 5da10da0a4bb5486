//! The IR as text for people and snapshots: two spaces a level, document order, wire names quoted.

mod http;

use super::{
    Api, Carried, Condition, Direction, Docs, Extra, Field, Ident, Plan, Presence, Replacement, Rules, Side,
    StringEnum, Struct, TypeDef, TypeKind, TypeRef, Union,
};

/// Prints an API; the same IR gives the same text.
pub fn print(api: &Api) -> String {
    let mut out = Printer { api, text: String::new() };
    out.line(
        0,
        &format!("api {} {:?} version {:?} from {:?}", api.module, api.title, api.version, api.source),
    );
    out.docs(1, &api.docs);
    api.servers.iter().for_each(|server| out.server(server));
    api.schemes.iter().for_each(|scheme| out.scheme(scheme));
    api.types.iter().for_each(|def| out.type_def(def));
    for (index, schema) in api.schemas.iter().enumerate() {
        out.line(0, &format!("schema #{index} {schema}"));
    }
    api.headers.iter().for_each(|header| out.header(header));
    api.operations.iter().for_each(|operation| out.operation(operation));
    for group in &api.groups {
        let operations = group.operations.iter().filter_map(|index| api.operations.get(*index));
        let names: Vec<&str> = operations.map(|operation| operation.method_ident.as_str()).collect();
        let what = if group.received { "received".to_owned() } else { format!("tag {:?}", group.tag) };
        out.line(0, &format!("group {} {what}: {}", group.ident, names.join(" ")));
        out.docs(1, &group.docs);
        group.feature.iter().for_each(|feature| out.line(1, &format!("feature {}", feature.name)));
    }
    out.text
}

struct Printer<'a> {
    api: &'a Api,
    text: String,
}

impl Printer<'_> {
    fn line(&mut self, level: usize, text: &str) {
        self.text.push_str(&"  ".repeat(level));
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    fn docs(&mut self, level: usize, docs: &Docs) {
        let said = [("summary", &docs.summary), ("description", &docs.description)];
        for (name, text) in said.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?))) {
            self.line(level, &format!("{name} {text:?}"));
        }
        docs.notes.iter().for_each(|note| self.line(level, &format!("note {note:?}")));
        if docs.deprecated {
            self.line(level, "deprecated");
        }
    }

    fn type_def(&mut self, def: &TypeDef) {
        let word = match &def.kind {
            TypeKind::Struct(_) => "struct",
            TypeKind::Enum(_) => "enum",
            TypeKind::ScalarEnum(_) => "scalar enum",
            TypeKind::Union(_) => "union",
            TypeKind::Alias(_) => "alias",
        };
        let schema =
            def.schema.as_ref().map(|schema| format!(" schema {:?}", schema.as_str())).unwrap_or_default();
        let direction = match def.direction {
            Direction { request: true, response: true } => "both",
            Direction { request: true, response: false } => "request",
            Direction { request: false, response: true } => "response",
            Direction { request: false, response: false } => "unused",
        };
        self.line(0, &format!("{word} {} in {direction}{schema}", def.ident));
        self.docs(1, &def.docs);
        def.attributes.iter().for_each(|text| self.line(1, &format!("attribute {text:?}")));
        match &def.kind {
            TypeKind::Struct(shape) => self.shape(shape),
            TypeKind::Enum(list) => self.list(list),
            TypeKind::ScalarEnum(list) => {
                self.line(1, &format!("of {}", self.ty(&TypeRef::Scalar(list.repr))));
                for (ident, text) in &list.members {
                    self.line(1, &format!("member {ident} = {}", text.0));
                }
            }
            TypeKind::Union(union) => self.union(union),
            TypeKind::Alias(ty) => {
                let ty = self.ty(ty);
                self.line(1, &format!("= {ty}"));
            }
        }
    }

    fn shape(&mut self, shape: &Struct) {
        shape.fields.iter().for_each(|field| self.field(field));
        match &shape.extra {
            Extra::Skip => {}
            Extra::Refuse => self.line(1, "extra refused"),
            Extra::Keep { ident, value, rules } => {
                let text = format!("extra {ident}: {}{}", self.ty(value), rules_text(rules));
                self.line(1, &text);
            }
        }
        if !shape.rules.is_empty() {
            self.line(1, rules_text(&shape.rules).trim_start());
        }
        if shape.setters {
            self.line(1, "setters");
        }
    }

    fn field(&mut self, field: &Field) {
        let presence = match field.presence {
            Presence::Required => "required",
            Presence::RequiredNullable => "required nullable",
            Presence::Optional => "optional",
            Presence::Patch => "patch",
            Presence::OptionalNullable => "optional nullable",
        };
        let boxed = if field.boxed { " boxed" } else { "" };
        let sent_by = match field.sent_by {
            Some(Side::Client) => " write-only",
            Some(Side::Server) => " read-only",
            None => "",
        };
        let (ty, rules) = (self.ty(&field.ty), rules_text(&field.rules));
        let name = field.json_name.as_str();
        self.line(1, &format!("field {} {name:?}: {ty} {presence}{sent_by}{boxed}{rules}", field.ident));
        self.docs(2, &field.docs);
    }

    fn list(&mut self, list: &StringEnum) {
        list.members
            .iter()
            .for_each(|(ident, text)| self.line(1, &format!("member {ident} {:?}", text.as_str())));
        list.unknown.iter().for_each(|ident| self.line(1, &format!("unknown {ident}")));
    }

    fn union(&mut self, union: &Union) {
        for variant in &union.variants {
            let text =
                format!("variant {}: {}{}", variant.ident, self.ty(&variant.ty), rules_text(&variant.rules));
            self.line(1, &text);
            self.docs(2, &variant.docs);
        }
        self.plan(&union.plan);
    }

    fn plan(&mut self, plan: &Plan) {
        for case in &plan.cases {
            let conditions: Vec<String> = case.conditions.iter().map(condition).collect();
            let when = if conditions.is_empty() { "otherwise".to_owned() } else { conditions.join(" and ") };
            self.line(1, &format!("case {}: {when}", case.variant));
        }
    }

    fn ty(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Named(id) => {
                self.api.type_def(*id).map_or_else(|| format!("?{}", id.index()), |def| def.ident.to_string())
            }
            TypeRef::Scalar(scalar) => format!("{scalar:?}").to_lowercase(),
            TypeRef::Vec(item) => format!("list<{}>", self.ty(item)),
            TypeRef::Map(value) => format!("map<{}>", self.ty(value)),
            TypeRef::Tuple(members) => {
                let members: Vec<String> = members.iter().map(|member| self.ty(member)).collect();
                format!("tuple<{}>", members.join(", "))
            }
            TypeRef::Nullable(inner) => format!("nullable<{}>", self.ty(inner)),
            TypeRef::Boxed(inner) => format!("box<{}>", self.ty(inner)),
            TypeRef::JsonText(inner) => format!("json-text<{}>", self.ty(inner)),
            TypeRef::Replaced(Replacement { path, carried }) => {
                let path: Vec<&str> = path.iter().map(Ident::as_str).collect();
                let how = match carried {
                    Carried::Text => "text ",
                    Carried::Json => "json ",
                    Carried::Itself => "",
                };
                format!("{how}{}", path.join("::"))
            }
        }
    }
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Is(ty) => format!("is {ty:?}"),
        Condition::Has(key) => format!("has {:?}", key.as_str()),
        Condition::KeyIs(key, value) => format!("{:?} is {value:?}", key.as_str()),
        Condition::KeyIsJson(key, value) => format!("{:?} is {}", key.as_str(), value.0),
        Condition::EqualsJson(value) => format!("equals {}", value.0),
        Condition::ItemHasType(ty) => format!("first item is of type {ty:?}"),
        Condition::KeyHasType(key, ty) => format!("{:?} is of type {ty:?}", key.as_str()),
        Condition::Equals(value) => format!("equals {value:?}"),
        Condition::Format(format) => format!("is of format {format:?}"),
    }
}

/// The rules that are set, with a space in front; empty where none is.
fn rules_text(rules: &Rules) -> String {
    let count = |name: &str, value: Option<u64>| value.map(|value| format!(" {name}={value}"));
    let limit = |name: &str, value: &Option<super::Limit>| {
        value.as_ref().map(|value| match value {
            super::Limit::Integer(value) => format!(" {name}={value}"),
            super::Limit::Decimal(text) => format!(" {name}={text}"),
        })
    };
    [
        count("minLength", rules.min_length),
        count("maxLength", rules.max_length),
        rules.pattern.as_ref().map(|pattern| format!(" pattern={pattern:?}")),
        limit("minimum", &rules.minimum),
        limit("maximum", &rules.maximum),
        limit("exclusiveMinimum", &rules.exclusive_minimum),
        limit("exclusiveMaximum", &rules.exclusive_maximum),
        limit("multipleOf", &rules.multiple_of),
        count("minItems", rules.min_items),
        count("maxItems", rules.max_items),
        rules.unique_items.then(|| " uniqueItems".to_owned()),
        count("minProperties", rules.min_properties),
        count("maxProperties", rules.max_properties),
        rules.items.as_ref().map(|items| format!(" items({})", rules_text(items).trim_start())),
        (!rules.prefix_items.is_empty()).then(|| {
            let each = rules.prefix_items.iter().map(|each| rules_text(each).trim_start().to_owned());
            format!(" prefixItems({})", each.collect::<Vec<_>>().join(", "))
        }),
        rules.schema.map(|schema| format!(" schema=#{schema}")),
        rules.also.as_ref().map(|also| format!(" also({})", rules_text(also).trim_start())),
    ]
    .into_iter()
    .flatten()
    .collect()
}
