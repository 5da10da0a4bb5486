//! What is required: what the lines of fields say, what sentences say, and what requests in samples leave out.

use super::{Contradiction, mend};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::pages::facts::{Body, Property, Required, Stated};
use crate::source::JsonPointer;

/// Settles which top-level fields of a body are required. A name that is enumerated beats "all"; the line of a field
/// beats both; what a sample leaves out is not required because of an "all".
pub(super) fn settle(body: &mut Body, at: &JsonPointer, contradictions: &mut Vec<Contradiction>) {
    let Some(schema) = &mut body.schema else { return };
    let all = body.required.iter().find(|claim| claim.value == Required::All);
    let samples: Vec<_> =
        body.samples.iter().filter_map(|sample| mend::read(sample).map(|(node, _)| node)).collect();
    for property in &mut schema.properties {
        let name = property.name.value.clone();
        let listed = |claim: &&Stated<Required>| match &claim.value {
            Required::These(names) => names.contains(&name),
            _ => false,
        };
        let excluded = |claim: &&Stated<Required>| match &claim.value {
            Required::NotThese(names) => names.contains(&name),
            _ => false,
        };
        let these = body.required.iter().find(listed);
        let not_these = body.required.iter().find(excluded);
        if let (Some(all), Some(not)) = (all, not_these) {
            report(property, all, not, at, contradictions);
        }
        let absent =
            samples.iter().any(|sample| sample.as_mapping().is_some() && sample.get(&name).is_none());
        let by_sentence = match (these, not_these) {
            (Some(_), _) => Some(true),
            (None, Some(_)) => Some(false),
            // Where a sentence enumerates, "all" speaks of no more than it has names for.
            (None, None) => all.map(|_| !absent && !enumerates(body.required.as_slice())),
        };
        property.required = property.required.or(by_sentence);
    }
}

fn enumerates(claims: &[Stated<Required>]) -> bool {
    claims.iter().any(|claim| matches!(claim.value, Required::These(_)))
}

fn report(
    property: &Property,
    all: &Stated<Required>,
    not: &Stated<Required>,
    at: &JsonPointer,
    contradictions: &mut Vec<Contradiction>,
) {
    let message = "one sentence says that all fields are required, another that some are not".to_owned();
    let diagnostic = Diagnostic::new(Code::RequiredContradiction, all.origin, message)
        .related(not.origin, "the fields that are named here are taken at this word");
    let pointer = at.child("properties").child(&property.name.value);
    let known = contradictions.iter().any(|other| other.diagnostic == diagnostic);
    if !known {
        contradictions.push(Contradiction { pointer, diagnostic });
    }
}
