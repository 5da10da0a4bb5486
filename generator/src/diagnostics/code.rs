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
    ($($(#[doc = $doc:literal])+ $variant:ident = $id:literal, $class:ident, $help:literal;)+) => {
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

            /// What to do about it in general: said where a diagnostic has nothing of its own to say.
            pub const fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)+ }
            }
        }
    };
}

codes! {
    // Settings.
    /// A key of `specwright.toml` that is not a setting.
    UnknownSetting = "unknown-setting", Unusable,
        "the README lists the settings; correct the key or remove it";
    /// A setting whose value cannot be used.
    InvalidSetting = "invalid-setting", Unusable,
        "the README says which values a setting takes";

    /// A selector that no operation answers to.
    UnmatchedSelection = "unmatched-selection", Wrong,
        "give `tag:NAME`, `operation:ID`, `path:TEMPLATE` or `METHOD /path` as the document writes them; `*` may end each";

    /// A replacement of a schema that the document does not have.
    UnmatchedReplacement = "unmatched-replacement", Wrong,
        "give the place of the schema in the document as `specwright derive` prints it, such as `#/components/schemas/Money`";

    /// A field that changed in Rust because its type travels another way than before.
    DirectionChanged = "direction-changed", Awkward,
        "adapt the code that reads or builds it; the document says the same of it as before";

    // Reading.
    /// A text that is not UTF-8.
    InvalidUtf8 = "invalid-utf8", Unusable,
        "save the text as UTF-8";
    /// A text that is not YAML.
    InvalidYaml = "invalid-yaml", Unusable,
        "correct the text; indentation unlike that of the lines around, tabs, and `: ` or ` #` within a plain text are the usual reasons";
    /// A text that starts as JSON and is not JSON.
    InvalidJson = "invalid-json", Unusable,
        "correct the text; JSON has no comments and no comma behind the last element";
    /// A mapping with the same key twice.
    DuplicateKey = "duplicate-key", Unusable,
        "remove one of the two, or give it the name that was meant";
    /// A YAML stream of more than one document.
    MultipleDocuments = "multiple-documents", Unusable,
        "keep one document a file; remove what follows the line `---`";
    /// A YAML tag outside the core schema.
    UnknownTag = "unknown-tag", Unusable,
        "remove the tag, or write the value as the plain YAML that it stands for";
    /// A mapping key that is not a scalar.
    InvalidKey = "invalid-key", Unusable,
        "write a text as the key";
    /// A document past a limit of size, depth or alias work.
    BudgetExceeded = "budget-exceeded", Unusable,
        "split the document, or make sure that it is what it should be";

    // Pages.
    /// A text that is neither an OpenAPI document nor a page in a layout that is known.
    UnknownLayout = "unknown-layout", Unusable,
        "give an OpenAPI document, or a page in one of the layouts that the README lists";
    /// A fence that the page does not close.
    UnclosedFence = "unclosed-fence", Wrong,
        "close the fence, or fetch the page again";
    /// The method or path beside a fence is not the one inside it.
    FenceMismatch = "fence-mismatch", Wrong,
        "fetch the page again";
    /// Two pages of one API that do not agree.
    ConflictingPages = "conflicting-pages", Wrong,
        "make the pages agree, or take the newer of them alone";
    /// A declared type that a sample does not fit.
    TypeContradiction = "type-contradiction", Wrong,
        "ask the vendor, or settle it by an action of an overlay on this place of the document";
    /// A value in a sample that is not among those listed.
    EnumContradiction = "enum-contradiction", Wrong,
        "ask the vendor, or settle it by an action of an overlay on this place of the document";
    /// Several statements about what is required.
    RequiredContradiction = "required-contradiction", Wrong,
        "ask the vendor, or settle it by an action of an overlay on this place of the document";
    /// Several media types for one body.
    MediaTypeContradiction = "media-type-contradiction", Wrong,
        "ask the vendor, or settle it by an action of an overlay on this place of the document";
    /// Several statuses for one outcome.
    StatusContradiction = "status-contradiction", Wrong,
        "ask the vendor, or settle it by an action of an overlay on this place of the document";
    /// Several methods for one operation.
    MethodContradiction = "method-contradiction", Wrong,
        "ask the vendor, or settle it by an action of an overlay on this place of the document";
    /// Several paths for one operation.
    PathContradiction = "path-contradiction", Wrong,
        "ask the vendor, or settle it by an action of an overlay on this place of the document";
    /// One name in spellings that differ by case.
    NameContradiction = "name-contradiction", Wrong,
        "ask the vendor, or settle it by an action of an overlay on this place of the document";
    /// A sample that is not JSON and was mended by rule.
    MendedSample = "mended-sample", Awkward,
        "nothing is to be done, if the sample reads as it was meant";
    /// A sample that is not JSON and that no rule mends.
    UnreadableSample = "unreadable-sample", Wrong,
        "correct the sample; until then it says nothing";
    /// A page that ends in the middle.
    TruncatedPage = "truncated-page", Wrong,
        "fetch the page again; what stands in it was taken";
    /// A page about something else than requests and responses over HTTP.
    UnsupportedPage = "unsupported-page", Wrong,
        "leave the page out; nothing was taken from it";
    /// A table of fields that belongs to no request and no response.
    UnplacedTable = "unplaced-table", Wrong,
        "put the table below a heading that says what its fields are of";
    /// Text that a reader of the page does not see.
    HiddenText = "hidden-text", Awkward,
        "look at what is hidden; it was taken for text and for nothing else";

    // Overlays.
    /// An overlay that breaks the Overlay Specification, or that cannot be applied to this document.
    InvalidOverlay = "invalid-overlay", Unusable,
        "correct the overlay; the Overlay Specification 1.1 says what an overlay holds and what can be merged";
    /// An action of an overlay that matches nothing in the document.
    UnmatchedAction = "unmatched-action", Wrong,
        "correct the JSONPath, or remove the action if the document no longer needs it";

    // The document.
    /// A document of no version that is known.
    UnsupportedVersion = "unsupported-version", Unusable,
        "give a document that says `swagger: \"2.0\"`, or `openapi: 3.0.x`, `3.1.x` or `3.2.x`, at its top";
    /// A version that is spelled oddly, or newer than those known, and read as the nearest.
    UnusualVersion = "unusual-version", Wrong,
        "say `swagger: \"2.0\"`, or `openapi: 3.0.x`, `3.1.x` or `3.2.x`, and see that the rest is what that version asks for";
    /// A document without an operation.
    NoOperations = "no-operations", Unusable,
        "give a document with at least one operation under `paths`";
    /// A document that holds schemas and no operation.
    OnlyTypes = "only-types", Awkward,
        "describe what can be called under `paths`, or use the models alone";
    /// A part that has another shape than the specification gives it.
    InvalidShape = "invalid-shape", Wrong,
        "correct the document here; until then this part is left out";
    /// Something that the specification asks for and that is not there.
    Incomplete = "incomplete", Awkward,
        "say what the specification asks for";
    /// A `$ref` to nothing.
    DanglingReference = "dangling-reference", Wrong,
        "add what the reference names, or correct it";
    /// A `$ref` that leads back to itself without a schema on the way.
    ReferenceLoop = "reference-loop", Wrong,
        "let one of the references in the loop end at a schema";
    /// A `$ref` to a host, or to a file that is not there or must not be read.
    ExternalReference = "external-reference", Wrong,
        "keep what it names in a file below the folder of the document, or bundle the documents into one";
    /// A keyword that has no effect on the output.
    IgnoredKeyword = "ignored-keyword", Ignored,
        "the keyword has no effect on the output";
    /// A keyword that no version of the specification has.
    UnknownKeyword = "unknown-keyword", Ignored,
        "correct the spelling, or put `x-` in front if it is an extension";
    /// A keyword of another version that is read all the same.
    ForeignKeyword = "foreign-keyword", Awkward,
        "say it as this version does";

    // Lowering.
    /// An `allOf` that no value can satisfy.
    ImpossibleAllOf = "impossible-all-of", Wrong,
        "remove one of the two statements";
    /// A schema without `type` whose other keywords speak of one type only.
    ImpliedType = "implied-type", Awkward,
        "say the `type` of the schema";
    /// Schemas take in one another more often than fits the size of the document.
    OvergrownSchema = "overgrown-schema", Wrong,
        "refer to the other schemas from properties in place of taking all of them in by `allOf`";
    /// A required property that contains itself: no value exists.
    ImpossibleRecursion = "impossible-recursion", Wrong,
        "make the property optional, or nullable";
    /// A union whose variants cannot be told apart.
    AmbiguousUnion = "ambiguous-union", Wrong,
        "add a discriminator, or a property that only one variant requires";
    /// A `pattern` that the linear engine does not support.
    UnsupportedPattern = "unsupported-pattern", Wrong,
        "write the pattern without look-around and back-references; until then it is not checked";
    /// A bound, length or other assertion that cannot be checked.
    InvalidConstraint = "invalid-constraint", Wrong,
        "correct the constraint; until then it is not checked";
    /// An example that is no value of its schema.
    InvalidExample = "invalid-example", Awkward,
        "correct the example; it is only documented";
    /// A path template and its parameters that do not match.
    PathParameterMismatch = "path-parameter-mismatch", Wrong,
        "declare each `{name}` of the path once, with `in: path`";
    /// A path that cannot be sent or routed as written.
    InvalidPath = "invalid-path", Wrong,
        "write the path so that a URL can hold it";
    /// An operation whose requests a server cannot tell from another's.
    UnroutedOperation = "unrouted-operation", Wrong,
        "give the two paths different literals, or keep one of them";
    /// A base URL without a host.
    RelativeServer = "relative-server", Awkward,
        "give a client its base URL, or the settings a `base_url`";
    /// A response key that is no status.
    InvalidStatus = "invalid-status", Wrong,
        "use a status such as `200`, a range such as `4XX`, or `default`";
    /// A media type or encoding that is handed over as bytes or text.
    UnsupportedMediaType = "unsupported-media-type", Wrong,
        "nothing is to be done, unless the API needs that media type";
    /// A security requirement that cannot be met as written.
    UnsupportedSecurity = "unsupported-security", Wrong,
        "declare the scheme under `components/securitySchemes`";
    /// A name that had to give way to another.
    Renamed = "renamed", Awkward,
        "nothing is to be done; the name on the wire stays what it is";
    /// An operation without an `operationId`, named after its method and path.
    UnnamedOperation = "unnamed-operation", Awkward,
        "an `operationId` would give it a name of its own";

    // Emitting.
    /// The output would not read back as what was to be written.
    UnfaithfulOutput = "unfaithful-output", Unusable,
        "this is a fault of specwright: please report it with the document";
}
