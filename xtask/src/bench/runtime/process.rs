//! A process that is asked by lines and answers with lines of numbers.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A process; it is ended when this is gone.
pub(super) struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Process {
    /// Starts a program.
    pub(super) fn start(program: &Path, arguments: [&str; 4]) -> Result<Self, String> {
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let input = child.stdin.take().ok_or("the program has no standard input")?;
        let output = child.stdout.take().ok_or("the program has no standard output")?;
        Ok(Self { child, input, output: BufReader::new(output) })
    }

    /// The numbers of the next line.
    pub(super) fn read(&mut self) -> Result<Vec<u64>, String> {
        let mut line = String::new();
        self.output.read_line(&mut line).map_err(|error| format!("the program: {error}"))?;
        if line.is_empty() {
            return Err("the program has ended early".to_owned());
        }
        let numbers = line.split_whitespace().map(|word| word.parse().map_err(|_| "no number".to_owned()));
        numbers.collect()
    }

    /// Writes a line, and reads the numbers that answer it.
    pub(super) fn ask(&mut self, line: &str) -> Result<Vec<u64>, String> {
        writeln!(self.input, "{line}").map_err(|error| format!("the program: {error}"))?;
        self.read()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // One that has ended by itself cannot be ended again.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
