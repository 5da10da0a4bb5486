//! Types of TypeScript, by which pages show what is sent and answered: `interface Pet { id: string; tags?: string[] }`.

mod lexer;

use super::MAX_NESTING;
use super::facts::{JsonType, Kind, Property, Schema, Stated};
use crate::read::markdown::Page;
use crate::source::Origin;
use crate::tree::Node;
use lexer::{Token, TokenKind};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The interfaces and the names of types that a block declares, as far as all of it is read.
pub(super) fn declarations(page: &Page<'_>, body: &Range<usize>) -> Vec<(String, Schema)> {
    let text = page.slice(body);
    if !text.contains("interface ") && !text.contains("type ") {
        return Vec::new();
    }
    let mut reader = Reader { page, base: body.start, tokens: lexer::tokens(text), at: 0 };
    let mut found = Vec::new();
    while reader.at < reader.tokens.len() {
        let Some(one) = reader.declaration() else { return Vec::new() };
        found.extend(one);
    }
    let members: HashMap<String, Vec<Property>> =
        found.iter().map(|(name, schema)| (name.clone(), schema.properties.clone())).collect();
    // Many interfaces may extend one that is large.
    let mut left = 64 + 4 * members.values().map(Vec::len).sum::<usize>();
    for (_, schema) in &mut found {
        take_in(schema, &members, &mut left);
    }
    found
}

/// Takes the members of what an interface extends, where the block declares it, for its own; `left` of them at most.
fn take_in(schema: &mut Schema, members: &HashMap<String, Vec<Property>>, left: &mut usize) {
    let known: HashSet<String> =
        schema.properties.iter().map(|property| property.name.value.clone()).collect();
    let parts = std::mem::take(&mut schema.all_of);
    for part in parts {
        let named = part.reference.as_ref().and_then(|name| members.get(name));
        let more = named.unwrap_or(&part.properties);
        let more = more.iter().filter(|property| !known.contains(&property.name.value)).take(*left);
        let before = schema.properties.len();
        schema.properties.extend(more.cloned());
        *left = left.saturating_sub(schema.properties.len() - before);
    }
}

struct Reader<'p, 't> {
    page: &'p Page<'p>,
    base: usize,
    tokens: Vec<Token<'t>>,
    at: usize,
}

impl<'t> Reader<'_, 't> {
    fn peek(&self) -> Option<&Token<'t>> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token<'t>> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Takes a mark or a word, if it is the next.
    fn takes(&mut self, text: &str) -> bool {
        let is = self.peek().is_some_and(|token| token.text == text && token.kind != TokenKind::Text);
        self.at += usize::from(is);
        is
    }

    fn comment(&mut self) -> Option<String> {
        let mut said = None;
        while let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Comment) {
            said = Some(token.text.to_owned());
            self.at += 1;
        }
        said
    }

    fn origin(&self, token: &Token<'_>) -> Origin {
        let start = self.base + token.start;
        self.page.origin(&(start..start + token.text.len()))
    }

    /// One declaration; `Some(None)` is what says nothing of a type, `None` what cannot be read.
    fn declaration(&mut self) -> Option<Option<(String, Schema)>> {
        let description = self.comment();
        if self.takes("export") || self.takes("declare") || self.takes(";") || self.peek().is_none() {
            return Some(None);
        }
        let is_interface = self.takes("interface");
        if !is_interface && !self.takes("type") {
            return None;
        }
        let name = self.next().filter(|token| token.kind == TokenKind::Word)?;
        let mut schema = match is_interface {
            true => self.interface()?,
            false => {
                self.takes("=").then_some(())?;
                self.ty(0)?
            }
        };
        self.takes(";");
        schema.description = schema.description.or(description);
        Some(Some((name.text.to_owned(), schema)))
    }

    /// What stands behind the name of an interface: those that it extends, and its members.
    fn interface(&mut self) -> Option<Schema> {
        let mut above = Vec::new();
        if self.takes("extends") {
            above.push(self.primary(0)?);
            while self.takes(",") {
                above.push(self.primary(0)?);
            }
        }
        let mut schema = self.object(0)?;
        schema.all_of = above;
        Some(schema)
    }

    /// `{ name?: type; … }`
    fn object(&mut self, depth: usize) -> Option<Schema> {
        let open = self.next().filter(|token| token.text == "{" && depth < MAX_NESTING)?;
        let mut schema = Schema::typed(self.origin(&open), JsonType::Object);
        loop {
            let before = self.comment();
            if self.takes("}") {
                return Some(schema);
            }
            if self.peek()?.text == "[" {
                // `[key: string]: type`
                while self.next()?.text != "]" {}
                self.takes(":").then_some(())?;
                schema.additional = Some(Box::new(self.ty(depth + 1)?));
                self.ends();
                continue;
            }
            let mut name = self.next()?;
            if name.text == "readonly" && self.peek().is_some_and(|next| next.kind != TokenKind::Mark) {
                name = self.next()?;
            }
            if name.kind == TokenKind::Mark {
                return None;
            }
            let required = !self.takes("?");
            self.takes(":").then_some(())?;
            let mut value = self.ty(depth + 1)?;
            let line = self.tokens.get(self.at.saturating_sub(1)).map(|token| token.line);
            self.ends();
            // A comment behind a member, in its line, is about it.
            let behind = self.peek().filter(|it| it.kind == TokenKind::Comment && Some(it.line) == line);
            let behind = behind.map(|token| token.text.to_owned());
            self.at += usize::from(behind.is_some());
            value.description = before.or(behind).filter(|text| !text.is_empty());
            let name = Stated::field(name.text, self.origin(&name));
            schema.properties.push(Property { name, required: Some(required), schema: value });
        }
    }

    /// What ends a member.
    fn ends(&mut self) {
        while self.takes(";") || self.takes(",") {}
    }

    /// `A | B`
    fn ty(&mut self, depth: usize) -> Option<Schema> {
        self.takes("|");
        let mut parts = vec![self.intersection(depth)?];
        while self.takes("|") {
            self.comment();
            parts.push(self.intersection(depth)?);
        }
        Some(union(parts))
    }

    /// `A & B`
    fn intersection(&mut self, depth: usize) -> Option<Schema> {
        let first = self.primary(depth)?;
        let mut parts = vec![first];
        while self.takes("&") {
            parts.push(self.primary(depth)?);
        }
        if parts.len() == 1 {
            return parts.pop();
        }
        let mut schema = Schema::new(parts.first()?.origin, Kind::Field);
        schema.all_of = parts;
        Some(schema)
    }

    /// A type without marks between its parts; `[]` behind it makes lists of it.
    fn primary(&mut self, depth: usize) -> Option<Schema> {
        if depth > MAX_NESTING {
            return None;
        }
        let token = self.peek()?.clone();
        let origin = self.origin(&token);
        let mut schema = match (token.kind, token.text) {
            (TokenKind::Mark, "{") => self.object(depth)?,
            (TokenKind::Mark, "(") => {
                self.at += 1;
                let inner = self.ty(depth + 1)?;
                self.takes(")").then_some(inner)?
            }
            (TokenKind::Text, text) => {
                self.at += 1;
                let mut schema = Schema::typed(origin, JsonType::String);
                schema.enumeration.push(Node::string(text, origin));
                schema
            }
            (TokenKind::Word, word) => {
                self.at += 1;
                self.named(word, origin, depth)?
            }
            _ => return None,
        };
        while self.takes("[") {
            self.takes("]").then_some(())?;
            schema = list(schema, origin);
        }
        Some(schema)
    }

    /// A type by its name, with its arguments.
    fn named(&mut self, word: &str, origin: Origin, depth: usize) -> Option<Schema> {
        let mut arguments = Vec::new();
        if self.takes("<") {
            arguments.push(self.ty(depth + 1)?);
            while self.takes(",") {
                arguments.push(self.ty(depth + 1)?);
            }
            self.takes(">").then_some(())?;
        }
        let typed = |ty| Schema::typed(origin, ty);
        Some(match word {
            "string" => typed(JsonType::String),
            "number" => typed(JsonType::Number),
            "bigint" => typed(JsonType::Integer),
            "boolean" | "true" | "false" => typed(JsonType::Boolean),
            "object" => typed(JsonType::Object),
            "null" => Schema { nullable: true, ..Schema::new(origin, Kind::Field) },
            "any" | "unknown" | "undefined" | "never" | "void" => Schema::new(origin, Kind::Field),
            "Date" => Schema { format: Some("date-time".to_owned()), ..typed(JsonType::String) },
            "Array" | "ReadonlyArray" | "Set" => list(arguments.pop()?, origin),
            "Record" | "Map" => {
                Schema { additional: arguments.pop().map(Box::new), ..typed(JsonType::Object) }
            }
            "Partial" | "Readonly" | "Required" => arguments.pop()?,
            number if number.parse::<f64>().is_ok() => {
                let ty = if number.contains('.') { JsonType::Number } else { JsonType::Integer };
                Schema { enumeration: vec![Node::plain(number, origin)], ..typed(ty) }
            }
            name => Schema { reference: Some(name.to_owned()), ..Schema::new(origin, Kind::Field) },
        })
    }
}

fn list(items: Schema, origin: Origin) -> Schema {
    Schema { items: Some(Box::new(items)), ..Schema::typed(origin, JsonType::Array) }
}

/// What may be one of several types: values of one type are listed, `null` is no type of its own.
fn union(mut parts: Vec<Schema>) -> Schema {
    let is_null = |part: &Schema| part.nullable && part.types.is_empty() && part.one_of.is_empty();
    let nullable = parts.iter().any(is_null);
    if parts.len() > 1 {
        parts.retain(|part| !is_null(part));
    }
    let origin = parts.first().map(|part| part.origin).unwrap_or_default();
    let valued = |part: &Schema| !part.enumeration.is_empty();
    let first = parts.first().map(|part| part.types.clone()).unwrap_or_default();
    let mut schema = if parts.len() == 1 {
        parts.pop().unwrap_or_else(|| Schema::new(origin, Kind::Field))
    } else if parts.iter().all(|part| valued(part) && part.types == first) {
        let enumeration = parts.into_iter().flat_map(|part| part.enumeration).collect();
        Schema { types: first, enumeration, ..Schema::new(origin, Kind::Field) }
    } else {
        Schema { one_of: parts, ..Schema::new(origin, Kind::Field) }
    };
    schema.nullable |= nullable;
    schema
}

#[cfg(test)]
mod tests {
    use crate::read::pages::testing::{at, read};

    #[test]
    fn members_are_fields() {
        let page = "# Pause\n\n`PATCH /things/{id}`\n\n## Request\n\n```typescript\n/** What is sent. */\nexport interface Pause {\n  /** When; null is never. */\n  until: string | null;\n  reason?: \"cost\" | 'unused';\n  notify?: boolean; // true if left out\n  sizes: Array<1 | 2>;\n  labels?: Record<string, string>;\n  items: { id: Id; count: number }[];\n}\ninterface Id { kind: string }\n```\n\n## Response `200`\n\n```ts\ntype Thing = { id: string } & Id\n```\n";
        let (tree, said) = read(page);
        let tree = tree.unwrap();
        assert_eq!(said, []);
        let of = |at_: &str| {
            let body = "paths /things/{id} patch requestBody content application/json schema";
            at(&tree, &format!("{body} {at_}"))
        };
        assert_eq!(of("properties until nullable").as_deref(), Some("true"));
        assert_eq!(of("properties until description").as_deref(), Some("When; null is never."));
        assert_eq!(of("properties reason enum 1").as_deref(), Some("unused"));
        assert_eq!(of("properties notify description").as_deref(), Some("true if left out"));
        assert_eq!(of("properties sizes items type").as_deref(), Some("integer"));
        assert_eq!(of("properties labels additionalProperties type").as_deref(), Some("string"));
        assert_eq!(
            of("properties items items properties id properties kind type").as_deref(),
            Some("string")
        );
        assert_eq!(of("required 2").as_deref(), Some("items"));
    }
}
