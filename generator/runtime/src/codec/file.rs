//! A file among the parts of a body.

use super::formats::BASE64;
use super::view::atom;
use super::{Atom, Checker, Fault, Reader, Rules, Wire, Writer};
use base64::Engine;
use std::path::Path;

/// What stands before the name, and before the headers, in the `data:` URL of a file.
const NAME: &str = ";name=";
const HEADERS: &str = ";headers=";

/// A file: its bytes, its name, and its media type.
///
/// In JSON it is a Base64 string; with a name, a media type or headers it is a `data:` URL (RFC 2397), which keeps them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// What it holds.
    pub content: Vec<u8>,
    /// What it is called, without a folder.
    pub name: Option<String>,
    /// Its media type.
    pub content_type: Option<String>,
    /// The other headers of its part, as far as the document names them.
    pub headers: Vec<(String, String)>,
}

impl File {
    /// A file without a name.
    pub fn new(content: impl Into<Vec<u8>>) -> Self {
        Self { content: content.into(), name: None, content_type: None, headers: Vec::new() }
    }

    /// A file of the disk, read whole, under its own name.
    ///
    /// # Errors
    ///
    /// Where it cannot be read.
    pub fn read_from(path: impl AsRef<Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(Self { name, ..Self::new(std::fs::read(path)?) })
    }

    /// Sets its name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets its media type.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Adds a header of its part.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

impl From<Vec<u8>> for File {
    fn from(content: Vec<u8>) -> Self {
        Self::new(content)
    }
}

impl Wire for File {
    atom!();

    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let text = reader.text()?;
        let (head, content) = match text.strip_prefix("data:").and_then(|url| url.split_once(";base64,")) {
            Some((head, content)) => (Some(head), content),
            None => (None, text),
        };
        let content = BASE64.decode(content).map_err(|_| Fault::new("format", "expected a Base64 string"))?;
        *self = Self::new(content);
        if let Some(head) = head {
            let apart = |head: &'_ str, mark| {
                head.split_once(mark).map(|(it, rest)| (it.to_owned(), rest.to_owned()))
            };
            let plain = |text: String| String::from_utf8(BASE64.decode(text).ok()?).ok();
            let (head, headers) =
                apart(head, HEADERS).map_or((head.to_owned(), None), |(it, rest)| (it, plain(rest)));
            let (media_type, name) = apart(&head, NAME).map_or((head, None), |(it, name)| (it, plain(name)));
            self.content_type = (!media_type.is_empty()).then_some(media_type);
            self.name = name;
            let headers = headers.unwrap_or_default();
            let headers = headers.lines().filter_map(|line| line.split_once(": "));
            self.headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        let content = BASE64.encode(&self.content);
        if self.name.is_none() && self.content_type.is_none() && self.headers.is_empty() {
            return writer.text(&content);
        }
        let mut media_type = self.content_type.as_deref().unwrap_or_default();
        if media_type.contains([',', '\r', '\n'])
            || [NAME, HEADERS].iter().any(|mark| media_type.contains(mark))
        {
            // Such parameters would be read as something else.
            media_type = media_type.split(';').next().filter(|it| !it.contains(',')).unwrap_or_default();
        }
        // A name may hold what ends a parameter; Base64 holds nothing of the kind.
        let name =
            self.name.as_ref().map(|name| format!("{NAME}{}", BASE64.encode(name))).unwrap_or_default();
        // A header is one line, with a name before its first colon; what is none would be another one.
        let is_header = |(name, value): &(String, String)| {
            !name.contains([':', '\r', '\n']) && !value.contains(['\r', '\n'])
        };
        if !self.headers.iter().all(is_header) {
            writer.fail("a header of a file is a name and a line");
        }
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        let headers =
            if headers.is_empty() { headers } else { format!("{HEADERS}{}", BASE64.encode(headers)) };
        writer.text(&format!("data:{media_type}{name}{headers};base64,{content}"));
    }
}

impl Atom for File {
    fn check(&self, rules: &Rules, checker: &mut Checker) {
        // The lengths and the pattern of a document are those of the string.
        if rules.min_length.is_some() || rules.max_length.is_some() || rules.pattern.is_some() {
            checker.text(rules, &BASE64.encode(&self.content));
        }
    }

    fn same(&self, other: &dyn Atom) -> bool {
        super::cast(other) == Some(self)
    }

    fn copy(&mut self, other: &dyn Atom) {
        super::take(self, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Mode, decode, encode};

    #[test]
    fn a_file_keeps_its_name_and_media_type() {
        for file in [
            File::new("a"),
            File::new("").name("a;b=\"c\"\r\n,é"),
            File::new("\0").content_type("text/plain; charset=utf-8"),
            File::new("x").name("").content_type("a/b"),
            File::new("x").header("X-A", "b: c").header("X-D", ""),
            File::new("x").name("y").content_type("a/b").header("X-A", "b"),
        ] {
            let text = encode(&file).expect("a text");
            assert_eq!(decode::<File>(&text, Mode::Strict).expect("a file"), file);
        }
        assert!(encode(&File::new("a").header("X-A", "b\nX-B: c")).is_err());
        assert_eq!(encode(&File::new("a")).expect("a text"), b"\"YQ==\"");
        assert!(decode::<File>(b"\"data:a/b\"", Mode::Strict).is_err());
    }
}
