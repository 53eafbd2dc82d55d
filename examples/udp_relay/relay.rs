//! The relay: a task for each request, which holds the request's packet until it is
//! answered.

use std::io;
use std::marker::PhantomData;
use std::mem;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use bytes::{Buf, BufMut};
use tokio::net::UdpSocket;
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::{JoinError, JoinHandle, JoinSet};
use tokio::time::{Instant, timeout, timeout_at};

use crate::packet::{ROOM, TAG};
use crate::supply::Supply;
use crate::waiting::Waiting;

#[derive(Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    /// Requests in work at once. At so many the relay receives no more: what then comes
    /// waits in the socket's buffer, and what does not fit there the kernel drops. So the
    /// memory is bounded, and a client that asks again is served when there is room.
    pub(crate) in_flight: usize,
    /// After so long without a reply the upstream is asked again.
    pub(crate) patience: Duration,
    /// How often it is asked.
    pub(crate) attempts: u32,
    /// How long requests in work may go on once the relay is told to stop.
    pub(crate) grace: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            in_flight: 1024,
            patience: Duration::from_millis(200),
            attempts: 3,
            grace: Duration::from_secs(2),
        }
    }
}

/// What became of the datagrams.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) received: u64,
    pub(crate) answered: u64,
    /// The upstream was silent, however often it was asked, or the client out of reach.
    pub(crate) unanswered: u64,
    /// Longer than is relayed.
    pub(crate) oversized: u64,
    /// In work when the time for that was over.
    pub(crate) cut_off: u64,
    /// Asked for more than once.
    pub(crate) repeated: u64,
    /// Replies that nobody waited for, or no longer, or that were too long.
    pub(crate) stray: u64,
    /// Packets that the relay took, for requests and for replies.
    pub(crate) packets: u64,
}

/// How a request ended.
struct Outcome {
    answered: bool,
    repeated: u32,
}

/// A relay that runs, until it is told to [stop](Self::stop).
pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    relay: JoinHandle<Result<Tally>>,
}

impl Running {
    /// Starts a relay to `upstream` on the threads of `runtime`.
    pub(crate) async fn start<S: Supply>(
        runtime: &Handle,
        upstream: SocketAddr,
        settings: Settings,
    ) -> Result<Self> {
        let relay = runtime
            .spawn(Relay::<S>::bind(upstream, settings))
            .await??;
        let address = relay.front.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let relay = runtime.spawn(Arc::new(relay).run(stopped));
        Ok(Self {
            address,
            stop,
            relay,
        })
    }

    /// Runs until something has happened, such as Ctrl-C, and then stops.
    pub(crate) async fn run_until(mut self, happened: impl Future) -> Result<Tally> {
        tokio::select! {
            ended = &mut self.relay => ended?,
            _ = happened => self.stop().await,
        }
    }

    /// Receives nothing more, lets requests in work come to their end, for a while, and then
    /// no packet is out.
    pub(crate) async fn stop(self) -> Result<Tally> {
        // It fails where the relay has ended by itself, which says why.
        let _ = self.stop.send(());
        self.relay.await?
    }
}

struct Relay<S> {
    /// Towards the clients.
    front: UdpSocket,
    /// Towards the upstream.
    back: UdpSocket,
    waiting: Waiting,
    settings: Settings,
    replies: AtomicU64,
    stray: AtomicU64,
    supply: PhantomData<S>,
}

impl<S: Supply> Relay<S> {
    async fn bind(upstream: SocketAddr, settings: Settings) -> Result<Self> {
        let front = UdpSocket::bind(settings.listen)
            .await
            .with_context(|| format!("cannot listen at {}", settings.listen))?;
        let back = connect(upstream)
            .await
            .with_context(|| format!("cannot reach {upstream}"))?;
        Ok(Self {
            front,
            back,
            waiting: Waiting::default(),
            settings,
            replies: AtomicU64::new(0),
            stray: AtomicU64::new(0),
            supply: PhantomData,
        })
    }

    async fn run(self: Arc<Self>, stopped: oneshot::Receiver<()>) -> Result<Tally> {
        let mut replies = JoinSet::new();
        replies.spawn(Arc::clone(&self).receive_replies());
        let mut requests = JoinSet::new();
        let mut tally = Tally::default();
        let received = tokio::select! {
            _ = stopped => Ok(()),
            received = self.receive_requests(&mut requests, &mut tally) => received,
            // It ends with an error alone.
            Some(ended) = replies.join_next() => ended.map_err(Into::into).flatten(),
        };
        let drained = self.drain(&mut requests, &mut tally).await;
        // It holds a packet, for the next reply. The task is gone when this returns.
        replies.shutdown().await;
        tally.stray = self.stray.load(Ordering::Relaxed);
        // Two were for what never came.
        tally.packets = tally.received + self.replies.load(Ordering::Relaxed) + 2;
        received.and(drained).map(|()| tally)
    }

    async fn receive_requests(
        self: &Arc<Self>,
        requests: &mut JoinSet<Outcome>,
        tally: &mut Tally,
    ) -> Result<()> {
        let mut tag = 0;
        let mut packet = tagged::<S>(tag);
        loop {
            let has_room = requests.len() < self.settings.in_flight;
            let mut room = (&mut packet.body).limit(ROOM - TAG);
            tokio::select! {
                received = self.front.recv_buf_from(&mut room), if has_room => match received {
                    Ok((_, client)) => {
                        tally.received += 1;
                        tag += 1;
                        let packet = mem::replace(&mut packet, tagged::<S>(tag));
                        if packet.body.len() == ROOM {
                            tally.oversized += 1;
                        } else {
                            requests.spawn(Arc::clone(self).relay(tag - 1, packet, client));
                        }
                    }
                    Err(error) if is_unreachable(&error) => (),
                    Err(error) => return Err(error).context("cannot receive requests"),
                },
                Some(done) = requests.join_next() => tally.count(done)?,
            }
        }
    }

    /// One request, with a packet that is held until the reply is there: it may have to be
    /// sent again.
    async fn relay(self: Arc<Self>, tag: u64, packet: S::Held, client: SocketAddr) -> Outcome {
        let mut ticket = self.waiting.register(tag);
        for repeated in 0..self.settings.attempts {
            // What cannot be sent is lost, as anything may be on the way.
            let _ = self.back.send(&packet.body).await;
            let reply = timeout(self.settings.patience, &mut ticket.reply).await;
            if let Ok(Ok(reply)) = reply {
                // Earlier than by itself: sending the reply may take a while.
                drop(packet);
                let sent = self.front.send_to(&reply, client).await;
                return Outcome {
                    answered: sent.is_ok(),
                    repeated,
                };
            }
        }
        Outcome {
            answered: false,
            repeated: self.settings.attempts - 1,
        }
    }

    async fn receive_replies(self: Arc<Self>) -> Result<()> {
        let mut packet = S::take();
        loop {
            let received = self
                .back
                .recv_buf(&mut (&mut packet.body).limit(ROOM))
                .await;
            match received {
                Ok(_) => {
                    let packet = mem::replace(&mut packet, S::take());
                    self.replies.fetch_add(1, Ordering::Relaxed);
                    if !self.hand_over(packet) {
                        self.stray.fetch_add(1, Ordering::Relaxed);
                    }
                }
                Err(error) if is_unreachable(&error) => (),
                Err(error) => return Err(error).context("cannot receive replies"),
            }
        }
    }

    /// Hands a reply to the task that waits for it; false if none does.
    fn hand_over(&self, packet: S::Held) -> bool {
        if !(TAG..ROOM).contains(&packet.body.len()) {
            return false;
        }
        let mut reply = S::freeze(packet);
        // What is left is what the client gets, in the buffer in which it came.
        let tag = reply.get_u64();
        self.waiting.hand_over(tag, reply)
    }

    /// Lets requests come to their end, and ends them when the time for that is over.
    async fn drain(&self, requests: &mut JoinSet<Outcome>, tally: &mut Tally) -> Result<()> {
        let deadline = Instant::now() + self.settings.grace;
        let mut drained = Ok(());
        while let Ok(Some(done)) = timeout_at(deadline, requests.join_next()).await {
            drained = drained.and(tally.count(done));
        }
        tally.cut_off = requests.len() as u64;
        // Waits until each is gone, and with it its packet.
        requests.shutdown().await;
        drained
    }
}

impl Tally {
    fn count(&mut self, done: Result<Outcome, JoinError>) -> Result<()> {
        let outcome = done.context("a request failed")?;
        self.repeated += u64::from(outcome.repeated);
        if outcome.answered {
            self.answered += 1;
        } else {
            self.unanswered += 1;
        }
        Ok(())
    }
}

/// A packet in which a tag stands already, and nothing else.
#[track_caller]
fn tagged<S: Supply>(tag: u64) -> S::Held {
    let mut packet = S::take();
    packet.body.put_u64(tag);
    packet
}

async fn connect(upstream: SocketAddr) -> io::Result<UdpSocket> {
    let any: IpAddr = match upstream {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0)).await?;
    socket.connect(upstream).await?;
    Ok(socket)
}

/// What a socket reports about a datagram sent before: nobody listens there. Somebody may
/// later.
fn is_unreachable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset
    )
}
