//! The upstream: a server that echoes, as well as it is told to.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;
use tokio::net::UdpSocket;
use tokio::task::JoinSet;

/// How an upstream treats what comes.
#[derive(Clone, Copy)]
pub(crate) enum Manner {
    Echoes,
    /// Of so many datagrams it drops one, as a network might.
    Loses(u64),
    /// Receives, and never answers.
    Silent,
}

/// Echoes until it is dropped.
pub(crate) struct Upstream {
    pub(crate) address: SocketAddr,
    _task: JoinSet<()>,
}

impl Upstream {
    /// Runs on the runtime that this is called in.
    pub(crate) async fn start(manner: Manner) -> Result<Self> {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = socket.local_addr()?;
        let mut task = JoinSet::new();
        task.spawn(echo(socket, manner));
        Ok(Self {
            address,
            _task: task,
        })
    }
}

async fn echo(socket: UdpSocket, manner: Manner) {
    let mut buffer = vec![0; 1 << 16];
    let mut received = 0_u64;
    loop {
        // An error is of a datagram sent before, whose sender is gone.
        let Ok((length, sender)) = socket.recv_from(&mut buffer).await else {
            continue;
        };
        received += 1;
        let is_answered = match manner {
            Manner::Echoes => true,
            Manner::Loses(every) => !received.is_multiple_of(every),
            Manner::Silent => false,
        };
        if is_answered {
            let _ = socket.send_to(&buffer[..length], sender).await;
        }
    }
}
