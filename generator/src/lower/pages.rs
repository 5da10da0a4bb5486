//! Which operations answer page by page: told by the names of parameters and properties in use for that, and by their
//! types, since OpenAPI has no word for it.

use super::Lowering;
use crate::ir::{
    BodyEncoding, Field, JsonName, Kind, Limit, Location, Operation, PagePlan, Pages, Parameter, Response,
    Scalar, TypeKind, TypeRef,
};

/// Names of parameters and properties, in lower case and without what separates words.
const OFFSETS: [&str; 6] = ["offset", "skip", "start", "startindex", "startat", "pageoffset"];
const NUMBERS: [&str; 6] = ["page", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage"];
const CURSORS: [&str; 13] = [
    "cursor",
    "pagetoken",
    "pagecursor",
    "nexttoken",
    "nextcursor",
    "nextpagetoken",
    "continuationtoken",
    "startingtoken",
    "after",
    "marker",
    "bookmark",
    "scrollid",
    "startingafter",
];
const NEXTS: [&str; 13] = [
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "nextpage",
    "next",
    "nextpagecursor",
    "cursor",
    "endcursor",
    "continuationtoken",
    "after",
    "nextmarker",
    "bookmark",
    "scrollid",
];
const ENVELOPES: [&str; 9] =
    ["meta", "metadata", "pagination", "paging", "pageinfo", "links", "cursors", "responsemetadata", "page"];
const LISTS: [&str; 8] = ["data", "items", "results", "records", "entries", "values", "list", "elements"];
const MORES: [&str; 5] = ["hasmore", "more", "hasnext", "hasnextpage", "ismore"];

/// A name in lower case, without what separates words.
fn plain(name: &JsonName) -> String {
    name.as_str().chars().filter(char::is_ascii_alphanumeric).map(|mark| mark.to_ascii_lowercase()).collect()
}

/// The place of a name in a list, where it is in it: what stands first means most.
fn rank(names: &[&str], name: &JsonName) -> Option<usize> {
    let name = plain(name);
    names.iter().position(|have| *have == name)
}

impl Lowering<'_, '_> {
    /// Finds what answers page by page, once all types are known.
    pub(super) fn settle_pages(&mut self) {
        let is_wanted = |operation: &Operation| !self.config.no_pages.contains(&operation.id);
        let find = |operation| is_wanted(operation).then(|| self.pages(operation)).flatten();
        let found: Vec<Option<Pages>> = self.operations.iter().map(find).collect();
        for (operation, pages) in self.operations.iter_mut().zip(found) {
            operation.pages = pages;
        }
    }

    fn pages(&self, operation: &Operation) -> Option<Pages> {
        if !matches!(operation.http_method.as_str(), "GET" | "POST" | "QUERY") {
            return None;
        }
        let mut successes = operation.responses.iter().filter(|response| response.success);
        let response = successes.next().filter(|_| successes.next().is_none())?;
        let contents = response.body.as_ref()?.only()?;
        let is_json = contents.media_types.iter().all(|it| it.encoding == BodyEncoding::Json);
        let page = self.target(&contents.ty).filter(|_| is_json)?;
        let (items, item) = self.list(page)?;
        let more = self.fields(page).and_then(|fields| {
            let is_more = |field: &&Field| field.ty == TypeRef::Scalar(Scalar::Boolean);
            fields.iter().filter(is_more).find(|field| rank(&MORES, &field.json_name).is_some())
        });
        let more = more.map(|field| field.json_name.clone());
        let plan = self.page_plan(operation, response, page, item, more.is_some())?;
        Some(Pages { plan, items, item: item.clone(), more })
    }

    fn page_plan(
        &self,
        operation: &Operation,
        response: &Response,
        page: &TypeRef,
        item: &TypeRef,
        has_more: bool,
    ) -> Option<PagePlan> {
        let is_query = |parameter: &&Parameter| parameter.location == Location::Query;
        let query: Vec<&Parameter> = operation.parameters.iter().filter(is_query).collect();
        let named = |names: &[&str], fits: &dyn Fn(&Parameter) -> bool| {
            let fitting = query.iter().filter(|parameter| fits(parameter));
            let ranked = fitting.filter_map(|it| Some((rank(names, &it.name)?, *it)));
            ranked.min_by_key(|(rank, _)| *rank).map(|(_, parameter)| parameter)
        };
        let is_scalar = |parameter: &Parameter| matches!(parameter.kind, Kind::String | Kind::Number);
        let is_number = |parameter: &Parameter| parameter.kind == Kind::Number;
        if let Some(parameter) = named(&CURSORS, &is_scalar) {
            if let Some(next) = self.next(page) {
                return Some(PagePlan::Cursor(parameter.name.clone(), next));
            }
            // What comes after the last item is asked for by its id, where the page says whether there is more.
            let id = self
                .target(item)
                .and_then(|item| self.fields(item))
                .and_then(|fields| fields.iter().find(|field| field.json_name.as_str() == "id"));
            if let Some(id) = id.filter(|_| has_more) {
                return Some(PagePlan::Last(parameter.name.clone(), id.json_name.clone()));
            }
        }
        let headers = response.headers.iter().filter_map(|index| self.headers.get(*index));
        if headers.into_iter().any(|header| header.parameter.name.as_str().eq_ignore_ascii_case("link")) {
            return Some(PagePlan::Link);
        }
        if let Some(parameter) = named(&NUMBERS, &is_number) {
            // Pages are counted from 1, unless the first one is said to be 0.
            let lowest = match parameter.rules.minimum {
                Some(Limit::Integer(0)) => 0,
                _ => 1,
            };
            let first =
                parameter.default.as_ref().and_then(|default| default.0.parse().ok()).unwrap_or(lowest);
            return Some(PagePlan::Number(parameter.name.clone(), first));
        }
        let parameter = named(&OFFSETS, &is_number)?;
        let first = parameter.default.as_ref().and_then(|default| default.0.parse().ok()).unwrap_or(0);
        Some(PagePlan::Offset(parameter.name.clone(), first))
    }

    /// A type behind its other names and what may be null.
    fn target<'t>(&'t self, mut ty: &'t TypeRef) -> Option<&'t TypeRef> {
        // An alias of an alias ends sooner or later; a circle of them does not.
        for _ in 0..16 {
            ty = match ty {
                TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => inner,
                TypeRef::Named(id) => match &self.types.get(id.index())?.kind {
                    TypeKind::Alias(inner) => inner,
                    _ => return Some(ty),
                },
                _ => return Some(ty),
            };
        }
        None
    }

    fn fields<'t>(&'t self, ty: &'t TypeRef) -> Option<&'t [Field]> {
        let TypeRef::Named(id) = self.target(ty)? else { return None };
        match &self.types.get(id.index())?.kind {
            TypeKind::Struct(shape) => Some(&shape.fields),
            _ => None,
        }
    }

    /// Where the items stand, and what they are: the page itself, the only list in it, or the one that is called so.
    fn list<'t>(&'t self, page: &'t TypeRef) -> Option<(Vec<JsonName>, &'t TypeRef)> {
        if let TypeRef::Vec(item) = page {
            return Some((Vec::new(), item));
        }
        let lists = self.fields(page)?.iter().filter_map(|field| match self.target(&field.ty)? {
            TypeRef::Vec(item) => Some((field, &**item)),
            _ => None,
        });
        let lists: Vec<_> = lists.collect();
        let (field, item) = match lists.as_slice() {
            [only] => *only,
            several => {
                let ranked = several.iter().filter_map(|list| Some((rank(&LISTS, &list.0.json_name)?, list)));
                *ranked.min_by_key(|(rank, _)| *rank)?.1
            }
        };
        Some((vec![field.json_name.clone()], item))
    }

    /// Where the next cursor stands: in the page, or in what the page says about itself.
    fn next(&self, page: &TypeRef) -> Option<Vec<JsonName>> {
        let fields = self.fields(page)?;
        let own = |fields: &[Field]| {
            let texts = fields.iter().filter(|field| {
                let text = [Scalar::String, Scalar::I32, Scalar::I64].map(TypeRef::Scalar);
                self.target(&field.ty).is_some_and(|ty| text.contains(ty))
            });
            let ranked = texts.filter_map(|field| Some((rank(&NEXTS, &field.json_name)?, field)));
            ranked.min_by_key(|(rank, _)| *rank).map(|(_, field)| field.json_name.clone())
        };
        if let Some(name) = own(fields) {
            return Some(vec![name]);
        }
        fields.iter().filter(|field| rank(&ENVELOPES, &field.json_name).is_some()).find_map(|field| {
            let name = own(self.fields(&field.ty)?)?;
            Some(vec![field.json_name.clone(), name])
        })
    }
}
