//! The tables of the runtime, made of the IR when the program starts: what `operations.rs` of a generated crate holds.
//!
//! The runtime knows tables that live as long as the program, so that what is made here is never given back.

use specwright::ir;
use specwright_runtime::codec::{Limit, Rules, Schemas};
use specwright_runtime::http::{
    Body, Content, Encoding, Field, Framing, Kind, Location, Operation, Parameter, Piece, Requirement,
    Response, Scheme, SchemeKind, Status, Style,
};

/// Keeps a value for as long as the program runs.
pub(super) fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// Keeps a list.
pub(super) fn list<T>(items: impl IntoIterator<Item = T>) -> &'static [T] {
    Vec::leak(items.into_iter().collect())
}

/// Keeps a text.
pub(super) fn text(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

/// The schemas that hold what types cannot.
pub(super) fn schemas(api: &ir::Api) -> &'static Schemas {
    keep(Schemas::new(list(api.schemas.iter().map(|schema| text(schema)))))
}

/// What a value is checked against.
pub(super) fn rules(rules: &ir::Rules, schemas: &'static Schemas) -> Rules {
    let limit = |limit: &Option<ir::Limit>| {
        limit.as_ref().map(|limit| match limit {
            ir::Limit::Integer(value) => Limit::Integer(*value),
            ir::Limit::Decimal(digits) => Limit::Decimal(text(digits)),
        })
    };
    let inner = |inner: &Option<Box<ir::Rules>>| {
        inner.as_ref().filter(|inner| !inner.is_empty()).map(|inner| keep(self::rules(inner, schemas)))
    };
    Rules {
        min_length: rules.min_length,
        max_length: rules.max_length,
        pattern: rules.pattern.as_deref().map(text),
        minimum: limit(&rules.minimum),
        maximum: limit(&rules.maximum),
        exclusive_minimum: limit(&rules.exclusive_minimum),
        exclusive_maximum: limit(&rules.exclusive_maximum),
        multiple_of: limit(&rules.multiple_of),
        min_items: rules.min_items,
        max_items: rules.max_items,
        unique_items: rules.unique_items,
        min_properties: rules.min_properties,
        max_properties: rules.max_properties,
        items: inner(&rules.items),
        prefix_items: list(rules.prefix_items.iter().map(|each| self::rules(each, schemas))),
        also: inner(&rules.also),
        schema: rules.schema.map(|index| (schemas, index)),
    }
}

/// The credentials, in the order of the API.
pub(super) fn schemes(api: &ir::Api) -> Vec<&'static Scheme> {
    let kind = |kind: &ir::SchemeKind| match kind {
        ir::SchemeKind::ApiKey(place, name) => SchemeKind::ApiKey(location(*place), text(name.as_str())),
        ir::SchemeKind::Basic => SchemeKind::Basic,
        ir::SchemeKind::Bearer => SchemeKind::Bearer,
        ir::SchemeKind::Http(word) => SchemeKind::Http(text(word)),
        ir::SchemeKind::Transport => SchemeKind::Transport,
    };
    let scheme = |scheme: &ir::Scheme| Scheme { name: text(scheme.name.as_str()), kind: kind(&scheme.kind) };
    api.schemes.iter().map(|each| keep(scheme(each))).collect()
}

/// The table of an operation whose path stands below another one, or below none.
pub(super) fn operation(
    operation: &ir::Operation,
    base_path: &str,
    schemes: &[&'static Scheme],
    schemas: &'static Schemas,
) -> &'static Operation {
    let pieces = operation.pieces.iter().map(|piece| match piece {
        ir::PathPiece::Literal(literal) => Piece::Literal(text(literal)),
        ir::PathPiece::Parameter(index) => Piece::Parameter(*index),
    });
    let base = (!base_path.is_empty()).then(|| Piece::Literal(text(base_path)));
    let security = operation
        .security
        .iter()
        .map(|alternative| list(alternative.iter().filter_map(|it| requirement(it, schemes))));
    let body = operation.body.as_ref().map(|body| Body {
        required: body.required,
        contents: contents(&body.contents, schemas),
        ..Body::NONE
    });
    keep(Operation {
        id: text(&operation.id),
        method: text(&operation.http_method),
        path: text(&format!("{base_path}{}", operation.path)),
        pieces: list(base.into_iter().chain(pieces)),
        server: operation.server.as_deref().map(text),
        query: list(operation.fixed_query.iter().map(|(name, value)| (text(name), text(value)))),
        parameters: list(operation.parameters.iter().map(|each| parameter(each, schemas))),
        body,
        responses: list(operation.responses.iter().map(|each| response(each, schemas))),
        security: list(security),
    })
}

fn requirement(requirement: &ir::Requirement, schemes: &[&'static Scheme]) -> Option<Requirement> {
    let scopes = list(requirement.scopes.iter().map(|scope| text(scope)));
    Some(Requirement { scheme: schemes.get(requirement.scheme)?, scopes })
}

/// The row of a parameter, or of a header of a response.
pub(super) fn parameter(parameter: &ir::Parameter, schemas: &'static Schemas) -> Parameter {
    Parameter {
        name: text(parameter.name.as_str()),
        location: location(parameter.location),
        style: style(parameter.style),
        explode: parameter.explode,
        allow_reserved: parameter.allow_reserved,
        required: parameter.required,
        kind: kind(&parameter.kind),
        rules: rules(&parameter.rules, schemas),
        default: parameter.default.as_ref().map(|default| text(&default.0)),
    }
}

fn response(response: &ir::Response, schemas: &'static Schemas) -> Response {
    let contents = response.body.as_ref().map_or(&[][..], |body| self::contents(body, schemas));
    Response {
        status: match response.status {
            ir::Status::Exact(code) => Status::Exact(code),
            ir::Status::Range(hundred) => Status::Range(hundred),
            ir::Status::Default => Status::Default,
        },
        success: response.success,
        media_type: contents.first().map(|content| content.media_type),
        contents,
    }
}

fn contents(contents: &ir::Contents, schemas: &'static Schemas) -> &'static [Content] {
    let variants = contents.variants.iter().enumerate();
    list(variants.flat_map(|(variant, content)| {
        let rules = rules(&content.rules, schemas);
        content.media_types.iter().map(move |media_type| Content {
            media_type: text(&media_type.name),
            variant,
            encoding: encoding(&media_type.encoding),
            rules,
        })
    }))
}

pub(super) fn encoding(encoding: &ir::BodyEncoding) -> Encoding {
    match encoding {
        ir::BodyEncoding::Json => Encoding::Json,
        ir::BodyEncoding::Form { kind: of, .. } => Encoding::Form {
            kind: kind(of),
            deep: list(encoding.deep_fields().map(|field| text(field.name.as_str()))),
            fields: list(encoding.odd_fields().map(field)),
        },
        ir::BodyEncoding::Multipart { kind: of, .. } => {
            Encoding::Multipart { kind: kind(of), fields: list(encoding.odd_fields().map(field)) }
        }
        ir::BodyEncoding::Text => Encoding::Text,
        ir::BodyEncoding::Bytes => Encoding::Bytes,
        ir::BodyEncoding::Sequence { framing, kind: of } => Encoding::Sequence {
            framing: match framing {
                ir::Framing::Lines => Framing::Lines,
                ir::Framing::Separated => Framing::Separated,
                ir::Framing::Events => Framing::Events,
                ir::Framing::Data => Framing::Data,
            },
            kind: kind(of),
        },
    }
}

fn field(field: &ir::FieldEncoding) -> Field {
    Field {
        name: text(field.name.as_str()),
        style: style(field.style),
        explode: field.explode,
        allow_reserved: field.allow_reserved,
        content_type: field.content_type.as_deref().map(text),
        headers: list(field.headers.iter().map(|name| text(name.as_str()))),
        fixed_headers: list(
            field.fixed_headers.iter().map(|(name, value)| (text(name.as_str()), text(value))),
        ),
    }
}

fn kind(kind: &ir::Kind) -> Kind {
    match kind {
        ir::Kind::String => Kind::String,
        ir::Kind::Number => Kind::Number,
        ir::Kind::Boolean => Kind::Boolean,
        ir::Kind::Binary => Kind::Binary,
        ir::Kind::Array(item) => Kind::Array(keep(self::kind(item))),
        ir::Kind::Tuple(items) => Kind::Tuple(list(items.iter().map(self::kind))),
        ir::Kind::Object(known, rest) => {
            let known = known.iter().map(|(name, kind)| (text(name.as_str()), self::kind(kind)));
            Kind::Object(list(known), rest.as_ref().map(|rest| keep(self::kind(rest))))
        }
        ir::Kind::OneOf(kinds) => Kind::OneOf(list(kinds.iter().map(self::kind))),
        // As in generated code: no text nests so deep that it comes back to its own type.
        ir::Kind::Named(_) | ir::Kind::Json => Kind::Json,
    }
}

fn location(location: ir::Location) -> Location {
    match location {
        ir::Location::Path => Location::Path,
        ir::Location::Query => Location::Query,
        ir::Location::Header => Location::Header,
        ir::Location::Cookie => Location::Cookie,
    }
}

fn style(style: ir::Style) -> Style {
    match style {
        ir::Style::Simple => Style::Simple,
        ir::Style::Label => Style::Label,
        ir::Style::Matrix => Style::Matrix,
        ir::Style::Form => Style::Form,
        ir::Style::SpaceDelimited => Style::SpaceDelimited,
        ir::Style::PipeDelimited => Style::PipeDelimited,
        ir::Style::DeepObject => Style::DeepObject,
        ir::Style::Json => Style::Json,
        ir::Style::Query => Style::Query,
        ir::Style::QueryText => Style::QueryText,
    }
}
