//! A small API by hand, hostile wherever a document could be.

use super::{emit, reference};
use crate::ir::{
    Api, Body, BodyEncoding, Condition, Content, Contents, Direction, Docs, Endpoint, Extra, Features, Field,
    FieldEncoding, Flow, Group, Ident, JsonName, JsonType, Kind, Limit, Literal, Location, MediaType,
    Operation, OperationKind, PagePlan, Pages, Parameter, PathPiece, Plan, PlanCase, Presence, Requirement,
    Response, Rules, Scalar, Scheme, SchemeKind, Server, Status, StringEnum, Struct, Style, TypeDef, TypeId,
    TypeKind, TypeRef, Union, Variant,
};
use crate::source::{Origin, Sources};

const EVIL: &str =
    "*/ } \" #[test] pub fn evil() {}\n*/\r\nfn evil() {} // \u{202e} <script> [Vec] `\n```\nfn evil() {}";

fn origin() -> Origin {
    Origin::new(Sources::new().add("a", "a"), 0, 1)
}

fn evil() -> Docs {
    Docs {
        summary: Some(EVIL.into()),
        description: Some(EVIL.into()),
        notes: vec![EVIL.into()],
        deprecated: true,
    }
}

fn def(name: &str, kind: TypeKind) -> TypeDef {
    let direction = Direction { request: true, response: true };
    TypeDef {
        ident: Ident::new(name),
        schema: None,
        docs: evil(),
        attributes: Vec::new(),
        origin: origin(),
        direction,
        groups: Vec::new(),
        kind,
    }
}

fn field(name: &str, ty: TypeRef, presence: Presence) -> Field {
    let rules = Rules { max_length: Some(9), minimum: Some(Limit::Integer(-3)), ..Rules::default() };
    let (ident, json_name) = (Ident::new(name), JsonName::new(format!("{name}\"{EVIL}")));
    Field {
        ident,
        json_name,
        ty,
        presence,
        boxed: false,
        docs: evil(),
        rules,
        sent_by: None,
        origin: origin(),
    }
}

fn parameter(name: &str, location: Location, style: Style, required: bool, ty: Scalar) -> Parameter {
    Parameter {
        ident: Ident::new(name),
        name: JsonName::new(name),
        location,
        style,
        explode: style == Style::Form,
        allow_reserved: false,
        required,
        ty: TypeRef::Scalar(ty),
        kind: Kind::String,
        default: (!required).then(|| Literal("\"x\"".into())),
        rules: Rules::default(),
        docs: evil(),
        origin: origin(),
    }
}

fn body(ty: TypeRef, encoding: BodyEncoding, required: bool) -> Body {
    let media_type = MediaType { name: "application/json".into(), encoding, origin: origin() };
    let ident = Ident::new("Json");
    let content = Content { ident, ty, rules: Rules::default(), media_types: vec![media_type] };
    let contents = Contents { ident: Ident::new("Contents"), variants: vec![content], groups: Vec::new() };
    Body { ident: Ident::new("body"), required, contents, docs: Docs::default(), origin: origin() }
}

fn response(name: &str, status: Status, success: bool, body: Option<Body>) -> Response {
    Response {
        ident: Ident::new(name),
        status,
        success,
        body: body.map(|body| body.contents),
        stream: None,
        headers: Vec::new(),
        docs: evil(),
        origin: origin(),
    }
}

fn operation(name: &str, upper: &str, base: &str, body: Option<Body>, responses: Vec<Response>) -> Operation {
    let ident = |suffix: &str| Ident::new(&format!("{base}{suffix}"));
    Operation {
        id: EVIL.into(),
        method_ident: Ident::new(name),
        table_ident: Ident::new(upper),
        request_ident: ident(""),
        error_ident: ident("Error"),
        error_of: None,
        success_ident: ident("Success"),
        input_ident: ident("Input"),
        response_ident: ident("Response"),
        response_of: None,
        docs: evil(),
        kind: OperationKind::Path,
        http_method: "PATCH".into(),
        path: "/pets/{call}".into(),
        pieces: vec![PathPiece::Literal("/pets/".into()), PathPiece::Parameter(0)],
        fixed_query: Vec::new(),
        server: Some(EVIL.into()),
        routed: true,
        parameters: vec![
            parameter("call", Location::Path, Style::Simple, true, Scalar::String),
            parameter("type", Location::Query, Style::Form, false, Scalar::I64),
            parameter("after", Location::Query, Style::PipeDelimited, false, Scalar::String),
        ],
        body,
        responses,
        pages: Some(Pages {
            plan: PagePlan::Cursor(JsonName::new(EVIL), vec![JsonName::new(EVIL)]),
            items: vec![JsonName::new(EVIL)],
            item: TypeRef::Scalar(Scalar::String),
            more: Some(JsonName::new(EVIL)),
        }),
        security: vec![
            vec![
                Requirement { scheme: 0, scopes: Vec::new() },
                Requirement { scheme: 1, scopes: vec![EVIL.into()] },
            ],
            vec![],
        ],
        origin: origin(),
    }
}

fn types() -> Vec<TypeDef> {
    let string = || TypeRef::Scalar(Scalar::String);
    let pet = TypeRef::Named(TypeId::new(0));
    let mut parent = field("parent", pet.clone(), Presence::Optional);
    (parent.boxed, parent.rules) = (true, Rules::default());
    let keep = Extra::Keep {
        ident: Ident::new("additional_properties"),
        value: TypeRef::Scalar(Scalar::Json),
        rules: Rules::default(),
    };
    let fields = vec![
        field("name", string(), Presence::Required),
        field("type", TypeRef::Named(TypeId::new(1)), Presence::RequiredNullable),
        field("note", string(), Presence::Patch),
        field("tags", TypeRef::Vec(Box::new(string())), Presence::OptionalNullable),
        parent,
    ];
    let variant = |name: &str, ty: TypeRef| Variant {
        ident: Ident::new(name),
        ty,
        docs: evil(),
        rules: Rules { min_items: (name == "List").then_some(1), ..Rules::default() },
    };
    let case = |variant, condition| PlanCase { variant, conditions: vec![condition] };
    let cases = vec![
        case(0, Condition::KeyIs(JsonName::new("kind"), EVIL.into())),
        case(1, Condition::Is(JsonType::Array)),
        case(2, Condition::Is(JsonType::String)),
    ];
    let rules = Rules::default();
    vec![
        def("Pet", TypeKind::Struct(Struct { fields, extra: keep, setters: true, rules: rules.clone() })),
        def(
            "Kind",
            TypeKind::Enum(StringEnum {
                members: vec![
                    (Ident::new("Cat"), JsonName::new("cat")),
                    (Ident::new("Evil"), JsonName::new(EVIL)),
                ],
                unknown: Some(Ident::new("Unknown")),
            }),
        ),
        def(
            "Source",
            TypeKind::Union(Union {
                variants: vec![
                    variant("Pet", TypeRef::Boxed(Box::new(pet.clone()))),
                    variant("List", TypeRef::Vec(Box::new(pet.clone()))),
                    variant("Text", string()),
                    variant("Other", string()),
                ],
                plan: Plan { cases },
                exclusive: false,
            }),
        ),
        def("Names", TypeKind::Alias(TypeRef::Map(Box::new(TypeRef::Nullable(Box::new(string())))))),
        def(
            "Nothing",
            TypeKind::Struct(Struct { fields: Vec::new(), extra: Extra::Refuse, setters: false, rules }),
        ),
    ]
}

/// Every shape that the emitters tell apart, at least once.
pub(crate) fn api() -> Api {
    let named = |index| TypeRef::Named(TypeId::new(index));
    let json = |index| Some(body(named(index), BodyEncoding::Json, true));
    let text = Some(body(TypeRef::Scalar(Scalar::String), BodyEncoding::Text, true));
    let bytes = Some(body(TypeRef::Scalar(Scalar::Base64), BodyEncoding::Bytes, true));
    let update = vec![
        response("Ok", Status::Exact(200), true, json(0)),
        response("NoContent", Status::Exact(204), true, None),
        response("UnprocessableEntity", Status::Exact(422), false, json(2)),
        response("ServerError", Status::Range(5), false, text),
        response("Default", Status::Default, false, None),
    ];
    let form = BodyEncoding::Form {
        kind: Kind::Object(
            vec![(JsonName::new("a"), Kind::Array(Box::new(Kind::Number)))],
            Some(Box::new(Kind::Json)),
        ),
        fields: vec![FieldEncoding {
            name: JsonName::new(EVIL),
            style: Style::PipeDelimited,
            explode: false,
            allow_reserved: true,
            content_type: Some(EVIL.into()),
            headers: vec![JsonName::new(EVIL)],
            fixed_headers: vec![(JsonName::new(EVIL), EVIL.into())],
        }],
    };
    let scheme = |name: &str, table: &str, kind| Scheme {
        name: JsonName::new(name),
        ident: Ident::new(name),
        table_ident: Ident::new(table),
        trait_ident: Ident::new(&format!("{table}_TRAIT")),
        kind,
        flow: Some(Flow { endpoint: Endpoint::Discovery(EVIL.into()), scopes: vec![EVIL.into()] }),
        docs: evil(),
    };
    Api {
        schemas: Vec::new(),
        module: Ident::new("pets"),
        title: EVIL.into(),
        version: EVIL.into(),
        docs: evil(),
        source: format!("specs/pets\n{EVIL}"),
        command: Some("cargo xtask regenerate pets".into()),
        servers: vec![Server { url: "https://pets.example".into(), docs: evil(), variables: Vec::new() }],
        schemes: vec![
            scheme("key", "KEY", SchemeKind::ApiKey(Location::Header, JsonName::new("x-key"))),
            scheme("login", "LOGIN", SchemeKind::Basic),
        ],
        types: types(),
        operations: vec![
            operation("update_pet", "UPDATE_PET", "UpdatePet", json(0), update),
            operation(
                "get_all",
                "GET_ALL",
                "GetAll",
                Some(body(named(4), form, false)),
                vec![response("Ok", Status::Exact(200), true, bytes)],
            ),
        ],
        headers: Vec::new(),
        groups: vec![Group {
            tag: Some(EVIL.into()),
            received: false,
            ident: Ident::new("Pets"),
            docs: evil(),
            operations: vec![0, 1],
            feature: None,
        }],
        features: Features { client: "client".into(), server: "server".into() },
    }
}

fn mentions(tokens: proc_macro2::TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Group(group) => mentions(group.stream(), name),
        proc_macro2::TokenTree::Ident(ident) => ident == name,
        _ => false,
    })
}

fn text(path: &str) -> String {
    let files = emit(&api()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    files.into_iter().find(|file| file.path == path).map(|file| file.text).unwrap()
}

#[test]
fn models_hold_every_kind_of_type() {
    let text = text("models.rs");
    for part in [
        "pub struct Pet {",
        "pub r#type: Option<Kind>,",
        "pub note: rt::Patch<String>,",
        "pub parent: Option<Box<Pet>>,",
        "required: &[0b11],",
        "nullable: &[0b1110],",
        "    Pet(name => String, r#type: Option<Kind>) {",
        " note => rt::Patch<String>,",
        "pub enum Kind {",
        "rt::union! {",
        "pub type Names = rt::Map<Option<String>>;",
        "closed: true,",
    ] {
        assert!(text.contains(part), "no `{part}` in\n{text}");
    }
}

#[test]
fn client_and_server_hold_every_operation() {
    let (client, server, tables) = (text("client.rs"), text("server.rs"), text("operations.rs"));
    assert!(
        client.contains("let mut call_ = rt::client::Call::new(&self.core, &operations::UPDATE_PET);"),
        "{client}"
    );
    assert!(client.contains("pub enum UpdatePetSuccess {"), "{client}");
    assert!(
        server.contains("pub trait Pets {") && server.contains("S: Pets + KEY_TRAIT + LOGIN_TRAIT,"),
        "{server}"
    );
    assert!(server.contains("update_pet(UpdatePetInput) -> UpdatePetResponse;"), "{server}");
    assert!(server.contains("pub trait KEY_TRAIT: key;"), "{server}");
    assert!(server.contains("pub trait LOGIN_TRAIT: password;"), "{server}");
    assert!(tables.contains("Requirement::of(&KEY)"), "{tables}");
}

#[test]
fn no_text_of_the_document_becomes_code() {
    for file in emit(&api()).unwrap() {
        let tokens: proc_macro2::TokenStream = file.text.parse().unwrap();
        assert!(!mentions(tokens, "evil"), "{}:\n{}", file.path, file.text);
        assert!(file.text.starts_with("//! Generated by specwright from specs/pets "), "{}", file.text);
        assert!(
            file.text.contains("#![cfg(not(doctest))]") && !file.text.contains('\u{202e}'),
            "{}",
            file.text
        );
        for line in file.text.lines().filter(|line| line.trim_start().starts_with("//")) {
            // Between backticks a text may look like what it wants.
            let line: String = line.replace("\\`", "").split('`').step_by(2).collect();
            assert!(
                !line.contains("<script>") && !line.contains("```") && !line.contains(" [Vec]"),
                "{line}"
            );
        }
    }
    assert!(!reference(&api()).contains("<script>"));
    assert!(crate::ir::print(&api()).contains("operation "));
}
