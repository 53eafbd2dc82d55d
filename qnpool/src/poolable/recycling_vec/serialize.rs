//! Serialization as a sequence of the live elements. `deserialize_in_place` reads into spare ones.

use core::fmt;

use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{PoolObject, RecyclingVec};

impl<T: Serialize> Serialize for RecyclingVec<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de> + PoolObject + Default> Deserialize<'de> for RecyclingVec<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut vec = Self::new();
        Self::deserialize_in_place(deserializer, &mut vec)?;
        Ok(vec)
    }

    /// Keeps the memory of elements whose own `deserialize_in_place` does, such as
    /// `Bounded<String, 64>`, or a type that serde derives with its feature `deserialize_in_place`.
    /// After an error, the vector has the elements that were read before it.
    fn deserialize_in_place<D: Deserializer<'de>>(
        deserializer: D,
        place: &mut Self,
    ) -> Result<(), D::Error> {
        place.clear();
        deserializer.deserialize_seq(Elements(place))
    }
}

struct Elements<'a, T>(&'a mut RecyclingVec<T>);

impl<'de, T: Deserialize<'de> + PoolObject + Default> Visitor<'de> for Elements<'_, T> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        while sequence.next_element_seed(Next(self.0))?.is_some() {}
        Ok(())
    }
}

/// Pushes an element when the sequence has one more.
struct Next<'a, T>(&'a mut RecyclingVec<T>);

impl<'de, T: Deserialize<'de> + PoolObject + Default> DeserializeSeed<'de> for Next<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        T::deserialize_in_place(deserializer, self.0.push_recycled())
    }
}
