//! The where-clause of the implementation: `Poolable` for a parameter only where
//! reset reaches it.
//!
//! Names decide here, but only about bounds: a name that misleads costs a bound
//! too many or a complaint about one too few, and `bound = "…"` sets it right.
//! For the names in the lists the predicate is on the whole type, such as
//! `Option<W>: Poolable`. That asks nothing of `W` where `Option` is std's, and
//! the right thing where it is the user's own. For other types such a predicate
//! would move a mistake from the definition to every use, so there the
//! parameters inside are bound.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Generics, Type, TypeParamBound, TypePath, WherePredicate};

use crate::model::{Input, Plan};
use crate::shape::{arguments, bare};

/// Types that can be reset whatever is in them.
const DROPS_ITS_CONTENT: &str = "\
    AtomicPtr BTreeMap BTreeSet Cow LinkedList OnceCell OnceLock Option PhantomData";

/// Growable types, whose elements are dropped; they matter where the limit stands
/// on the type.
const DROPS_ITS_ELEMENTS: &str = "\
    ArrayVec BinaryHeap HeaderMap Slab SmallVec TinyVec Vec VecDeque";

/// Growable types, whose elements are reset.
const RESETS_ITS_ELEMENTS: &str = "RecyclingVec";

/// Growable types with keys that are hashed.
const TABLES: &str = "\
    AHashMap AHashSet FxHashMap FxHashSet HashMap HashSet IndexMap IndexSet";

/// Types that are refused, whatever is in them: a bound on what is in them would be a second
/// error, at each use. Without a limit, so are the growable types above.
const REFUSED: &str = "\
    Arc BufReader BufWriter ControlFlow FairMutexGuard JoinHandle LineWriter \
    ManuallyDrop MappedMutexGuard MappedRwLockReadGuard MappedRwLockWriteGuard \
    MaybeUninit MutexGuard NonNull NonZero Pin Poll Rc ReentrantMutexGuard Receiver Ref \
    RefMut Result RwLockReadGuard RwLockUpgradableReadGuard RwLockWriteGuard \
    ScopedJoinHandle Sender SyncSender UnsafeCell Weak";

/// Types through which a limit reaches what is inside.
const PASSES_LIMIT_ON: &str = "\
    Box Cell Cursor FairMutex Mutex ReentrantMutex RefCell RwLock";

/// Each where-predicate once, in the order of the fields.
pub(crate) fn predicates(input: &Input<'_>) -> Vec<TokenStream> {
    if let Some(written) = &input.attributes.bound {
        return written.iter().map(ToTokens::to_token_stream).collect();
    }
    let parameters = input.original.generics.type_params();
    let mut bounds = Bounds {
        parameters: parameters.map(|it| &it.ident).collect(),
        known: written_bounds(&input.original.generics),
        found: Vec::new(),
    };
    if bounds.parameters.is_empty() {
        return Vec::new();
    }
    for field in input.reset_fields() {
        bounds.of_field(field.ty, &field.plan);
        let is_refused = match (&field.plan, field.ty) {
            (Plan::Reset, Type::Path(path)) => is_refused(path, false),
            (Plan::Defaulted, Type::Path(path)) => is_refused(path, true),
            (Plan::Value(..) | Plan::Rejected, _) => true,
            _ => false,
        };
        if input.replaces_variants() && !is_refused {
            bounds.fresh(field.ty);
        }
    }
    if input.attributes.default.is_some() {
        bounds.require(&quote!(Self), &quote!(::core::default::Default));
    }
    bounds.found
}

struct Bounds<'a> {
    parameters: Vec<&'a Ident>,
    /// The types, and the last words of the traits, of what is found and of what the user has
    /// written: clippy's `trait_duplication_in_bounds` would report it if it was repeated.
    known: HashSet<(String, String)>,
    found: Vec<TokenStream>,
}

impl Bounds<'_> {
    fn of_field(&mut self, ty: &Type, plan: &Plan) {
        match plan {
            Plan::Reset => self.reset(ty, false),
            Plan::Defaulted => self.reset(ty, true),
            Plan::MaxCapacity(_) | Plan::MaxBytes(_) | Plan::Unbounded => self.limited(ty),
            Plan::Default(_) => self.fresh(ty),
            Plan::Each(_) => self.each(ty),
            Plan::Keep(_) | Plan::Value(..) | Plan::With(..) | Plan::Clear(..) | Plan::Rejected => {
            }
        }
    }

    fn reset(&mut self, ty: &Type, defaulted: bool) {
        let ty = bare(ty);
        match ty {
            _ if defaulted && self.is_around_keyed(ty) => {
                self.require(ty, &quote!(::qnpool::__private::FieldWithinLimit));
            }
            Type::Array(array) => self.reset(&array.elem, defaulted),
            Type::Tuple(tuple) => tuple
                .elems
                .iter()
                .for_each(|part| self.reset(part, defaulted)),
            Type::Path(path) if self.mentions(ty) => {
                if self.is_open(path) || named(path, DROPS_ITS_CONTENT) {
                    self.require_poolable(ty);
                } else if is_refused(path, defaulted) {
                    // No bound, since the field is refused.
                } else if named(path, RESETS_ITS_ELEMENTS) {
                    arguments(path).for_each(|argument| self.reset(argument, false));
                } else if defaulted && (named(path, DROPS_ITS_ELEMENTS) || is_keyed(path)) {
                    self.require(ty, &quote!(::qnpool::__private::FieldWithinLimit));
                } else {
                    arguments(path).for_each(|argument| self.reset(argument, defaulted));
                }
            }
            _ => {}
        }
    }

    fn limited(&mut self, ty: &Type) {
        let ty = bare(ty);
        match ty {
            Type::Array(array) => self.limited(&array.elem),
            Type::Path(path) if self.mentions(ty) => {
                if self.is_open(path) || is_keyed(path) {
                    self.require(ty, &quote!(::qnpool::__private::Growable));
                } else if named(path, RESETS_ITS_ELEMENTS) {
                    arguments(path).for_each(|argument| self.reset(argument, false));
                } else if named(path, PASSES_LIMIT_ON) {
                    arguments(path).for_each(|argument| self.limited(argument));
                }
            }
            _ => {}
        }
    }

    /// The elements of a `Vec`, a boxed slice or an array are reset.
    fn each(&mut self, ty: &Type) {
        let ty = bare(ty);
        match ty {
            Type::Array(array) => self.reset(&array.elem, false),
            Type::Slice(slice) => self.reset(&slice.elem, false),
            Type::Path(path) if named(path, "Box") => {
                arguments(path).for_each(|argument| self.each(argument));
            }
            Type::Path(path) if named(path, "Vec VecDeque") => {
                arguments(path).for_each(|argument| self.reset(argument, false));
            }
            Type::Path(path) if self.is_open(path) => {
                self.require(ty, &quote!(::qnpool::__private::Each));
            }
            _ => {}
        }
    }

    /// Such as `Box<HashMap<K, V>>`: that the table in it can be limited does not say that
    /// its key can be hashed, which is what the limit of the whole asks for.
    fn is_around_keyed(&self, ty: &Type) -> bool {
        let keyed = |inside: &Type| {
            matches!(inside, Type::Path(path) if is_keyed(path)) && self.mentions(inside)
        };
        match ty {
            Type::Array(array) => keyed(&array.elem),
            Type::Path(path) => named(path, PASSES_LIMIT_ON) && arguments(path).any(keyed),
            _ => false,
        }
    }

    /// `Default`, for a field that is made anew.
    fn fresh(&mut self, ty: &Type) {
        if self.mentions(ty) {
            self.require(ty, &quote!(::core::default::Default));
        }
    }

    fn require_poolable(&mut self, ty: &Type) {
        self.require(ty, &quote!(::qnpool::__private::Poolable));
    }

    fn require(&mut self, ty: &impl ToTokens, bound: &TokenStream) {
        let last = bound.clone().into_iter().last();
        let name = last.map(|last| last.to_string()).unwrap_or_default();
        if self.known.insert((quote!(#ty).to_string(), name)) {
            self.found.push(quote!(#ty: #bound));
        }
    }

    /// A parameter, or a type reached through one: `T`, `T::Item`, `<T as Trait>::Item`.
    fn is_open(&self, path: &TypePath) -> bool {
        let first = path.path.segments.first();
        path.qself.is_some() || first.is_some_and(|first| self.parameters.contains(&&first.ident))
    }

    fn mentions(&self, ty: &Type) -> bool {
        fn any(tokens: TokenStream, parameters: &[&Ident]) -> bool {
            tokens.into_iter().any(|token| match token {
                TokenTree::Ident(ident) => parameters.iter().any(|&it| *it == ident),
                TokenTree::Group(group) => any(group.stream(), parameters),
                _ => false,
            })
        }
        any(ty.to_token_stream(), &self.parameters)
    }
}

fn written_bounds(generics: &Generics) -> HashSet<(String, String)> {
    let inline = generics
        .type_params()
        .map(|parameter| (parameter.ident.to_string(), &parameter.bounds));
    let clauses = generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    let clauses = clauses.filter_map(|predicate| match predicate {
        WherePredicate::Type(clause) => Some((
            clause.bounded_ty.to_token_stream().to_string(),
            &clause.bounds,
        )),
        _ => None,
    });
    let mut written = HashSet::new();
    for (ty, bounds) in inline.chain(clauses) {
        for bound in bounds {
            if let TypeParamBound::Trait(bound) = bound {
                let last = bound.path.segments.last();
                written.extend(last.map(|last| (ty.clone(), last.ident.to_string())));
            }
        }
    }
    written
}

/// A field of this type, without an option, is an error by itself. A limit on the type, if it
/// is `defaulted`, is one for its growable fields.
fn is_refused(path: &TypePath, defaulted: bool) -> bool {
    let is_growable =
        named(path, DROPS_ITS_ELEMENTS) || named(path, RESETS_ITS_ELEMENTS) || named(path, TABLES);
    if is_growable {
        !defaulted
    } else {
        named(path, REFUSED)
    }
}

/// Hash tables can shrink only where their keys can be hashed.
fn is_keyed(path: &TypePath) -> bool {
    let name = last_name(path);
    (name.ends_with("Map") || name.ends_with("Set")) && !named(path, DROPS_ITS_CONTENT)
}

/// Whether it is one of the names, which have spaces between them.
fn named(path: &TypePath, names: &str) -> bool {
    let last = last_name(path);
    names.split(' ').any(|name| name == last)
}

fn last_name(path: &TypePath) -> String {
    let last = path.path.segments.last();
    last.map(|segment| segment.ident.to_string())
        .unwrap_or_default()
}
