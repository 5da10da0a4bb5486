//! The texts of one API as places that references lead to: base URIs, anchors, pointers.

use crate::diagnostics::Diagnostic;
use crate::source::{
    FileId, JsonPointer, Origin, Sources, Unreachable, has_scheme, percent_decode, resolve_name, resolve_uri,
    split_fragment,
};
use crate::tree::{Node, Value};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// A place in one of the texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Location {
    /// The index of the text; that of the document itself is 0.
    pub text: usize,
    pub pointer: JsonPointer,
}

/// What references are relative to: a resource, which is a text or a schema with an `$id`.
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub text: usize,
    uri: Rc<str>,
    root: JsonPointer,
    /// What each `$dynamicAnchor` means here: the outermost schema on the way that has one counts.
    pub scope: Scope,
    /// The same by itself, whatever leads here: what the innermost resource or component says.
    own: Scope,
    /// Whether what stands here is reached by references alone.
    apart: bool,
    /// The name of the file it was written in: the document may have been made of several.
    file: Option<FileId>,
}

impl Base {
    /// The same, where nothing else leads here.
    pub(super) fn by_itself(self) -> Self {
        Self { scope: Rc::clone(&self.own), ..self }
    }

    /// Whether only references lead to what stands here.
    pub(super) fn apart(self, apart: bool) -> Self {
        Self { apart, ..self }
    }
}

/// Names of `$dynamicAnchor`, and the places that they mean.
pub(super) type Scope = Rc<[(Rc<str>, Location)]>;

/// Why a reference leads to nothing.
#[derive(Debug)]
pub(super) enum Problem {
    /// It must not be followed.
    Unreachable(Unreachable),
    /// The text was asked for and is not given.
    Refused(String),
    /// The text cannot be read.
    Unreadable(Diagnostic),
    /// The text is not among those given.
    Missing,
    /// Nothing stands at that place of the text.
    Dangling,
    /// It leads back to itself.
    Loop,
}

/// A text and the tree that was read from it.
struct Text {
    name: String,
    tree: Result<Node, Diagnostic>,
    base: Rc<str>,
}

/// All texts of one API, as they were read.
pub(super) struct Library<'s> {
    texts: Vec<Text>,
    by_file: HashMap<FileId, usize>,
    by_name: HashMap<String, usize>,
    /// Resources by their URIs.
    resources: HashMap<Rc<str>, Location>,
    anchors: HashMap<(Rc<str>, String), Location>,
    /// The places of each `$dynamicAnchor`.
    dynamic: HashMap<String, Vec<Location>>,
    /// Those within each schema that is a resource or a component, by where it is written.
    scopes: HashMap<Origin, Scope>,
    /// The texts that the document was made of.
    given: HashSet<FileId>,
    sources: &'s Sources,
}

/// A chain of references that is longer than this is taken for a loop.
const LONGEST_CHAIN: usize = 64;

/// How a text without a URI of its own is called, so that one rule resolves all references.
const GIVEN: &str = "given:///";

impl<'s> Library<'s> {
    /// The document itself, and the texts that it may refer to.
    pub(super) fn new(
        document: Node,
        companions: impl IntoIterator<Item = (FileId, Result<Node, Diagnostic>)>,
        sources: &'s Sources,
    ) -> Self {
        let mut library = Self {
            texts: Vec::new(),
            by_file: HashMap::new(),
            by_name: HashMap::new(),
            resources: HashMap::new(),
            anchors: HashMap::new(),
            dynamic: HashMap::new(),
            scopes: HashMap::new(),
            given: sources.files().collect(),
            sources,
        };
        let name = sources.name(document.origin.file).to_owned();
        library.add(name, Ok(document));
        for (file, tree) in companions {
            library.by_file.insert(file, library.texts.len());
            library.add(sources.name(file).to_owned(), tree);
        }
        library
    }

    fn add(&mut self, name: String, tree: Result<Node, Diagnostic>) {
        let index = self.texts.len();
        let given: Rc<str> = format!("{GIVEN}{name}").into();
        let root = Location { text: index, pointer: JsonPointer::root() };
        self.resources.entry(Rc::clone(&given)).or_insert_with(|| root.clone());
        let mut base = given;
        if let Ok(tree) = &tree {
            if let Some(uri) = tree.get("$self").and_then(Node::as_string) {
                base = resolve_uri(&base, uri).into();
                self.resources.entry(Rc::clone(&base)).or_insert(root);
            }
            let mut pointer = String::new();
            self.scan(tree, index, &mut pointer, &base, &mut Vec::new());
        }
        if let Some(uri) = tree.as_ref().ok().and_then(own_uri) {
            base = resolve_uri(&base, uri).into();
        }
        self.by_name.entry(name.clone()).or_insert(index);
        self.texts.push(Text { name, tree, base });
    }

    /// Notes every `$id`, `$anchor` and `$dynamicAnchor` (JSON Schema 2020-12, section 8.2).
    fn scan(
        &mut self,
        node: &Node,
        text: usize,
        pointer: &mut String,
        base: &Rc<str>,
        anchors: &mut Vec<(Rc<str>, Rc<str>, Location)>,
    ) {
        let length = pointer.len();
        let before = anchors.len();
        match &node.value {
            Value::Scalar(_) => {}
            Value::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    pointer.push_str(&format!("/{index}"));
                    self.scan(item, text, pointer, base, anchors);
                    pointer.truncate(length);
                }
            }
            Value::Mapping(mapping) => {
                let here = || JsonPointer::parse(pointer).map(|pointer| Location { text, pointer });
                let mut base = Rc::clone(base);
                if let (Some(uri), Some(here)) = (own_uri(node), here()) {
                    base = resolve_uri(&base, uri).into();
                    self.resources.entry(Rc::clone(&base)).or_insert(here);
                }
                for keyword in ["$anchor", "$dynamicAnchor"] {
                    let Some(name) = mapping.get(keyword).and_then(Node::as_string) else { continue };
                    let Some(here) = here() else { continue };
                    if keyword == "$dynamicAnchor" {
                        self.dynamic.entry(name.to_owned()).or_default().push(here.clone());
                        anchors.push((Rc::clone(&base), name.into(), here.clone()));
                    }
                    self.anchors.entry((Rc::clone(&base), name.to_owned())).or_insert(here);
                }
                for entry in mapping.iter().filter(|entry| !is_data(&entry.key)) {
                    pointer.push('/');
                    pointer.push_str(&entry.key.replace('~', "~0").replace('/', "~1"));
                    self.scan(&entry.value, text, pointer, &base, anchors);
                    pointer.truncate(length);
                }
                // Within a document, many a schema is meant as a resource that has no URI of its own.
                let has_scope = own_uri(node).is_some() || is_component(pointer);
                let own = anchors.get(before..).unwrap_or_default().iter().filter(|(of, ..)| *of == base);
                let own: Scope = own.map(|(_, name, at)| (Rc::clone(name), at.clone())).collect();
                if has_scope && !own.is_empty() {
                    self.scopes.insert(node.origin, own);
                }
            }
        }
    }

    /// The index of the text that a node was written in; pages and overlays speak of the document itself.
    pub(super) fn text_of(&self, node: &Node) -> usize {
        self.by_file.get(&node.origin.file).copied().unwrap_or(0)
    }

    /// What a reference in the document itself is relative to, of all the texts the document was made of; an overlay
    /// speaks of the document.
    pub(super) fn written_in(&self, base: &Base, file: FileId) -> Base {
        let is_given = base.text == 0 && self.given.contains(&file);
        Base { file: is_given.then_some(file), ..base.clone() }
    }

    /// The name that a text was given under.
    pub(super) fn name(&self, text: usize) -> &str {
        self.texts.get(text).map_or("", |text| text.name.as_str())
    }

    /// What a place is relative to.
    pub(super) fn base(&self, location: &Location) -> Base {
        let uri = self.texts.get(location.text).map_or_else(|| GIVEN.into(), |text| Rc::clone(&text.base));
        let (scope, own) = (Scope::default(), Scope::default());
        let root = JsonPointer::root();
        let mut base = Base { text: location.text, uri, root, scope, own, apart: false, file: None };
        let Some(mut node) = self.tree(location.text) else { return base };
        let mut pointer = JsonPointer::root();
        for token in location.pointer.tokens() {
            let step = JsonPointer::root().child(&token);
            let Some(next) = node.pointer(&step) else { break };
            (node, pointer) = (next, pointer.child(&token));
            if let Some(inner) = self.enter(&base, node) {
                let is_resource = inner.uri != base.uri;
                base = inner.by_itself();
                if is_resource {
                    base.root = pointer.clone();
                }
            }
        }
        base
    }

    /// What the parts of a node are relative to, if that is not what the node is; its own place is not known here.
    pub(super) fn enter(&self, base: &Base, node: &Node) -> Option<Base> {
        let resource = own_uri(node).and_then(|uri| {
            let uri: Rc<str> = resolve_uri(&base.uri, uri).into();
            let root = self.resources.get(&uri)?.pointer.clone();
            // A resource that nothing leads to but references has no other around it.
            let scope = if base.apart { Scope::default() } else { Rc::clone(&base.scope) };
            Some(Base { uri, root, scope, own: Scope::default(), ..base.clone() })
        });
        match self.scopes.get(&node.origin) {
            Some(own) => {
                let base = resource.unwrap_or_else(|| base.clone());
                Some(Base { scope: Self::widened(&base.scope, own), own: Rc::clone(own), ..base })
            }
            None => resource,
        }
    }

    /// What is meant by names where some have a meaning already.
    pub(super) fn widened(scope: &Scope, own: &Scope) -> Scope {
        let is_new = |(name, _): &&(Rc<str>, Location)| !scope.iter().any(|(have, _)| have == name);
        scope.iter().chain(own.iter().filter(is_new)).cloned().collect()
    }

    fn tree(&self, text: usize) -> Option<&Node> {
        self.texts.get(text)?.tree.as_ref().ok()
    }

    /// What stands at a place.
    pub(super) fn node(&self, location: &Location) -> Option<&Node> {
        self.tree(location.text)?.pointer(&location.pointer)
    }

    /// The places of a `$dynamicAnchor`.
    pub(super) fn dynamic(&self, name: &str) -> &[Location] {
        self.dynamic.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where a reference leads.
    pub(super) fn resolve(&self, base: &Base, reference: &str) -> Result<Location, Problem> {
        self.resolve_within(base, reference, &mut 0)
    }

    fn resolve_within(&self, base: &Base, reference: &str, hops: &mut usize) -> Result<Location, Problem> {
        let (address, fragment) = split_fragment(reference);
        let fragment = percent_decode(fragment.unwrap_or_default());
        if address.is_empty() {
            let resource = Location { text: base.text, pointer: base.root.clone() };
            let found = self.place(&resource, &base.uri, &fragment, hops);
            // Many documents give their schemas an `$id` and go on as if they had not.
            let whole = Location { text: base.text, pointer: JsonPointer::root() };
            return match found {
                Err(Problem::Dangling) if base.root != whole.pointer => {
                    self.place(&whole, &base.uri, &fragment, hops)
                }
                found => found,
            };
        }
        let uri: Rc<str> = resolve_uri(&base.uri, address).into();
        // A whole text without a URI of its own is found by its name, which counts from the file that the reference is in.
        let is_named = has_scheme(address) || !base.uri.starts_with(GIVEN);
        let resource = self.resources.get(&uri).filter(|at| is_named || at.pointer != JsonPointer::root());
        if let Some(resource) = resource {
            return self.place(resource, &uri, &fragment, hops);
        }
        let from = base.file.map_or_else(|| self.name(base.text), |file| self.sources.name(file));
        let name = resolve_name(from, address).map_err(Problem::Unreachable)?;
        let Some(text) = self.by_name.get(&name) else {
            let reason = self.sources.refusal(&name).map(str::to_owned);
            return Err(reason.map_or(Problem::Missing, Problem::Refused));
        };
        match self.texts.get(*text) {
            Some(Text { tree: Err(error), .. }) => Err(Problem::Unreadable(error.clone())),
            Some(found) => {
                let whole = Location { text: *text, pointer: JsonPointer::root() };
                self.place(&whole, &found.base, &fragment, hops)
            }
            None => Err(Problem::Missing),
        }
    }

    /// The place of a fragment in a resource: nothing, a JSON Pointer, or the name of an anchor.
    fn place(
        &self,
        resource: &Location,
        uri: &Rc<str>,
        fragment: &str,
        hops: &mut usize,
    ) -> Result<Location, Problem> {
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let anchor = self.anchors.get(&(Rc::clone(uri), fragment.to_owned()));
            return anchor.cloned().ok_or(Problem::Dangling);
        }
        let pointer = JsonPointer::parse(fragment).ok_or(Problem::Dangling)?;
        let mut here = resource.clone();
        for token in pointer.tokens() {
            let step = JsonPointer::root().child(&token);
            loop {
                let node = self.node(&here).ok_or(Problem::Dangling)?;
                if node.pointer(&step).is_some() {
                    break;
                }
                // The pointer goes on behind a reference.
                here = self.follow(&here, node, hops)?;
            }
            here.pointer = here.pointer.child(&token);
        }
        self.node(&here).map(|_| here.clone()).ok_or(Problem::Dangling)
    }

    fn follow(&self, here: &Location, node: &Node, hops: &mut usize) -> Result<Location, Problem> {
        let reference = node.get("$ref").and_then(Node::as_string).ok_or(Problem::Dangling)?;
        *hops += 1;
        if *hops > LONGEST_CHAIN {
            return Err(Problem::Loop);
        }
        self.resolve_within(&self.base(here), reference, hops)
    }

    /// The end of a chain of references that say nothing else; `stop` tells what has a name of its own.
    pub(super) fn end(&self, start: Location, stop: impl Fn(&Location) -> bool) -> Result<Location, Problem> {
        let mut here = start;
        let mut hops = 0;
        while !stop(&here)
            && let Some(node) = self.node(&here)
            && node.as_mapping().is_some_and(|mapping| mapping.len() == 1)
            && node.get("$ref").is_some_and(|reference| reference.as_string().is_some())
        {
            here = self.follow(&here, node, &mut hops)?;
        }
        Ok(here)
    }
}

/// The URI that a schema gives itself; one that is a fragment alone is an anchor of older drafts.
fn own_uri(node: &Node) -> Option<&str> {
    let uri = node.get("$id").and_then(Node::as_string)?;
    (!uri.is_empty() && !uri.starts_with('#')).then_some(uri)
}

/// Whether a schema stands here that has a name.
fn is_component(pointer: &str) -> bool {
    let name =
        ["/components/schemas/", "/definitions/", "/$defs/"].iter().find_map(|at| pointer.strip_prefix(at));
    name.is_some_and(|name| !name.contains('/'))
}

/// Whether what stands at a key is a value of the API.
fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "enum" | "const")
}
