//! Many texts become one document: what a reference leads to outside of the document, or deep inside of it, becomes a
//! component of the document, or is copied where there are no components of its kind.

mod components;
mod dynamic;
mod library;
mod names;
mod report;

pub(super) use names::component_name;

use super::positions::{self, Holder, Position};
use super::version::Version;
use crate::diagnostics::{Code, Diagnostic, Sink};
use crate::source::{FileId, JsonPointer, Origin, Sources};
use crate::tree::{Mapping, Node, Value};
use components::{container, container_pointer};
use library::{Base, Library, Location, Problem};
use names::Names;
use report::{drop_gaps, give_up};
use std::collections::{HashMap, HashSet, VecDeque};

/// A text that others refer to, and what it holds or what is wrong with it.
pub type Part = (FileId, Result<Node, Diagnostic>);

/// How deep copies may stand in copies. Trees of any depth would overflow the stack of what walks them.
const MAX_COPIES_DEEP: usize = 8;

/// How many nodes may be copied, at least; large texts allow for more.
const COPIED_NODES: usize = 200_000;

/// Brings everything that a document refers to into it.
pub(super) fn bundle(
    tree: &mut Node,
    parts: Vec<Part>,
    version: Version,
    sources: &Sources,
    sink: &mut Sink,
) {
    if parts.is_empty() && is_whole(tree, version) {
        return;
    }
    let library = Library::new(tree.clone(), parts, sources);
    let root = document();
    let budget = COPIED_NODES.max(count(tree));
    let mut bundler = Bundler {
        library: &library,
        version,
        names: Names::default(),
        imports: VecDeque::new(),
        promotions: Vec::new(),
        copying: Vec::new(),
        budget,
        asked: HashMap::new(),
        searches: dynamic::searched(budget),
        sink,
    };
    bundler.expand_containers(tree, &library.base(&root));
    bundler.claim(tree);
    bundler.walk(tree, Position::Document, &library.base(&root));
    bundler.attach(tree);
}

/// Whether a document needs nothing of this: every reference leads to a component, or to a path, by its name.
fn is_whole(node: &Node, version: Version) -> bool {
    match &node.value {
        Value::Scalar(_) => true,
        Value::Sequence(items) => items.iter().all(|item| is_whole(item, version)),
        Value::Mapping(mapping) => mapping.iter().all(|entry| match entry.key.as_str() {
            "$ref" => match entry.value.as_string() {
                Some(text) => is_plain(text, version),
                None => is_whole(&entry.value, version),
            },
            "$id" | "$self" | "$dynamicRef" if entry.value.as_string().is_some() => false,
            _ => is_whole(&entry.value, version),
        }),
    }
}

/// Whether a reference leads to a component, or to a path, by its name, and by nothing else.
fn is_plain(text: &str, version: Version) -> bool {
    let Some(pointer) = text.strip_prefix("#/") else { return false };
    let mut tokens = pointer.split('/');
    match (tokens.next(), tokens.next(), tokens.next(), tokens.next()) {
        // What an extension holds has no position there, and nobody would rewrite it.
        (Some("components"), Some(container), Some(_), None) => {
            container != "mediaTypes" && !container.starts_with("x-")
        }
        (Some("paths"), Some(_), None, None) => true,
        (Some("definitions" | "parameters" | "responses"), Some(_), None, None) => version == Version::V2_0,
        _ => false,
    }
}

fn count(node: &Node) -> usize {
    match &node.value {
        Value::Scalar(_) => 1,
        Value::Sequence(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Mapping(mapping) => 1 + mapping.iter().map(|entry| count(&entry.value)).sum::<usize>(),
    }
}

/// The document itself.
fn document() -> Location {
    Location { text: 0, pointer: JsonPointer::root() }
}

struct Bundler<'b, 's> {
    library: &'b Library<'s>,
    version: Version,
    names: Names,
    /// Parts of other texts that are still to be copied to the components.
    imports: VecDeque<(Location, Position, String)>,
    /// Parts of the document that are still to be moved to the components.
    promotions: Vec<(JsonPointer, Position, String)>,
    /// What is being copied at this moment, the outermost first.
    copying: Vec<Location>,
    /// How many nodes may still be copied.
    budget: usize,
    /// The names that a `$dynamicRef` asks for below a place, once they were looked for.
    asked: HashMap<Location, HashSet<String>>,
    /// How many nodes may still be looked at for them.
    searches: usize,
    sink: &'b mut Sink,
}

impl Bundler<'_, '_> {
    fn top(&self, node: &Node) -> Location {
        Location { text: self.library.text_of(node), pointer: JsonPointer::root() }
    }

    /// What a node is relative to, which may have been copied from another text than what it stands in.
    fn base_of(&self, node: &Node, base: &Base) -> Base {
        match self.library.text_of(node) {
            text if text == base.text => self.library.written_in(base, node.origin.file),
            _ => self.library.base(&self.top(node)),
        }
    }

    /// Where a reference leads in the end: to a component of the document, or to what is no mere reference.
    fn target(&self, base: &Base, reference: &str) -> Result<Location, Problem> {
        let location = self.library.resolve(base, reference)?;
        self.library.end(location, |at| self.component(at).is_some())
    }

    /// The container of a place that is a component of the document.
    fn component(&self, location: &Location) -> Option<String> {
        let (parent, _) = location.pointer.split_last().filter(|_| location.text == 0)?;
        let (above, container) = parent.split_last()?;
        let expected = if self.version == Version::V2_0 { "" } else { "/components" };
        (above.as_str() == expected).then_some(container)
    }

    /// Rewrites every reference in a node.
    fn walk(&mut self, node: &mut Node, position: Position, base: &Base) {
        if position == Position::Data {
            return;
        }
        let base = &self.library.enter(base, node).unwrap_or_else(|| base.clone()).apart(false);
        if position == Position::Schema {
            self.dynamic(node, base);
            self.mapping(node, base);
        }
        if node.get("$ref").is_some_and(|reference| reference.as_string().is_some())
            && self.reference(node, position, base)
        {
            return;
        }
        match &mut node.value {
            Value::Scalar(_) => {}
            Value::Sequence(items) => items.iter_mut().for_each(|item| self.walk(item, position, base)),
            Value::Mapping(mapping) => {
                for (key, value) in mapping.entries_mut() {
                    let (holder, child) = positions::child(position, key);
                    // Definitions are reached by references alone.
                    let apart = matches!(&**key, "$defs" | "definitions")
                        .then(|| base.clone().by_itself().apart(true));
                    let base = apart.as_ref().unwrap_or(base);
                    // A list or map may itself be kept elsewhere; a part of that name would be a mapping.
                    let held = matches!(holder, Holder::List | Holder::Map)
                        && value.get("$ref").is_some_and(|reference| reference.as_string().is_some());
                    if held {
                        self.copy_held(value, (holder, child), base);
                        continue;
                    }
                    positions::each_held(value, holder, &mut |value| self.walk(value, child, base));
                    if child == Position::Parameter {
                        drop_gaps(value);
                    }
                }
            }
        }
    }

    /// The values of a discriminator's `mapping` may be references; names stay names.
    fn mapping(&mut self, schema: &mut Node, base: &Base) {
        let discriminator = schema.as_mapping_mut().and_then(|schema| schema.get_mut("discriminator"));
        let mapping = discriminator.and_then(Node::as_mapping_mut).and_then(|it| it.get_mut("mapping"));
        for value in mapping.and_then(Node::as_mapping_mut).into_iter().flat_map(Mapping::values_mut) {
            let Some(text) = value.as_string() else { continue };
            if is_plain(text, self.version) && base.text == 0 || !text.contains(['#', '/', '.']) {
                continue;
            }
            let base = self.base_of(value, base);
            if let Ok(location) = self.target(&base, text) {
                let text = self.component_reference(location, Position::Schema);
                if let Some(text) = text {
                    *value = Node::string(text, value.origin);
                }
            }
        }
    }

    /// Handles the reference of a node; says whether the node is done with.
    fn reference(&mut self, node: &mut Node, position: Position, base: &Base) -> bool {
        let Some(reference) = node.get("$ref").cloned() else { return false };
        let text = reference.as_string().unwrap_or_default();
        let base = self.base_of(&reference, base);
        let location = match self.target(&base, text) {
            Ok(location) if position == Position::Schema && self.specialize(node, &base, &location) => {
                return true;
            }
            Ok(_) if base.text == 0 && is_plain(text, self.version) => return false,
            Ok(location) => location,
            Err(Problem::Dangling) if base.text > 0 && is_plain(text, self.version) => {
                match self.target(&self.library.base(&document()), text) {
                    Ok(location) => {
                        let message =
                            "this place is not in this text, only in the document that refers to the text";
                        self.sink.report(
                            Diagnostic::new(Code::DanglingReference, reference.origin, message)
                                .note("name the document in front of the `#`; it is taken to be meant"),
                        );
                        location
                    }
                    Err(_) => {
                        self.report(&reference, Problem::Dangling);
                        give_up(node, position);
                        return true;
                    }
                }
            }
            // Within the document, whoever needs the part says that it is missing.
            Err(Problem::Dangling | Problem::Loop) if base.text == 0 && text.starts_with("#/") => {
                return false;
            }
            Err(problem) => {
                self.report(&reference, problem);
                give_up(node, position);
                return true;
            }
        };
        if container(position, self.version).is_some() {
            if let Some(text) = self.component_reference(location, position) {
                refer(node, text, reference.origin);
            }
            // What stands beside it is still to be walked.
            return false;
        }
        let stays =
            position == Position::PathItem && location.text == 0 && location.pointer.tokens().count() <= 3;
        if stays {
            refer(node, fragment(&location.pointer), reference.origin);
            return false;
        }
        self.copy(node, &reference, location, |bundler, node, base| bundler.walk(node, position, base));
        true
    }

    /// The text of a reference to a part that is a component, or becomes one; `None` for what is something
    /// else.
    fn component_reference(&mut self, location: Location, position: Position) -> Option<String> {
        let container = container(position, self.version)?;
        if self.component(&location).is_some_and(|found| found == container) {
            return Some(fragment(&location.pointer));
        }
        // What is one thing in the document cannot be another; what is nothing there, or a value, is copied.
        let found = match location.text {
            0 => positions::at(&location.pointer)?,
            _ => Position::Other,
        };
        if !matches!(found, Position::Data | Position::Other) && found != position {
            return None;
        }
        let (name, is_new) = self.names.name(&location, container, self.library);
        if is_new && found == position {
            self.promotions.push((location.pointer, position, name.clone()));
        } else if is_new {
            self.imports.push_back((location, position, name.clone()));
        }
        Some(fragment(&container_pointer(container, self.version).child(&name)))
    }

    /// A list or map that is a reference.
    fn copy_held(&mut self, value: &mut Node, (holder, child): (Holder, Position), base: &Base) {
        let Some(reference) = value.get("$ref").cloned() else { return };
        let base = self.base_of(&reference, base);
        match self.target(&base, reference.as_string().unwrap_or_default()) {
            Ok(location) => self.copy(value, &reference, location, |bundler, value, base| {
                positions::each_held(value, holder, &mut |value| bundler.walk(value, child, base));
            }),
            Err(problem) => {
                self.report(&reference, problem);
                give_up(value, Position::Other);
            }
        }
    }

    /// Puts a copy of a part where a reference to it stands. Beside the reference of a path item, what stands there counts.
    fn copy(
        &mut self,
        node: &mut Node,
        reference: &Node,
        location: Location,
        walk: impl Fn(&mut Self, &mut Node, &Base),
    ) {
        let Some(target) = self.library.node(&location) else { return };
        let size = count(target);
        if self.copying.contains(&location) {
            self.report(reference, Problem::Loop);
            give_up(node, Position::Other);
            return;
        }
        let Some(rest) = self.budget.checked_sub(size).filter(|_| self.copying.len() < MAX_COPIES_DEEP)
        else {
            let message = "what this reference leads to is repeated too often to be copied once more";
            self.sink.report(Diagnostic::new(Code::ExternalReference, reference.origin, message));
            give_up(node, Position::Other);
            return;
        };
        self.budget = rest;
        let own = std::mem::replace(node, target.clone());
        let base = self.library.base(&location);
        self.copying.push(location);
        walk(self, node, &base);
        self.copying.pop();
        if let (Value::Mapping(own), Some(copy)) = (own.value, node.as_mapping_mut()) {
            own.into_iter().filter(|entry| entry.key != "$ref").for_each(|entry| _ = copy.insert(entry));
        }
    }
}

/// Makes a node a reference to another place.
fn refer(node: &mut Node, text: String, origin: Origin) {
    if let Some(reference) = node.as_mapping_mut().and_then(|mapping| mapping.get_mut("$ref")) {
        *reference = Node::string(text, origin);
    }
}

/// A pointer as the fragment of a URI (RFC 6901, section 6).
fn fragment(pointer: &JsonPointer) -> String {
    let mut text = String::from("#");
    for byte in pointer.as_str().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => text.push(char::from(byte)),
            _ if b"-._~!$&'()*+,;=:@/?".contains(&byte) => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
