//! `Uuid`, whose default is the nil UUID.

use uuid::{NonNilUuid, Uuid};

use crate::poolable::refused::refused;

super::replaced!([] Uuid;);

refused! {
    NoZero: [] NonNilUuid;
}
