//! Pages of GraphQL: recognised, so that they are refused with a word. What is sent is a text in a language of its own, of
//! which a path and a method say nothing.

use super::facts::PageFacts;
use super::{Context, Dialect, handwritten};
use crate::diagnostics::{Code, Diagnostic};
use crate::read::markdown::{Fence, Page};

pub(super) const DIALECT: Dialect = Dialect { name: "GraphQL", recognises, read };

/// A page with queries or types on it, where nothing but one endpoint for all of them can be called.
fn recognises(page: &Page<'_>) -> bool {
    page.fences().any(is_graphql)
        && handwritten::targets(page).iter().all(|target| {
            let path = target.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
            path.to_ascii_lowercase().ends_with("graphql")
        })
}

fn is_graphql(fence: &Fence) -> bool {
    let info = fence.info.split([' ', ',']).next().unwrap_or_default().to_ascii_lowercase();
    let starts = ["query ", "mutation ", "subscription ", "type ", "input ", "fragment "];
    let text = fence.text.trim_start();
    info == "graphql"
        || info == "gql"
        || info.is_empty() && starts.iter().any(|start| text.starts_with(start)) && text.contains('{')
}

fn read(page: &Page<'_>, context: &mut Context<'_>) -> PageFacts {
    let place = page.fences().find(|fence| is_graphql(fence)).map_or(0..0, |fence| fence.opening.clone());
    let message = "this is a page of GraphQL, which has one path for all that can be asked";
    context.sink.report(Diagnostic::new(Code::UnsupportedPage, page.origin(&place), message));
    PageFacts::default()
}
