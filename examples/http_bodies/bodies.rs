//! The pooled bodies, and how one is collected.

use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::{Body as _, Bytes, Frame, Incoming};
use qnpool::{Bounded, Guard, LeakDetection, Pool};
use tokio::time::timeout;

/// The largest body that is accepted.
pub(crate) const LARGEST: usize = 64 << 10;

/// What is read, and thrown away, of a body that is too large.
const LINGER: usize = 4 << 20;

pub(crate) type Body = Bounded<Vec<u8>, LARGEST>;

/// With all their room from the start: collecting a body never moves it. Each request is
/// followed, as that is little beside what it costs anyway.
pub(crate) static BODIES: Pool<Body> = Pool::builder()
    .name("bodies")
    .max_idle(256)
    .leak_detection(LeakDetection::All)
    .create(|| Body::new(Vec::with_capacity(LARGEST)));

/// Why there is no body.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Refused {
    TooLarge,
    /// The client sent nothing for too long.
    TooSlow,
    /// The client went away.
    Aborted,
}

/// Collects a body into a pooled buffer. Whatever comes in between, also that this future is
/// dropped half-way, the buffer goes back.
pub(crate) async fn collect(
    incoming: &mut Incoming,
    patience: Duration,
) -> Result<Guard<'static, Body>, Refused> {
    // One that says so beforehand does not get a buffer.
    if incoming.size_hint().lower() > LARGEST as u64 {
        return Err(Refused::TooLarge);
    }
    let mut body = BODIES.get();
    while let Some(frame) = next_frame(incoming, patience).await? {
        // The other frames are trailers.
        if let Some(data) = frame.data_ref() {
            if data.len() > LARGEST - body.len() {
                return Err(Refused::TooLarge);
            }
            body.extend_from_slice(data);
        }
    }
    Ok(body)
}

/// Reads on for a while: to close a connection on a client that is still sending would reset
/// it, and the client might never see the answer.
pub(crate) async fn discard(incoming: &mut Incoming, patience: Duration) {
    let mut left = LINGER;
    while let Ok(Some(frame)) = next_frame(incoming, patience).await {
        let length = frame.data_ref().map_or(0, Bytes::len);
        let Some(less) = left.checked_sub(length) else {
            return;
        };
        left = less;
    }
}

async fn next_frame(
    incoming: &mut Incoming,
    patience: Duration,
) -> Result<Option<Frame<Bytes>>, Refused> {
    match timeout(patience, incoming.frame()).await {
        Ok(frame) => frame.transpose().map_err(|_| Refused::Aborted),
        Err(_) => Err(Refused::TooSlow),
    }
}
