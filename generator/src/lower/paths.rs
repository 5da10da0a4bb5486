//! The pieces of a path template, what it says behind a `?`, and which paths a server cannot tell apart.

use super::Lowering;
use super::names::Scope;
use super::placed::undescribed;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::Entry;
use crate::ir::{Location, Parameter, PathPiece, Style};

/// A path in pieces, and what it says behind a `?`.
#[derive(Debug, Default)]
pub(super) struct Path {
    pub(super) pieces: Vec<PathPiece>,
    pub(super) fixed_query: Vec<(String, String)>,
}

/// A part of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    Literal(&'t str),
    /// What stands between braces.
    Expression(&'t str),
}

/// The operators of URI templates (RFC 6570, section 2.2), and what some vendors write behind a name.
const OPERATORS: &[char] = &['+', '.', '/', ';', '?', '&', '#', '*'];

/// Cuts a template at its braces. One that has no partner is a character like any other.
fn tokens(template: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = template;
    while let Some((inside, after)) = rest.split_once('}') {
        let Some((before, name)) = inside.rsplit_once('{') else {
            // No brace is open: this one is a part of the literal.
            let (literal, after) = rest.split_at(inside.len() + 1);
            tokens.push(Token::Literal(literal));
            rest = after;
            continue;
        };
        if !before.is_empty() {
            tokens.push(Token::Literal(before));
        }
        tokens.push(Token::Expression(name));
        rest = after;
    }
    if !rest.is_empty() {
        tokens.push(Token::Literal(rest));
    }
    tokens
}

/// The path's tokens and the text behind its `?`, without what follows a `#`.
fn parted(template: &str) -> (Vec<Token<'_>>, String, bool) {
    let (mut path, mut query, mut behind) = (Vec::new(), String::new(), false);
    for token in tokens(template) {
        match token {
            Token::Expression(name) if behind => query.push_str(&format!("{{{name}}}")),
            Token::Expression(_) => path.push(token),
            Token::Literal(text) => {
                let (text, fragment) =
                    text.split_once('#').map_or((text, None), |(text, after)| (text, Some(after)));
                match text.split_once('?').filter(|_| !behind) {
                    Some((before, after)) => {
                        behind = true;
                        path.extend((!before.is_empty()).then_some(Token::Literal(before)));
                        query.push_str(after);
                    }
                    None if behind => query.push_str(text),
                    None => path.extend((!text.is_empty()).then_some(Token::Literal(text))),
                }
                if fragment.is_some() {
                    return (path, query, true);
                }
            }
        }
    }
    (path, query, false)
}

impl<'t> Lowering<'_, 't> {
    /// The path at which a webhook or callback is received: no template, so that no parameter has a place in it.
    pub(super) fn lower_received_path(
        &mut self,
        path: &str,
        entry: &'t Entry,
        parameters: &mut Vec<Parameter>,
    ) -> Path {
        self.leave_out_unplaced(&[], entry, parameters);
        Path { pieces: vec![PathPiece::Literal(path.to_owned())], fixed_query: Vec::new() }
    }

    /// Takes a path template apart; one that does not match the parameters is reported. What no parameter describes becomes one; what has no place is left out; what no URL
    /// can hold is told.
    pub(super) fn lower_path(
        &mut self,
        entry: &'t Entry,
        parameters: &mut Vec<Parameter>,
        scope: &mut Scope,
    ) -> Path {
        let (tokens, query, fragment) = parted(&entry.key);
        if fragment {
            self.invalid_path(entry, "no request carries what follows the `#` of a path", "it is left out");
        }
        if tokens.iter().any(|token| matches!(token, Token::Literal(text) if text.contains(['{', '}']))) {
            self.invalid_path(entry, "a brace of this path has no partner", "it is sent as it stands");
        }
        let pairs = self.fixed_pairs(&query, entry, parameters, scope);
        let mut named = Vec::new();
        for token in &tokens {
            if let Token::Expression(expression) = token {
                let name = self.path_parameter(expression, entry, parameters);
                let slashes = holds_slashes(expression);
                for parameter in parameters.iter_mut() {
                    if parameter.location == Location::Path && parameter.name.as_str() == name {
                        parameter.allow_reserved = slashes;
                    }
                }
                named.push(name);
            }
        }
        self.leave_out_unplaced(&named, entry, parameters);
        let mut pieces = Vec::new();
        if !entry.key.starts_with('/') {
            self.invalid_path(entry, "a path must start with `/`", "one is put in front");
            pieces.push(PathPiece::Literal("/".to_owned()));
        }
        let mut named = named.into_iter();
        for token in tokens {
            let piece = match token {
                Token::Literal(text) => PathPiece::Literal(text.to_owned()),
                Token::Expression(expression) => {
                    let name = named.next().unwrap_or_default();
                    let known = parameters.iter().position(|parameter| {
                        parameter.location == Location::Path && parameter.name.as_str() == name
                    });
                    PathPiece::Parameter(known.unwrap_or_else(|| {
                        let message = format!("no parameter describes `{{{name}}}` of this path");
                        self.sink.report(
                            Diagnostic::new(Code::PathParameterMismatch, entry.key_origin, message)
                                .note("it is taken for a string"),
                        );
                        let allow_reserved = holds_slashes(expression);
                        let made = undescribed(&name, Location::Path, scope, entry);
                        parameters.push(Parameter { allow_reserved, ..made });
                        parameters.len() - 1
                    }))
                }
            };
            pieces.push(piece);
        }
        if has_dot_segment(&pieces) {
            let message = "a URL cannot hold the segments `.` and `..`";
            self.invalid_path(entry, message, "the client refuses to send what would lead elsewhere");
        }
        Path { pieces, fixed_query: pairs }
    }

    /// The name of the parameter that an expression stands for.
    fn path_parameter(&mut self, expression: &str, entry: &Entry, parameters: &[Parameter]) -> String {
        let described = |name: &str| {
            parameters.iter().any(|it| it.location == Location::Path && it.name.as_str() == name)
        };
        // Behind a `=` or `:` some say what the value looks like.
        let (name, shape) = match expression.split_once(['=', ':']) {
            Some((name, _)) => (name, true),
            None => (expression, false),
        };
        let bare = name.trim_matches(OPERATORS);
        let is_known = || shape || described(bare) || holds_slashes(expression);
        if described(expression) || bare == expression || bare.is_empty() || !is_known() {
            return expression.to_owned();
        }
        let message = format!("`{{{expression}}}` is no expression of OpenAPI");
        self.invalid_path(entry, &message, &format!("it is read as `{{{bare}}}`"));
        bare.to_owned()
    }

    /// What the path says behind its `?`: pairs that every request has, and parameters of the query.
    fn fixed_pairs(
        &mut self,
        query: &str,
        entry: &'t Entry,
        parameters: &mut Vec<Parameter>,
        scope: &mut Scope,
    ) -> Vec<(String, String)> {
        let mut fixed = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let expression = |text: &str| match tokens(text).as_slice() {
                [Token::Expression(name)] => Some((*name).to_owned()),
                _ => None,
            };
            if let Some(variable) = expression(value) {
                self.query_parameter(name, &variable, entry, parameters, scope);
            } else if let Some(variables) = expression(pair) {
                for name in variables.split(',').map(|name| name.trim_matches(OPERATORS)) {
                    self.query_parameter(name, name, entry, parameters, scope);
                }
            } else if pair.contains(['{', '}']) {
                let message = "a parameter of the query must be a whole value";
                self.invalid_path(entry, message, "this part of the query is left out");
            } else {
                fixed.push((name.to_owned(), value.to_owned()));
            }
        }
        fixed
    }

    /// A parameter that the template names behind its `?`: it travels in the query, whatever is said about it.
    fn query_parameter(
        &mut self,
        name: &str,
        variable: &str,
        entry: &'t Entry,
        parameters: &mut Vec<Parameter>,
        scope: &mut Scope,
    ) {
        let named = |have: &Parameter, location| {
            have.location == location && [name, variable].contains(&have.name.as_str())
        };
        if parameters.iter().any(|have| named(have, Location::Query)) {
            return;
        }
        if let Some(have) = parameters.iter_mut().find(|have| named(have, Location::Path)) {
            have.location = Location::Query;
            have.name = crate::ir::JsonName::new(name);
            (have.style, have.explode) = match have.style {
                Style::Json => (Style::Json, false),
                _ => (Style::Form, true),
            };
            return;
        }
        let message = format!("no parameter describes `{{{variable}}}` of this path");
        self.sink.report(
            Diagnostic::new(Code::PathParameterMismatch, entry.key_origin, message)
                .note("it is taken for a string in the query"),
        );
        parameters.push(undescribed(name, Location::Query, scope, entry));
    }

    fn invalid_path(&mut self, entry: &Entry, message: &str, note: &str) {
        self.sink.report(Diagnostic::new(Code::InvalidPath, entry.key_origin, message).note(note));
    }

    /// Whether a server can tell the requests of an operation from those of the operations before it.
    pub(super) fn is_routed(
        &mut self,
        method: &str,
        path: &Path,
        parameters: &[Parameter],
        entry: &'t Entry,
    ) -> bool {
        let style = |piece: &PathPiece| match piece {
            PathPiece::Parameter(index) => parameters.get(*index).map(|parameter| parameter.style),
            PathPiece::Literal(_) => None,
        };
        // A label starts with a dot and a matrix with a semicolon: nothing else says where a neighbour ends.
        let joined = path.pieces.windows(2).any(|pair| match pair {
            [one, other] => {
                style(one).is_some() && !matches!(style(other), None | Some(Style::Label | Style::Matrix))
            }
            _ => false,
        });
        if joined {
            let message = "nothing says where one parameter of this path ends and the next begins";
            self.sink.report(
                Diagnostic::new(Code::UnroutedOperation, entry.key_origin, message)
                    .note("the client calls this operation; the server has no route for it"),
            );
            return false;
        }
        // What stands for several segments is asked after what stands for one.
        let wide = path.pieces.iter().any(|piece| match piece {
            PathPiece::Parameter(index) => {
                parameters.get(*index).is_some_and(|parameter| parameter.allow_reserved)
            }
            PathPiece::Literal(_) => false,
        });
        match self.shapes.entry(format!("{method} {wide} {}", path.shape())) {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(entry);
                true
            }
            std::collections::hash_map::Entry::Occupied(taken) => {
                let message = format!("no server can tell `{method}` of this path from that of another path");
                self.sink.report(
                    Diagnostic::new(Code::UnroutedOperation, entry.key_origin, message)
                        .related(taken.get().key_origin, "this one answers both")
                        .note("the client calls this operation; the server has no route for it"),
                );
                false
            }
        }
    }
}

impl Path {
    /// What a server tells paths apart by: the names of parameters do not count.
    fn shape(&self) -> String {
        let mut shape = String::new();
        for piece in &self.pieces {
            match piece {
                PathPiece::Parameter(_) => shape.push_str("{}"),
                // No literal holds a brace that is not escaped.
                PathPiece::Literal(text) => shape.push_str(&text.replace('{', "%7B").replace('}', "%7D")),
            }
        }
        let mut query: Vec<_> = self.fixed_query.iter().collect();
        query.sort();
        query.into_iter().for_each(|(name, value)| shape.push_str(&format!("?{name}={value}")));
        shape
    }
}

/// Whether an expression stands for more than a segment: `{+name}` of RFC 6570, and what others write for it.
fn holds_slashes(expression: &str) -> bool {
    let is_wide =
        |shape: &str| shape == "path" || ["/", "**", ".*", ".+"].iter().any(|it| shape.contains(it));
    match expression.split_once(['=', ':']) {
        Some((_, shape)) => is_wide(shape),
        None => {
            expression.starts_with(['+', '*'])
                || expression.ends_with(['+', '*'])
                || expression.ends_with("...")
        }
    }
}

fn has_dot_segment(pieces: &[PathPiece]) -> bool {
    let text: String = pieces
        .iter()
        .map(|piece| match piece {
            PathPiece::Literal(text) => text.as_str(),
            PathPiece::Parameter(_) => "{}",
        })
        .collect();
    text.split('/').any(|segment| {
        let plain = segment.replace("%2e", ".").replace("%2E", ".");
        plain == "." || plain == ".."
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_cut_at_braces_that_have_a_partner() {
        use Token::{Expression, Literal};
        assert_eq!(tokens("/a/{b}.json"), [Literal("/a/"), Expression("b"), Literal(".json")]);
        assert_eq!(tokens("/{a}...{b}"), [Literal("/"), Expression("a"), Literal("..."), Expression("b")]);
        assert_eq!(tokens("/{a{b}}"), [Literal("/{a"), Expression("b"), Literal("}")]);
        assert_eq!(tokens("/a}b{"), [Literal("/a}"), Literal("b{")]);
        assert_eq!(tokens(&"{".repeat(100_000)).len(), 1);
    }

    #[test]
    fn a_query_and_a_fragment_are_no_part_of_the_path() {
        let (path, query, fragment) = parted("/a/{b}?c={d}&e=f#g?h");
        assert_eq!(path, [Token::Literal("/a/"), Token::Expression("b")]);
        assert_eq!((query.as_str(), fragment), ("c={d}&e=f", true));
        assert_eq!(parted("/{?a}").0, [Token::Literal("/"), Token::Expression("?a")]);
    }
}
