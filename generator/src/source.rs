//! The ground floor: the texts that were given, and places in them.
//!
//! A place is a file and a range of bytes; it becomes a line and a column only when a diagnostic is drawn.

use std::fmt;

/// One of the texts in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in a text: where something was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    overlay: bool,
}

/// All texts of one run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// No texts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under the name that diagnostics, and references between files, call it by: a path relative to
    /// the folder of its API, with `/` between its parts.
    pub fn add(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> FileId {
        self.push(name.into(), bytes.into(), false)
    }

    /// Adds an overlay ([Overlay Specification 1.1], or 1.0): a text that is applied to what the others say and is not
    /// one of [`Sources::files`]. Overlays are applied in the order they were added.
    ///
    /// [Overlay Specification 1.1]: https://spec.openapis.org/overlay/v1.1.0.html
    pub fn add_overlay(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> FileId {
        self.push(name.into(), bytes.into(), true)
    }

    fn push(&mut self, name: String, bytes: Vec<u8>, overlay: bool) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let (text, invalid_utf8) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let place = error.utf8_error().valid_up_to();
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(place))
            }
        };
        self.files.push(SourceFile { name, text, invalid_utf8, overlay });
        id
    }

    /// The texts in the order they were added; overlays are not among them.
    pub fn files(&self) -> impl Iterator<Item = FileId> + use<> {
        self.of_kind(false)
    }

    /// The overlays in the order they were added.
    pub fn overlays(&self) -> impl Iterator<Item = FileId> + use<> {
        self.of_kind(true)
    }

    fn of_kind(&self, overlay: bool) -> impl Iterator<Item = FileId> + use<> {
        let files = self.files.iter().enumerate().filter(|(_, file)| file.overlay == overlay);
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

    fn file(&self, file: FileId) -> Option<&SourceFile> {
        self.files.get(file.0 as usize)
    }
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
