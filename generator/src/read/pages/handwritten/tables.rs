//! Tables of fields: which column says what follows from the words in the head.

use super::words::{is_name, words};
use super::{items, mentions, nesting};
use crate::read::markdown::{Cell, Page, Table, plain_text};
use crate::read::pages::claims;
use crate::read::pages::facts::{JsonType, Property, Stated};
use crate::read::pages::remarks;
use crate::read::pages::requirements::{first_words, requirement, stated};
use crate::read::pages::types::{Declared, declared};
use crate::source::Origin;

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    In,
    Type,
    Required,
    Optional,
    Default,
    Values,
    Description,
    Example,
    Status,
}

/// A row that names something.
pub(super) struct Row {
    /// The field, as far as the row describes it.
    pub(super) property: Property,
    /// Where it is sent, in the page's words and lower case.
    pub(super) location: Option<String>,
    /// A type that is no type of JSON: the name of an object that is described elsewhere.
    pub(super) object: Option<String>,
    /// The text of the description.
    pub(super) description: String,
}

/// A row of a table of statuses.
pub(super) struct Outcome {
    pub(super) status: Stated<String>,
    pub(super) text: String,
    /// The name of the object that is the body.
    pub(super) body: Option<String>,
    /// Its media type.
    pub(super) media: Option<Stated<String>>,
    /// A sample of the body.
    pub(super) shown: Option<Stated<String>>,
}

/// Whether a table lists fields, statuses, or something else.
pub(super) enum Content {
    Fields(Vec<Row>),
    /// Status, what it means, and the object that comes with it.
    Statuses(Vec<Outcome>),
    Other,
}

/// The meaning of a column by the words in its head.
fn column(head: &str) -> Option<Column> {
    let words = words(head);
    let any = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let joined = words.join(" ");
    match joined.as_str() {
        "in" | "location" | "parm type" | "param type" | "parameter type" | "sent in" | "where" => {
            return Some(Column::In);
        }
        "type" | "data type" | "datatype" | "format" | "types" | "value type" | "kind" => {
            return Some(Column::Type);
        }
        "status" | "status code" | "code" | "http code" | "http status" | "error code"
        | "http status code" | "status codes" => {
            return Some(Column::Status);
        }
        "default" | "default value" | "defaults" => return Some(Column::Default),
        "example" | "examples" | "example value" | "sample" | "sample value" => return Some(Column::Example),
        "enum" | "values" | "allowed values" | "possible values" | "options" | "accepted values" => {
            return Some(Column::Values);
        }
        _ => {}
    }
    if any(&["located", "location", "placement"]) {
        return Some(Column::In);
    }
    // Below it `yes` says the opposite of what it says below `Required`.
    if joined == "optional" {
        return Some(Column::Optional);
    }
    // `Required/Optional`, `Type - Required`: the type stands first.
    if words.first().is_some_and(|word| word == "type") {
        return Some(Column::Type);
    }
    if any(&["required", "reguired", "mandatory", "optional", "requirement", "obligation", "cardinality"])
        || matches!(joined.as_str(), "m o" | "o m" | "req" | "req d" | "r o" | "presence")
    {
        return Some(Column::Required);
    }
    if any(&[
        "description",
        "descriptions",
        "details",
        "meaning",
        "definition",
        "explanation",
        "notes",
        "comment",
        "comments",
        "remarks",
        "purpose",
        "value",
    ]) {
        return Some(Column::Description);
    }
    let named = [
        "parameter",
        "parameters",
        "param",
        "params",
        "property",
        "propery",
        "properties",
        "field",
        "fields",
        "name",
        "key",
        "header",
        "headers",
        "attribute",
        "attributes",
        "argument",
        "item",
        "element",
        "variable",
    ];
    any(&named).then_some(Column::Name)
}

/// What a table says.
pub(super) fn read(page: &Page<'_>, table: &Table) -> Content {
    let headless = table.head.iter().all(|cell| cell.text.is_empty());
    let mut columns: Vec<Option<Column>> = table.head.iter().map(|cell| column(&cell.text)).collect();
    let mut rows: Vec<&[Cell]> = table.rows.iter().map(Vec::as_slice).collect();
    if headless || (columns.iter().all(Option::is_none) && !table.head.is_empty()) {
        // A table without a head: the first cell of a row is a name, the last a description.
        if !headless && !is_foreign(table) {
            rows.insert(0, &table.head);
        }
        let width = rows.iter().map(|row| row.len()).max().unwrap_or(0);
        columns = match width {
            0 | 1 => return Content::Other,
            2 => vec![Some(Column::Name), Some(Column::Description)],
            3 => vec![Some(Column::Name), Some(Column::Type), Some(Column::Description)],
            _ => vec![
                Some(Column::Name),
                Some(Column::Type),
                Some(Column::Required),
                Some(Column::Description),
            ],
        };
    } else {
        settle(table, &mut columns);
    }
    if !columns.contains(&Some(Column::Name)) && !columns.contains(&Some(Column::Status)) {
        return Content::Other;
    }
    let heads: Vec<&str> = table.head.iter().map(|cell| cell.text.as_str()).collect();
    let statuses: Vec<_> = rows.iter().filter_map(|row| status_row(page, row, &columns, &heads)).collect();
    if !statuses.is_empty() && statuses.len() * 2 >= rows.len() {
        return Content::Statuses(statuses);
    }
    let mut fields: Vec<Row> = rows.iter().filter_map(|row| field_row(page, row, &columns, &heads)).collect();
    nesting::follow(fields.iter_mut().map(|row| &mut row.property.name.value));
    Content::Fields(fields)
}

/// Whether a head whose words nobody knows is one all the same: the rows below have types where it has none.
fn is_foreign(table: &Table) -> bool {
    let typed = |row: &[Cell]| {
        let ty = row.get(1).map(|cell| declared(&cell.text, Origin::default()).schema);
        ty.is_some_and(|schema| !schema.types.is_empty())
    };
    !typed(&table.head) && !table.rows.is_empty() && table.rows.iter().all(|row| typed(row))
}

/// Columns whose meaning follows from the others.
fn settle(table: &Table, columns: &mut [Option<Column>]) {
    let has = |columns: &[Option<Column>], wanted| columns.contains(&Some(wanted));
    // Beside a type, a format is one more thing that is said of the field.
    if columns.iter().filter(|column| **column == Some(Column::Type)).count() > 1 {
        for (column, cell) in columns.iter_mut().zip(&table.head) {
            if cell.text.trim().eq_ignore_ascii_case("format") {
                *column = None;
            }
        }
    }
    if has(columns, Column::Type)
        && !has(columns, Column::Name)
        && !has(columns, Column::Status)
        && let Some(first) = columns.first_mut().filter(|first| first.is_none())
    {
        *first = Some(Column::Name);
    }
    // `type` may say of a field that it is optional.
    let only = |at: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.text.is_empty());
        cells.clone().next().is_some() && cells.all(|cell| requirement(&cell.text).is_some())
    };
    if !has(columns, Column::Required)
        && !has(columns, Column::Optional)
        && let Some(at) =
            columns.iter().position(|column| *column == Some(Column::Type)).filter(|at| only(*at))
        && let Some(column) = columns.get_mut(at)
    {
        *column = Some(Column::Required);
        let heads = table.head.iter().map(|cell| self::column(&cell.text));
        for (column, said) in columns.iter_mut().zip(heads) {
            *column = column.or(said.filter(|said| *said == Column::Type));
        }
    }
    // A column without a head says by its cells what it is about.
    if !has(columns, Column::Required) {
        let heads = table.head.iter().enumerate();
        let at = heads.filter(|(_, cell)| cell.text.is_empty()).map(|(at, _)| at).find(|at| only(*at));
        if let Some(column) = at.and_then(|at| columns.get_mut(at)) {
            *column = Some(Column::Required);
        }
    }
    if has(columns, Column::Name)
        && !has(columns, Column::Description)
        && let Some((column, _)) = columns
            .iter_mut()
            .zip(&table.head)
            .find(|(column, cell)| column.is_none() && cell.text.is_empty())
    {
        *column = Some(Column::Description);
    }
}

fn cell<'r>(row: &'r [Cell], columns: &[Option<Column>], wanted: Column) -> Option<&'r Cell> {
    let index = columns.iter().position(|column| *column == Some(wanted))?;
    row.get(index).filter(|cell| !cell.text.is_empty())
}

fn status_row(page: &Page<'_>, row: &[Cell], columns: &[Option<Column>], heads: &[&str]) -> Option<Outcome> {
    let first = cell(row, columns, Column::Status).or_else(|| cell(row, columns, Column::Name))?;
    let code = crate::read::pages::prose::status(&first.text)?;
    let description = cell(row, columns, Column::Description).map(|cell| cell.text.clone());
    let is_body = |head: &&str| {
        matches!(head.trim().to_ascii_lowercase().as_str(), "body" | "schema" | "type" | "model" | "response")
    };
    let cell = heads.iter().position(is_body).and_then(|at| row.get(at));
    let is_media = |head: &&str| {
        matches!(head.trim().to_ascii_lowercase().as_str(), "content-type" | "content type" | "media type")
    };
    let media = heads.iter().position(is_media).and_then(|at| row.get(at));
    let media = media
        .and_then(|cell| Some(Stated::field(claims::media_types(&cell.text)?, page.origin(&cell.range))));
    let shown = cell.filter(|cell| cell.text.starts_with(['{', '[']));
    let shown = shown.map(|cell| Stated::sample(cell.text.as_str(), page.origin(&cell.range)));
    let body = cell.map(|cell| cell.text.trim().to_owned());
    let status = Stated::field(code, page.origin(&first.range));
    let body = body.filter(|body| is_name(body));
    let text = description.unwrap_or_default();
    Some(Outcome { status, text, body, media, shown })
}

fn field_row(page: &Page<'_>, row: &[Cell], columns: &[Option<Column>], heads: &[&str]) -> Option<Row> {
    let name_cell = cell(row, columns, Column::Name)?;
    let origin = page.origin(&name_cell.range);
    let starred = name_cell.text.contains('*');
    // What the field is may stand in the cell of its name.
    let listed = items::celled(page, &name_cell.text, &name_cell.range);
    let name = listed.as_ref().map_or(name_cell.text.as_str(), |listed| &listed.property.name.value);
    let name = name.trim_matches([' ', '*', '`', '\\', '\n', '"']);
    // That there is none may be said in a row.
    let is_none = matches!(name.to_ascii_lowercase().as_str(), "none" | "n/a" | "-");
    if !is_name(name) || is_none {
        return None;
    }
    let mut description =
        cell(row, columns, Column::Description).map(|cell| cell.text.clone()).unwrap_or_default();
    let type_cell = cell(row, columns, Column::Type);
    let (type_text, type_required) = type_cell.map_or(("", None), |cell| split_required(&cell.text));
    let type_origin = type_cell.map_or(origin, |cell| page.origin(&cell.range));
    let mut declared = declared(type_text, type_origin);
    if type_cell.is_none()
        && let Some(text) = cell(row, columns, Column::Description)
        && let Some((found, rest)) =
            leading_type(page.slice(&text.range), &description, page.origin(&text.range))
    {
        (declared, description) = (found, rest);
    }
    let said = description.clone();
    if let Some(listed) = listed.as_ref().filter(|_| declared.schema.types.is_empty()) {
        declared.schema = listed.property.schema.clone();
    }
    let description_cell = cell(row, columns, Column::Description);
    let linked = description_cell.and_then(|cell| mentions::linked(page, &cell.range));
    let is_open = declared.schema.is_object() && declared.schema.properties.is_empty();
    if let Some(name) = declared.name.as_deref().or(linked.filter(|_| is_open)) {
        mentions::mention(&mut declared.schema, name);
    }
    let listed_required = listed.as_ref().and_then(|listed| listed.property.required);
    let mut schema = declared.schema;
    schema.description = (!description.is_empty()).then(|| description.clone());
    if let Some(default) =
        cell(row, columns, Column::Default).filter(|cell| !matches!(cell.text.as_str(), "-" | "–" | "—"))
    {
        // A default says which type the values are of, where nothing else does.
        let text = default.text.trim().trim_matches('`');
        if schema.types.is_empty() && matches!(text, "true" | "false") {
            schema.add_type(JsonType::Boolean);
        } else if schema.types.is_empty() && text.parse::<i64>().is_ok() {
            schema.add_type(JsonType::Integer);
        }
        let origin = page.origin(&default.range);
        // `now` and the like are no dates.
        let dated = schema.format.as_deref().is_some_and(|format| format.starts_with("date"));
        let is_value = !dated || text.starts_with(|c: char| c.is_ascii_digit());
        schema.default =
            is_value.then(|| crate::read::pages::values::printed(&default.text, &schema.types, origin));
    }
    if let Some(shown) = cell(row, columns, Column::Example) {
        let shown = crate::read::pages::values::printed(
            shown.text.trim().trim_matches(['`', '"']),
            &schema.types,
            page.origin(&shown.range),
        );
        schema.example =
            Some(shown).filter(|shown| crate::read::pages::remarks::is_shown(&schema.types, shown));
    }
    if let Some(values) = cell(row, columns, Column::Values) {
        let words = values.text.split([',', '|', '\n']).map(str::trim).filter(|word| !word.is_empty());
        let origin = page.origin(&values.range);
        let types = schema.types.clone();
        schema.enumeration =
            words.map(|word| crate::read::pages::values::printed(word, &types, origin)).collect();
    }
    let said_required = cell(row, columns, Column::Required).and_then(|cell| requirement(&cell.text));
    let is_optional = |cell: &Cell| stated(&cell.text).or_else(|| requirement(&cell.text).map(|is| !is));
    let is_required = said_required.or(cell(row, columns, Column::Optional).and_then(is_optional));
    let required = is_required
        .or(type_required)
        .or(listed_required)
        .or(starred.then_some(true))
        .or_else(|| first_words(&description));
    let location = cell(row, columns, Column::In).map(|cell| cell.text.to_ascii_lowercase());
    let location = location.or(listed.as_ref().and_then(|listed| listed.location.clone()));
    let mut property = Property { name: Stated::field(name, origin), required, schema };
    if let Some(cell) = cell(row, columns, Column::Description) {
        remarks::take(&mut property, &said);
        let raw = page.slice(&cell.range);
        match raw.contains("<code") {
            // Code keeps its marks.
            true => {
                let marked = raw.replace("<code>", "`").replace("</code>", "`");
                remarks::take(&mut property, &plain_text(&marked));
            }
            false => remarks::take(&mut property, raw),
        }
    }
    // Other columns say by their heads what they are about.
    for ((head, cell), _) in heads.iter().zip(row).zip(columns).filter(|(_, column)| column.is_none()) {
        if !cell.text.is_empty() && !remarks::one(&mut property, &format!("{head}: {}", cell.text)) {
            remarks::take(&mut property, page.slice(&cell.range));
        }
    }
    Some(Row { property, location, object: declared.name, description })
}

/// The type that a description begins with, as code, where no column has it; and the rest of the description.
fn leading_type(raw: &str, text: &str, origin: Origin) -> Option<(Declared, String)> {
    let span = raw.trim_start_matches(['|', ' ']).strip_prefix('`')?.split_once('`')?.0;
    let length = match span.contains('(') && !span.contains(')') {
        // A link may stand in it.
        true => text.find(')')? + 1,
        false => span.len(),
    };
    let (ty, rest) = text.split_at_checked(length)?;
    let found = declared(ty, origin);
    let known = !found.schema.types.is_empty() || !found.schema.one_of.is_empty();
    known.then(|| (found, rest.trim().to_owned()))
}

/// `String - Optional` and the like: the type, and what is said about being required.
fn split_required(text: &str) -> (&str, Option<bool>) {
    for separator in [" - ", " – ", ", ", " (", "\n", "/"] {
        if let Some((ty, rest)) = text.split_once(separator)
            && let Some(required) = requirement(rest.trim_end_matches(')'))
        {
            return (ty.trim(), Some(required));
        }
    }
    match requirement(text) {
        Some(required) => ("", Some(required)),
        None => (text, None),
    }
}
