//! The programs are built and asked, one after the other.

use super::super::document::Report;
use super::super::{crate_folder, progress};
use super::Question;
use super::declared::is_declared;
use crate::scratch::Scratch;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Builds and asks the program of each document that has one, and adds what came of it to the reports.
pub(in super::super) fn run(scratch: &Scratch, reports: &mut [Report]) -> Result<(), String> {
    let count = reports.len();
    for (number, report) in reports.iter_mut().enumerate() {
        let folder = crate_folder(number);
        let Ok(text) = fs::read_to_string(scratch.path(&folder).join("questions.jsonl")) else { continue };
        progress(&format!("\rexamples of {} of {count}", number + 1));
        let arguments = ["build", "--quiet", "--message-format=short"];
        let output =
            scratch.cargo(&folder, arguments)?.output().map_err(|error| format!("cargo: {error}"))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let line = said.lines().find(|line| line.contains("error")).unwrap_or_default();
            report.failure.get_or_insert(("examples-not-compiled".to_owned(), line.to_owned()));
            continue;
        }
        let questions: Result<Vec<Question>, _> = text.lines().map(serde_json::from_str).collect();
        let questions = questions.map_err(|error| error.to_string())?;
        let answers = ask(scratch, &folder.to_string_lossy(), &questions)?;
        let document = fs::read_to_string(scratch.path(&folder).join("document.json"));
        let document = document.map_err(|error| error.to_string())?;
        let document: Value = serde_json::from_str(&document).map_err(|error| error.to_string())?;
        let counts = report.examples.get_or_insert_default();
        let mut answers = answers.lines();
        for question in &questions {
            counts.tried += 1;
            match reason(question, answers.next().unwrap_or("died\t\t")) {
                None => counts.equal += 1,
                Some((mut reason, said)) => {
                    if reason == LOST && !is_declared(&document, &question.place, &said) {
                        UNDECLARED.clone_into(&mut reason);
                    }
                    let mode = if question.strict { "strictly" } else { "leniently" };
                    let value: String = question.value.to_string().chars().take(120).collect();
                    counts.failed.push((reason, format!("{} read {mode}: {said} {value}", question.place)));
                }
            }
        }
        // A program is some megabytes, and is asked once.
        _ = fs::remove_file(scratch.binary(&folder.to_string_lossy()));
    }
    progress("\n");
    Ok(())
}

fn ask(scratch: &Scratch, name: &str, questions: &[Question]) -> Result<String, String> {
    let mut input = String::new();
    for question in questions {
        let mode = if question.strict { "strict" } else { "lenient" };
        // Writing to a string cannot fail.
        _ = writeln!(input, "{}\t{mode}\t{}", question.index, question.value);
    }
    let mut program = Command::new(scratch.binary(name))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("the program of the examples: {error}"))?;
    let mut stdin = program.stdin.take().ok_or("the program has no standard input")?;
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = program.wait_with_output().map_err(|error| error.to_string())?;
    // A program that ends early leaves questions unread, and the answers that are missing tell so.
    drop(writer.join());
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A property was in the example, and is not in what is written.
const LOST: &str = "written otherwise: a property is lost";
/// The same, where no schema says anything of it: unknown keys are skipped.
const UNDECLARED: &str = "written otherwise: a property that its schema does not name is dropped";

/// Why an example did not come back equal.
fn reason(question: &Question, answer: &str) -> Option<(String, String)> {
    let mut parts = answer.splitn(3, '\t');
    let (what, keyword) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let said = parts.next().unwrap_or_default();
    match what {
        "ok" => match serde_json::from_str::<Value>(said) {
            Ok(back) => difference(&question.value, &back, ""),
            Err(error) => Some(("what is written is no JSON".to_owned(), error.to_string())),
        },
        "read" | "validate" => {
            let verb = if what == "read" { "refused by reading" } else { "refused by validate" };
            Some((format!("{verb}: {keyword}"), said.to_owned()))
        }
        other => Some((other.to_owned(), said.to_owned())),
    }
}

/// What the first difference is, numbers compared by their value.
fn difference(one: &Value, two: &Value, place: &str) -> Option<(String, String)> {
    let differ = |reason: &str| Some((format!("written otherwise: {reason}"), format!("at `{place}`")));
    let lost =
        |key: &str| Some(("written otherwise: a property is lost".to_owned(), format!("`{place}/{key}`")));
    match (one, two) {
        (Value::Object(one), Value::Object(two)) => {
            for (key, value) in one {
                match two.get(key) {
                    None => return lost(key),
                    Some(other) => {
                        let below = difference(value, other, &format!("{place}/{key}"));
                        if below.is_some() {
                            return below;
                        }
                    }
                }
            }
            let more = two.iter().find(|(key, _)| !one.contains_key(*key));
            more.and_then(|(_, value)| match value {
                Value::Null => differ("null for what is absent"),
                _ => differ("a property is added"),
            })
        }
        (Value::Array(one), Value::Array(two)) if one.len() == two.len() => {
            let mut pairs = one.iter().zip(two).enumerate();
            pairs.find_map(|(index, (one, two))| difference(one, two, &format!("{place}/{index}")))
        }
        (Value::Number(one), Value::Number(two)) if one.as_f64() == two.as_f64() => None,
        (one, two) if one == two => None,
        (Value::Number(one), Value::Number(two)) if single(one) == single(two) => {
            differ("the same number in 32 bits")
        }
        (Value::String(one), Value::String(two)) if same_time(one, two) => {
            differ("the same time with other digits")
        }
        (Value::String(_), Value::String(_)) => differ("another string"),
        (Value::Number(_), Value::Number(_)) => differ("another number"),
        _ => differ("another value"),
    }
}

/// A number as `format: float` holds it.
fn single(number: &serde_json::Number) -> Option<u32> {
    #[expect(clippy::cast_possible_truncation, reason = "what is left of it is what is asked for")]
    number.as_f64().map(|number| (number as f32).to_bits())
}

/// Whether two texts are one time but for zeros at the end of its second, `z` and `+00:00`.
fn same_time(one: &str, two: &str) -> bool {
    let plain = |text: &str| {
        let text = text.to_ascii_uppercase().replace("+00:00", "Z").replace("-00:00", "Z").replace(' ', "T");
        let (before, after) = text.split_once('.')?;
        let digits = after.chars().take_while(char::is_ascii_digit).count();
        let (digits, zone) = after.split_at_checked(digits)?;
        Some((before.to_owned(), digits.trim_end_matches('0').to_owned(), zone.to_owned()))
    };
    let whole = |text: &str| {
        plain(text).or_else(|| {
            let text = text.to_ascii_uppercase().replace("+00:00", "Z").replace("-00:00", "Z");
            let (date, time) = text.split_once(['T', ' '])?;
            let (time, zone) = time.split_at_checked(8)?;
            Some((format!("{date}T{time}"), String::new(), zone.to_owned()))
        })
    };
    whole(one).is_some_and(|one| whole(two).is_some_and(|two| one == two))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_compared_by_value_and_differences_are_told() {
        assert_eq!(difference(&json!({"a": 1, "b": [2.0]}), &json!({"b": [2], "a": 1.0}), ""), None);
        let told = |one, two| difference(&one, &two, "").unwrap().0;
        assert_eq!(told(json!({"a": 1}), json!({})), "written otherwise: a property is lost");
        assert_eq!(told(json!({}), json!({"a": null})), "written otherwise: null for what is absent");
        let time = "written otherwise: the same time with other digits";
        assert_eq!(told(json!("2020-01-01T00:00:00.500z"), json!("2020-01-01T00:00:00.5+00:00")), time);
        assert_eq!(told(json!("2020-01-01T00:00:00.000Z"), json!("2020-01-01T00:00:00Z")), time);
        assert_eq!(told(json!("a"), json!("b")), "written otherwise: another string");
        assert_eq!(told(json!([1]), json!([1, 2])), "written otherwise: another value");
    }
}
