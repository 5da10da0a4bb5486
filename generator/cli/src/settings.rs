//! `specwright.toml` as a file: its errors are drawn as every other diagnostic.

use specwright::config::{Config, ConfigError, ConfigFile};
use specwright::diagnostics::{Code, Diagnostic, Format, render};
use specwright::source::{FileId, Origin, Sources};
use std::path::Path;

/// Reads a file of settings; an error is the text to show.
pub fn load_config(path: &Path, format: Format) -> Result<ConfigFile, String> {
    let name = path.to_string_lossy().replace('\\', "/");
    let bytes = std::fs::read(path).map_err(|error| format!("error: cannot read {name}: {error}\n"))?;
    let mut sources = Sources::new();
    let file = sources.add(name, bytes);
    read_settings(&sources, file).map_err(|diagnostics| render(&diagnostics, &sources, format))
}

/// Reads a text of settings and reports all that is wrong with it at once.
pub fn read_settings(sources: &Sources, file: FileId) -> Result<ConfigFile, Vec<Diagnostic>> {
    if let Some(place) = sources.invalid_utf8(file) {
        let origin = Origin::new(file, place, place + 1);
        return Err(vec![Diagnostic::new(Code::InvalidUtf8, origin, "this file is not UTF-8")]);
    }
    let drawn = |error: ConfigError| {
        let code = if error.unknown_key.is_some() { Code::UnknownSetting } else { Code::InvalidSetting };
        let range = error.range.unwrap_or(0..0);
        let diagnostic = Diagnostic::new(code, Origin::new(file, range.start, range.end), error.message);
        match error.help {
            Some(help) => diagnostic.note(help),
            None => diagnostic,
        }
    };
    Config::parse(sources.text(file)).map_err(|errors| errors.into_iter().map(drawn).collect())
}
