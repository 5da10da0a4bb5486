//! Constraints of a document that neither this server nor a generated one enforces.

use super::values::Values;
use specwright::diagnostics::{Code, Diagnostic};
use specwright::ir::{Scalar, TypeKind, TypeRef};
use specwright::ledger::{Kind, Ledger, Standing, Verdict};
use specwright::source::Origin;
use std::collections::BTreeMap;

/// Keywords of a schema that are ignored and constrain nothing.
const HARMLESS: [&str; 4] = ["$schema", "$vocabulary", "id", "xml"];

/// What nobody enforces, and where it is written first.
pub(super) fn unenforced(
    values: &Values<'_>,
    ledger: &Ledger,
    diagnostics: &[Diagnostic],
) -> Vec<(Option<Origin>, String)> {
    let mut found = Vec::new();
    for diagnostic in diagnostics {
        let costs = matches!(
            diagnostic.code,
            Code::UnsupportedPattern
                | Code::InvalidConstraint
                | Code::ImpossibleAllOf
                | Code::OvergrownSchema
                | Code::ImpossibleRecursion
                | Code::AmbiguousUnion
                | Code::UnsupportedMediaType
                | Code::UnsupportedSecurity
                | Code::DanglingReference
                | Code::ExternalReference
        );
        if costs {
            let note = diagnostic.notes.first().map(|note| format!("; {note}")).unwrap_or_default();
            let place = diagnostic.primary.as_ref().map(|label| label.origin);
            found.push((place, format!("{}{note}", diagnostic.message)));
        }
    }
    for entry in &ledger.entries {
        let schema = matches!(entry.kind, Kind::Schema | Kind::SchemaReference | Kind::Items);
        let ignored = matches!(entry.verdict, Verdict::Ignored(_)) && entry.standing != Standing::Extension;
        if schema && ignored && !HARMLESS.contains(&entry.keyword.as_str()) {
            let message = format!("the keyword `{}` of schemas, {}", entry.keyword, times(entry.count));
            found.push((Some(entry.first), message));
        }
    }
    let mut formats: BTreeMap<&str, usize> = BTreeMap::new();
    for format in loose_formats(values) {
        *formats.entry(format).or_default() += 1;
    }
    found.extend(formats.into_iter().map(|(format, count)| {
        (None, format!("the format `{format}`, which has no type, {}", times(count)))
    }));
    found
}

/// The formats of texts that are any text to the codec.
fn loose_formats<'t>(values: &Values<'t>) -> Vec<&'t str> {
    let api = values.api();
    let fields = api.types.iter().flat_map(|def| match &def.kind {
        TypeKind::Struct(shape) => shape.fields.as_slice(),
        _ => &[],
    });
    let fields = fields.map(|field| (&field.ty, values.places.at(field.origin)));
    let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
    let parameters = parameters.map(|parameter| {
        (&parameter.ty, values.places.at(parameter.origin).and_then(|part| part.get("schema")))
    });
    let texts = fields.chain(parameters).filter(|(ty, _)| **ty == TypeRef::Scalar(Scalar::String));
    let schemas = texts.filter_map(|(_, schema)| schema);
    schemas.filter_map(|schema| values.places.keyword(schema, "format")?.as_str()).collect()
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}
