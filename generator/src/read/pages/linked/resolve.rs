//! Which of the texts is the document that a page names.

use super::Reference;
use crate::read::starts_as_document;
use crate::source::{FileId, Sources};

/// The documents among the texts, as seen from a page.
pub(super) struct Documents<'s> {
    sources: &'s Sources,
    /// Each with the parts of its name.
    files: Vec<(FileId, Vec<&'s str>)>,
    /// The parts of the name of the folder that the page is in.
    folder: Vec<&'s str>,
}

impl<'s> Documents<'s> {
    /// The documents beside a page.
    pub(super) fn of(sources: &'s Sources, page: FileId) -> Self {
        let files = sources.files().filter(|file| *file != page && starts_as_document(sources.text(*file)));
        let files = files.map(|file| (file, sources.name(file).split('/').collect())).collect();
        let mut folder: Vec<&str> = sources.name(page).split('/').collect();
        folder.pop();
        Self { sources, files, folder }
    }

    /// The document that a reference means: by its path, by its file name, by what it is called, or, where its name says
    /// nothing that a file could be called, by what it describes.
    pub(super) fn find(&self, reference: &Reference) -> Option<FileId> {
        let address = reference.address.as_deref().map(parts);
        if let Some(address) = &address
            && let Some(file) = self.by_path(address)
        {
            return Some(file);
        }
        if let Some(id) = &reference.id
            && let Some(file) = self.only(|name| slug(stem(name)) == slug(id))
        {
            return Some(file);
        }
        // A file name that someone gave says what was meant, and another document is not it. The name of a copy in a
        // store says nothing; it differs from what the document is called.
        let name = address.as_ref().and_then(|parts| parts.last()).filter(|name| is_file(name));
        let is_named = match (name, &reference.id) {
            (Some(name), Some(id)) => slug(stem(name)) == slug(id),
            (name, _) => name.is_some(),
        };
        let mut others = self.files.iter().map(|(file, _)| *file).filter(|_| !is_named);
        match &reference.operation {
            Some((_, path)) => others.find(|file| self.mentions(*file, path)),
            None => others.next(),
        }
    }

    fn by_path(&self, address: &[String]) -> Option<FileId> {
        let name = address.last()?;
        if !is_file(name) {
            return self.only(|file| slug(stem(file)) == slug(name) || file.eq_ignore_ascii_case(name));
        }
        let mut from_here: Vec<&str> = self.folder.clone();
        for part in address {
            match part.as_str() {
                "." => {}
                ".." => _ = from_here.pop(),
                part => from_here.push(part),
            }
        }
        let written: Vec<&str> =
            address.iter().map(String::as_str).filter(|part| !matches!(*part, "." | "..")).collect();
        let exact = self.files.iter().find(|(_, parts)| *parts == from_here);
        let ends = |long: &[&str], short: &[&str]| {
            let tail = long.len().checked_sub(short.len()).and_then(|start| long.get(start..));
            tail.is_some_and(|tail| tail.iter().zip(short).all(|(one, two)| one.eq_ignore_ascii_case(two)))
        };
        let within = || {
            let within =
                self.files.iter().filter(|(_, parts)| ends(parts, &written) || ends(&written, parts));
            within.max_by_key(|(_, parts)| parts.len())
        };
        let found = exact.or_else(within).map(|(file, _)| *file);
        found.or_else(|| self.only(|file| file.eq_ignore_ascii_case(name)))
    }

    /// The document whose file name fits, unless there are several.
    fn only(&self, fits: impl Fn(&str) -> bool) -> Option<FileId> {
        let mut found = self.files.iter().filter(|(_, parts)| parts.last().is_some_and(|name| fits(name)));
        let first = found.next()?;
        found.next().is_none().then_some(first.0)
    }

    /// Whether a path is a key of a document, by its looks: the document is read elsewhere.
    pub(super) fn mentions(&self, file: FileId, path: &str) -> bool {
        let text = self.sources.text(file);
        let escaped = path.replace('/', "\\/");
        [format!("\"{path}\""), format!("{path}:"), format!("'{path}'"), format!("\"{escaped}\"")]
            .iter()
            .any(|key| text.contains(key.as_str()))
    }
}

/// The parts of a path or an address, without the host and what follows the path.
fn parts(address: &str) -> Vec<String> {
    let address = address.trim().trim_start_matches('<').trim_end_matches('>');
    let path = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => address,
    };
    let path = decoded(path.split(['?', '#']).next().unwrap_or_default());
    path.split('/').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// A text without percent-encoding; what is no UTF-8 then stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let mut digit = || char::from(ahead.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (byte == b'%').then(|| Some(digit()? * 16 + digit()?)).flatten() {
            Some(decoded) => {
                bytes.push(decoded);
                rest = ahead;
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Whether a name is that of a file that holds a document.
fn is_file(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    matches!(extension.as_deref(), Some("json" | "yaml" | "yml" | "txt"))
}

fn stem(name: &str) -> &str {
    if is_file(name) { name.rsplit_once('.').map_or(name, |(stem, _)| stem) } else { name }
}

/// A name as the parts of an address are made from it: `gpt-4.1 Mini` is `gpt-4-1-mini`.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for character in name.chars() {
        match character.is_alphanumeric() {
            true => slug.extend(character.to_lowercase()),
            false if slug.ends_with('-') || slug.is_empty() => {}
            false => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Under which name a document is found that its own name does not tell: ` as …`.
pub(super) fn as_file(reference: &Reference) -> String {
    let address = reference.address.as_deref().map(parts).unwrap_or_default();
    let name = address.last().filter(|name| is_file(name));
    match (&reference.id, name) {
        (Some(id), _) => format!(" as {id}.yaml or {id}.json"),
        (None, Some(_)) => String::new(),
        (None, None) => ", under any name".to_owned(),
    }
}
