//! The IR as text for people and snapshots: two spaces a level, document order, wire names quoted.

use super::{
    Api, Body, BodyEncoding, Condition, Direction, Docs, Extra, Field, Kind, Operation, Parameter, PathPiece,
    Plan, Presence, Response, Rules, Scheme, Server, Status, StringEnum, Struct, TypeDef, TypeKind, TypeRef,
    Union,
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
    api.operations.iter().for_each(|operation| out.operation(operation));
    for group in &api.groups {
        let operations = group.operations.iter().filter_map(|index| api.operations.get(*index));
        let names: Vec<&str> = operations.map(|operation| operation.method_ident.as_str()).collect();
        out.line(0, &format!("group {} tag {:?}: {}", group.ident, group.tag, names.join(" ")));
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

    fn server(&mut self, server: &Server) {
        self.line(0, &format!("server {:?}", server.url));
        self.docs(1, &server.docs);
        for variable in &server.variables {
            let (ident, name) = (&variable.ident, variable.name.as_str());
            self.line(
                1,
                &format!("variable {ident} {name:?} = {:?} of {:?}", variable.default, variable.values),
            );
            self.docs(2, &variable.docs);
        }
    }

    fn scheme(&mut self, scheme: &Scheme) {
        let (ident, table, name) = (&scheme.ident, &scheme.table_ident, scheme.name.as_str());
        self.line(0, &format!("scheme {ident} {table} {name:?}: {:?}", scheme.kind));
        if let Some(flow) = &scheme.flow {
            self.line(1, &format!("tokens of {:?} for {:?}", flow.token_url, flow.scopes));
        }
        self.docs(1, &scheme.docs);
    }

    fn type_def(&mut self, def: &TypeDef) {
        let word = match &def.kind {
            TypeKind::Struct(_) => "struct",
            TypeKind::Enum(_) => "enum",
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
        match &def.kind {
            TypeKind::Struct(shape) => self.shape(shape),
            TypeKind::Enum(list) => self.list(list),
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
        let (ty, rules) = (self.ty(&field.ty), rules_text(&field.rules));
        let name = field.json_name.as_str();
        self.line(1, &format!("field {} {name:?}: {ty} {presence}{boxed}{rules}", field.ident));
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

    fn operation(&mut self, operation: &Operation) {
        let Operation { id, http_method, path, .. } = operation;
        self.line(0, &format!("operation {id:?} {http_method} {path:?}"));
        self.line(
            1,
            &format!(
                "names {} {} {} {} {} {} {}",
                operation.method_ident,
                operation.table_ident,
                operation.request_ident,
                operation.error_ident,
                operation.success_ident,
                operation.input_ident,
                operation.response_ident
            ),
        );
        self.docs(1, &operation.docs);
        let pieces = operation.pieces.iter().map(|piece| match piece {
            PathPiece::Literal(text) => format!("{text:?}"),
            PathPiece::Parameter(index) => format!("#{index}"),
        });
        let pieces: Vec<String> = pieces.collect();
        self.line(1, &format!("pieces {}", pieces.join(" ")));
        operation.parameters.iter().for_each(|parameter| self.parameter(parameter));
        operation.body.iter().for_each(|body| self.body(1, body));
        operation.responses.iter().for_each(|response| self.response(response));
        for alternative in &operation.security {
            let schemes = alternative.iter().filter_map(|index| self.api.schemes.get(*index));
            let names: Vec<&str> = schemes.map(|scheme| scheme.ident.as_str()).collect();
            let names = if names.is_empty() { "nothing".to_owned() } else { names.join(" and ") };
            self.line(1, &format!("security {names}"));
        }
    }

    fn parameter(&mut self, parameter: &Parameter) {
        let Parameter { ident, name, location, style, explode, required, kind, .. } = parameter;
        let (ty, rules, kind) = (self.ty(&parameter.ty), rules_text(&parameter.rules), kind_text(kind));
        let required = if *required { "required" } else { "optional" };
        let explode = if *explode { " explode" } else { "" };
        let reserved = if parameter.allow_reserved { " reserved" } else { "" };
        let default =
            parameter.default.as_ref().map(|default| format!(" default {}", default.0)).unwrap_or_default();
        let name = name.as_str();
        let text =
            format!("{location:?} {style:?}{explode}{reserved} {required} kind {kind}{default}{rules}");
        self.line(1, &format!("parameter {ident} {name:?}: {ty} {text}"));
        self.docs(2, &parameter.docs);
    }

    fn body(&mut self, level: usize, body: &Body) {
        let encoding = match &body.encoding {
            BodyEncoding::Json => "json".to_owned(),
            BodyEncoding::Form { kind, deep } => {
                let deep: Vec<&str> = deep.iter().map(|name| name.as_str()).collect();
                format!("form kind {} deep {deep:?}", kind_text(kind))
            }
            BodyEncoding::Multipart { kind } => format!("multipart kind {}", kind_text(kind)),
            BodyEncoding::Text => "text".to_owned(),
            BodyEncoding::Bytes => "bytes".to_owned(),
        };
        let required = if body.required { "required" } else { "optional" };
        let (ty, rules) = (self.ty(&body.ty), rules_text(&body.rules));
        self.line(
            level,
            &format!("body {} {:?}: {ty} {encoding} {required}{rules}", body.ident, body.media_type),
        );
        self.docs(level + 1, &body.docs);
    }

    fn response(&mut self, response: &Response) {
        let status = match response.status {
            Status::Exact(code) => code.to_string(),
            Status::Range(hundred) => format!("{hundred}XX"),
            Status::Default => "default".to_owned(),
        };
        let outcome = if response.success { "success" } else { "error" };
        self.line(1, &format!("response {status} {} {outcome}", response.ident));
        self.docs(2, &response.docs);
        response.body.iter().for_each(|body| self.body(2, body));
        for header in &response.headers {
            self.line(2, &format!("header {:?}", header.name.as_str()));
            self.docs(3, &header.docs);
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
            TypeRef::Nullable(inner) => format!("nullable<{}>", self.ty(inner)),
            TypeRef::Boxed(inner) => format!("box<{}>", self.ty(inner)),
        }
    }
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::Is(ty) => format!("is {ty:?}"),
        Condition::Has(key) => format!("has {:?}", key.as_str()),
        Condition::KeyIs(key, value) => format!("{:?} is {value:?}", key.as_str()),
        Condition::KeyHasType(key, ty) => format!("{:?} is of type {ty:?}", key.as_str()),
        Condition::Equals(value) => format!("equals {value:?}"),
    }
}

fn kind_text(kind: &Kind) -> String {
    match kind {
        Kind::Array(item) => format!("[{}]", kind_text(item)),
        Kind::Object(known, rest) => {
            let known = known.iter().map(|(name, kind)| format!("{:?}: {}", name.as_str(), kind_text(kind)));
            let rest = rest.iter().map(|rest| format!("..: {}", kind_text(rest)));
            format!("{{{}}}", known.chain(rest).collect::<Vec<_>>().join(", "))
        }
        Kind::Named(id) => format!("type {}", id.index()),
        Kind::String | Kind::Number | Kind::Boolean | Kind::Binary | Kind::Json => {
            format!("{kind:?}").to_lowercase()
        }
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
    ]
    .into_iter()
    .flatten()
    .collect()
}
