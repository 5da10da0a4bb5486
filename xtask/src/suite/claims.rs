//! What is claimed: keywords of which every verdict must be the suite's.

/// The keywords, by the file of the suite.
const CLAIMED: &[&str] = &[
    "draft2020-12/content",
    "draft2020-12/default",
    "draft2020-12/exclusiveMaximum",
    "draft2020-12/exclusiveMinimum",
    "draft2020-12/format",
    "draft2020-12/infinite-loop-detection",
    "draft2020-12/maxItems",
    "draft2020-12/maxLength",
    "draft2020-12/maxProperties",
    "draft2020-12/maximum",
    "draft2020-12/minItems",
    "draft2020-12/minLength",
    "draft2020-12/minProperties",
    "draft2020-12/minimum",
    "draft2020-12/multipleOf",
    "draft2020-12/optional/format/unknown",
    "draft2020-12/optional/no-schema",
    "draft2020-12/pattern",
    "draft4/default",
    "draft4/format",
    "draft4/infinite-loop-detection",
    "draft4/maxItems",
    "draft4/maxLength",
    "draft4/maxProperties",
    "draft4/maximum",
    "draft4/minItems",
    "draft4/minLength",
    "draft4/minProperties",
    "draft4/minimum",
    "draft4/multipleOf",
    "draft4/optional/float-overflow",
    "draft4/optional/format/unknown",
    "draft4/pattern",
];

/// Whether a verdict of this keyword that differs is a failure.
pub(super) fn is_claimed(keyword: &str) -> bool {
    CLAIMED.contains(&keyword)
}
