//! What stands behind which feature of cargo: a tag's operations, and every type that they need.

use super::Lowering;
use super::names::{Scope, snake};
use crate::ir::{Features, Ident, TagFeature, TypeId};
use std::collections::HashMap;

/// A type that more groups need is there in any case: to list them would cost more than to compile it.
const MOST: usize = 16;

/// The longest name of a feature: it is a file's name too.
const LONGEST: usize = 50;

/// Features that mean something else already, and names that a file must not have.
const RESERVED: [&str; 19] = [
    "models",
    "operations",
    "schemas",
    "rt",
    "client",
    "server",
    "serde",
    "default",
    "std",
    "reqwest",
    "blocking",
    "tracing",
    "specwright_runtime",
    "mod",
    "lib",
    "aux",
    "con",
    "nul",
    "prn",
];

/// Who needs a type.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Need {
    /// These groups, in ascending order; at first nobody.
    Of(Vec<usize>),
    /// It is there in any case.
    Always,
}

impl Need {
    /// Adds another need; whether that changed anything.
    fn join(&mut self, other: &Self) -> bool {
        let before = match (&*self, other) {
            (Self::Always, _) => return false,
            (Self::Of(_), Self::Always) => {
                *self = Self::Always;
                return true;
            }
            (Self::Of(have), Self::Of(_)) => have.len(),
        };
        if let (Self::Of(have), Self::Of(more)) = (&mut *self, other) {
            have.extend(more);
            have.sort_unstable();
            have.dedup();
            if have.len() == before {
                return false;
            }
            if have.len() > MOST {
                *self = Self::Always;
            }
        }
        true
    }
}

impl Lowering<'_, '_> {
    /// Gives each tag its feature where that is asked for and there is more than one to choose from, and each type the groups that need it.
    pub(super) fn settle_features(&mut self) -> Features {
        let prefix = &self.config.feature_prefix;
        let features = Features { client: format!("{prefix}client"), server: format!("{prefix}server") };
        if self.groups.len() < 2 || !self.config.tag_features {
            return features;
        }
        let mut names = Scope::with(&RESERVED);
        for group in self.groups.iter_mut().filter(|group| group.tag.is_some() || group.received) {
            let name = if group.received { "webhooks".to_owned() } else { snake(group.ident.as_str()) };
            let module = names.take(&name.chars().take(LONGEST).collect::<String>());
            let name = format!("{prefix}{}", module.as_str().trim_end_matches('_').replace('_', "-"));
            group.feature = Some(TagFeature { name, module });
        }
        let needs = self.needs();
        for (def, need) in self.types.iter_mut().zip(needs) {
            def.groups = match need {
                Need::Of(groups) => groups,
                Need::Always => Vec::new(),
            };
        }
        self.settle_choices();
        self.settle_headers();
        features
    }

    /// Gives each enum of what a body may be the groups whose operations have such a body.
    fn settle_choices(&mut self) {
        let mut needs: HashMap<Ident, Need> = HashMap::new();
        for (index, group) in self.groups.iter().enumerate() {
            let need = if group.feature.is_some() { Need::Of(vec![index]) } else { Need::Always };
            let operations = group.operations.iter().filter_map(|index| self.operations.get(*index));
            for contents in operations.flat_map(|operation| operation.contents()) {
                if contents.only().is_none() {
                    needs.entry(contents.ident.clone()).or_insert(Need::Of(Vec::new())).join(&need);
                }
            }
        }
        for contents in self.operations.iter_mut().flat_map(|operation| operation.contents_mut()) {
            if let Some(Need::Of(groups)) = needs.get(&contents.ident) {
                contents.groups.clone_from(groups);
            }
        }
    }

    /// Gives each header the groups whose operations answer with it.
    fn settle_headers(&mut self) {
        let mut needs = vec![Need::Of(Vec::new()); self.headers.len()];
        for (index, group) in self.groups.iter().enumerate() {
            let need = if group.feature.is_some() { Need::Of(vec![index]) } else { Need::Always };
            let operations = group.operations.iter().filter_map(|index| self.operations.get(*index));
            for header in operations.flat_map(|operation| &operation.responses).flat_map(|it| &it.headers) {
                needs.get_mut(*header).map(|have| have.join(&need));
            }
        }
        for (header, need) in self.headers.iter_mut().zip(needs) {
            if let Need::Of(groups) = need {
                header.groups = groups;
            }
        }
    }

    /// Who needs each type, over the whole graph.
    fn needs(&self) -> Vec<Need> {
        let mut needs = vec![Need::Of(Vec::new()); self.types.len()];
        let mut queue = Vec::new();
        for (index, group) in self.groups.iter().enumerate() {
            let need = if group.feature.is_some() { Need::Of(vec![index]) } else { Need::Always };
            let operations = group.operations.iter().filter_map(|index| self.operations.get(*index));
            let operations: Vec<_> = operations.collect();
            let answered =
                operations.iter().flat_map(|it| &it.responses).flat_map(|response| &response.headers);
            let headers = answered.filter_map(|index| self.headers.get(*index));
            let headers = headers.flat_map(|header| header.parameter.ty.named());
            let mentions = operations.iter().flat_map(|operation| operation.mentions()).chain(headers);
            queue.extend(mentions.map(|id| (id, need.clone())));
        }
        self.spread(&mut needs, queue);
        // What no operation needs, the document still names: it is there, and so is all that stands in it.
        let nobody = needs.iter().enumerate().filter(|(_, need)| **need == Need::Of(Vec::new()));
        let queue = nobody.map(|(index, _)| (TypeId::new(index), Need::Always)).collect();
        self.spread(&mut needs, queue);
        needs
    }

    /// Takes needs on to all that stands in a type. A type's need grows a bounded number of times, so this ends.
    fn spread(&self, needs: &mut [Need], mut queue: Vec<(TypeId, Need)>) {
        while let Some((id, need)) = queue.pop() {
            let Some(have) = needs.get_mut(id.index()) else { continue };
            if !have.join(&need) {
                continue;
            }
            let need = have.clone();
            let mentions = self.types.get(id.index()).into_iter().flat_map(|def| def.mentions());
            queue.extend(mentions.map(|id| (id, need.clone())));
        }
    }
}
