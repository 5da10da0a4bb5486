//! Arrays of so many elements, each of its own type.

use super::cursor::Peek;
use super::list::write_items;
use super::view::{Items, Members};
use super::{Fault, Reader, Segment, View, ViewMut, Wire, Writer};

/// Reads the elements of an array over the members of a tuple. A lenient reader passes over what stands behind them.
///
/// # Errors
///
/// When the next value is no array, an element is not of its type, or there are too few of them.
pub(super) fn read_members(members: &mut dyn Members, reader: &mut Reader<'_>) -> Result<(), Fault> {
    reader.enter(Peek::Array)?;
    let mut more = reader.json.first_item()?;
    let mut index = 0;
    while let Some(member) = members.member(index) {
        if !more {
            return Err(too_few(members));
        }
        member.read(reader).map_err(|fault| fault.within(Segment::Index(index)))?;
        index += 1;
        more = reader.json.next_item()?;
    }
    while more {
        if reader.is_strict() {
            return Err(Fault::new("maxItems", format!("must have at most {index} elements")));
        }
        reader.skip()?;
        more = reader.json.next_item()?;
    }
    reader.leave();
    Ok(())
}

#[cold]
#[inline(never)]
fn too_few(members: &mut dyn Members) -> Fault {
    let count = (0..).take_while(|index| members.member(*index).is_some()).count();
    Fault::new("minItems", format!("must have at least {count} elements"))
}

macro_rules! tuple {
    ($count:literal: $($member:ident $index:tt),+) => {
        impl<$($member: Wire),+> Items for ($($member,)+) {
            #[inline]
            fn count(&self) -> usize {
                $count
            }

            #[inline]
            fn get(&self, index: usize) -> Option<&dyn Wire> {
                match index {
                    $($index => Some(&self.$index),)+
                    _ => None,
                }
            }
        }

        impl<$($member: Wire),+> Members for ($($member,)+) {
            #[inline]
            fn member(&mut self, index: usize) -> Option<&mut dyn Wire> {
                match index {
                    $($index => Some(&mut self.$index),)+
                    _ => None,
                }
            }
        }

        impl<$($member: Wire),+> Wire for ($($member,)+) {
            #[inline]
            fn blank() -> Self {
                ($($member::blank(),)+)
            }

            #[inline]
            fn view(&self) -> View<'_> {
                View::List(self)
            }

            #[inline]
            fn view_mut(&mut self) -> ViewMut<'_> {
                ViewMut::Tuple(self)
            }

            #[inline]
            fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
                read_members(self, reader)
            }

            #[inline]
            fn write(&self, writer: &mut Writer) {
                write_items(self, writer);
            }
        }
    };
}

// Those of the standard library are compared and shown up to twelve.
tuple!(2: A 0, B 1);
tuple!(3: A 0, B 1, C 2);
tuple!(4: A 0, B 1, C 2, D 3);
tuple!(5: A 0, B 1, C 2, D 3, E 4);
tuple!(6: A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(7: A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);

#[cfg(test)]
mod tests {
    use crate::codec::{DecodeError, Mode, Rules, decode, encode, validate};

    type Row = (String, Option<i64>, (bool, f64));

    fn read(text: &str, mode: Mode) -> Result<Row, DecodeError> {
        decode(text.as_bytes(), mode)
    }

    #[test]
    fn a_tuple_is_an_array_of_its_members() {
        let text = r#"["a",null,[true,1.5]]"#;
        let row = read(text, Mode::Strict).expect("a row");
        assert_eq!(row, ("a".to_owned(), None, (true, 1.5)));
        assert_eq!(encode(&row).expect("JSON"), text.as_bytes());
        assert!(crate::codec::same(&row, &crate::codec::copied(&row)));
    }

    #[test]
    fn what_is_no_such_array_is_refused_where_it_is_wrong() {
        for (text, pointer, keyword) in [
            (r#"["a",1]"#, "", "minItems"),
            ("[]", "", "minItems"),
            (r#"["a",1,[true,1],2]"#, "", "maxItems"),
            (r#"["a",1,[true,"x"]]"#, "/2/1", "type"),
            (r#"["a",1,[true]]"#, "/2", "minItems"),
            (r#"{"a":1}"#, "", "type"),
        ] {
            let error = read(text, Mode::Strict).expect_err(text);
            assert_eq!((error.pointer(), error.keyword()), (pointer, keyword), "{text}");
        }
        // Whoever answers may have more to say by now.
        assert!(read(r#"["a",1,[true,1],{"more":[2]}]"#, Mode::Lenient).is_ok());
        assert!(read(r#"["a",1]"#, Mode::Lenient).is_err());
    }

    #[test]
    fn each_member_has_its_own_rules() {
        const RULES: Rules =
            Rules::NONE.prefix_items(&[Rules::NONE.max_length(1), Rules::NONE.minimum(3)]).unique_items();
        let pointers = |row: &(String, i64)| {
            let found = validate(row, &RULES).into_iter();
            found.map(|violation| (violation.pointer, violation.keyword)).collect::<Vec<_>>()
        };
        let expected = [("/0".to_owned(), "maxLength"), ("/1".to_owned(), "minimum")];
        assert_eq!(pointers(&("ab".to_owned(), 2)), expected);
        assert_eq!(pointers(&("a".to_owned(), 3)), []);
        assert_eq!(validate(&(1_i64, 1.0_f64), &RULES).len(), 2);
    }
}
