//! The upstream: a server that echoes, as well as it is told to.

use std::collections::HashSet;
use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;
use tokio::net::UdpSocket;
use tokio::task::JoinSet;

/// How an upstream treats what comes.
#[derive(Clone, Copy)]
pub(crate) enum Manner {
    Echoes,
    /// Answers what it is asked a second time, as if a network had lost the first.
    SecondAsking,
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
    let mut asked = HashSet::new();
    loop {
        // An error is of a datagram sent before, whose sender is gone.
        let Ok((length, sender)) = socket.recv_from(&mut buffer).await else {
            continue;
        };
        let is_answered = match manner {
            Manner::Echoes => true,
            Manner::SecondAsking => !asked.insert(buffer[..length].to_vec()),
            Manner::Silent => false,
        };
        if is_answered {
            let _ = socket.send_to(&buffer[..length], sender).await;
        }
    }
}
