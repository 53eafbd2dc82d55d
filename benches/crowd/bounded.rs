//! Contenders that keep so many idle objects and no more.

use std::sync::Mutex;

use crossbeam_queue::ArrayQueue;

use super::contenders::counted::Counted;
use super::contenders::crates::{Boxes, Opool, Qnpool};
use super::contenders::objects::Object;
use super::contenders::recipes::{Queue, Store};
use super::contenders::{Contender, Kind};

pub(crate) trait Bounded: Contender<Object = Counted> {
    fn with_bound(max_idle: usize) -> Self;
}

impl Bounded for Qnpool<Counted> {
    fn with_bound(max_idle: usize) -> Self {
        Self(qnpool::Pool::builder().max_idle(max_idle).build())
    }
}

impl Bounded for Opool<Counted> {
    fn with_bound(max_idle: usize) -> Self {
        Self(opool::Pool::new(max_idle, Boxes))
    }
}

impl Bounded for Queue<Counted> {
    fn with_bound(max_idle: usize) -> Self {
        Self(ArrayQueue::new(max_idle))
    }
}

/// A mutex around a vector, which drops what is above the bound.
pub(crate) struct MutexVec<T> {
    objects: Mutex<Vec<Box<T>>>,
    max_idle: usize,
}

impl Bounded for MutexVec<Counted> {
    fn with_bound(max_idle: usize) -> Self {
        Self {
            objects: Mutex::new(Vec::with_capacity(max_idle)),
            max_idle,
        }
    }
}

impl<T: Object> Store for MutexVec<T> {
    const NAME: &'static str = "mutex-vec";
    const KIND: Kind = Kind::Peer;
    type Object = T;

    fn with_number(_: usize) -> Self {
        unreachable!("it is made with a bound")
    }

    #[inline]
    fn pop(&self) -> Option<Box<T>> {
        self.objects.lock().expect("no panic in pop or push").pop()
    }

    #[inline]
    fn push(&self, object: Box<T>) {
        let mut objects = self.objects.lock().expect("no panic in pop or push");
        if objects.len() < self.max_idle {
            objects.push(object);
        }
    }
}

/// What is done with each of them.
pub(crate) trait BoundedVisitor {
    fn visit<C: Bounded>(&mut self);
}

pub(crate) fn for_each_bounded(visitor: &mut impl BoundedVisitor) {
    visitor.visit::<Qnpool<Counted>>();
    visitor.visit::<MutexVec<Counted>>();
    visitor.visit::<Opool<Counted>>();
    visitor.visit::<Queue<Counted>>();
}
