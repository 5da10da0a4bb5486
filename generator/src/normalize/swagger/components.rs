//! Named parameters, of which some are bodies in 3.0.

use super::context::Context;
use super::{bodies, parameters};
use crate::diagnostics::Sink;
use crate::tree::{Entry, Mapping};

/// The named parameters that stay parameters, and those that become request bodies.
pub(super) fn parameters_and_bodies(context: &Context, sink: &mut Sink) -> (Mapping, Mapping) {
    let (mut named, mut request_bodies) = (Mapping::new(), Mapping::new());
    for entry in &context.parameters {
        match bodies::body_parameter(&entry.value, context) {
            Some(body) if body.is_whole() => {
                if let Some(value) = bodies::request_body(&[body.unnamed()], &context.consumes, true, sink) {
                    request_bodies.insert(Entry { value, ..entry.clone() });
                }
            }
            // A field of a form is copied to each form that has it.
            Some(_) => {}
            None => {
                let mut parameter = entry.clone();
                if let Some(mapping) = parameter.value.as_mapping_mut() {
                    parameters::convert(mapping, sink);
                }
                named.insert(parameter);
            }
        }
    }
    (named, request_bodies)
}
