//! The service that is watched: a few hundred requests a second, and a leak.

use std::mem;
use std::num::NonZero;
use std::thread;
use std::time::Duration;

use qnpool::{Guard, LeakDetection, Pool, Poolable};

#[derive(Default, Poolable)]
#[pool(max_capacity = 4096)]
struct Request {
    path: String,
    body: Vec<u8>,
}

#[derive(Default, Poolable)]
#[pool(max_capacity = 16384)]
struct Response {
    body: Vec<u8>,
}

/// Short, so that a verdict comes within half a minute. A service is well served by the
/// minute that a pool has if it is told nothing.
const GENERATION: Duration = Duration::from_secs(4);

/// Every object is followed, as the traffic is light.
static REQUESTS: Pool<Request> = Pool::builder()
    .name("requests")
    .idle_timeout(GENERATION)
    .leak_detection(LeakDetection::All)
    .build();

/// Fewer may wait than a burst needs, so that some are dropped and made anew.
static RESPONSES: Pool<Response> = Pool::builder()
    .name("responses")
    .max_idle(48)
    .idle_timeout(GENERATION)
    .leak_detection(LeakDetection::All)
    .build();

/// How many requests come at once, in turn: one at a time as a rule, and now and then a
/// burst.
const ARRIVALS: [usize; 8] = [1, 1, 2, 1, 1, 1, 64, 1];

const PAUSE: Duration = Duration::from_millis(25);

/// Serves until the process ends. Of so many responses one is leaked, if a number is given.
pub(crate) fn run(leak_every: Option<NonZero<u64>>) {
    let mut served = 0_u64;
    for arrivals in ARRIVALS.into_iter().cycle() {
        let requests: Vec<_> = (0..arrivals).map(|_| receive()).collect();
        let responses: Vec<_> = requests.iter().map(|request| respond(request)).collect();
        for response in responses {
            served += 1;
            if leak_every.is_some_and(|every| served % every == 0) {
                audit(response);
            }
        }
        thread::sleep(PAUSE);
    }
}

fn receive() -> Guard<'static, Request> {
    let mut request = REQUESTS.get();
    request.path.push_str("/frames");
    request.body.extend_from_slice(&[7; 1024]);
    request
}

fn respond(request: &Request) -> Guard<'static, Response> {
    let mut response = RESPONSES.get();
    response.body.extend_from_slice(request.path.as_bytes());
    response.body.extend(request.body.iter().rev());
    response
}

/// The leak: somebody meant to keep the response's bytes for a log, and kept the guard.
fn audit(response: Guard<'static, Response>) {
    mem::forget(response);
}
