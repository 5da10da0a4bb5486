//! A request as a handler's input: read and checked, every violation collected.

use super::checks::Checks;
use super::context::Context;
use super::credentials::cookies;
use super::negotiate::Accept;
use super::problem::{Problem, ProblemEntry};
use crate::codec::{Contents, DecodeError, Mode, Rules, Violation, Wire, decode_into, validate};
use crate::http::{
    Encoding, Kind, Location, Malformed, Medium, Operation, Parameter, Style, Unread, decode_parameter,
    is_named, leads_elsewhere, read_body,
};
use bytes::Bytes;
use std::fmt;

/// A request whose operation is known and whose caller has leave.
pub struct Request {
    pub(super) operation: &'static Operation,
    /// The texts of path parameters, still escaped.
    pub(super) path: Vec<(usize, String)>,
    pub(super) query: String,
    pub(super) body: Bytes,
    /// What the body is by its media type, and that; `None` where there is no body.
    pub(super) content: Option<(Medium<'static>, String)>,
    pub(super) context: Context,
    pub(super) errors: Vec<ProblemEntry>,
    /// Whether anything was not even readable, which is a 400.
    pub(super) malformed: bool,
    pub(super) checks: Checks,
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Request").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

/// The name and value of each pair of a query, still escaped.
pub(super) fn pairs(query: &str) -> Vec<(&str, &str)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect()
}

/// Whether commas stand between what a parameter of the query holds.
fn is_list_of_commas(parameter: &Parameter) -> bool {
    parameter.location == Location::Query
        && parameter.style == Style::Form
        && !parameter.explode
        && parameter.kind.is_compound()
}

impl Request {
    /// Reads a parameter; where it is wrong, [`Request::finish`] says so and the value is blank.
    pub fn parameter<T: Wire>(&mut self, index: usize) -> T {
        let mut value = T::blank();
        self.parameter_into(index, &mut value);
        value
    }

    /// Reads a parameter over a blank value whose type is known only when the program runs.
    pub fn parameter_into(&mut self, index: usize, value: &mut dyn Wire) {
        if let Some(parameter) = self.operation.parameters.get(index) {
            self.read_parameter(index, parameter, value);
        }
    }

    /// Reads the body; where it is wrong, [`Request::finish`] says so and the value is blank.
    pub fn body<T: Wire>(&mut self) -> T {
        let mut value = T::blank();
        self.body_into(&mut value);
        value
    }

    /// The same, where there need not be one. A body that is `null` is there: only its own type may take that.
    pub fn optional_body<T: Wire>(&mut self) -> Option<T> {
        self.content.is_some().then(|| self.body())
    }

    /// Reads a body that may be of several types; where it is wrong, [`Request::finish`] says so.
    pub fn content<T: Contents>(&mut self) -> T {
        let mut value = T::blank(self.content.as_ref().map_or(0, |(content, _)| content.variant));
        self.body_into(value.value_mut());
        value
    }

    /// The same, where there need not be one.
    pub fn optional_content<T: Contents>(&mut self) -> Option<T> {
        self.content.is_some().then(|| self.content())
    }

    /// Which of the types that the body may have it is by its media type; `None` where there is no body.
    #[must_use]
    pub fn variant(&self) -> Option<usize> {
        self.content.as_ref().map(|(content, _)| content.variant)
    }

    /// Which of the types that the body of an answer may have the request likes best; 0 where the document says nothing of
    /// the status.
    #[must_use]
    pub fn wanted_variant(&self, status: u16) -> usize {
        let response = self.operation.response_for(status).and_then(|at| self.operation.responses.get(at));
        let accept = Accept::of(&self.context.headers);
        let mut best = (0.0, 0);
        for content in response.map_or(&[][..], |response| response.contents) {
            let weight = accept.weight(content.media_type);
            if weight > best.0 {
                best = (weight, content.variant);
            }
        }
        best.1
    }

    /// The headers, credentials included.
    #[must_use]
    pub fn headers(&self) -> &http::HeaderMap {
        self.context.headers()
    }

    /// What else is known about the request.
    pub fn context(&mut self) -> Context {
        std::mem::take(&mut self.context)
    }

    /// Whether everything could be read and is allowed; then, what the answer is held to.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, at once: 400 where something could not be read at all, else 422.
    pub fn finish(self) -> Result<Checks, Problem> {
        if self.errors.is_empty() {
            return Ok(self.checks);
        }
        let status = if self.malformed { 400 } else { 422 };
        Err(Problem::new(status).detail("the request is not what this operation takes").errors(self.errors))
    }

    fn read_parameter(&mut self, index: usize, parameter: &'static Parameter, value: &mut dyn Wire) {
        let (query, errors, malformed) = (std::mem::take(&mut self.query), self.errors.len(), self.malformed);
        self.read_from(&query, index, parameter, value);
        if self.errors.len() > errors && is_list_of_commas(parameter) {
            // A comma that is escaped is part of an item (RFC 6570, section 3.2.1). Many a client escapes those between
            // items as well; that is understood where nothing else can be meant.
            let told = self.errors.split_off(errors);
            let unescaped = query.replace("%2C", ",").replace("%2c", ",");
            let is_malformed = std::mem::replace(&mut self.malformed, malformed);
            self.read_from(&unescaped, index, parameter, value);
            if self.errors.len() > errors {
                self.errors.splice(errors.., told);
                self.malformed = is_malformed;
            }
        }
        self.query = query;
    }

    fn read_from(&mut self, query: &str, index: usize, parameter: &'static Parameter, value: &mut dyn Wire) {
        let (location, raw) = match parameter.location {
            Location::Path => ("path", self.raw_path(index)),
            Location::Query => ("query", Ok(None)),
            Location::Header => ("header", self.raw_header(parameter)),
            Location::Cookie => ("cookie", Ok(None)),
        };
        let name = Some(parameter.name);
        let text = raw.and_then(|raw| match (parameter.location, raw) {
            (Location::Query, _) => {
                let mut pairs = pairs(query);
                if takes_the_rest(parameter) {
                    let others = self.operation.parameters.iter().enumerate().filter(|(at, _)| *at != index);
                    let others: Vec<&Parameter> = others.map(|(_, other)| other).collect();
                    pairs.retain(|(name, _)| !others.iter().any(|other| claims(other, name)));
                }
                decode_parameter(parameter, &pairs, true)
            }
            (Location::Cookie, _) => {
                let pairs: Vec<(&str, &str)> = cookies(&self.context.headers).collect();
                decode_parameter(parameter, &pairs, false)
            }
            (_, Some(text)) => decode_parameter(parameter, &[(parameter.name, &text)], false),
            (_, None) => Ok(None),
        });
        let text = match text {
            Ok(Some(text)) => text,
            Ok(None) => match parameter.default {
                Some(default) => default.as_bytes().to_vec(),
                None if parameter.required => {
                    return self.violation(location, name, "required", "it must be given");
                }
                None => return,
            },
            Err(Malformed::Repeated) => {
                return self.violation(location, name, "repeated", "it must be given once");
            }
            Err(Malformed::Encoding) => {
                self.malformed = true;
                return self.violation(location, name, "encoding", "it must be UTF-8");
            }
            Err(Malformed::Shape | Malformed::MediaType) => {
                return self.violation(location, name, "type", "its keys and values must be in pairs");
            }
        };
        if let Err(error) = decode_into(value, &text, Mode::Request) {
            return self.fault(location, name, &error);
        }
        self.check(location, name, value, &parameter.rules);
    }

    /// The raw text of a path parameter; one that leads elsewhere is as good as none. Whether it may hold characters of
    /// control is for its schema to say, as it is in a query or a body.
    fn raw_path(&self, index: usize) -> Result<Option<String>, Malformed> {
        let found = self.path.iter().find(|(have, _)| *have == index);
        let slashes = self.operation.parameters.get(index).is_some_and(|parameter| parameter.allow_reserved);
        let safe = |text: &&String| {
            percent_encoding::percent_decode_str(text).decode_utf8().is_ok_and(|text| match slashes {
                true => !text.split('/').any(leads_elsewhere),
                false => !leads_elsewhere(&text),
            })
        };
        Ok(found.map(|(_, text)| text).filter(safe).cloned())
    }

    /// The raw text of a header parameter, escaped so that every location is read in one way.
    fn raw_header(&self, parameter: &Parameter) -> Result<Option<String>, Malformed> {
        let values = self.context.headers.get_all(parameter.name).iter();
        let values: Result<Vec<&str>, _> =
            values.map(|value| std::str::from_utf8(value.as_bytes())).collect();
        let values = values.map_err(|_| Malformed::Encoding)?;
        // Lines of a list add up (RFC 9110, section 5.3); a single value has one line.
        if values.len() > 1 && !parameter.kind.may_be_array() {
            return Err(Malformed::Repeated);
        }
        Ok((!values.is_empty()).then(|| values.join(",").replace('%', "%25")))
    }

    /// Reads the body over a blank value of the type that [`Request::variant`] says.
    pub fn body_into(&mut self, value: &mut dyn Wire) {
        let Some(body) = &self.operation.body else { return };
        let Some((content, media_type)) = self.content.take() else {
            // No byte is a text and bytes all the same, but only where the request says that it sends one.
            if body.required {
                self.violation("body", None, "required", "a body must be given");
            }
            return;
        };
        let bytes = std::mem::take(&mut self.body);
        match read_body(content, &media_type, &bytes, Mode::Request, value) {
            Ok(()) => self.check("body", None, value, content.rules),
            Err(Unread::Decode(error)) => self.fault("body", None, &error),
            Err(Unread::Malformed(Malformed::Repeated)) => {
                self.violation("body", None, "repeated", "a field must be given once");
            }
            Err(Unread::Malformed(Malformed::Encoding)) => {
                self.malformed = true;
                self.violation("body", None, "encoding", "it must be UTF-8");
            }
            Err(Unread::Malformed(Malformed::MediaType)) => {
                self.violation(
                    "body",
                    None,
                    "contentType",
                    "a part must have a media type that is documented",
                );
            }
            Err(Unread::Malformed(Malformed::Shape)) => {
                self.malformed |= matches!(content.encoding, Encoding::Multipart { .. });
                self.violation(
                    "body",
                    None,
                    "type",
                    "its fields must be told apart, and not nested too deep",
                );
            }
        }
    }

    fn check(&mut self, location: &'static str, name: Option<&'static str>, value: &dyn Wire, rules: &Rules) {
        let violations = validate(value, rules).into_iter();
        self.errors.extend(violations.map(|violation| ProblemEntry::new(location, name, violation)));
    }

    fn fault(&mut self, location: &'static str, name: Option<&'static str>, error: &DecodeError) {
        self.malformed |= error.is_syntax();
        let (pointer, keyword) = (error.pointer().to_owned(), error.keyword());
        let violation = Violation { pointer, keyword, message: error.message().to_owned() };
        self.errors.push(ProblemEntry::new(location, name, violation));
    }

    fn violation(
        &mut self,
        location: &'static str,
        name: Option<&'static str>,
        keyword: &'static str,
        message: &str,
    ) {
        let violation = Violation { pointer: String::new(), keyword, message: message.to_owned() };
        self.errors.push(ProblemEntry::new(location, name, violation));
    }
}

/// Whether a parameter is an object whose keys stand in the query by themselves, those that nobody names among them.
fn takes_the_rest(parameter: &Parameter) -> bool {
    let open = |kind: &Kind| matches!(kind, Kind::Object(_, Some(_)));
    parameter.explode && parameter.style == Style::Form && parameter.kind.alternatives().iter().any(open)
}

/// Whether a key of a query, still escaped, is that of a parameter, or of a property of one that is exploded.
fn claims(parameter: &Parameter, name: &str) -> bool {
    if parameter.location != Location::Query {
        return false;
    }
    if parameter.style == Style::DeepObject {
        let brackets = ["[", "%5B", "%5b"].into_iter().filter_map(|bracket| name.find(bracket)).min();
        return is_named(name.get(..brackets.unwrap_or(name.len())).unwrap_or(name), parameter.name);
    }
    let keys = parameter.explode && parameter.style == Style::Form;
    parameter.kind.alternatives().iter().any(|kind| match kind {
        Kind::Object(known, _) if keys => known.iter().any(|(key, _)| is_named(name, key)),
        _ => is_named(name, parameter.name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_in_brackets_is_known_by_its_whole_name() {
        let filter = Parameter { name: "filter", style: Style::DeepObject, ..Parameter::FORM };
        for name in ["filter[a]", "filter[a][b]", "filter", "filter%5Ba%5D", "%66ilter%5ba]", "filter["] {
            assert!(claims(&filter, name), "{name}");
        }
        for name in ["filters", "filterX[a]", "filter%5", "[filter]", "%5Bfilter"] {
            assert!(!claims(&filter, name), "{name}");
        }
    }
}
