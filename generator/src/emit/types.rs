//! Types where they are mentioned, and the tables that stand beside them.

use crate::ir::{Api, Carried, Field, Ident, Limit, Presence, Rules, Scalar, TypeKind, TypeRef};
use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;

/// What Rust 2024 keeps for itself and takes as `r#…`.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// An identifier as a token.
pub(super) fn ident(name: &Ident) -> proc_macro2::Ident {
    let text = name.as_str();
    match text {
        // These four have no raw form; `lower` does not make them.
        "self" | "Self" | "super" | "crate" => {
            proc_macro2::Ident::new(&format!("{text}_"), Span::call_site())
        }
        _ if KEYWORDS.contains(&text) => proc_macro2::Ident::new_raw(text, Span::call_site()),
        _ => proc_macro2::Ident::new(text, Span::call_site()),
    }
}

/// The path of a type of the user's: a crate is named as such, whatever else has its name here.
fn replaced(path: &[Ident]) -> TokenStream {
    let is_own = path.first().is_some_and(|first| first.as_str() == "crate");
    let start = if is_own { quote!(crate) } else { TokenStream::new() };
    let rest = path.iter().skip(usize::from(is_own)).map(ident);
    quote!(#start #(:: #rest)*)
}

/// How types are spelled in one module of an API.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names<'a> {
    pub(super) api: &'a Api,
    /// Whether the models stand beside the module that mentions them.
    beside: bool,
    taken: Taken,
}

/// Which names of the standard prelude the API has taken for a type of its own; they are spelled with their path then.
#[derive(Clone, Copy, Debug, Default)]
struct Taken {
    option: bool,
    vec: bool,
    string: bool,
    boxed: bool,
    into: bool,
}

impl<'a> Names<'a> {
    /// How `models.rs` spells types.
    pub(super) fn of(api: &'a Api) -> Self {
        let mut taken = Taken::default();
        let operations = api.operations.iter().flat_map(|operation| {
            [
                &operation.request_ident,
                &operation.error_ident,
                &operation.success_ident,
                &operation.input_ident,
                &operation.response_ident,
            ]
        });
        let groups = api.groups.iter().map(|group| &group.ident);
        let schemes = api.schemes.iter().map(|scheme| &scheme.trait_ident);
        for name in api.types.iter().map(|def| &def.ident).chain(operations).chain(groups).chain(schemes) {
            match name.as_str() {
                "Option" => taken.option = true,
                "Vec" => taken.vec = true,
                "String" => taken.string = true,
                "Box" => taken.boxed = true,
                "Into" => taken.into = true,
                _ => {}
            }
        }
        Self { api, beside: false, taken }
    }

    /// How the modules beside it do.
    pub(super) fn beside(self) -> Self {
        Self { beside: true, ..self }
    }

    /// A type as it is mentioned.
    pub(super) fn mention(self, ty: &TypeRef) -> TokenStream {
        match ty {
            TypeRef::Named(id) => match (self.api.type_def(*id), self.beside) {
                (Some(def), false) => {
                    let name = ident(&def.ident);
                    quote!(#name)
                }
                (Some(def), true) => {
                    let name = ident(&def.ident);
                    quote!(models::#name)
                }
                (None, _) => quote!(rt::Json),
            },
            TypeRef::Scalar(Scalar::String) => self.string(),
            TypeRef::Scalar(kind) => scalar(*kind),
            TypeRef::Vec(item) => {
                let item = self.mention(item);
                if self.taken.vec { quote!(::std::vec::Vec<#item>) } else { quote!(Vec<#item>) }
            }
            TypeRef::Map(value) => {
                let value = self.mention(value);
                quote!(rt::Map<#value>)
            }
            TypeRef::Tuple(members) => {
                let members = members.iter().map(|member| self.mention(member));
                quote!((#(#members),*))
            }
            TypeRef::Nullable(inner) => self.option(&self.mention(inner)),
            TypeRef::Boxed(inner) => self.boxed(&self.mention(inner)),
            TypeRef::JsonText(inner) => {
                let inner = self.mention(inner);
                quote!(rt::JsonText<#inner>)
            }
            TypeRef::Replaced(replacement) => {
                let path = replaced(&replacement.path);
                match replacement.carried {
                    Carried::Text => quote!(rt::Text<#path>),
                    Carried::Json => quote!(rt::Serde<#path>),
                    Carried::Itself => path,
                }
            }
        }
    }

    /// The type of a field, presence included.
    pub(super) fn field(self, field: &Field) -> TokenStream {
        let value = self.value(field);
        match field.presence {
            Presence::Required => value,
            Presence::Patch => quote!(rt::Patch<#value>),
            Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => {
                self.option(&value)
            }
        }
    }

    /// The type of a field's value, without what presence adds.
    pub(super) fn value(self, field: &Field) -> TokenStream {
        let value = self.mention(&field.ty);
        if field.boxed { self.boxed(&value) } else { value }
    }

    /// `Option<T>`.
    pub(super) fn option(self, inner: &TokenStream) -> TokenStream {
        if self.taken.option { quote!(::std::option::Option<#inner>) } else { quote!(Option<#inner>) }
    }

    /// What a caller may hand over for a type: whatever becomes it.
    pub(super) fn into(self, ty: &TokenStream) -> TokenStream {
        if self.taken.into { quote!(impl ::std::convert::Into<#ty>) } else { quote!(impl Into<#ty>) }
    }

    fn string(self) -> TokenStream {
        if self.taken.string { quote!(::std::string::String) } else { quote!(String) }
    }

    fn boxed(self, inner: &TokenStream) -> TokenStream {
        if self.taken.boxed { quote!(::std::boxed::Box<#inner>) } else { quote!(Box<#inner>) }
    }
}

fn scalar(kind: Scalar) -> TokenStream {
    match kind {
        Scalar::String => quote!(::std::string::String),
        Scalar::Boolean => quote!(bool),
        Scalar::I8 => quote!(i8),
        Scalar::I16 => quote!(i16),
        Scalar::I32 => quote!(i32),
        Scalar::I64 => quote!(i64),
        Scalar::U8 => quote!(u8),
        Scalar::U16 => quote!(u16),
        Scalar::U32 => quote!(u32),
        Scalar::U64 => quote!(u64),
        Scalar::F32 => quote!(f32),
        Scalar::F64 => quote!(f64),
        Scalar::Decimal => quote!(rt::rust_decimal::Decimal),
        Scalar::Number => quote!(rt::Number),
        Scalar::Uuid => quote!(rt::uuid::Uuid),
        Scalar::DateTime => quote!(rt::chrono::DateTime<rt::chrono::FixedOffset>),
        Scalar::LocalDateTime => quote!(rt::chrono::NaiveDateTime),
        Scalar::Date => quote!(rt::chrono::NaiveDate),
        Scalar::Base64 => quote!(rt::Base64),
        Scalar::File => quote!(rt::File),
        Scalar::Json => quote!(rt::Json),
    }
}

/// The type without names that only stand for another: what decides whether two types are one to the compiler.
pub(super) fn resolved(api: &Api, ty: &TypeRef) -> TypeRef {
    resolve(api, ty, 0)
}

fn resolve(api: &Api, ty: &TypeRef, depth: usize) -> TypeRef {
    // An alias of itself is no type; the bound only keeps this from running forever.
    if depth > 64 {
        return ty.clone();
    }
    let inside = |inner: &TypeRef| Box::new(resolve(api, inner, depth + 1));
    match ty {
        TypeRef::Named(id) => match api.type_def(*id).map(|def| &def.kind) {
            Some(TypeKind::Alias(target)) => resolve(api, target, depth + 1),
            Some(_) => ty.clone(),
            None => TypeRef::Scalar(Scalar::Json),
        },
        TypeRef::Scalar(_) | TypeRef::Replaced(_) => ty.clone(),
        TypeRef::Vec(inner) => TypeRef::Vec(inside(inner)),
        TypeRef::Map(inner) => TypeRef::Map(inside(inner)),
        TypeRef::Tuple(members) => {
            TypeRef::Tuple(members.iter().map(|member| resolve(api, member, depth + 1)).collect())
        }
        TypeRef::Nullable(inner) => TypeRef::Nullable(inside(inner)),
        TypeRef::Boxed(inner) => TypeRef::Boxed(inside(inner)),
        TypeRef::JsonText(inner) => TypeRef::JsonText(inside(inner)),
    }
}

/// Whether a caller may hand over a text in any form, or what is boxed or optional without its wrapping.
pub(super) fn converts(field: &Field) -> bool {
    let text = field.ty == TypeRef::Scalar(Scalar::String);
    field.boxed || matches!(field.presence, Presence::Patch) || text
}

/// What a value is checked against, as a constant: one keyword after another.
pub(super) fn rules(rules: &Rules) -> TokenStream {
    let keyword = |name: &str, value: TokenStream| {
        let name = proc_macro2::Ident::new(name, Span::call_site());
        quote!(.#name(#value))
    };
    let count = |name: &str, value: Option<u64>| {
        value.map(Literal::u64_unsuffixed).map(|value| keyword(name, quote!(#value)))
    };
    let bound = |name: &str, value: &Option<Limit>| {
        value.as_ref().map(|value| match value {
            Limit::Integer(value) => keyword(name, integer(*value)),
            Limit::Decimal(text) => keyword(&format!("{name}_decimal"), quote!(#text)),
        })
    };
    let each = |nested: &[Rules]| {
        let nested = nested.iter().map(self::rules);
        quote!(#(#nested),*)
    };
    // What refers to a static is no constant of its own, unless it is said to be one.
    let lent = |nested: &[Rules], tokens: TokenStream| {
        if nested.iter().any(names_schema) { quote!(const { &#tokens }) } else { quote!(&#tokens) }
    };
    let one = |name: &str, nested: &Option<Box<Rules>>| {
        let nested = std::slice::from_ref(&**nested.as_ref().filter(|nested| !nested.is_empty())?);
        Some(keyword(name, lent(nested, each(nested))))
    };
    let prefix_items = (!rules.prefix_items.is_empty()).then(|| {
        let items = each(&rules.prefix_items);
        keyword("prefix_items", lent(&rules.prefix_items, quote!([#items])))
    });
    let schema = rules.schema.map(|index| {
        let index = Literal::usize_unsuffixed(index);
        keyword("schema", quote!(&schemas::SCHEMAS, #index))
    });
    let keywords = [
        count("min_length", rules.min_length),
        count("max_length", rules.max_length),
        rules.pattern.as_ref().map(|text| keyword("pattern", quote!(#text))),
        bound("minimum", &rules.minimum),
        bound("maximum", &rules.maximum),
        bound("exclusive_minimum", &rules.exclusive_minimum),
        bound("exclusive_maximum", &rules.exclusive_maximum),
        bound("multiple_of", &rules.multiple_of),
        count("min_items", rules.min_items),
        count("max_items", rules.max_items),
        count("min_properties", rules.min_properties),
        count("max_properties", rules.max_properties),
        rules.unique_items.then(|| keyword("unique_items", TokenStream::new())),
        one("items", &rules.items),
        prefix_items,
        one("also", &rules.also),
        schema,
    ];
    let keywords = keywords.into_iter().flatten();
    quote!(rt::Rules::NONE #(#keywords)*)
}

/// Whether there is a schema in some depth.
fn names_schema(rules: &Rules) -> bool {
    let nested = rules.items.iter().chain(&rules.also).map(|nested| &**nested).chain(&rules.prefix_items);
    rules.schema.is_some() || nested.into_iter().any(names_schema)
}

fn integer(value: i128) -> TokenStream {
    let digits = digits(&value.unsigned_abs().to_string());
    if value < 0 { quote!(-#digits) } else { quote!(#digits) }
}

/// A number literal in our spelling; the text is always one.
fn digits(text: &str) -> Literal {
    text.parse().unwrap_or_else(|_| Literal::u64_unsuffixed(0))
}

/// A set of field indices as the words of a bit set; no words where it is empty.
pub(super) fn bits(indices: impl Iterator<Item = usize>) -> Vec<Literal> {
    let mut words: Vec<u64> = Vec::new();
    for index in indices {
        let word = index / 64;
        if words.len() <= word {
            words.resize(word + 1, 0);
        }
        if let Some(word) = words.get_mut(word) {
            *word |= 1 << (index % 64);
        }
    }
    words.into_iter().map(|word| digits(&format!("0b{word:b}"))).collect()
}
