//! The server: a task for each connection, and an end that waits for them.

use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::time::Duration;

use anyhow::{Context, Result};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout_at};

use crate::service;

/// Connections at once. Beyond that they wait in the listener's queue, so that no more
/// buffers are out.
const MOST_CONNECTIONS: usize = 1024;

/// After a connection could not be accepted, such as for want of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(10);

#[derive(Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    /// How long a client may send nothing in the middle of a request.
    pub(crate) patience: Duration,
    /// How long requests under way may go on once the server is told to stop.
    pub(crate) grace: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            patience: Duration::from_secs(10),
            grace: Duration::from_secs(10),
        }
    }
}

/// What there was of connections.
pub(crate) struct Closed {
    pub(crate) connections: u64,
    /// Not at their end when the time for that was over.
    pub(crate) cut_off: u64,
}

/// A server that runs, until it is told to [stop](Self::stop).
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<Closed>>,
}

impl Server {
    /// Runs on the runtime that this is called in.
    pub(crate) async fn start(settings: Settings) -> Result<Self> {
        let listener = TcpListener::bind(settings.listen)
            .await
            .with_context(|| format!("cannot listen at {}", settings.listen))?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(run(listener, settings, stopped));
        Ok(Self {
            address,
            stop,
            task,
        })
    }

    /// Runs until something has happened, such as Ctrl-C, and then stops.
    pub(crate) async fn run_until(mut self, happened: impl Future) -> Result<Closed> {
        tokio::select! {
            ended = &mut self.task => ended?,
            _ = happened => self.stop().await,
        }
    }

    /// Accepts nothing more, lets requests under way come to their end, for a while, and
    /// then no buffer is out.
    pub(crate) async fn stop(self) -> Result<Closed> {
        // It fails where the server has ended by itself, which says why.
        let _ = self.stop.send(());
        self.task.await?
    }
}

async fn run(
    listener: TcpListener,
    settings: Settings,
    mut stopped: oneshot::Receiver<()>,
) -> Result<Closed> {
    let (close, closing) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut accepted = 0;
    loop {
        let has_room = connections.len() < MOST_CONNECTIONS;
        tokio::select! {
            _ = &mut stopped => break,
            connection = listener.accept(), if has_room => match connection {
                Ok((stream, _)) => {
                    // Else the end of an answer waits for the client to acknowledge its
                    // beginning, which takes 40 ms. If it fails, it is no more than that.
                    let _ = stream.set_nodelay(true);
                    accepted += 1;
                    connections.spawn(serve(stream, settings.patience, closing.clone()));
                }
                Err(_) => sleep(ACCEPT_PAUSE).await,
            },
            Some(done) = connections.join_next() => done.context("a connection failed")?,
        }
    }
    // Who comes now is refused, and not left to wait.
    drop(listener);
    close.send_replace(());

    let deadline = Instant::now() + settings.grace;
    let mut drained = Ok(());
    while let Ok(Some(done)) = timeout_at(deadline, connections.join_next()).await {
        drained = drained.and(done.context("a connection failed"));
    }
    let cut_off = connections.len() as u64;
    // Waits until each is gone, and with it its buffer.
    connections.shutdown().await;
    drained.map(|()| Closed {
        connections: accepted,
        cut_off,
    })
}

/// Serves a connection until it ends. When the server closes, it ends with the request that
/// is under way.
async fn serve(stream: TcpStream, patience: Duration, mut closing: watch::Receiver<()>) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .serve_connection(
            TokioIo::new(stream),
            service_fn(|request| service::answer(request, patience)),
        );
    let mut connection = pin!(connection);
    // That one breaks off is its client's loss.
    let _ = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = closing.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
}
