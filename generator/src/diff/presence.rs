//! Fields whose type in Rust changed although nothing was said about them: their type began to travel the other way.

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Api, Direction, Field, Presence, Struct, TypeDef, TypeKind};
use std::collections::HashMap;

/// Says of each field that both APIs have whether it may be absent or null in another way than before because its type
/// occurs in requests, or in responses, where it did not before. The places are those of `revision`.
pub fn presence(base: &Api, revision: &Api) -> Vec<Diagnostic> {
    let before: HashMap<&str, &TypeDef> = base.types.iter().map(|def| (def.ident.as_str(), def)).collect();
    let mut found = Vec::new();
    for def in &revision.types {
        let Some(old) = before.get(def.ident.as_str()).filter(|old| old.direction != def.direction) else {
            continue;
        };
        let (TypeKind::Struct(before), TypeKind::Struct(after)) = (&old.kind, &def.kind) else { continue };
        let changed = after.fields.iter().filter_map(|field| Some((field, spelling_before(before, field)?)));
        for (field, before) in changed {
            let message = format!(
                "`{}::{}` becomes {}, it was {before}: the type occurs in {} now, and in {} before",
                def.ident,
                field.ident,
                spelling(field.presence),
                travels(def.direction),
                travels(old.direction),
            );
            found.push(Diagnostic::new(Code::DirectionChanged, field.origin, message));
        }
    }
    found
}

/// How the field was spelled, where the document said the same of it and its type in Rust was another.
fn spelling_before(before: &Struct, field: &Field) -> Option<&'static str> {
    let old = before.fields.iter().find(|old| old.json_name == field.json_name)?;
    let (was, is) = (spelling(old.presence), spelling(field.presence));
    (was != is).then_some(was)
}

fn spelling(presence: Presence) -> &'static str {
    match presence {
        Presence::Required => "a value",
        Presence::RequiredNullable | Presence::Optional | Presence::OptionalNullable => "an `Option`",
        Presence::Patch => "a `Patch`",
    }
}

fn travels(direction: Direction) -> &'static str {
    match (direction.request, direction.response) {
        (true, true) => "requests and responses",
        (true, false) => "requests",
        (false, true) => "responses",
        (false, false) => "no operation",
    }
}
