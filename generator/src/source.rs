//! The ground floor: the texts that were given, and places in them.
//!
//! A place is a file and a range of bytes; it becomes a line and a column only when a diagnostic is drawn.

mod reference;

pub use reference::{Unreachable, has_scheme, percent_decode, resolve_name, resolve_uri, split_fragment};

use std::collections::HashMap;
use std::fmt;

/// One of the texts in [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in a text: where something was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The text it stands in.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Origin {
    /// The range from `start` to `end` of `file`; a position past 4 GiB is cut to that.
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let cut = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        Self { file, start: cut(start), end: cut(end) }
    }
}

/// A text and the name that diagnostics call it by.
#[derive(Debug)]
struct SourceFile {
    name: String,
    text: String,
    invalid_utf8: Option<usize>,
    kind: Kind,
}

/// What a text is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It describes the API.
    Given,
    /// It is applied to what the others say.
    Overlay,
    /// It holds parts that others refer to.
    Companion,
}

/// All texts of one run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// The names of texts that were asked for and not given, and why.
    refused: HashMap<String, String>,
}

impl Sources {
    /// No texts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under the name that diagnostics, and references between files, call it by: a path relative to
    /// the folder of its API, with `/` between its parts.
    pub fn add(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> FileId {
        self.push(name.into(), bytes.into(), Kind::Given)
    }

    /// Adds an overlay ([Overlay Specification 1.1], or 1.0): a text that is applied to what the others say and is not
    /// one of [`Sources::files`]. Overlays are applied in the order they were added.
    ///
    /// [Overlay Specification 1.1]: https://spec.openapis.org/overlay/v1.1.0.html
    pub fn add_overlay(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> FileId {
        self.push(name.into(), bytes.into(), Kind::Overlay)
    }

    /// Adds a text that others refer to by its name, and that is not one of [`Sources::files`].
    pub fn add_companion(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> FileId {
        self.push(name.into(), bytes.into(), Kind::Companion)
    }

    /// Makes a text that was given one that others refer to.
    pub fn make_companion(&mut self, file: FileId) {
        if let Some(file) = self.files.get_mut(file.0 as usize) {
            file.kind = Kind::Companion;
        }
    }

    /// Notes that the text called `name` was asked for and is not given; `reason` is half a sentence.
    pub fn refuse(&mut self, name: impl Into<String>, reason: impl Into<String>) {
        self.refused.insert(name.into(), reason.into());
    }

    /// Why the text called `name` was not given, where it was asked for.
    pub fn refusal(&self, name: &str) -> Option<&str> {
        self.refused.get(name).map(String::as_str)
    }

    fn push(&mut self, name: String, bytes: Vec<u8>, kind: Kind) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let (text, invalid_utf8) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let place = error.utf8_error().valid_up_to();
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(place))
            }
        };
        self.files.push(SourceFile { name, text, invalid_utf8, kind });
        id
    }

    /// The texts in the order they were added; overlays are not among them.
    pub fn files(&self) -> impl Iterator<Item = FileId> + use<> {
        self.of_kind(Kind::Given)
    }

    /// The overlays in the order they were added.
    pub fn overlays(&self) -> impl Iterator<Item = FileId> + use<> {
        self.of_kind(Kind::Overlay)
    }

    /// The texts that others refer to, in the order they were added.
    pub fn companions(&self) -> impl Iterator<Item = FileId> + use<> {
        self.of_kind(Kind::Companion)
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = FileId> + use<> {
        let files = self.files.iter().enumerate().filter(|(_, file)| file.kind == kind);
        let ids = files.map(|(index, _)| FileId(u32::try_from(index).unwrap_or(u32::MAX)));
        ids.collect::<Vec<_>>().into_iter()
    }

    /// The name a text was added under.
    pub fn name(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| file.name.as_str())
    }

    /// A whole text.
    pub fn text(&self, file: FileId) -> &str {
        self.file(file).map_or("", |file| file.text.as_str())
    }

    /// The position of the first byte that is not UTF-8, where there is one; [`Sources::text`] then holds U+FFFD
    /// from that position on.
    pub fn invalid_utf8(&self, file: FileId) -> Option<usize> {
        self.file(file)?.invalid_utf8
    }

    /// The file that was added under `name`.
    pub fn find(&self, name: &str) -> Option<FileId> {
        self.files().find(|file| self.name(*file) == name)
    }

    /// The text at a place; empty where the place does not exist.
    pub fn slice(&self, origin: Origin) -> &str {
        self.text(origin.file).get(origin.start as usize..origin.end as usize).unwrap_or("")
    }

    /// Line and column of a place, both counted from 1, the column in characters.
    pub fn position(&self, origin: Origin) -> (usize, usize) {
        let before = self.text(origin.file).get(..origin.start as usize).unwrap_or("");
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        (line, before.get(line_start..).unwrap_or("").chars().count() + 1)
    }

    /// An index for many positions in one text.
    pub fn line_index(&self, file: FileId) -> LineIndex<'_> {
        LineIndex::new(self.text(file))
    }

    fn file(&self, file: FileId) -> Option<&SourceFile> {
        self.files.get(file.0 as usize)
    }
}

/// Finds lines and columns in one text without reading it again for each.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a [u8],
    /// Where each line starts.
    lines: Vec<usize>,
    /// How many characters start before each block of bytes.
    characters: Vec<usize>,
}

/// The size of a block in [`LineIndex`].
const BLOCK: usize = 1024;

impl<'a> LineIndex<'a> {
    fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        let newlines = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(newlines).collect();
        let mut count = 0;
        let characters = text.chunks(BLOCK).map(|block| {
            let before = count;
            count += block.iter().filter(|byte| starts_character(**byte)).count();
            before
        });
        Self { text, lines, characters: characters.collect() }
    }

    /// Line and column of a place, as [`Sources::position`] gives them.
    pub fn position(&self, origin: Origin) -> (usize, usize) {
        let at = (origin.start as usize).min(self.text.len());
        let line = self.lines.partition_point(|start| *start <= at);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        (line, self.characters_before(at) - self.characters_before(start) + 1)
    }

    fn characters_before(&self, at: usize) -> usize {
        let block = at / BLOCK;
        let rest = self.text.get(block * BLOCK..at).unwrap_or_default();
        let before = self.characters.get(block).copied();
        // A text that ends with a block has none behind it.
        let before =
            before.unwrap_or_else(|| self.text.iter().filter(|byte| starts_character(**byte)).count());
        before + rest.iter().filter(|byte| starts_character(**byte)).count()
    }
}

/// Whether a byte of UTF-8 is the first of its character.
fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// A place inside a document as [RFC 6901] writes it.
///
/// [RFC 6901]: https://www.rfc-editor.org/rfc/rfc6901
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JsonPointer(String);

impl JsonPointer {
    /// The whole document.
    pub fn root() -> Self {
        Self::default()
    }

    /// The pointer as it is written, without a leading `#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This place's member or element `token`.
    #[must_use]
    pub fn child(&self, token: &str) -> Self {
        let mut pointer = self.0.clone();
        pointer.push('/');
        pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
        Self(pointer)
    }

    /// The unescaped reference tokens, from the root on.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
    }

    /// The place that this one is a member or element of, and its unescaped token there; `None` for the whole document.
    pub fn split_last(&self) -> Option<(Self, String)> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some((Self(parent.to_owned()), self.tokens().last()?))
    }

    /// Reads a pointer; `None` unless it is empty or starts with `/`.
    pub fn parse(text: &str) -> Option<Self> {
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for JsonPointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
