//! Operations, and what belongs to them, as text.

use super::{Printer, rules_text};
use crate::ir::{
    Body, BodyEncoding, Content, Contents, Endpoint, FieldEncoding, Header, JsonName, Kind, MediaType,
    Operation, Parameter, PathPiece, Response, Scheme, Server, Status,
};

impl Printer<'_> {
    pub(super) fn server(&mut self, server: &Server) {
        self.line(0, &format!("server {:?}", server.url));
        self.docs(1, &server.docs);
        for variable in &server.variables {
            let (ident, name) = (&variable.ident, variable.name.as_str());
            let text = format!("variable {ident} {name:?} = {:?} of {:?}", variable.default, variable.values);
            self.line(1, &text);
            self.docs(2, &variable.docs);
        }
    }

    pub(super) fn scheme(&mut self, scheme: &Scheme) {
        let (ident, table, name) = (&scheme.ident, &scheme.table_ident, scheme.name.as_str());
        self.line(0, &format!("scheme {ident} {table} {} {name:?}: {:?}", scheme.trait_ident, scheme.kind));
        if let Some(flow) = &scheme.flow {
            match &flow.endpoint {
                Endpoint::Token(url) => self.line(1, &format!("tokens of {url:?} for {:?}", flow.scopes)),
                Endpoint::Discovery(url) => self.line(1, &format!("tokens by {url:?} for {:?}", flow.scopes)),
            }
        }
        self.docs(1, &scheme.docs);
    }

    pub(super) fn header(&mut self, header: &Header) {
        self.line(0, &format!("header {}", header.parameter.ident));
        self.parameter(&header.parameter);
    }

    pub(super) fn operation(&mut self, operation: &Operation) {
        let Operation { id, http_method, path, .. } = operation;
        self.line(0, &format!("operation {id:?} {http_method} {path:?}"));
        if operation.is_received() {
            self.line(1, &format!("received {:?}", operation.kind));
        }
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
        let shared = [("error", &operation.error_of), ("answer", &operation.response_of)];
        for (what, first) in shared.into_iter().filter_map(|(what, first)| Some((what, first.as_ref()?))) {
            self.line(1, &format!("{what} of {}", first.of));
            for (ident, docs) in &first.docs {
                self.line(2, ident.as_str());
                self.docs(3, docs);
            }
        }
        self.docs(1, &operation.docs);
        operation.server.iter().for_each(|url| self.line(1, &format!("server {url:?}")));
        if !operation.routed {
            self.line(1, "not routed");
        }
        let pieces = operation.pieces.iter().map(|piece| match piece {
            PathPiece::Literal(text) => format!("{text:?}"),
            PathPiece::Parameter(index) => format!("#{index}"),
        });
        let pieces: Vec<String> = pieces.collect();
        self.line(1, &format!("pieces {}", pieces.join(" ")));
        for (name, value) in &operation.fixed_query {
            self.line(1, &format!("query {name:?} = {value:?}"));
        }
        operation.parameters.iter().for_each(|parameter| self.parameter(parameter));
        operation.body.iter().for_each(|body| self.body(body));
        operation.responses.iter().for_each(|response| self.response(response));
        if let Some(pages) = &operation.pages {
            self.line(
                1,
                &format!("pages of {} in {:?} by {:?}", self.ty(&pages.item), pages.items, pages.plan),
            );
        }
        for alternative in &operation.security {
            let named = alternative.iter().filter_map(|requirement| {
                let ident = &self.api.schemes.get(requirement.scheme)?.ident;
                let scopes = &requirement.scopes;
                let scopes = if scopes.is_empty() { String::new() } else { format!(" {scopes:?}") };
                Some(format!("{ident}{scopes}"))
            });
            let names: Vec<String> = named.collect();
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

    fn body(&mut self, body: &Body) {
        let required = if body.required { "required" } else { "optional" };
        self.contents(1, &format!("body {}", body.ident), required, &body.contents);
        self.docs(2, &body.docs);
    }

    fn contents(&mut self, level: usize, name: &str, required: &str, contents: &Contents) {
        match contents.media_types().collect::<Vec<_>>().as_slice() {
            [(content, media_type)] => self.media_type(level, name, content, media_type, required),
            several => {
                let of = if contents.only().is_none() {
                    format!(" one of {}", contents.ident)
                } else {
                    String::new()
                };
                self.line(level, &format!("{name}{of} {required}"));
                for (content, media_type) in several {
                    let name = format!("content {}", content.ident);
                    self.media_type(level + 1, &name, content, media_type, "");
                }
            }
        }
    }

    fn media_type(
        &mut self,
        level: usize,
        name: &str,
        content: &Content,
        media_type: &MediaType,
        required: &str,
    ) {
        let (encoding, fields) = match &media_type.encoding {
            BodyEncoding::Json => ("json".to_owned(), &[][..]),
            BodyEncoding::Form { kind, fields } => (format!("form kind {}", kind_text(kind)), &fields[..]),
            BodyEncoding::Multipart { kind, fields } => {
                (format!("multipart kind {}", kind_text(kind)), &fields[..])
            }
            BodyEncoding::Text => ("text".to_owned(), &[][..]),
            BodyEncoding::Bytes => ("bytes".to_owned(), &[][..]),
            BodyEncoding::Sequence { framing, kind } => {
                (format!("sequence {framing:?} kind {}", kind_text(kind)), &[][..])
            }
        };
        let (ty, rules) = (self.ty(&content.ty), rules_text(&content.rules));
        let required = if required.is_empty() { String::new() } else { format!(" {required}") };
        self.line(level, &format!("{name} {:?}: {ty} {encoding}{required}{rules}", media_type.name));
        for field in fields {
            let FieldEncoding { name, style, explode, allow_reserved, content_type, headers, fixed_headers } =
                field;
            let explode = if *explode { " explode" } else { "" };
            let reserved = if *allow_reserved { " reserved" } else { "" };
            let content_type = content_type.as_ref().map(|it| format!(" as {it:?}")).unwrap_or_default();
            let headers: Vec<&str> = headers.iter().map(JsonName::as_str).collect();
            let headers =
                if headers.is_empty() { String::new() } else { format!(" headers {}", headers.join(", ")) };
            let fixed: String =
                fixed_headers.iter().map(|(name, value)| format!(" with {name}: {value:?}")).collect();
            let text = format!(
                "field {:?} {style:?}{explode}{reserved}{content_type}{headers}{fixed}",
                name.as_str()
            );
            self.line(level + 1, &text);
        }
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
        let headers = response.headers.iter().filter_map(|index| self.api.headers.get(*index));
        let headers: Vec<&str> = headers.map(|header| header.parameter.ident.as_str()).collect();
        if !headers.is_empty() {
            self.line(2, &format!("headers {}", headers.join(" ")));
        }
        if let Some(contents) = &response.body {
            self.contents(2, "body body", "required", contents);
        }
        if let Some(stream) = &response.stream {
            let item = stream.item.as_ref().map_or("bytes".to_owned(), |item| self.ty(item));
            self.line(2, &format!("stream {} content {} of {item}", stream.ident, stream.content));
        }
    }
}

fn kind_text(kind: &Kind) -> String {
    match kind {
        Kind::Array(item) => format!("[{}]", kind_text(item)),
        Kind::Tuple(items) => format!("[{}]", items.iter().map(kind_text).collect::<Vec<_>>().join(", ")),
        Kind::Object(known, rest) => {
            let known = known.iter().map(|(name, kind)| format!("{:?}: {}", name.as_str(), kind_text(kind)));
            let rest = rest.iter().map(|rest| format!("..: {}", kind_text(rest)));
            format!("{{{}}}", known.chain(rest).collect::<Vec<_>>().join(", "))
        }
        Kind::OneOf(kinds) => kinds.iter().map(kind_text).collect::<Vec<_>>().join(" or "),
        Kind::Named(id) => format!("type {}", id.index()),
        Kind::String | Kind::Number | Kind::Boolean | Kind::Binary | Kind::Json => {
            format!("{kind:?}").to_lowercase()
        }
    }
}
