//! The client: hyper's, over one connection.

use std::io;
use std::net::SocketAddr;

use anyhow::{Context, Result};
use http_body_util::channel::{Channel, Sender};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::HOST;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

pub(crate) type Upload = UnsyncBoxBody<Bytes, io::Error>;

/// A body whose length is told beforehand.
pub(crate) fn whole(bytes: Bytes) -> Upload {
    Full::new(bytes)
        .map_err(|never| match never {})
        .boxed_unsync()
}

/// A body that comes piece by piece, and whose length nobody knows beforehand.
pub(crate) fn in_pieces() -> (Sender<Bytes, io::Error>, Upload) {
    let (sender, pieces) = Channel::new(1);
    (sender, pieces.boxed_unsync())
}

pub(crate) struct Client {
    host: String,
    requests: SendRequest<Upload>,
    /// Closed when this is dropped.
    _connection: JoinSet<hyper::Result<()>>,
}

impl Client {
    pub(crate) async fn connect(server: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(server)
            .await
            .context("cannot reach the server")?;
        stream.set_nodelay(true)?;
        let (requests, connection) = http1::handshake(TokioIo::new(stream)).await?;
        let mut task = JoinSet::new();
        task.spawn(connection);
        Ok(Self {
            host: server.to_string(),
            requests,
            _connection: task,
        })
    }

    pub(crate) async fn post(&mut self, path: &str, upload: Upload) -> Result<(StatusCode, Bytes)> {
        self.requests.ready().await?;
        let request = Request::post(path).header(HOST, &self.host).body(upload)?;
        let response = self.requests.send_request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?;
        Ok((status, body.to_bytes()))
    }
}
