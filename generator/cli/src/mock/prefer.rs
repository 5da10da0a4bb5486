//! What a request prefers (RFC 7240): which of the documented answers it is given.

use specwright_runtime::server::Request;

/// The preferences that a mock knows; others are left to those who know them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Preferences {
    /// `code=404`: a documented status, as it is written.
    pub(super) code: Option<String>,
    /// `example=NAME`: an example of that name.
    pub(super) example: Option<String>,
    /// `dynamic=true`: what types say, in place of examples.
    pub(super) dynamic: bool,
}

impl Preferences {
    /// What a request prefers.
    pub(super) fn of(request: &Request) -> Self {
        let lines = request.headers().get_all("prefer").iter();
        Self::read(lines.filter_map(|line| line.to_str().ok()))
    }

    fn read<'l>(lines: impl Iterator<Item = &'l str>) -> Self {
        let mut found = Self::default();
        for preference in lines.flat_map(|line| line.split([',', ';'])) {
            let Some((name, value)) = preference.split_once('=') else { continue };
            let value = value.trim().trim_matches('"').to_owned();
            // Of a preference that is given twice the first one counts (RFC 7240, section 2).
            match name.trim().to_ascii_lowercase().as_str() {
                "code" => drop(found.code.get_or_insert(value)),
                "example" => drop(found.example.get_or_insert(value)),
                "dynamic" => found.dynamic |= value.eq_ignore_ascii_case("true"),
                _ => {}
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_stand_in_one_line_or_in_several() {
        let read = |lines: &[&str]| Preferences::read(lines.iter().copied());
        let all = Preferences { code: Some("404".into()), example: Some("a b".into()), dynamic: true };
        assert_eq!(read(&["code=404, example=\"a b\"; dynamic=true"]), all);
        assert_eq!(
            read(&["Code = 404", "respond-async, wait=10", "example=a b", "dynamic=True", "code=500"]),
            all
        );
        assert_eq!(read(&["code", "dynamic=false"]), Preferences::default());
    }
}
