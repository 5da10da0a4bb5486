//! Whether answers are what the document says.

use super::problem::{Problem, ProblemEntry};
use crate::codec::{Rules, Wire, validate};
use http::StatusCode;
use std::io::Write as _;

/// What an answer is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checks {
    answers: bool,
}

impl Default for Checks {
    /// Answers are checked in debug builds: what is wrong is found where it is written, and costs nobody else.
    fn default() -> Self {
        Self { answers: cfg!(debug_assertions) }
    }
}

impl Checks {
    pub(super) fn of_answers(answers: bool) -> Self {
        Self { answers }
    }

    /// Holds a body to its schema.
    pub(super) fn value(self, status: StatusCode, value: &dyn Wire) -> Result<(), Problem> {
        let violations = if self.answers { validate(value, &Rules::NONE) } else { Vec::new() };
        if violations.is_empty() {
            return Ok(());
        }
        let mut line = format!("an answer of status {} violates its schema", status.as_u16());
        for violation in &violations {
            line.push_str(&format!(
                "; at `{}`: {} ({})",
                violation.pointer, violation.message, violation.keyword
            ));
        }
        line.push('\n');
        // Where nobody hears of it, the answer is a 500 all the same.
        _ = std::io::stderr().lock().write_all(line.as_bytes());
        let errors = violations.into_iter().map(|violation| ProblemEntry::new("response", None, violation));
        Err(Problem::new(500).detail("the answer violates its schema").errors(errors.collect()))
    }
}
