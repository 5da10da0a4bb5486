//! One operation, collected while its page is read, and made into facts when it ends.

use super::rows::{self, Row};
use super::tree::{self, Beside, Known, Tree};
use super::types::of_cell;
use crate::read::markdown::Page;
use crate::read::pages::facts::{
    Body, Endpoint, JsonType, Location, Parameter, Property, Requirement, Response, Schema, Stated,
};
use crate::read::pages::scan::{Code, Grid, Piece, bare, description};
use crate::read::pages::values::json;
use crate::tree::Node;

/// A list of values: what they are values of, and they.
type Lists<'t> = Vec<(String, Vec<Piece<'t>>)>;

/// The fields of one answer.
#[derive(Debug, Default)]
pub(super) struct Fields<'t> {
    /// The status that stands above them.
    status: &'t str,
    /// What stands between the status and the table.
    title: &'t str,
    rows: Vec<Row<'t>>,
    lists: Lists<'t>,
}

/// An operation as it is collected.
#[derive(Debug)]
pub(super) struct Operation<'t> {
    /// What is known of it already.
    pub(super) endpoint: Endpoint,
    /// The samples of calls.
    pub(super) codes: Vec<Code<'t>>,
    /// The samples of what is sent.
    pub(super) sent: Vec<Code<'t>>,
    /// The samples of what comes back, under their titles.
    pub(super) received: Vec<(Piece<'t>, Code<'t>)>,
    parameters: Vec<(Location, Row<'t>)>,
    body: Vec<Row<'t>>,
    lists: Lists<'t>,
    responses: Vec<Listed<'t>>,
    fields: Vec<Fields<'t>>,
    headers: Vec<(&'t str, Property)>,
}

/// A row of the table of answers.
#[derive(Debug)]
struct Listed<'t> {
    status: Piece<'t>,
    text: &'t str,
    schema: Piece<'t>,
}

impl<'t> Operation<'t> {
    /// Nothing but what the endpoint says.
    pub(super) fn new(endpoint: Endpoint, codes: Vec<Code<'t>>) -> Self {
        Self {
            endpoint,
            codes,
            sent: Vec::new(),
            received: Vec::new(),
            parameters: Vec::new(),
            body: Vec::new(),
            lists: Vec::new(),
            responses: Vec::new(),
            fields: Vec::new(),
            headers: Vec::new(),
        }
    }

    /// Whether the table of its answers was read.
    pub(super) fn has_responses(&self) -> bool {
        !self.responses.is_empty()
    }

    /// The fields that follow are those of the answer with this status.
    pub(super) fn status(&mut self, status: &'t str) {
        self.fields.push(Fields { status, ..Fields::default() });
    }

    /// What stands above the table that follows.
    pub(super) fn title(&mut self, title: &'t str) {
        if let Some(fields) = self.fields.last_mut().filter(|fields| fields.rows.is_empty()) {
            fields.title = title.trim_matches('*');
        }
    }

    /// Takes a table; gives whether it was one of those that an operation has.
    pub(super) fn table(&mut self, page: &Page<'t>, grid: &Grid<'t>, part: Option<rows::Part>) -> bool {
        if grid.has(&["name", "in", "type"]) {
            let place = grid.column(&["in"]).unwrap_or(1);
            for (row, cells) in Row::all(grid, None).into_iter().zip(&grid.rows) {
                let place = cells.get(place).map_or("", |cell| cell.text.trim_matches(['`', '*']));
                match place.to_ascii_lowercase().as_str() {
                    "path" => self.parameters.push((Location::Path, row)),
                    "query" => self.parameters.push((Location::Query, row)),
                    "header" => self.parameters.push((Location::Header, row)),
                    "cookie" => self.parameters.push((Location::Cookie, row)),
                    _ => self.body.push(row),
                }
            }
            return true;
        }
        if grid.has(&["status", "header"]) {
            self.header_rows(page, grid);
            return true;
        }
        if grid.has(&["status", "schema"]) {
            let (status, schema) = (grid.column(&["status"]), grid.column(&["schema"]));
            let text = grid.column(&["description"]);
            for row in &grid.rows {
                let cell = |column: Option<usize>| column.and_then(|column| row.get(column)).cloned();
                let Some(status) = cell(status).filter(|status| !status.text.is_empty()) else { continue };
                let (text, schema) = (cell(text).unwrap_or_default().text, cell(schema).unwrap_or_default());
                self.responses.push(Listed { status, text, schema });
            }
            return true;
        }
        if let (true, Some(fields)) = (grid.has(&["name", "type"]), self.fields.last_mut()) {
            fields.rows.extend(Row::all(grid, part));
            return true;
        }
        if super::is_list(grid) {
            let lists = rows::lists(grid);
            match self.fields.last_mut() {
                // A second table belongs to an answer whose fields are left out.
                Some(fields) if fields.lists.is_empty() => fields.lists = lists,
                Some(_) => {}
                None => self.lists.extend(lists),
            }
            return true;
        }
        false
    }

    fn header_rows(&mut self, page: &Page<'t>, grid: &Grid<'t>) {
        let columns = ["status", "header", "type", "format", "required", "description"];
        let columns = columns.map(|name| grid.column(&[name]));
        for row in &grid.rows {
            let cells =
                columns.map(|column| column.and_then(|column| row.get(column)).cloned().unwrap_or_default());
            let [status, name, ty, format, required, text] = cells;
            let origin = page.origin(&name.range);
            let mut schema = of_cell(ty.text, origin).schema;
            if !format.text.is_empty() && !matches!(format.text, "none" | "undefined") {
                schema.format = Some(format.text.to_owned());
            }
            schema.description = description(text.text);
            if schema.types.is_empty() && schema.reference.is_none() {
                schema.types.push(JsonType::String);
            }
            let required = (!required.text.is_empty()).then(|| rows::is_required(required.text));
            let property = Property { name: Stated::field(name.text, origin), required, schema };
            self.headers.push((status.text, property));
        }
    }

    /// The facts.
    pub(super) fn finish(mut self, page: &Page<'t>, known: Known<'_>) -> Endpoint {
        let sent = self.sent.iter().find_map(|code| sample(page, code));
        let (mut own, mut of_body) = (Vec::new(), Vec::new());
        for list in std::mem::take(&mut self.lists) {
            let is_own = self.parameters.iter().any(|(_, row)| row.label.text == list.0);
            if is_own { own.push(list) } else { of_body.push(list) }
        }
        let (places, mut parameters): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.parameters).into_iter().unzip();
        let beside = Beside { title: "", sample: None, base: 0 };
        tree::list(page, &mut parameters, &own, beside);
        for (location, row) in places.into_iter().zip(&parameters) {
            let mut schema = row.typed(page, None).schema;
            if schema.types.is_empty() && schema.reference.is_none() {
                schema.types.push(JsonType::String);
            }
            let name = Stated::field(row.label.text, page.origin(&row.label.range));
            let property = Property { name, required: row.required, schema };
            self.endpoint.parameters.push(Parameter { location, property });
        }
        let beside = Beside { title: "", sample: sent.as_ref(), base: 1 };
        tree::list(page, &mut self.body, &of_body, beside);
        self.request(page, beside, known);
        for listed in &self.responses {
            let response = self.response(page, listed, known);
            self.endpoint.responses.push(response);
        }
        self.endpoint
    }

    fn request(&mut self, page: &Page<'t>, beside: Beside<'_>, known: Known<'_>) {
        let first = self.body.first();
        let Some(range) =
            first.map(|row| &row.label.range).or(self.sent.first().map(|code| &code.body.range))
        else {
            return;
        };
        let origin = page.origin(range);
        let header = first.filter(|row| row.depth == 0);
        self.endpoint.request_required = header.and_then(|row| row.required);
        let mut schema = (!self.body.is_empty()).then(|| Tree::new(page, &self.body, beside, known).schema());
        if let (Some(schema), Some(header)) = (&mut schema, header)
            && schema.reference.is_none()
        {
            schema.description = description(header.text);
        }
        let mut body = Body::new(origin);
        if schema.is_none() {
            match self.sent.iter().find(|code| sample(page, code).is_some()) {
                Some(code) => {
                    body.samples.push(Stated::sample(code.body.text, page.origin(&code.body.range)))
                }
                None => schema = Some(Schema::typed(origin, JsonType::String)),
            }
        }
        body.schema = schema;
        let mut media = self.media("content-type", page);
        if media.is_none() {
            let types = self.sent.iter().map(|code| code.info);
            let binary = body.schema.as_ref().is_some_and(|schema| {
                schema.properties.iter().any(|property| property.schema.format.as_deref() == Some("binary"))
            });
            let media_type = types.into_iter().find_map(|info| media_of(info, binary));
            media = media_type.map(|media| Stated::sample(media, origin));
        }
        // The samples show each kind of media type once; the first is what the samples of calls say.
        let shown: Vec<&str> = self.sent.iter().filter_map(|code| media_of(code.info, false)).collect();
        for other in shown {
            let is = |word: &str| media.as_ref().is_some_and(|media| media.value.contains(word));
            let covered = match other {
                "application/json" => is("json"),
                "application/xml" => is("xml"),
                // Samples in YAML are of forms of any kind.
                _ => true,
            };
            if !covered && media.is_some() {
                let mut also = body.clone();
                also.media = Some(Stated::sample(other, origin));
                self.endpoint.requests.push(also);
            }
        }
        body.media = media;
        self.endpoint.requests.insert(0, body);
    }

    fn response(&self, page: &Page<'t>, listed: &Listed<'t>, known: Known<'_>) -> Response {
        let origin = page.origin(&listed.status.range);
        let status = bare(listed.status.text);
        let mut response = Response::new(Stated::field(status.as_str(), origin));
        response.description = description(listed.text).map(|text| Stated::field(text, origin));
        let headers = self.headers.iter().filter(|(of, _)| bare(of) == status);
        response.headers = headers.map(|(_, property)| property.clone()).collect();
        let cell = listed.schema.text;
        if matches!(cell, "None" | "none" | "" | "-") {
            return response;
        }
        let origin = page.origin(&listed.schema.range);
        let samples = || {
            self.received.iter().filter(|(label, _)| {
                let first = label.text.split_whitespace().next().unwrap_or_default();
                first == status || !listed.text.is_empty() && label.text == listed.text
            })
        };
        let shown = samples().find_map(|(_, code)| sample(page, code));
        let fields = self.fields.iter().find(|fields| fields.status == status && !fields.rows.is_empty());
        let mut body = Body::new(origin);
        match (cell, fields) {
            ("Inline", Some(fields)) => {
                let mut rows = fields.rows.clone();
                let beside = Beside { title: fields.title, sample: shown.as_ref(), base: 1 };
                tree::list(page, &mut rows, &fields.lists, beside);
                body.schema = Some(Tree::new(page, &rows, beside, known).schema());
            }
            ("Inline", None) => {
                let read = samples().filter(|(_, code)| sample(page, code).is_some());
                body.samples = read
                    .map(|(_, code)| Stated::sample(code.body.text, page.origin(&code.body.range)))
                    .collect();
            }
            _ => {
                let schema = of_cell(cell, origin).schema;
                let said = schema.reference.is_some() || !schema.types.is_empty();
                body.schema = said.then_some(schema);
            }
        }
        let accepted = self.media("accept", page);
        let kind = samples().find_map(|(_, code)| media_of(code.info, false));
        body.media = match (accepted, kind) {
            (Some(accepted), Some("application/json")) if !accepted.value.contains("json") => None,
            (Some(accepted), _) if accepted.value != "*/*" => Some(accepted),
            (_, kind) => kind.map(|media| Stated::sample(media, origin)),
        };
        response.bodies.push(body);
        response
    }

    /// The media type that the samples of calls send in a header.
    fn media(&self, header: &str, page: &Page<'t>) -> Option<Stated<String>> {
        self.codes.iter().find_map(|code| {
            let value = code.body.text.lines().find_map(|line| {
                let at = line.to_ascii_lowercase().find(header)?;
                let before = line.get(..at)?.trim_end_matches(['"', '\'']);
                let free = before.is_empty() || before.ends_with([' ', '{', ',', '(']);
                line.get(at + header.len()..).filter(|_| free)
            })?;
            let value = value.trim_start_matches([' ', ':', '"', '\'', '=', '>', ',', '[', ']']);
            let value = value.trim_start_matches("string{\"");
            let value: String =
                value.chars().take_while(|c| !matches!(c, '"' | '\'' | ',' | ';' | '\\' | ' ')).collect();
            value.contains('/').then(|| Stated::sample(value, page.origin(&code.body.range)))
        })
    }
}

/// The value that a sample is.
pub(super) fn sample(page: &Page<'_>, code: &Code<'_>) -> Option<Node> {
    let is_json = code.body.text.starts_with(['{', '[', '"']) || code.info == "json";
    is_json.then(|| json(code.body.text, page.origin(&code.body.range))).flatten()
}

/// The media type of what a fence holds.
fn media_of(info: &str, binary: bool) -> Option<&'static str> {
    match info.split_whitespace().next().unwrap_or_default() {
        "json" => Some("application/json"),
        "xml" => Some("application/xml"),
        "yaml" if binary => Some("multipart/form-data"),
        "yaml" => Some("application/x-www-form-urlencoded"),
        _ => None,
    }
}

/// What is needed, from the words of the notice below an operation: `a, b & c ( Scopes: x y )`.
pub(super) fn requirements(page: &Page<'_>, text: &Piece<'_>) -> Vec<Requirement> {
    let mut found = Vec::new();
    let (mut depth, mut from) = (0_usize, 0);
    let mut parts = Vec::new();
    for (at, mark) in text.text.char_indices() {
        match mark {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push((from, at));
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push((from, text.text.len()));
    for (from, to) in parts {
        let part = text.text.get(from..to).unwrap_or_default();
        let mut requirement = Requirement::new();
        let mut at = text.range.start + from;
        for name in part.split('&') {
            let bare = name.split('(').next().unwrap_or_default();
            let piece = Piece::trimmed(bare, at);
            at += name.len() + 1;
            let is_name =
                !piece.text.is_empty() && piece.text != "None" && !piece.text.contains(char::is_whitespace);
            if is_name {
                requirement.push(Stated::field(piece.text, page.origin(&piece.range)));
            }
        }
        if !requirement.is_empty() || part.trim() == "None" {
            found.push(requirement);
        }
    }
    found
}
