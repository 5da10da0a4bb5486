//! Parameters: once each, and those of the path by the names that the path has.

use super::{Contradiction, explicit, targets};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::pages::facts::{Endpoint, JsonType, Location, Parameter, Property, Schema, Stated};
use crate::source::JsonPointer;

/// Parameters once each, those of the path by the names that the path has.
pub(super) fn settle(
    endpoint: &Endpoint,
    path: &Stated<String>,
    at: &JsonPointer,
    contradictions: &mut Vec<Contradiction>,
) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    // What a table says of a parameter counts more than that a URL of a sample has it.
    let mut stated: Vec<&Parameter> = endpoint.parameters.iter().collect();
    stated.sort_by_key(|parameter| parameter.property.name.kind);
    for parameter in stated {
        let same = |other: &Parameter| {
            let (one, two) = (&other.property.name.value, &parameter.property.name.value);
            other.location == parameter.location
                && (one == two || parameter.location == Location::Header && one.eq_ignore_ascii_case(two))
        };
        if !found.iter().any(same) {
            found.push(text_unless_typed(parameter));
        }
    }
    let names: Vec<&str> = targets::names(&path.value).collect();
    let is_path = |parameter: &Parameter| parameter.location == Location::Path;
    let unknown = |found: &[Parameter]| -> Vec<usize> {
        let stray = |parameter: &Parameter| {
            is_path(parameter) && !names.contains(&parameter.property.name.value.as_str())
        };
        found.iter().enumerate().filter(|(_, parameter)| stray(parameter)).map(|(index, _)| index).collect()
    };
    for name in &names {
        if found.iter().any(|parameter| is_path(parameter) && parameter.property.name.value == *name) {
            continue;
        }
        // A name that the path has stands in the path, whatever the list of parameters says.
        let elsewhere = found.iter_mut().find(|parameter| {
            parameter.location == Location::Query && parameter.property.name.value == *name
        });
        if let Some(parameter) = elsewhere {
            let message = format!("the path has `{{{name}}}`, which is listed as a parameter of the query");
            let diagnostic =
                Diagnostic::new(Code::PathParameterMismatch, parameter.property.name.origin, message)
                    .related(path.origin, "the path is taken at its word");
            contradictions.push(Contradiction { pointer: at.child("parameters"), diagnostic });
            parameter.location = Location::Path;
            continue;
        }
        let strays = unknown(&found);
        let alike = strays.iter().copied().find(|index| {
            found.get(*index).is_some_and(|stray| plain(&stray.property.name.value) == plain(name))
        });
        let only = (strays.len() == 1 && names.len() == 1).then(|| strays.first().copied()).flatten();
        match alike.or(only).and_then(|index| found.get_mut(index)) {
            Some(stray) => {
                let message =
                    format!("the path says `{name}`, the list of parameters `{}`", stray.property.name.value);
                let diagnostic =
                    Diagnostic::new(Code::NameContradiction, stray.property.name.origin, message)
                        .related(path.origin, "this spelling is taken");
                contradictions.push(Contradiction { pointer: at.child("parameters"), diagnostic });
                stray.property.name.value = (*name).to_owned();
            }
            None => {
                let name = Stated { value: (*name).to_owned(), ..path.clone() };
                let schema = Schema::typed(path.origin, JsonType::String);
                let property = Property { name, required: Some(true), schema };
                found.push(Parameter { location: Location::Path, property });
            }
        }
    }
    for index in unknown(&found).into_iter().rev() {
        let stray = found.remove(index);
        let name = &stray.property.name;
        let message = format!("the path has no `{{{}}}`", name.value);
        let diagnostic = Diagnostic::new(Code::PathParameterMismatch, name.origin, message)
            .related(path.origin, "the path")
            .note("the parameter is left out");
        contradictions.push(Contradiction { pointer: at.child("parameters"), diagnostic });
    }
    found
}

/// What stands in a URL or a header is text where nothing else is said.
fn text_unless_typed(parameter: &Parameter) -> Parameter {
    let mut parameter = parameter.clone();
    let schema = &mut parameter.property.schema;
    let silent = schema.types.is_empty() && schema.reference.is_none() && schema.one_of.is_empty();
    if silent && schema.any_of.is_empty() && schema.all_of.is_empty() && schema.enumeration.is_empty() {
        schema.types.push(JsonType::String);
    }
    explicit::refine(schema, 0);
    parameter
}

/// A name without what spellings differ in.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|character| character.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
