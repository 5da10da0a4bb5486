//! Results that come page by page.

use super::{JsonName, TypeRef};

/// How the results of an operation are asked for page by page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// How the next page is asked for.
    pub plan: PagePlan,
    /// The keys that lead from a page to its items; none where the page is the list.
    pub items: Vec<JsonName>,
    /// The type of an item.
    pub item: TypeRef,
    /// The key of a page that says whether there is another one.
    pub more: Option<JsonName>,
}

/// How the next page is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PagePlan {
    /// A parameter says how many items to leave out, and how many the first page leaves out.
    Offset(JsonName, i64),
    /// A parameter numbers pages, and the number of the first one.
    Number(JsonName, i64),
    /// A parameter takes what stands in the page before, under these keys.
    Cursor(JsonName, Vec<JsonName>),
    /// A parameter takes that property of the last item of the page before.
    Last(JsonName, JsonName),
    /// The header `Link` leads to it (RFC 8288).
    Link,
}
