//! One walk over a record's fields, for writing and for checking.

use super::map::Entries;
use super::{Checker, Map, Rules, Segment, Shape, Wire, Writer};

/// What a record hands its fields to.
#[derive(Debug)]
pub struct Object<'a> {
    shape: &'static Shape,
    sink: Sink<'a>,
    /// The index of the key that is expected next.
    expected: usize,
    count: usize,
}

#[derive(Debug)]
enum Sink<'a> {
    Write(&'a mut Writer),
    Check(&'a mut Checker),
}

impl<'a> Object<'a> {
    pub(crate) fn writing(shape: &'static Shape, writer: &'a mut Writer) -> Self {
        writer.byte(b'{');
        Self { shape, sink: Sink::Write(writer), expected: 0, count: 0 }
    }

    pub(crate) fn checking(shape: &'static Shape, checker: &'a mut Checker) -> Self {
        Self { shape, sink: Sink::Check(checker), expected: 0, count: 0 }
    }

    /// A field that is always there.
    pub fn entry(&mut self, key: &'static str, value: &dyn Wire) {
        let is_first = self.count == 0;
        self.count += 1;
        match &mut self.sink {
            Sink::Write(writer) => {
                writer.key(key, is_first);
                value.write(writer);
            }
            Sink::Check(checker) => {
                let index = self.shape.index(key, self.expected);
                self.expected = index.map_or(self.expected, |index| index + 1);
                let rules = index.map_or(&Rules::NONE, |index| self.shape.rules_of(index));
                let mark = checker.mark();
                value.check(rules, checker);
                checker.under(mark, &|| Segment::Key(key));
            }
        }
    }

    /// A field that is left out when it is absent.
    pub fn optional(&mut self, key: &'static str, value: &dyn Wire) {
        if !value.is_absent() {
            self.entry(key, value);
        }
    }

    /// The properties that are no fields.
    pub fn extra<T: Wire>(&mut self, map: &Map<T>) {
        self.entries(map);
    }

    fn entries(&mut self, map: &dyn Entries) {
        let mut at = 0;
        while let Some((key, value)) = map.entry(at) {
            let is_first = self.count == 0;
            let is_field = self.shape.index(key, 0).is_some();
            self.count += 1;
            at += 1;
            match &mut self.sink {
                Sink::Write(writer) => {
                    if is_field {
                        writer.fail("an additional property has the name of a declared one");
                    }
                    writer.key(key, is_first);
                    value.write(writer);
                }
                Sink::Check(checker) => {
                    let mark = checker.mark();
                    if is_field {
                        checker
                            .report("additionalProperties", "must not have the name of a declared property");
                    }
                    value.check(&Rules::NONE, checker);
                    checker.under(mark, &|| Segment::text(key));
                }
            }
        }
    }

    /// Ends the walk, with the rules of the place that the record stands in.
    pub(crate) fn finish(self, rules: &Rules) {
        match self.sink {
            Sink::Write(writer) => writer.byte(b'}'),
            Sink::Check(checker) => {
                checker.properties(&self.shape.object_rules, self.count);
                checker.properties(rules, self.count);
            }
        }
    }
}
