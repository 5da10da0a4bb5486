//! Types of the user's that travel as JSON.

use super::view::atom;
use super::{Atom, Fault, Json, Mode, Reader, Wire, Writer, encode};
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use std::ops::{Deref, DerefMut};

/// A value that is in JSON what serde's traits say of its type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serde<T>(pub T);

impl<T> From<T> for Serde<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> Deref for Serde<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Serde<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Clone + Default + Serialize + DeserializeOwned + PartialEq + 'static> Wire for Serde<T> {
    atom!();

    fn blank() -> Self {
        Self(T::default())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let json = reader.value::<Json>()?;
        // What the type says about a value may repeat it, so that it is not told.
        let fault = || Fault::new("type", "expected another value");
        self.0 = encode(&json).ok().and_then(|text| serde_json::from_slice(&text).ok()).ok_or_else(fault)?;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        // Whatever serde writes is read once more: a type may be told to write what is no JSON.
        let text = serde_json::to_vec(&self.0).ok();
        match text.and_then(|text| super::decode::<Json>(&text, Mode::Lenient).ok()) {
            Some(json) => json.write(writer),
            None => writer.fail("a value cannot be written as JSON"),
        }
    }
}

impl<T: Clone + Default + Serialize + DeserializeOwned + PartialEq + 'static> Atom for Serde<T> {
    fn same(&self, other: &dyn Atom) -> bool {
        super::cast(other) == Some(self)
    }

    fn copy(&mut self, other: &dyn Atom) {
        super::take(self, other);
    }
}
