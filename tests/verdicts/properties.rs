//! What the language and its library say of a type: its size, and the traits that a
//! reset may need.

use std::collections::{BTreeSet, HashSet, LinkedList, VecDeque};
use std::mem::needs_drop;
use std::sync::Mutex;

use crate::definition::Type;
use crate::leaves::Kind;
use crate::model::Judge;

impl Judge {
    pub(crate) fn layout(&self, ty: &Type) -> Option<(usize, usize)> {
        match ty {
            Type::Leaf(leaf) => Some(leaf.layout),
            Type::Parameter => self.argument.map(|it| it.layout),
            Type::Emptied("Option", inside) => match **inside {
                Type::Leaf(leaf) => Some((leaf.size_of_option, leaf.layout.1)),
                _ => None,
            },
            Type::Emptied("PhantomData", _) => Some((0, 1)),
            Type::Emptied("LinkedList", _) => Some(layout_of::<LinkedList<u8>>()),
            Type::Emptied("BTreeSet" | "BTreeMap", _) => Some(layout_of::<BTreeSet<u8>>()),
            Type::Around("Cell", inside) | Type::Refused("ManuallyDrop<@>", inside) => {
                self.layout(inside)
            }
            Type::Around("RefCell", inside) => {
                side_by_side([Some(layout_of::<usize>()), self.layout(inside)])
            }
            Type::Around("Cursor", inside) => {
                side_by_side([Some(layout_of::<u64>()), self.layout(inside)])
            }
            Type::Array(inside, length) => self
                .layout(inside)
                .map(|(size, align)| (size * length, align)),
            Type::Tuple(parts) => side_by_side(parts.iter().map(|part| self.layout(part))),
            Type::Sequence("VecDeque", _) => Some(layout_of::<VecDeque<u8>>()),
            Type::Sequence(..) => Some(layout_of::<Vec<u8>>()),
            Type::Map(..) | Type::Set(_) => Some(layout_of::<HashSet<u8>>()),
            Type::Refused(form, _) if form.starts_with("Box") => Some(layout_of::<Box<[u8]>>()),
            Type::Around("Box", _) | Type::Refused(..) => Some(layout_of::<usize>()),
            // What is inside a lock or a once-cell beside the value is its own affair.
            _ => None,
        }
    }

    pub(crate) fn needs_drop(&self, ty: &Type) -> bool {
        match ty {
            Type::Leaf(leaf) => leaf.needs_drop,
            Type::Parameter => self.argument.is_some_and(|it| it.needs_drop),
            Type::Unsized(_) | Type::Emptied("PhantomData", _) => false,
            Type::Emptied("Option" | "OnceCell", inside) => self.needs_drop(inside),
            Type::Around("Mutex", inside) => needs_drop::<Mutex<()>>() || self.needs_drop(inside),
            Type::Around("Box", _)
            | Type::Emptied(..)
            | Type::OfItself(_)
            | Type::Sequence(..)
            | Type::Map(..)
            | Type::Set(_) => true,
            Type::Around(_, inside) => self.needs_drop(inside),
            Type::Array(inside, length) => *length > 0 && self.needs_drop(inside),
            Type::Tuple(parts) => parts.iter().any(|part| self.needs_drop(part)),
            Type::Refused(form, _) => {
                form.starts_with("Box") || form.starts_with("Arc") || form.starts_with("Rc")
            }
        }
    }

    /// How many parts have no `Default`.
    pub(crate) fn without_default(&self, ty: &Type) -> usize {
        match ty {
            // Asked where the parameter is known.
            _ if self.argument.is_none() && ty.is_open() => 0,
            Type::Leaf(leaf) => usize::from(!leaf.has_default),
            Type::Parameter => usize::from(self.argument.is_some_and(|it| !it.has_default)),
            Type::Array(_, 0) | Type::Refused("Box<[@]>" | "*const @" | "*mut @", _) => 0,
            Type::Around(_, inside) | Type::Array(inside, _) => self.without_default(inside),
            Type::Tuple(parts) => parts.iter().map(|part| self.without_default(part)).sum(),
            Type::Refused("Arc<@>" | "Rc<@>" | "ManuallyDrop<@>", inside) => {
                self.without_default(inside)
            }
            Type::Refused(..) => 1,
            _ => 0,
        }
    }

    /// It has a method `clear` of its own.
    pub(crate) fn has_clear(ty: &Type) -> bool {
        match ty {
            Type::Leaf(leaf) => matches!(leaf.kind, Kind::Grows(_)),
            Type::Emptied(name, _) => matches!(*name, "LinkedList" | "BTreeSet" | "BTreeMap"),
            Type::Sequence(..) | Type::Map(..) | Type::Set(_) => true,
            Type::OfItself(text) => text.starts_with("RecyclingVec"),
            _ => false,
        }
    }

    pub(crate) fn can_be_key(&self, ty: &Type) -> bool {
        match ty {
            Type::Leaf(leaf) => leaf.can_be_key,
            Type::Parameter => self.argument.is_none_or(|it| it.can_be_key),
            Type::Array(inside, _) => self.can_be_key(inside),
            Type::Tuple(parts) => parts.iter().all(|part| self.can_be_key(part)),
            _ => false,
        }
    }
}

const fn layout_of<T>() -> (usize, usize) {
    (size_of::<T>(), align_of::<T>())
}

/// Fields in the order of their alignment need no padding but at the end.
pub(crate) fn side_by_side(
    layouts: impl IntoIterator<Item = Option<(usize, usize)>>,
) -> Option<(usize, usize)> {
    layouts
        .into_iter()
        .try_fold((0, 1), |(total, most), layout| {
            let (size, align) = layout?;
            Some((total + size, most.max(align)))
        })
        .map(|(total, align): (usize, usize)| (total.next_multiple_of(align), align))
}
