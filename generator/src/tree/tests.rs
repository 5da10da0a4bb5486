//! What the tree promises.

use super::*;
use crate::source::Sources;

fn place() -> Origin {
    Origin::new(Sources::new().add("a", ""), 0, 0)
}

#[test]
fn resolves_by_the_core_schema() {
    for text in ["3.10", "0o17", "0xFF", "-.inf", ".nan", "1e3", "+12", ".5", "5.", "010", "1.5E-7"] {
        assert_eq!(Node::plain(text, place()).as_number(), Some(text));
    }
    for text in ["no", "yes", "on", "1_000", "12:30", ".", "-", "e3", "0o", "0x", "+.nan", "1e", "٣", "-0x1"]
    {
        assert_eq!(Node::plain(text, place()).as_string(), Some(text));
    }
    assert!(Node::plain("~", place()).is_null() && Node::plain("", place()).is_null());
    assert_eq!(Node::string("true", place()).as_bool(), None);
    assert_eq!(Node::plain("10.0", place()).as_u64(), Some(10));
}

#[test]
fn large_mappings_find_what_small_ones_find() {
    let mut mapping = Mapping::new();
    for number in 0..100 {
        mapping.push(format!("k{number}"), Node::plain(number.to_string(), place()));
    }
    assert_eq!(mapping.get("k50").and_then(Node::as_u64), Some(50));
    assert!(mapping.remove("k10").is_some());
    assert!(mapping.push("k50", Node::plain("7", place())).is_some());
    assert_eq!(mapping.len(), 99);
    let copy = mapping.clone();
    assert_eq!(copy.get("k99").and_then(Node::as_u64), Some(99));
    let root = Node::mapping(copy, place());
    assert_eq!(root.pointer(&JsonPointer::root().child("k50")).and_then(Node::as_u64), Some(7));
}

#[test]
fn serde_reads_a_node() {
    let mut mapping = Mapping::new();
    mapping.push("a", Node::plain("12", place()));
    mapping.push("b", Node::sequence(vec![Node::plain("~", place()), Node::plain("1.5", place())], place()));
    let value: std::collections::BTreeMap<String, serde_yaml::Value> =
        serde::Deserialize::deserialize(&Node::mapping(mapping, place())).unwrap();
    assert_eq!(value.get("a"), Some(&serde_yaml::Value::from(12)));
    assert_eq!(value.get("b").unwrap().get(1), Some(&serde_yaml::Value::from(1.5)));
}
