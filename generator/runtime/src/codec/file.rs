//! A file among the parts of a body.

use super::formats::BASE64;
use super::{Checker, Fault, Reader, Rules, Wire, Writer};
use base64::Engine;

/// A file: its bytes, its name, and its media type.
///
/// In JSON it is a Base64 string; with a name or a media type it is a `data:` URL (RFC 2397), which keeps them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// What it holds.
    pub content: Vec<u8>,
    /// What it is called, without a folder.
    pub name: Option<String>,
    /// Its media type.
    pub content_type: Option<String>,
}

impl File {
    /// A file without a name.
    pub fn new(content: impl Into<Vec<u8>>) -> Self {
        Self { content: content.into(), name: None, content_type: None }
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
}

impl From<Vec<u8>> for File {
    fn from(content: Vec<u8>) -> Self {
        Self::new(content)
    }
}

impl Wire for File {
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
            let (media_type, name) =
                head.split_once(";name=").map_or((head, None), |(it, name)| (it, Some(name)));
            self.content_type = (!media_type.is_empty()).then(|| media_type.to_owned());
            let name = name.and_then(|name| BASE64.decode(name).ok());
            self.name = name.and_then(|name| String::from_utf8(name).ok());
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        let content = BASE64.encode(&self.content);
        if self.name.is_none() && self.content_type.is_none() {
            return writer.text(&content);
        }
        let mut media_type = self.content_type.as_deref().unwrap_or_default();
        if media_type.contains([',', '\r', '\n']) || media_type.contains(";name=") {
            // Such parameters would be read as something else.
            media_type = media_type.split(';').next().filter(|it| !it.contains(',')).unwrap_or_default();
        }
        // A name may hold what ends a parameter; Base64 holds nothing of the kind.
        let name =
            self.name.as_ref().map(|name| format!(";name={}", BASE64.encode(name))).unwrap_or_default();
        writer.text(&format!("data:{media_type}{name};base64,{content}"));
    }

    fn check(&self, rules: &Rules, checker: &mut Checker) {
        // The lengths and the pattern of a document are those of the string.
        if rules.min_length.is_some() || rules.max_length.is_some() || rules.pattern.is_some() {
            checker.text(rules, &BASE64.encode(&self.content));
        }
    }

    fn same(&self, other: &dyn Wire) -> bool {
        super::cast(other) == Some(self)
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
        ] {
            let text = encode(&file).expect("a text");
            assert_eq!(decode::<File>(&text, Mode::Strict).expect("a file"), file);
        }
        assert_eq!(encode(&File::new("a")).expect("a text"), b"\"YQ==\"");
        assert!(decode::<File>(b"\"data:a/b\"", Mode::Strict).is_err());
    }
}
