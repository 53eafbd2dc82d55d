//! As much of HTTP as a scrape needs: one page, one request a connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

/// A client that sends its request more slowly than this is no scraper.
const PATIENCE: Duration = Duration::from_secs(2);

/// Longest request that is read.
const REQUEST: u64 = 8 << 10;

/// Answers `GET /metrics` with what `page` writes at that moment, for as long as the
/// process runs.
pub(crate) fn serve(listener: &TcpListener, page: impl Fn() -> String) {
    for connection in listener.incoming() {
        // One that breaks off is its client's loss, and the next one may be well.
        let _ = connection.and_then(|connection| answer(connection, &page));
    }
}

fn answer(mut connection: TcpStream, page: impl Fn() -> String) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    let request = read_request(&connection)?;
    let mut words = request.split(' ');
    let (status, body) = match (words.next(), words.next()) {
        (Some("GET"), Some("/metrics")) => ("200 OK", page()),
        (Some("GET"), _) => ("404 Not Found", "see /metrics\n".to_owned()),
        _ => ("405 Method Not Allowed", "GET it\n".to_owned()),
    };
    write!(
        connection,
        "HTTP/1.1 {status}\r\n\
         Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n\
         Content-Length: {}\r\n\
         Connection: close\r\n\r\n\
         {body}",
        body.len(),
    )?;
    connection.flush()
}

/// The first line. The rest is read too: closing a connection with bytes unread would
/// reset it, and the client might lose the answer.
fn read_request(connection: &TcpStream) -> io::Result<String> {
    let mut lines = BufReader::new(connection.take(REQUEST)).lines();
    let request = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    for line in lines {
        if line?.is_empty() {
            return Ok(request);
        }
    }
    Err(io::ErrorKind::UnexpectedEof.into())
}
