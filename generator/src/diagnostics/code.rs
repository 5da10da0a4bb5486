//! The table of diagnostic codes.

use super::Severity;

/// What a diagnostic means for the output (DESIGN: unusable, wrong in a part, awkward).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Nothing can be made of the input.
    Unusable,
    /// A part costs its precision.
    Wrong,
    /// A keyword has no effect on the output.
    Ignored,
    /// Handled; a name or a box had to give way.
    Awkward,
}

impl Class {
    /// The severity that goes with the class.
    pub const fn severity(self) -> Severity {
        match self {
            Self::Unusable => Severity::Error,
            Self::Wrong | Self::Ignored => Severity::Warning,
            Self::Awkward => Severity::Note,
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $id:literal, $class:ident;)+) => {
        /// The kinds of diagnostics. Each has a case of its own name under `tests/cases/diagnostics`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name that is printed and that its case is called by.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)+ }
            }

            /// What it means for the output.
            pub const fn class(self) -> Class {
                match self { $(Self::$variant => Class::$class,)+ }
            }
        }
    };
}

codes! {
    // Settings.
    /// A key of `specwright.toml` that is not a setting.
    UnknownSetting = "unknown-setting", Unusable;
    /// A setting whose value cannot be used.
    InvalidSetting = "invalid-setting", Unusable;

    // Reading.
    /// A text that is not UTF-8.
    InvalidUtf8 = "invalid-utf8", Unusable;
    /// A text that is not YAML.
    InvalidYaml = "invalid-yaml", Unusable;
    /// A text that starts as JSON and is not JSON.
    InvalidJson = "invalid-json", Unusable;
    /// A mapping with the same key twice.
    DuplicateKey = "duplicate-key", Unusable;
    /// A YAML stream of more than one document.
    MultipleDocuments = "multiple-documents", Unusable;
    /// A YAML tag outside the core schema.
    UnknownTag = "unknown-tag", Unusable;
    /// A mapping key that is not a scalar.
    InvalidKey = "invalid-key", Unusable;
    /// A document past a limit of size, depth or alias work.
    BudgetExceeded = "budget-exceeded", Unusable;

    // Pages.
    /// A text that is neither an OpenAPI document nor a page in a layout that is known.
    UnknownLayout = "unknown-layout", Unusable;
    /// A fence that the page does not close.
    UnclosedFence = "unclosed-fence", Wrong;
    /// The method or path beside a fence is not the one inside it.
    FenceMismatch = "fence-mismatch", Wrong;
    /// Two pages of one API that do not agree.
    ConflictingPages = "conflicting-pages", Wrong;

    // The document.
    /// A document of no version that is known.
    UnsupportedVersion = "unsupported-version", Unusable;
    /// A document without an operation.
    NoOperations = "no-operations", Unusable;
    /// A part that has another shape than the specification gives it.
    InvalidShape = "invalid-shape", Wrong;
    /// A `$ref` to nothing.
    DanglingReference = "dangling-reference", Wrong;
    /// A `$ref` that leads back to itself without a schema on the way.
    ReferenceLoop = "reference-loop", Wrong;
    /// A `$ref` to another file or host, which is not followed.
    ExternalReference = "external-reference", Wrong;
    /// A keyword that has no effect on the output.
    IgnoredKeyword = "ignored-keyword", Ignored;

    // Lowering.
    /// An `allOf` that no value can satisfy.
    ImpossibleAllOf = "impossible-all-of", Wrong;
    /// A required property that contains itself: no value exists.
    ImpossibleRecursion = "impossible-recursion", Wrong;
    /// A union whose variants cannot be told apart.
    AmbiguousUnion = "ambiguous-union", Wrong;
    /// A `pattern` that the linear engine does not support.
    UnsupportedPattern = "unsupported-pattern", Wrong;
    /// A bound, length or other assertion that cannot be checked.
    InvalidConstraint = "invalid-constraint", Wrong;
    /// A path template and its parameters that do not match.
    PathParameterMismatch = "path-parameter-mismatch", Wrong;
    /// A path that cannot be sent or routed as written.
    InvalidPath = "invalid-path", Wrong;
    /// A response key that is no status.
    InvalidStatus = "invalid-status", Wrong;
    /// A media type or encoding that is handed over as bytes or text.
    UnsupportedMediaType = "unsupported-media-type", Wrong;
    /// A security requirement that cannot be met as written.
    UnsupportedSecurity = "unsupported-security", Wrong;
    /// A name that had to give way to another.
    Renamed = "renamed", Awkward;
    /// An operation without an `operationId`, named after its method and path.
    UnnamedOperation = "unnamed-operation", Awkward;

    // Emitting.
    /// The output would not read back as what was to be written.
    UnfaithfulOutput = "unfaithful-output", Unusable;
}
