//! Tables of fields: which column says what follows from the words in the head.

use crate::read::markdown::{Cell, Page, Table};
use crate::read::pages::claims::take_listed;
use crate::read::pages::facts::{JsonType, Property, Schema, Stated};
use crate::read::pages::types::declared;
use std::collections::HashMap;

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    In,
    Type,
    Required,
    Default,
    Values,
    Description,
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

/// Whether a table lists fields, statuses, or something else.
pub(super) enum Content {
    Fields(Vec<Row>),
    /// Status, what it means, and its place.
    Statuses(Vec<(Stated<String>, String)>),
    Other,
}

/// The meaning of a column by the words in its head.
fn column(head: &str) -> Option<Column> {
    let head: String = head.to_ascii_lowercase();
    let words: Vec<&str> =
        head.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let any = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let joined = words.join(" ");
    match joined.as_str() {
        "in" | "location" | "parm type" | "param type" | "parameter type" | "sent in" | "where" => {
            return Some(Column::In);
        }
        "type" | "data type" | "datatype" | "format" | "types" | "value type" => return Some(Column::Type),
        "status" | "status code" | "code" | "http code" | "http status" | "error code"
        | "http status code" => {
            return Some(Column::Status);
        }
        "default" | "default value" => return Some(Column::Default),
        "enum" | "values" | "allowed values" | "possible values" | "options" | "accepted values" => {
            return Some(Column::Values);
        }
        _ => {}
    }
    // `Required/Optional`, `Type - Required`: the type stands first.
    if words.first() == Some(&"type") {
        return Some(Column::Type);
    }
    if any(&["required", "reguired", "mandatory", "optional", "requirement"]) {
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
        if !headless {
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
    }
    if !columns.contains(&Some(Column::Name)) && !columns.contains(&Some(Column::Status)) {
        return Content::Other;
    }
    let statuses: Vec<_> = rows.iter().filter_map(|row| status_row(page, row, &columns)).collect();
    if !statuses.is_empty() && statuses.len() * 2 >= rows.len() {
        return Content::Statuses(statuses);
    }
    Content::Fields(rows.iter().filter_map(|row| field_row(page, row, &columns)).collect())
}

fn cell<'r>(row: &'r [Cell], columns: &[Option<Column>], wanted: Column) -> Option<&'r Cell> {
    let index = columns.iter().position(|column| *column == Some(wanted))?;
    row.get(index).filter(|cell| !cell.text.is_empty())
}

fn status_row(page: &Page<'_>, row: &[Cell], columns: &[Option<Column>]) -> Option<(Stated<String>, String)> {
    let first = cell(row, columns, Column::Status).or_else(|| cell(row, columns, Column::Name))?;
    let code = crate::read::pages::prose::status(&first.text)?;
    let description = cell(row, columns, Column::Description).map(|cell| cell.text.clone());
    Some((Stated::field(code, page.origin(&first.range)), description.unwrap_or_default()))
}

fn field_row(page: &Page<'_>, row: &[Cell], columns: &[Option<Column>]) -> Option<Row> {
    let name_cell = cell(row, columns, Column::Name)?;
    let origin = page.origin(&name_cell.range);
    let starred = name_cell.text.contains('*');
    let name = name_cell.text.trim_matches([' ', '*', '`', '\\', '\n', '"']);
    if !is_name(name) {
        return None;
    }
    let description =
        cell(row, columns, Column::Description).map(|cell| cell.text.clone()).unwrap_or_default();
    let type_cell = cell(row, columns, Column::Type);
    let (type_text, type_required) = type_cell.map_or(("", None), |cell| split_required(&cell.text));
    let type_origin = type_cell.map_or(origin, |cell| page.origin(&cell.range));
    let declared = declared(type_text, type_origin);
    let mut schema = declared.schema;
    schema.description = (!description.is_empty()).then(|| description.clone());
    if let Some(cell) = cell(row, columns, Column::Description) {
        take_listed(&mut schema, page.slice(&cell.range));
    }
    if let Some(default) = cell(row, columns, Column::Default).filter(|cell| cell.text != "-") {
        // A default says which type the values are of, where nothing else does.
        let text = default.text.trim().trim_matches('`');
        if schema.types.is_empty() && matches!(text, "true" | "false") {
            schema.add_type(JsonType::Boolean);
        } else if schema.types.is_empty() && text.parse::<i64>().is_ok() {
            schema.add_type(JsonType::Integer);
        }
        schema.default = Some(crate::read::pages::values::printed(
            &default.text,
            &schema.types,
            page.origin(&default.range),
        ));
    }
    if let Some(values) = cell(row, columns, Column::Values) {
        let words = values.text.split([',', '|', '\n']).map(str::trim).filter(|word| !word.is_empty());
        let origin = page.origin(&values.range);
        let types = schema.types.clone();
        schema.enumeration =
            words.map(|word| crate::read::pages::values::printed(word, &types, origin)).collect();
    }
    let stated = cell(row, columns, Column::Required).and_then(|cell| requirement(&cell.text));
    let required = stated.or(type_required).or(starred.then_some(true)).or_else(|| first_words(&description));
    let location = cell(row, columns, Column::In).map(|cell| cell.text.to_ascii_lowercase());
    let property = Property { name: Stated::field(name, origin), required, schema };
    Some(Row { property, location, object: declared.name, description })
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

/// `Required`, `yes`, `✓` and their opposites.
pub(super) fn requirement(text: &str) -> Option<bool> {
    // The selector of a glyph says how a tick is drawn.
    match text.trim().trim_matches(['*', '`', '.', ':', '\u{fe0f}']).to_ascii_lowercase().as_str() {
        "required" | "yes" | "true" | "y" | "m" | "✓" | "✔" | "✅" | "☑" | "white_check_mark"
        | "heavy_check_mark" | "mandatory" | "reguired" | "always" => Some(true),
        "optional"
        | "no"
        | "false"
        | "n"
        | "o"
        | "✗"
        | "✘"
        | "✖"
        | "❌"
        | "☐"
        | "-"
        | "–"
        | "—"
        | "x"
        | "heavy_multiplication_x"
        | "conditional"
        | "not required" => Some(false),
        _ => None,
    }
}

/// A description that begins with `Optional` or `Required`.
fn first_words(description: &str) -> Option<bool> {
    let first = description.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty())?;
    match first.to_ascii_lowercase().as_str() {
        "optional" => Some(false),
        "required" => Some(true),
        _ => None,
    }
}

/// Whether a text can be the name of a field: no sentence.
pub(super) fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=3).contains(&words) && text.len() <= 80 && !text.contains(['|', '{', '}', ':', '(', '<'])
}

/// Fields with dotted names become parts of the fields they name; a name that was not listed is taken whole.
pub(super) fn nest(rows: Vec<Property>) -> Vec<Property> {
    let mut fields: Vec<Property> = Vec::new();
    let mut parts: HashMap<String, usize> = HashMap::new();
    for row in &rows {
        if let Some((parent, _)) = row.name.value.split_once('.') {
            *parts.entry(parent.to_owned()).or_default() += 1;
        }
    }
    for row in rows {
        let parent =
            row.name.value.split_once('.').map(|(parent, rest)| (parent.to_owned(), rest.to_owned()));
        let Some((parent, rest)) = parent else {
            fields.push(row);
            continue;
        };
        let list = parent.trim_end_matches("[]");
        let known = fields.iter().position(|field| field.name.value == list);
        // One name with a dot may be a name; several that begin alike are parts of one thing.
        let several = parts.get(&parent).is_some_and(|count| *count > 1);
        if known.is_none() && (several || list != parent) && !list.is_empty() {
            let origin = row.name.origin;
            let ty = if list == parent { JsonType::Object } else { JsonType::Array };
            let schema = Schema::typed(origin, ty);
            fields.push(Property { name: Stated::field(list, origin), required: None, schema });
        }
        match fields.iter_mut().find(|field| field.name.value == list) {
            Some(field) => put(&mut field.schema, rest, row),
            None => fields.push(row),
        }
    }
    fields
}

/// Goes down a dotted name as long as its parts are known.
pub(super) fn put(schema: &mut Schema, rest: String, row: Property) {
    let mut schema = schema;
    let mut rest = rest;
    loop {
        if schema.types.contains(&JsonType::Array) {
            let origin = schema.origin;
            let items = schema.items.get_or_insert_with(|| Box::new(Schema::typed(origin, JsonType::Object)));
            schema = items.as_mut();
            continue;
        }
        schema.add_type(JsonType::Object);
        let next = rest.split_once('.').and_then(|(first, more)| {
            let at = schema.properties.iter().position(|field| field.name.value == first)?;
            Some((at, more.to_owned()))
        });
        match next {
            Some((at, more)) if at < schema.properties.len() => {
                let Some(field) = schema.properties.get_mut(at) else { return };
                schema = &mut field.schema;
                rest = more;
            }
            _ => break,
        }
    }
    let name = Stated { value: rest, ..row.name };
    schema.properties.push(Property { name, ..row });
}
