//! Specwright reads what a vendor publishes about an HTTP API and writes the Rust crate for it.
//!
//! The street, each stage a verb with one public function:
//!
//! ```text
//! texts ──read──▶ Node ──normalize──▶ Node ──lower──▶ ir::Api ──emit──▶ Vec<GeneratedFile>
//!       YAML/JSON, pages      (OpenAPI 3.0)  (by way of document::Document)
//! ```
//!
//! Overlays are applied to what was read, and what it refers to in other texts is brought in, before `normalize` rewrites
//! anything.
//!
//! A pure library: texts in, texts out; it opens no file, no socket, reads no clock and no environment.

pub mod config;
pub mod diagnostics;
pub mod diff;
pub mod document;
pub mod emit;
pub mod ir;
pub mod ledger;
pub mod lower;
pub mod normalize;
pub mod read;
pub mod source;
pub mod tree;

use config::Config;
use diagnostics::{Sink, Unusable};
use emit::GeneratedFile;
use normalize::overlay::Applied;
use read::{Contradiction, Inferred, Weighed};
use source::Sources;

/// What is written for one API.
#[derive(Debug)]
pub struct Output {
    /// The module that holds the API: `zenskar`.
    pub module: String,
    /// The files of that module.
    pub files: Vec<GeneratedFile>,
    /// The document as understood: OpenAPI 3.0.3 as YAML.
    pub openapi: String,
    /// A reference page in Markdown.
    pub reference: String,
    /// The API as it was lowered.
    pub api: ir::Api,
}

/// An API as it is understood, for whoever interprets it in place of writing code for it.
#[derive(Debug)]
pub struct Understood {
    /// The normalized document, overlays applied. What the API keeps the place of is found in it by that place.
    pub document: tree::Node,
    /// What becomes of every keyword of the document.
    pub ledger: ledger::Ledger,
    /// Every decision taken.
    pub api: ir::Api,
}

/// A place on the street where one can look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What was read, before anything was made of it: overlays are not applied yet.
    Tree,
    /// What becomes of every keyword, overlays applied.
    Ledger,
    /// The normalized document, overlays applied.
    Openapi,
    /// Every decision taken.
    Ir,
}

/// The whole street: texts to files.
pub fn generate(sources: &Sources, config: &Config, sink: &mut Sink) -> Result<Output, Unusable> {
    let tree = understand(sources, config, sink)?;
    let api = lower::lower(&tree, config, sink)?;
    let openapi = written(tree);
    let files = match emit::emit(&api) {
        Ok(files) => files,
        Err(diagnostics) => {
            diagnostics.into_iter().for_each(|diagnostic| sink.report(diagnostic));
            return Err(Unusable);
        }
    };
    Ok(Output { module: api.module.to_string(), files, openapi, reference: emit::reference(&api), api })
}

/// The street up to where code would be written.
pub fn interpret(sources: &Sources, config: &Config, sink: &mut Sink) -> Result<Understood, Unusable> {
    let (document, ledger) = enter(sources, config, sink)?;
    let api = lower::lower(&document, config, sink)?;
    Ok(Understood { document, ledger, api })
}

/// Says which fields have another type than in the code that was generated from `base`, the document as it was understood
/// then, only because their type occurs in requests or in responses where it did not before. A base that cannot be read any
/// more says nothing.
pub fn report_directions(base: &str, output: &Output, config: &Config, sink: &mut Sink) {
    let mut sources = Sources::new();
    sources.add("base.yaml", base);
    // What there is to say about the base was said when it was new, and the selection was made.
    let config = Config { only: Vec::new(), exclude: Vec::new(), ..config.clone() };
    let mut silent = Sink::new();
    let before =
        understand(&sources, &config, &mut silent).and_then(|tree| lower::lower(&tree, &config, &mut silent));
    if let Ok(before) = before {
        diff::presence(&before, &output.api).into_iter().for_each(|diagnostic| sink.report(diagnostic));
    }
}

/// The document as understood, as YAML.
pub fn derive(sources: &Sources, config: &Config, sink: &mut Sink) -> Result<String, Unusable> {
    explain(sources, config, Stage::Openapi, sink)
}

/// What the street looks like at a stage, as text.
pub fn explain(
    sources: &Sources,
    config: &Config,
    stage: Stage,
    sink: &mut Sink,
) -> Result<String, Unusable> {
    if stage == Stage::Tree {
        let weighed = read::read(sources, sink)?;
        weighed.contradictions.into_iter().for_each(|contradiction| sink.report(contradiction.diagnostic));
        return Ok(document::write::write_yaml(&weighed.tree));
    }
    if stage == Stage::Ledger {
        return correct(sources, config, sink).map(|(tree, _)| ledger::enter(&tree).print());
    }
    let tree = understand(sources, config, sink)?;
    if stage == Stage::Openapi {
        return Ok(written(tree));
    }
    lower::lower(&tree, config, sink).map(|api| ir::print(&api))
}

/// A document as others read it.
fn written(mut tree: tree::Node) -> String {
    normalize::spell_nulls(&mut tree);
    normalize::spell_certificates(&mut tree);
    document::write::write_yaml(&tree)
}

/// The document as understood: read, corrected by overlays, in one spelling, with what it rests on.
fn understand(sources: &Sources, config: &Config, sink: &mut Sink) -> Result<tree::Node, Unusable> {
    enter(sources, config, sink).map(|(tree, _)| tree)
}

/// The same, with what becomes of its keywords.
fn enter(
    sources: &Sources,
    config: &Config,
    sink: &mut Sink,
) -> Result<(tree::Node, ledger::Ledger), Unusable> {
    let (mut tree, inferred) = correct(sources, config, sink)?;
    let ledger = ledger::enter(&tree);
    ledger.report(sink);
    if let Some(url) = &config.base_url {
        normalize::serve_from(&mut tree, url);
    }
    normalize::normalize(&mut tree, sink)?;
    read::note_evidence(&mut tree, &inferred, sources);
    Ok((tree, ledger))
}

/// The document as its author wrote it, corrected by overlays, with what it refers to in other texts, and what of it is
/// inferred.
fn correct(
    sources: &Sources,
    config: &Config,
    sink: &mut Sink,
) -> Result<(tree::Node, Vec<Inferred>), Unusable> {
    let Weighed { mut tree, inferred, contradictions, untitled } = read::read(sources, sink)?;
    if let (true, Some(name)) = (untitled, &config.name) {
        read::name(&mut tree, name);
    }
    let applied = lay_over(&mut tree, sources, sink)?;
    for Contradiction { pointer, diagnostic } in contradictions {
        if !applied.iter().any(|applied| applied.settles(&pointer)) {
            sink.report(diagnostic);
        }
    }
    normalize::gather_paths(&mut tree, sink);
    let companions = read::read_companions(sources);
    let parts = companions.into_iter().map(|companion| (companion.file, companion.tree)).collect();
    normalize::bundle(&mut tree, parts, sources, sink);
    normalize::select(&mut tree, &config.only, &config.exclude, sink);
    Ok((tree, inferred))
}

/// Applies the overlays in their order, once all of them have been read; says what each did.
fn lay_over(tree: &mut tree::Node, sources: &Sources, sink: &mut Sink) -> Result<Vec<Applied>, Unusable> {
    let files = sources.overlays();
    let overlays: Vec<tree::Node> =
        files.filter_map(|file| read::yaml::read_document(sources, file, None, sink)).collect();
    sink.propagate()?;
    let applied = overlays.iter().map(|overlay| normalize::overlay::apply(tree, overlay, sink)).collect();
    sink.propagate()?;
    Ok(applied)
}
