//! Types that are named in one place and described in another: `Ticket` in a table, and a heading `Ticket` with its fields.

use super::words::plain;
use crate::read::markdown::Page;
use crate::read::pages::MAX_NESTING;
use crate::read::pages::facts::{JsonType, NamedSchema, PageFacts, Property, Schema, Stated};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Says of a schema that it, or what it holds, is the object of a name.
pub(super) fn mention(schema: &mut Schema, name: &str) {
    let is_list = schema.types == [JsonType::Array];
    let holder = match is_list {
        true => {
            let origin = schema.origin;
            let empty = || Box::new(Schema::new(origin, schema.kind));
            &mut **schema.items.get_or_insert_with(empty)
        }
        false => schema,
    };
    if holder.properties.is_empty() {
        holder.reference = Some(name.to_owned());
    }
}

/// The name of what the text of a field leads to within its page: `see [Person](#person)`.
pub(super) fn linked<'p>(page: &'p Page<'_>, range: &Range<usize>) -> Option<&'p str> {
    let (before, _) = page.slice(range).split_once("](#")?;
    before
        .rsplit_once('[')
        .map(|(_, name)| name.trim_matches(['`', '*', ' ']))
        .filter(|name| !name.is_empty())
}

/// Lets every mention lead to the object of its name, and lets those go that name none.
pub(super) fn resolve(facts: &mut PageFacts, objects: &[(String, Vec<Property>)]) {
    // Of several objects of one name the first is meant.
    let numbered = objects.iter().enumerate().filter(|(_, (_, fields))| !fields.is_empty()).rev();
    let by_name = numbered.map(|(at, (name, _))| (plain(name), at)).collect();
    let mut names = Names { objects, by_name, mentioned: Vec::new(), seen: HashSet::new() };
    for endpoint in &mut facts.endpoints {
        for parameter in &mut endpoint.parameters {
            parameter.property.schema.reference = None;
        }
        let bodies = endpoint.responses.iter_mut().flat_map(|response| &mut response.bodies);
        for body in endpoint.requests.iter_mut().chain(bodies) {
            body.schema.iter_mut().chain(&mut body.parts).for_each(|schema| names.schema(schema, 0));
        }
    }
    // An object mentions others; each is described once.
    let mut next = 0;
    while let Some((name, fields)) = names.mentioned.get(next).and_then(|at| objects.get(*at)) {
        next += 1;
        let Some(first) = fields.first() else { continue };
        let mut schema = Schema::typed(first.name.origin, JsonType::Object);
        schema.properties.clone_from(fields);
        names.schema(&mut schema, 0);
        facts.schemas.push(NamedSchema { name: Stated::field(name.as_str(), first.name.origin), schema });
    }
}

struct Names<'o> {
    objects: &'o [(String, Vec<Property>)],
    by_name: HashMap<String, usize>,
    /// Which of them are mentioned, in the order of their first mention.
    mentioned: Vec<usize>,
    seen: HashSet<usize>,
}

impl Names<'_> {
    fn schema(&mut self, schema: &mut Schema, depth: usize) {
        if depth > MAX_NESTING {
            schema.reference = None;
            return;
        }
        if let Some(name) = schema.reference.take().filter(|_| schema.properties.is_empty())
            && let Some(at) = self.by_name.get(&plain(&name)).copied()
        {
            if self.seen.insert(at) {
                self.mentioned.push(at);
            }
            schema.types.clear();
            schema.reference = self.objects.get(at).map(|(known, _)| known.clone());
        }
        for property in &mut schema.properties {
            self.schema(&mut property.schema, depth + 1);
        }
        for part in schema.items.iter_mut().chain(&mut schema.additional) {
            self.schema(part, depth + 1);
        }
        for part in schema.one_of.iter_mut().chain(&mut schema.any_of).chain(&mut schema.all_of) {
            self.schema(part, depth + 1);
        }
    }
}
