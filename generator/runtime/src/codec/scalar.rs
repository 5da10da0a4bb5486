//! Strings, booleans and machine numbers.

use super::view::atom;
use super::{Atom, Checker, Fault, Reader, Rules, View, ViewMut, Wire, Writer};

impl Wire for String {
    fn blank() -> Self {
        Self::new()
    }

    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Text(self)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = reader.text()?.to_owned();
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.text(self);
    }
}

impl Wire for bool {
    atom!();

    fn blank() -> Self {
        false
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = reader.boolean()?;
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.raw(if *self { "true" } else { "false" });
    }
}

impl Atom for bool {
    fn same(&self, other: &dyn Atom) -> bool {
        super::cast(other) == Some(self)
    }

    fn copy(&mut self, other: &dyn Atom) {
        super::take(self, other);
    }
}

macro_rules! integer {
    ($($type:ty),*) => { $(
        impl Wire for $type {
            atom!();

            fn blank() -> Self {
                0
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
                *self = reader.integer_of()?;
                Ok(())
            }

            fn write(&self, writer: &mut Writer) {
                writer.integer(*self);
            }
        }

        impl Atom for $type {
            fn check(&self, rules: &Rules, checker: &mut Checker) {
                checker.integer(rules, *self);
            }

            fn same(&self, other: &dyn Atom) -> bool {
                super::cast(other) == Some(self)
            }

            fn copy(&mut self, other: &dyn Atom) {
                super::take(self, other);
            }
        }
    )* };
}

integer!(i8, i16, i32, i64, u8, u16, u32, u64);

macro_rules! float {
    ($($type:ty),*) => { $(
        impl Wire for $type {
            atom!();

            fn blank() -> Self {
                0.0
            }

            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
                match reader.number()?.parse::<Self>() {
                    Ok(value) if value.is_finite() => *self = value,
                    _ => return Err(Fault::new("format", "the number is out of range")),
                }
                Ok(())
            }

            fn write(&self, writer: &mut Writer) {
                if self.is_finite() {
                    writer.raw(zmij::Buffer::new().format_finite(*self));
                } else {
                    writer.not_finite(format_args!("{self:?}"));
                }
            }
        }

        impl Atom for $type {
            fn check(&self, rules: &Rules, checker: &mut Checker) {
                if !self.is_finite() {
                    checker.report("type", "must be a finite number");
                } else if rules.limits_numbers() && !rules.admit_float(f64::from(*self)) {
                    checker.number(rules, &format!("{self:e}"));
                }
            }

            fn same(&self, other: &dyn Atom) -> bool {
                super::cast(other) == Some(self)
            }

            fn copy(&mut self, other: &dyn Atom) {
                super::take(self, other);
            }
        }
    )* };
}

float!(f32, f64);
