//! Equal outcomes of operations become one enum; each operation keeps its own name for it.
//!
//! Most operations of an API fail alike. What is compiled is one enum; the names stay, so that an operation that is added
//! renames nothing.

use super::Lowering;
use crate::ir::{BodyEncoding, Ident, Operation, Response, SharedOutcome, Status, TypeRef};
use std::collections::HashMap;

/// What two outcomes are compared by.
type Sketch<'a> = Vec<Row<'a>>;

/// A response of an outcome. What is said about it decides nothing.
#[derive(PartialEq, Eq, Hash)]
struct Row<'a> {
    /// Which one of the operation it is, where that matters.
    index: Option<usize>,
    ident: &'a Ident,
    status: Status,
    ty: Option<&'a TypeRef>,
    has_headers: bool,
}

/// The first operation of each outcome, among those behind the feature of one tag.
type Firsts<'a> = HashMap<(Option<usize>, Sketch<'a>), &'a Operation>;

impl Lowering<'_, '_> {
    /// Finds for each operation the first one that fails alike, and the first one that answers alike. What stands behind
    /// the feature of one tag is not lent to others.
    pub(super) fn share_outcomes(&mut self) {
        let mut scopes = vec![None; self.operations.len()];
        for (at, group) in self.groups.iter().enumerate().filter(|(_, group)| group.feature.is_some()) {
            for index in &group.operations {
                if let Some(scope) = scopes.get_mut(*index) {
                    *scope = Some(at);
                }
            }
        }
        let (mut failures, mut answers) = (Firsts::new(), Firsts::new());
        let mut shared = Vec::new();
        for (operation, scope) in self.operations.iter().zip(scopes) {
            let failure = failures_of(operation).and_then(|sketch| {
                let first = *failures.entry((scope, sketch)).or_insert(operation);
                told(operation, first, &first.error_ident, &operation.error_ident, |it| !it.success)
            });
            // Only what has a route has an answer.
            let answer = answers_of(operation).filter(|_| operation.routed).and_then(|sketch| {
                let first = *answers.entry((scope, sketch)).or_insert(operation);
                told(operation, first, &first.response_ident, &operation.response_ident, |_| true)
            });
            shared.push((failure, answer));
        }
        for (operation, (failure, answer)) in self.operations.iter_mut().zip(shared) {
            (operation.error_of, operation.response_of) = (failure, answer);
        }
    }
}

/// An outcome by the name of the first one, and what is said otherwise of its responses.
fn told(
    operation: &Operation,
    first: &Operation,
    of: &Ident,
    own: &Ident,
    is_one: fn(&Response) -> bool,
) -> Option<SharedOutcome> {
    if of == own {
        return None;
    }
    let own = operation.responses.iter().filter(|response| is_one(response));
    let firsts = first.responses.iter().filter(|response| is_one(response));
    let docs = own.zip(firsts).filter(|(one, first)| one.docs != first.docs);
    let docs = docs.map(|(one, _)| (one.ident.clone(), one.docs.clone()));
    Some(SharedOutcome { of: of.clone(), docs: docs.collect() })
}

fn failures_of(operation: &Operation) -> Option<Sketch<'_>> {
    let responses = operation.responses.iter().enumerate().filter(|(_, response)| !response.success);
    responses.map(|(index, response)| sketch(Some(index), response)).collect()
}

fn answers_of(operation: &Operation) -> Option<Sketch<'_>> {
    operation.responses.iter().map(|response| sketch(None, response)).collect()
}

/// A response, unless its body is something else than JSON of one type.
fn sketch(index: Option<usize>, response: &Response) -> Option<Row<'_>> {
    let ty = match &response.body {
        None => None,
        Some(contents) => {
            let content = contents.only()?;
            let all_json = content.media_types.iter().all(|each| each.encoding == BodyEncoding::Json);
            Some(&content.ty).filter(|_| all_json).map(Some)?
        }
    };
    let Response { ident, status, headers, .. } = response;
    Some(Row { index, ident, status: *status, ty, has_headers: !headers.is_empty() })
}
