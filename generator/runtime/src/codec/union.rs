//! Values that can have one of several types.

use super::cursor::Peek;
use super::model::Codec;
use super::plan::{Plan, When};
use super::reader::kind_at;
use super::view::Variants;
use super::{
    Checker, Fault, Json, JsonType, Reader, Rules, Unknown, View, ViewMut, Wire, Writer, exact, formats,
};

/// An enum of which each variant holds a value of another type.
pub trait UnionType: Sized + 'static {
    /// How to tell its variants apart.
    const PLAN: &'static Plan;

    /// A blank value of a variant; where there is no such variant, the other value.
    fn of_variant(variant: usize, other: Unknown<Json>) -> Self;

    /// The number of the variant, and the value that it holds; a value of no variant has no number.
    fn variant(&self) -> (Option<usize>, &dyn Wire);

    /// The value that it holds, to be read over.
    fn variant_mut(&mut self) -> &mut dyn Wire;
}

impl<T: UnionType> Variants for T {
    #[inline]
    fn plan(&self) -> &'static Plan {
        T::PLAN
    }

    #[inline]
    fn held(&self) -> (Option<usize>, &dyn Wire) {
        self.variant()
    }

    #[inline]
    fn choose(&mut self, variant: Option<usize>) -> &mut dyn Wire {
        *self = T::of_variant(variant.unwrap_or(NO_VARIANT), Unknown(Json::Null));
        self.variant_mut()
    }
}

/// No union has as many variants.
const NO_VARIANT: usize = usize::MAX;

/// The [`Kind`](super::Model::Kind) of unions.
#[derive(Debug)]
pub struct UnionKind;

impl<T: UnionType> Codec<T> for UnionKind {
    #[inline]
    fn blank() -> T {
        T::of_variant(NO_VARIANT, Unknown(Json::Null))
    }

    #[inline]
    fn view(value: &T) -> View<'_> {
        View::Union(value)
    }

    #[inline]
    fn view_mut(value: &mut T) -> ViewMut<'_> {
        ViewMut::Union(value)
    }

    #[inline]
    fn read(value: &mut T, reader: &mut Reader<'_>) -> Result<(), Fault> {
        read_variant(value, reader)
    }

    #[inline]
    fn write(value: &T, writer: &mut Writer) {
        value.variant().1.write(writer);
    }
}

/// Reads the next value as that of the variant that it is of.
///
/// # Errors
///
/// When it is of no variant and the reader is strict, or is no value of its variant.
pub(super) fn read_variant(union: &mut dyn Variants, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let variant = select(union.plan(), reader)?;
    union.choose(variant).read(reader)
}

/// Checks a union by the rules of its variant, or else of the place that it stands in.
pub(super) fn check_variant(union: &dyn Variants, rules: &Rules, checker: &mut Checker) {
    let (variant, value) = union.held();
    let own = union.plan().rules.iter().find(|(of, _)| Some(*of) == variant).map(|(_, rules)| rules);
    match own {
        Some(own) => checker.value(value.view(), own),
        None => value.view().check(rules, checker),
    }
}

/// What a look ahead has seen of a value.
struct Facts {
    kind: JsonType,
    /// A string, or another scalar as it is written.
    text: Option<String>,
    /// The type of the first element.
    item: Option<JsonType>,
    keys: Vec<(&'static str, JsonType, Option<String>)>,
}

impl Facts {
    fn hold(&self, when: When) -> bool {
        let key = |wanted: &str| self.keys.iter().find(|(key, ..)| *key == wanted);
        match when {
            When::Is(kind) => kind.admits(self.kind),
            When::Equals(text) => self.kind == JsonType::String && self.text.as_deref() == Some(text),
            When::Format(format) => {
                self.kind == JsonType::String
                    && self.text.as_deref().is_some_and(|text| formats::is_of(format, text))
            }
            When::EqualsJson(text) => {
                self.kind != JsonType::String
                    && self.text.as_deref().is_some_and(|found| exact::same(found, text))
            }
            When::ItemHasType(kind) => self.item.is_some_and(|found| kind.admits(found)),
            When::Has(name) => key(name).is_some(),
            When::KeyIs(name, text) => key(name)
                .is_some_and(|(_, kind, found)| *kind == JsonType::String && found.as_deref() == Some(text)),
            When::KeyIsJson(name, text) => key(name).is_some_and(|(_, kind, found)| {
                *kind != JsonType::String && found.as_deref().is_some_and(|found| exact::same(found, text))
            }),
            When::KeyHasType(name, kind) => key(name).is_some_and(|(_, found, _)| kind.admits(*found)),
        }
    }
}

/// The variant of the next value. Without one, a strict reader has a fault.
///
/// # Errors
///
/// When the next value is of no variant and the reader is strict, or is not JSON.
pub fn select(plan: &'static Plan, reader: &mut Reader<'_>) -> Result<Option<usize>, Fault> {
    let facts = look(plan, reader)?;
    let case = plan.cases.iter().find(|case| case.when.iter().all(|when| facts.hold(*when)));
    match case {
        None if reader.is_strict() => Err(Fault::new(plan.keyword, "the value is none of the alternatives")),
        case => Ok(case.map(|case| case.variant)),
    }
}

/// Looks once at what the plan asks for, and at nothing inside.
fn look(plan: &'static Plan, reader: &mut Reader<'_>) -> Result<Facts, Fault> {
    let peek = reader.peek()?;
    let mut ahead = reader.look_ahead();
    let start = ahead.place();
    let kind = kind_at(&mut ahead, peek)?;
    let mut facts = Facts { kind, text: None, item: None, keys: Vec::new() };
    let conditions = || plan.cases.iter().flat_map(|case| case.when.iter().copied());
    if kind == JsonType::String && conditions().any(|when| matches!(when, When::Equals(_) | When::Format(_)))
    {
        facts.text = Some(ahead.string()?.to_owned());
    }
    if is_plain(kind) && conditions().any(|when| matches!(when, When::EqualsJson(_))) {
        let mut ahead = reader.look_ahead();
        ahead.skip()?;
        facts.text = Some(ahead.since(start).to_owned());
    }
    if kind == JsonType::Array && conditions().any(|when| matches!(when, When::ItemHasType(_))) {
        facts.item = match ahead.first_item()? {
            true => Some(ahead.peek().and_then(|peek| kind_at(&mut ahead, peek))?),
            false => None,
        };
    }
    if kind == JsonType::Object && conditions().any(|when| when.key().is_some()) {
        let find = |key: &str| conditions().filter_map(When::key).find(|wanted| *wanted == key);
        let mut next = ahead.first_key()?.map(find);
        while let Some(key) = next {
            let peek = ahead.peek()?;
            match key {
                Some(key) if peek == Peek::String => {
                    let text = ahead.string()?.to_owned();
                    facts.keys.push((key, JsonType::String, Some(text)));
                }
                Some(key) => {
                    let (start, kind) = (ahead.place(), kind_at(&mut ahead.ahead(), peek)?);
                    ahead.skip()?;
                    let text = is_plain(kind).then(|| ahead.since(start).to_owned());
                    facts.keys.push((key, kind, text));
                }
                None => ahead.skip()?,
            }
            next = ahead.next_key()?.map(find);
        }
    }
    reader.spend(&ahead)?;
    Ok(facts)
}

/// Whether a value of a type is as long as it looks.
fn is_plain(kind: JsonType) -> bool {
    matches!(kind, JsonType::Null | JsonType::Boolean | JsonType::Integer | JsonType::Number)
}
