//! `specwright`: from what a vendor publishes to the Rust crate for it.

use clap::{Args, Parser, Subcommand, ValueEnum};
use specwright::config::Config;
use specwright::diagnostics::{self, Severity, Sink, Unusable};
use specwright::source::Sources;
use specwright_cli::mock::Mock;
use specwright_cli::{
    OutputFile, Runtime, crate_files, load_config, load_overlays, load_sources, write_files,
};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Reads what a vendor publishes about an HTTP API and writes the Rust crate for it.
///
/// Exit status: 0 done, with warnings or without; 1 stale, or a warning under --strict; 2 unusable input.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes a crate that compiles as it is.
    Generate {
        #[command(flatten)]
        input: Input,
        /// The folder of the crate.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// The runtime: `bundled` into DIR/runtime, a path, or a version in a registry.
        #[arg(long, default_value = "bundled")]
        runtime: Runtime,
        /// Writes nothing; exit status 1 if something would change.
        #[arg(long)]
        check: bool,
        /// Takes a warning for an error, and then writes nothing.
        #[arg(long)]
        strict: bool,
    },
    /// Writes the document as understood: OpenAPI 3.0.3.
    Derive {
        #[command(flatten)]
        input: Input,
        /// The file to write, in place of standard output.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Says what is wrong with the sources, and writes nothing.
    Check {
        #[command(flatten)]
        input: Input,
        /// Takes a warning for an error.
        #[arg(long)]
        strict: bool,
    },
    /// Shows what a stage of the generator makes of the sources.
    Explain {
        #[command(flatten)]
        input: Input,
        /// The stage.
        #[arg(long)]
        stage: Stage,
    },
    /// Answers requests as the document says, with its examples or with values that are valid.
    ///
    /// `Prefer: code=404` asks for a documented status, `Prefer: example=NAME` for an example of that name, `Prefer:
    /// dynamic=true` for values that are made.
    Mock {
        #[command(flatten)]
        input: Input,
        /// The address; port 0 takes a free one.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4010")]
        listen: String,
    },
}

#[derive(Args)]
struct Input {
    /// OpenAPI documents, pages, folders of pages, or `-` for standard input.
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// An overlay (Overlay Specification 1.0 or 1.1), applied to what the sources say; may be given again.
    #[arg(long, value_name = "FILE")]
    overlay: Vec<PathBuf>,
    /// The name of the API, in place of the document's title.
    #[arg(long)]
    name: Option<String>,
    /// Takes these operations alone: `tag:NAME`, `operation:ID`, `path:/pets/*` or `GET /pets`; may be given again.
    #[arg(long, value_name = "SEL")]
    only: Vec<String>,
    /// Leaves these operations out, written likewise; may be given again.
    #[arg(long, value_name = "SEL")]
    exclude: Vec<String>,
    /// The file of settings.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How diagnostics are written to standard error.
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum Stage {
    Tree,
    Ledger,
    Openapi,
    Ir,
}

/// What ends a run early: the text for standard error, and the exit status is 2.
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(format!("error: {error}\n"))
    }
}

/// A run: its input, and what the stages had to say about it.
struct Run {
    sources: Sources,
    config: Config,
    sink: Sink,
    format: diagnostics::Format,
}

const DONE: u8 = 0;
const REFUSED: u8 = 1;
const UNUSABLE: u8 = 2;

fn main() -> ExitCode {
    let code = match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(Failure(text)) => {
            complain(&text);
            UNUSABLE
        }
    };
    ExitCode::from(code)
}

fn run(command: Command) -> Result<u8, Failure> {
    match command {
        Command::Generate { input, out, runtime, check, strict } => {
            let mut run = Run::start(input)?;
            let Ok(output) = specwright::generate(&run.sources, &run.config, &mut run.sink) else {
                return Ok(run.end(strict));
            };
            // Where there is no such file yet, nothing changed.
            if let Ok(base) = std::fs::read_to_string(out.join("openapi.yaml"))
                && base != output.openapi
            {
                specwright::report_directions(&base, &output, &run.config, &mut run.sink);
            }
            let files = crate_files(output, &run.config, &runtime)
                .map_err(|error| Failure(format!("error: {error}\n")))?;
            match run.end(strict) {
                DONE => write_crate(&out, &files, check),
                code => Ok(code),
            }
        }
        Command::Derive { input, out } => {
            let mut run = Run::start(input)?;
            let text = specwright::derive(&run.sources, &run.config, &mut run.sink);
            run.print(text, out.as_deref())
        }
        Command::Explain { input, stage } => {
            let mut run = Run::start(input)?;
            let stage = match stage {
                Stage::Tree => specwright::Stage::Tree,
                Stage::Ledger => specwright::Stage::Ledger,
                Stage::Openapi => specwright::Stage::Openapi,
                Stage::Ir => specwright::Stage::Ir,
            };
            let text = specwright::explain(&run.sources, &run.config, stage, &mut run.sink);
            run.print(text, None)
        }
        Command::Mock { input, listen } => mock(Run::start(input)?, &listen),
        Command::Check { input, strict } => {
            let mut run = Run::start(input)?;
            // The sink says all there is to say, also of input that can be used.
            drop(specwright::generate(&run.sources, &run.config, &mut run.sink));
            Ok(run.end(strict))
        }
    }
}

impl Run {
    fn start(input: Input) -> Result<Self, Failure> {
        let format = match input.format {
            Format::Text => diagnostics::Format::Text,
            Format::Json => diagnostics::Format::Json,
        };
        let mut config = Config {
            source: described(&input.sources, &input.overlay),
            tag_features: true,
            ..Config::default()
        };
        if let Some(path) = &input.config {
            config = config.with(load_config(path, format).map_err(Failure)?);
        }
        config.name = input.name.or(config.name);
        for (given, setting) in [(input.only, &mut config.only), (input.exclude, &mut config.exclude)] {
            if !given.is_empty() {
                *setting = given;
            }
        }
        let mut sources = load_sources(&input.sources)?;
        load_overlays(&mut sources, &input.overlay)?;
        Ok(Self { sources, config, sink: Sink::new(), format })
    }

    /// Writes the diagnostics; gives the exit status that they ask for.
    fn end(&self, strict: bool) -> u8 {
        complain(&diagnostics::render(self.sink.diagnostics(), &self.sources, self.format));
        match self.sink.worst() {
            Some(Severity::Error) => UNUSABLE,
            Some(Severity::Warning) if strict => REFUSED,
            _ => DONE,
        }
    }

    fn print(&self, text: Result<String, Unusable>, out: Option<&Path>) -> Result<u8, Failure> {
        let code = self.end(false);
        let (DONE, Ok(text)) = (code, text) else { return Ok(UNUSABLE) };
        let Some(path) = out else {
            return match io::stdout().lock().write_all(text.as_bytes()) {
                // A reader that has seen enough is no error.
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
                _ => Ok(DONE),
            };
        };
        let Some(name) = path.file_name() else {
            return Err(Failure(format!("error: {} is not the name of a file\n", path.display())));
        };
        let file = OutputFile { path: name.to_string_lossy().into_owned(), text };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        write_files(folder, &[file], &[], false)?;
        Ok(DONE)
    }
}

/// Serves a document until it is interrupted.
fn mock(mut run: Run, listen: &str) -> Result<u8, Failure> {
    let understood = specwright::interpret(&run.sources, &run.config, &mut run.sink);
    let (DONE, Ok(understood)) = (run.end(false), understood) else { return Ok(UNUSABLE) };
    let mock = Mock::new(understood, run.sink.diagnostics());
    if mock.operations() == 0 {
        return Err(Failure("error: the document has no operation that can be called\n".to_owned()));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(listen)
            .await
            .map_err(|error| Failure(format!("error: cannot listen at {listen}: {error}\n")))?;
        complain(&format!("listening at http://{}\n{}", listener.local_addr()?, mock.report(&run.sources)));
        let interrupted = async {
            if tokio::signal::ctrl_c().await.is_err() {
                // Nobody can say when to end, so that it does not.
                std::future::pending::<()>().await;
            }
        };
        mock.serve(listener, interrupted).await?;
        Ok(DONE)
    })
}

fn write_crate(out: &Path, files: &[OutputFile], check: bool) -> Result<u8, Failure> {
    let report = write_files(out, files, &["src", "runtime/src"], check)?;
    if check {
        for path in report.changed.iter().chain(&report.removed) {
            complain(&format!("stale: {}; run the same command without --check\n", out.join(path).display()));
        }
        return Ok(if report.is_current() { DONE } else { REFUSED });
    }
    let (changed, removed) = (report.changed.len(), report.removed.len());
    complain(&format!(
        "{}: {changed} written, {removed} removed, {} unchanged\n",
        out.display(),
        report.unchanged
    ));
    Ok(DONE)
}

/// The sources and overlays as a header names them: without the folders of this machine.
fn described(sources: &[PathBuf], overlays: &[PathBuf]) -> String {
    let name = |path: &PathBuf| match path.file_name() {
        _ if path.as_os_str() == "-" => "standard input".to_owned(),
        Some(name) => name.to_string_lossy().into_owned(),
        None => "a folder of pages".to_owned(),
    };
    let names: Vec<String> = sources.iter().take(3).map(name).collect();
    let more = sources.len().saturating_sub(3);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let overlays: String = overlays.iter().map(|path| format!(" with {}", name(path))).collect();
    names.join(", ") + &more + &overlays
}

fn complain(text: &str) {
    // There is nowhere to tell that standard error cannot be written.
    _ = io::stderr().lock().write_all(text.as_bytes());
}
