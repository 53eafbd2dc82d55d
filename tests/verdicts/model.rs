//! What the contract says of a definition, without a look at how the derive does it.
//!
//! A mistake is one thing that whoever wrote the definition would have to mend. Bytes
//! are None where the model does not know the size of a type.

use crate::definition::{Definition, Rule, Type, Variant};
use crate::leaves::{Kind, Leaf};
use crate::option_mistakes::{
    has_right_option, is_to_keep, mistaken_options, options_without_effect,
};
use crate::properties::side_by_side;

/// The value of `MAX_RETAINED_BYTES` where there is no bound.
const UNBOUNDED: usize = usize::MAX;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Verdict {
    /// Seen in the definition.
    pub(crate) mistakes: usize,
    /// Seen where the constant is computed, of a definition without other mistakes.
    pub(crate) mistakes_in_constants: usize,
    /// The argument of a definition without mistakes is not what its fields ask for.
    pub(crate) mistakes_in_argument: usize,
    pub(crate) retained: Option<usize>,
}

impl Verdict {
    pub(crate) fn mistakes(&self) -> usize {
        self.mistakes + self.mistakes_in_argument + self.mistakes_in_constants
    }
}

/// What a type is, or how many mistakes it is to ask that of it.
type Retained = Result<Option<usize>, usize>;

pub(crate) fn judge(item: &Definition) -> Verdict {
    // What a mistake among the options of the type was meant to be is not known: perhaps a
    // limit.
    let limit = match &item.max_capacity {
        Some(limit) => Some(limit.number.unwrap_or(1)),
        None => (!item.mistaken.is_empty()).then_some(1),
    };
    let with = |argument| Judge { argument, limit };
    // By itself a definition is right if any argument would be.
    let open = with(None).definition(item);
    match item.argument {
        Some(argument) if open.mistakes == 0 => {
            let closed = with(Some(argument)).definition(item);
            // Of an argument that does not fit no constant is computed.
            let fits = usize::from(closed.mistakes == 0);
            Verdict {
                mistakes: 0,
                mistakes_in_argument: closed.mistakes,
                mistakes_in_constants: closed.mistakes_in_constants * fits,
                ..closed
            }
        }
        _ => open,
    }
}

/// Whether the bytes that a limit stands for are known.
pub(crate) fn is_known(item: &Definition, ty: &Type) -> bool {
    let judge = Judge {
        argument: item.argument,
        limit: None,
    };
    judge.limited(ty, 1) != Ok(None)
}

pub(crate) struct Judge {
    pub(crate) argument: Option<&'static Leaf>,
    /// Of the type.
    limit: Option<usize>,
}

impl Judge {
    fn definition(&self, item: &Definition) -> Verdict {
        let fields = || item.variants.iter().flat_map(|variant| &variant.fields);
        let variants = || item.variants.iter();
        let in_variants: usize = variants().map(|it| it.mistaken.len()).sum();
        let unfit_after = item.after.is_some_and(|function| !function.fits);
        let in_type = [item.is_packed, unfit_after].map(usize::from);
        let mut verdict = Verdict {
            mistakes: item.mistaken.len() + in_variants + in_type.iter().sum::<usize>(),
            mistakes_in_constants: 0,
            mistakes_in_argument: 0,
            retained: Some(0),
        };
        let limit = item.max_capacity.iter();
        verdict.mistakes += limit.filter(|limit| limit.number.is_none()).count();
        let in_options = fields().map(|field| mistaken_options(item, field));
        verdict.mistakes += in_options.sum::<usize>();
        // Whatever they are told, and wherever they are.
        verdict.mistakes += fields().filter(|it| is_unsized(&it.ty)).count();
        let defaults = variants().filter(|variant| variant.is_default).count();
        if item.is_made_anew {
            let options = fields()
                .filter(|field| has_right_option(item, field))
                .count();
            let in_type = [item.max_capacity.is_some(), item.keeps_others].map(usize::from);
            let beside = options + defaults + in_type.iter().sum::<usize>();
            // Of a type with a parameter it is asked where it is used.
            let is_closed = item.argument.is_none() || self.argument.is_some();
            verdict.mistakes += beside + usize::from(!item.has_default && is_closed);
            let is_dropped = fields().any(|field| self.needs_drop(&field.ty));
            verdict.retained = Some(if is_dropped { UNBOUNDED } else { 0 });
        } else {
            if item.is_enum {
                verdict.mistakes += match defaults {
                    // A mistake in an attribute may have been meant for it.
                    0 => usize::from(item.mistaken.len() + in_variants == 0),
                    _ => defaults - 1 + options_without_effect(item),
                };
            }
            let conflict = item.keeps_others && item.max_capacity.is_some();
            verdict.mistakes += usize::from(conflict);
            // Of several default variants, any may be the one that was meant.
            for reset in variants().filter(|it| it.is_default || !item.is_enum) {
                self.variant(item, reset, &mut verdict);
            }
        }
        if let (Some(budget), 0) = (item.budget, verdict.mistakes_in_constants) {
            let retained = verdict.retained.unwrap_or(0);
            verdict.mistakes_in_constants += usize::from(retained > budget);
        }
        verdict
    }

    fn variant(&self, item: &Definition, variant: &Variant, verdict: &mut Verdict) {
        for field in &variant.fields {
            if mistaken_options(item, field) > 0 || is_unsized(&field.ty) {
                continue;
            }
            let is_kept = item.keeps_others || item.mistaken.iter().any(|it| is_to_keep(it));
            let rule = match field.rules.first() {
                // What the mistake was meant to say of the field is not known.
                None if !variant.mistaken.is_empty() => continue,
                None if is_kept => Some(&Rule::Keep),
                rule => rule,
            };
            let unfit = field.stated.is_some_and(|stated| stated.number.is_none());
            verdict.mistakes += usize::from(unfit);
            let stated = field.stated.map(|stated| stated.number.unwrap_or(0));
            match self.field(&field.ty, rule, stated) {
                Ok(retained) => verdict.retained = sum(verdict.retained, retained),
                Err(Mistake::InConstant) => verdict.mistakes_in_constants += 1,
                Err(Mistake::InType(mistakes)) => verdict.mistakes += mistakes,
            }
            // A variant that was another one before is made anew.
            let has_value = matches!(rule, Some(Rule::Value | Rule::WrongValue | Rule::Default));
            if item.is_enum && item.variants.len() > 1 && !has_value {
                verdict.mistakes += self.without_default(&field.ty);
            }
        }
    }

    fn field(
        &self,
        ty: &Type,
        rule: Option<&Rule>,
        stated: Option<usize>,
    ) -> Result<Option<usize>, Mistake> {
        let owned = || match stated {
            Some(bytes) => bytes,
            None if self.needs_drop(ty) => UNBOUNDED,
            None => 0,
        };
        let retained = match rule {
            None => self.without_rule(ty),
            Some(Rule::MaxCapacity(limit)) => {
                // An unfit limit and an unfit type are two mistakes.
                let unfit = usize::from(limit.number.is_none());
                match self.limited(ty, limit.number.unwrap_or(1)) {
                    Ok(_) if unfit > 0 => Err(unfit),
                    Ok(retained) => Ok(retained),
                    Err(mistakes) => Err(mistakes + unfit),
                }
            }
            Some(Rule::MaxBytes(limit)) => {
                let unfit = usize::from(limit.number.is_none());
                let bytes = limit.number.unwrap_or(1);
                match self.limited(ty, 1) {
                    Ok(_) if unfit > 0 => Err(unfit),
                    Ok(None) => Ok(None),
                    Ok(Some(_)) => {
                        return self.within(ty, bytes).map(Some).ok_or(Mistake::InConstant);
                    }
                    Err(mistakes) => Err(mistakes + unfit),
                }
            }
            Some(Rule::Unbounded) => self.limited(ty, UNBOUNDED),
            Some(Rule::Keep | Rule::Value | Rule::With) => Ok(Some(owned())),
            Some(Rule::Clear) if Self::has_clear(ty) => Ok(Some(owned())),
            Some(Rule::Each) => self.each(ty, stated),
            Some(Rule::Default) => match self.without_default(ty) {
                0 => Ok(Some(owned())),
                mistakes => Err(mistakes),
            },
            Some(Rule::Clear | Rule::WrongValue | Rule::WrongWith) => Err(1),
        };
        retained.map_err(Mistake::InType)
    }

    /// The most that a capacity within `bytes` stands for; none is that of no element.
    fn within(&self, ty: &Type, bytes: usize) -> Option<usize> {
        let fits = |capacity| {
            let retained = self.limited(ty, capacity).ok().flatten();
            retained.filter(|&retained| retained <= bytes)
        };
        (1..=bytes)
            .take_while(|&it| fits(it).is_some())
            .last()
            .and_then(fits)
    }

    fn without_rule(&self, ty: &Type) -> Retained {
        let Some(limit) = self.limit else {
            return self.reset(ty);
        };
        // The type's limit is for containers, by themselves or in one other thing.
        let inside = match ty {
            Type::Around(_, inside) | Type::Array(inside, _) => inside,
            _ => ty,
        };
        let is_limited = match inside {
            Type::Sequence(..) | Type::Map(..) | Type::Set(_) => true,
            Type::Leaf(leaf) => matches!(leaf.kind, Kind::Grows(_)),
            _ => false,
        };
        if is_limited {
            self.limited(ty, limit)
        } else {
            self.reset(ty)
        }
    }

    fn reset(&self, ty: &Type) -> Retained {
        match ty {
            Type::Leaf(leaf) => leaf.reset(),
            Type::Parameter => self.argument.map_or(Ok(None), Leaf::reset),
            Type::Emptied(..) => Ok(Some(0)),
            Type::Around(name, inside) => {
                Ok(sum(self.reset(inside)?, self.of_around(name, inside)))
            }
            Type::Array(inside, length) => Ok(times(self.reset(inside)?, *length)),
            Type::Tuple(parts) => {
                let mut total = Ok(Some(0));
                for part in parts {
                    total = match (total, self.reset(part)) {
                        (Ok(total), Ok(part)) => Ok(sum(total, part)),
                        (Err(total), Err(part)) => Err(total + part),
                        (Err(mistakes), _) | (_, Err(mistakes)) => Err(mistakes),
                    };
                }
                total
            }
            _ => Err(1),
        }
    }

    /// A sequence of any length has no bound but the one that is stated.
    fn each(&self, ty: &Type, stated: Option<usize>) -> Retained {
        let stated = Ok(Some(stated.unwrap_or(UNBOUNDED)));
        match ty {
            Type::Sequence("Vec" | "VecDeque", element) | Type::Refused("Box<[@]>", element) => {
                self.reset(element).and(stated)
            }
            Type::Leaf(leaf) if matches!(leaf.text, "Buffer" | "Box<[u8]>") => stated,
            Type::Around("Box", inside) if !matches!(**inside, Type::Array(..)) => Err(1),
            Type::Array(..) | Type::Around("Box", _) => match self.reset(ty)? {
                Some(UNBOUNDED) => stated,
                retained => Ok(retained),
            },
            _ => Err(1),
        }
    }

    fn limited(&self, ty: &Type, capacity: usize) -> Retained {
        match ty {
            Type::Leaf(leaf) => leaf.limited(capacity),
            Type::Parameter => self.argument.map_or(Ok(None), |it| it.limited(capacity)),
            Type::Sequence(_, element) => {
                Ok(slots(self.layout(element).map(|(size, _)| size), capacity))
            }
            // That it can be a key is asked where the parameter is known.
            Type::Set(_) | Type::Map(..) if self.argument.is_none() && ty.is_open() => Ok(None),
            Type::Set(key) => self.table(key, self.layout(key), capacity),
            Type::Map(key, value) => {
                let layout = side_by_side([self.layout(key), self.layout(value)]);
                self.table(key, layout, capacity)
            }
            Type::Around(name, inside) => Ok(sum(
                self.limited(inside, capacity)?,
                self.of_around(name, inside),
            )),
            Type::Array(inside, length) => Ok(times(self.limited(inside, capacity)?, *length)),
            _ => Err(1),
        }
    }

    fn table(&self, key: &Type, bucket: Option<(usize, usize)>, capacity: usize) -> Retained {
        if !self.can_be_key(key) {
            return Err(2); // `Eq` and `Hash`
        }
        if capacity == UNBOUNDED {
            return Ok(Some(UNBOUNDED));
        }
        let Some((size, _)) = bucket else {
            return Ok(None);
        };
        // As hashbrown has it: powers of two of which an eighth stays free, no fewer than
        // fill a group of 16 control bytes, and 16 such bytes more than buckets.
        let fewest = match size {
            0 | 1 => 16,
            2 | 3 => 8,
            _ => 4,
        };
        let holds = |buckets: usize| {
            if buckets < 8 {
                buckets - 1
            } else {
                buckets / 8 * 7
            }
        };
        let sizes = (2..).map(|power| 1_usize << power);
        let buckets = sizes.skip_while(|&it| it < fewest || holds(it) < capacity);
        let buckets = buckets.take(1).sum::<usize>();
        Ok(Some((buckets * size).next_multiple_of(16) + buckets + 16))
    }

    /// The allocation of a box.
    fn of_around(&self, name: &str, inside: &Type) -> Option<usize> {
        match name {
            "Box" => self.layout(inside).map(|(size, _)| size),
            _ => Some(0),
        }
    }
}

enum Mistake {
    InType(usize),
    InConstant,
}

pub(crate) fn is_unsized(ty: &Type) -> bool {
    matches!(ty, Type::Unsized(_))
}

impl Leaf {
    fn reset(&self) -> Retained {
        match self.kind {
            Kind::Reset(bytes) => Ok(Some(bytes)),
            Kind::Grows(_) | Kind::GrowsAsOwn(_) | Kind::Refused => Err(1),
        }
    }

    fn limited(&self, capacity: usize) -> Retained {
        match self.kind {
            Kind::Grows(size) | Kind::GrowsAsOwn(size) => Ok(slots(Some(size), capacity)),
            Kind::Reset(_) | Kind::Refused => Err(1),
        }
    }
}

fn slots(size: Option<usize>, capacity: usize) -> Option<usize> {
    if capacity == UNBOUNDED {
        Some(UNBOUNDED)
    } else {
        times(Some(capacity), size?)
    }
}

fn sum(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    Some(one?.saturating_add(other?))
}

fn times(bytes: Option<usize>, count: usize) -> Option<usize> {
    if count == 0 {
        Some(0)
    } else {
        bytes.map(|bytes| bytes.saturating_mul(count))
    }
}
