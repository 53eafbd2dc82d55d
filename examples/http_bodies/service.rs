//! What is answered.

use std::convert::Infallible;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::EXPECT;
use hyper::{Method, Request, Response, StatusCode};
use qnpool::Guard;

use crate::bodies::{self, Refused};

/// `patience` is how long the client may send nothing in the middle of a body.
pub(crate) async fn answer(
    request: Request<Incoming>,
    patience: Duration,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, mut incoming) = request.into_parts();
    let path = head.uri.path();
    if head.method != Method::POST || !["/echo", "/digest"].contains(&path) {
        return Ok(say(StatusCode::NOT_FOUND, "POST /echo or /digest\n".into()));
    }
    let answer = match bodies::collect(&mut incoming, patience).await {
        // The buffer itself is the answer. It is back when hyper has written it.
        Ok(body) if path == "/echo" => say(StatusCode::OK, Guard::freeze(body)),
        Ok(body) => say(StatusCode::OK, format!("{:016x}\n", digest(&body)).into()),
        Err(refused) => {
            // One who asks first has not begun to send, and is not to.
            if refused == Refused::TooLarge && !head.headers.contains_key(EXPECT) {
                bodies::discard(&mut incoming, patience).await;
            }
            refuse(refused)
        }
    };
    Ok(answer)
}

fn refuse(refused: Refused) -> Response<Full<Bytes>> {
    let (status, text) = match refused {
        Refused::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "the body is too large\n"),
        Refused::TooSlow => (StatusCode::REQUEST_TIMEOUT, "the body took too long\n"),
        // Nobody is there to read it.
        Refused::Aborted => (StatusCode::BAD_REQUEST, "the body ends half-way\n"),
    };
    say(status, text.into())
}

fn say(status: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response
}

/// FNV-1a, 64 bits.
pub(crate) fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |digest, &byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
