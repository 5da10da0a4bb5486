//! Types as a program beside the generated module spells them.

use specwright::ir::{Api, Field, Presence, Scalar, TypeId, TypeRef};

/// A type that is emitted.
pub(super) fn named(api: &Api, id: TypeId) -> String {
    api.type_def(id).map_or_else(
        || "rt::Json".to_owned(),
        |def| format!("api::models::{}", identifier(def.ident.as_str())),
    )
}

/// A type that is mentioned.
pub(super) fn mention(api: &Api, ty: &TypeRef) -> String {
    match ty {
        TypeRef::Named(id) => named(api, *id),
        TypeRef::Scalar(scalar) => self::scalar(*scalar).to_owned(),
        TypeRef::Vec(item) => format!("Vec<{}>", mention(api, item)),
        TypeRef::Map(value) => format!("rt::Map<{}>", mention(api, value)),
        TypeRef::Tuple(members) => {
            let members: Vec<String> = members.iter().map(|member| mention(api, member)).collect();
            format!("({})", members.join(", "))
        }
        TypeRef::Nullable(inner) => format!("Option<{}>", mention(api, inner)),
        TypeRef::Boxed(inner) => mention(api, inner),
        TypeRef::JsonText(inner) => format!("rt::JsonText<{}>", mention(api, inner)),
        // The judge gives no settings.
        TypeRef::Replaced(_) => "rt::Json".to_owned(),
    }
}

/// The type of a property's value where it is there: null is one where the property is nullable.
pub(super) fn value(api: &Api, field: &Field) -> String {
    let ty = mention(api, &field.ty);
    match field.presence {
        Presence::Required | Presence::Optional => ty,
        Presence::RequiredNullable | Presence::Patch | Presence::OptionalNullable => format!("Option<{ty}>"),
    }
}

/// Names of types are camel case, and the one keyword among those has no raw form.
fn identifier(name: &str) -> String {
    if name == "Self" { "Self_".to_owned() } else { name.to_owned() }
}

fn scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::String => "String",
        Scalar::Boolean => "bool",
        Scalar::I8 => "i8",
        Scalar::I16 => "i16",
        Scalar::I32 => "i32",
        Scalar::I64 => "i64",
        Scalar::U8 => "u8",
        Scalar::U16 => "u16",
        Scalar::U32 => "u32",
        Scalar::U64 => "u64",
        Scalar::F32 => "f32",
        Scalar::F64 => "f64",
        Scalar::Decimal => "rt::rust_decimal::Decimal",
        Scalar::Number => "rt::Number",
        Scalar::Uuid => "rt::uuid::Uuid",
        Scalar::DateTime => "rt::chrono::DateTime<rt::chrono::FixedOffset>",
        Scalar::LocalDateTime => "rt::chrono::NaiveDateTime",
        Scalar::Date => "rt::chrono::NaiveDate",
        Scalar::Base64 => "rt::Base64",
        Scalar::File => "rt::File",
        Scalar::Json => "rt::Json",
    }
}
