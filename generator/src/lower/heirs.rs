//! Inheritance by `discriminator` (OpenAPI 3.0.4, section 4.7.25): a schema with a discriminator and without a union
//! stands for those that `allOf` it.

use super::Lowering;
use super::shapes::Constant;
use crate::document::{Node, SchemaId};
use std::collections::{HashMap, HashSet};

impl Lowering<'_, '_> {
    /// Finds the heirs of every component that has a `discriminator` of its own, in the order of the document.
    pub(super) fn find_heirs(&mut self) {
        let mut children: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
        let mut parents = Vec::new();
        for (_, id) in &self.document.components {
            let Some(schema) = self.document.schema(*id) else { continue };
            // What may be null is the schema itself, under another name.
            let parts = if self.adds_null(schema) { &[][..] } else { schema.all_of.as_slice() };
            for part in parts {
                let target = self.document.target(*part);
                if target != *part && target != *id {
                    children.entry(target).or_default().push(*id);
                }
            }
            if schema.node.get("discriminator").is_some()
                && schema.one_of.is_empty()
                && schema.any_of.is_empty()
            {
                parents.push(*id);
            }
        }
        for parent in parents {
            let mut found = HashSet::new();
            let mut queue: Vec<SchemaId> = children.get(&parent).cloned().unwrap_or_default();
            queue.extend(self.mapped(parent));
            while let Some(heir) = queue.pop() {
                if heir != parent && found.insert(heir) {
                    queue.extend(children.get(&heir).into_iter().flatten());
                }
            }
            if !found.is_empty() {
                let components = self.document.components.iter().map(|(_, id)| *id);
                self.heirs.insert(parent, components.filter(|id| found.contains(id)).collect());
            }
        }
    }

    /// The components that the `mapping` of a discriminator leads to.
    fn mapped(&self, parent: SchemaId) -> Vec<SchemaId> {
        let node = self.document.schema(parent).and_then(|schema| schema.node.get("discriminator"));
        let mapping = node.and_then(|node| node.get("mapping")).and_then(Node::as_mapping);
        let targets = mapping.into_iter().flatten().filter_map(|entry| entry.value.as_str());
        targets.filter_map(|target| self.mapping_target(target)).collect()
    }

    /// The component that a value of `mapping` names: by a reference, a file, or its name alone.
    pub(super) fn mapping_target(&self, target: &str) -> Option<SchemaId> {
        let last = target.rsplit('/').next().unwrap_or(target);
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        [target, last, stem].into_iter().find_map(|name| self.component_names.get(name).copied())
    }
}

/// What a schema calls itself where a discriminator means it: Swagger 2.0 has no `mapping`, and so there are extensions that
/// end in this.
pub(super) fn own_value(node: &Node) -> Option<&str> {
    let own = |key: &str| key.starts_with("x-") && key.ends_with("discriminator-value");
    let entry = node.as_mapping()?.iter().find(|entry| own(&entry.key))?;
    entry.value.as_str().filter(|value| !value.is_empty())
}

/// The value that means a schema: its name, or the one in the list that is its name in another spelling, whole or without
/// what the schema's name has before or after it.
pub(super) fn meant<'n>(name: &'n str, values: &'n [Constant]) -> &'n str {
    let plain = |text: &str| -> String {
        text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let texts = || {
        values.iter().filter_map(|value| match value {
            Constant::Text(text) => Some(text.as_str()),
            Constant::Json(_) => None,
        })
    };
    if texts().any(|text| text == name) {
        return name;
    }
    let own = plain(name);
    let only = |holds: &dyn Fn(&str) -> bool| {
        let mut like = texts().filter(|text| holds(&plain(text)));
        like.next().filter(|_| like.next().is_none())
    };
    let is_part = |text: &str| !text.is_empty() && (own.starts_with(text) || own.ends_with(text));
    only(&|text| text == own).or_else(|| only(&is_part)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_in_another_spelling_means_a_schema() {
        let values: Vec<Constant> =
            ["cat", "guide_dog", "LIZARD"].into_iter().map(|text| Constant::Text(text.to_owned())).collect();
        for (name, value) in
            [("Cat", "cat"), ("GuideDog", "guide_dog"), ("LizardPet", "LIZARD"), ("Bird", "Bird")]
        {
            assert_eq!(meant(name, &values), value);
        }
    }
}
