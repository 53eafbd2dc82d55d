//! What the client tries.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use hyper::StatusCode;
use hyper::body::Bytes;
use indicatif::{HumanBytes, HumanCount};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::bodies::{BODIES, LARGEST};
use crate::client::{self, Client, Upload};
use crate::options::Options;
use crate::server::{Server, Settings};
use crate::service;

/// For what is certain to come, on however slow a machine.
const DEADLINE: Duration = Duration::from_secs(30);

const HALF: &[u8] = &[7; LARGEST / 2];

pub(crate) async fn run(options: &Options) -> Result<()> {
    let server = Server::start(patient()).await?;
    send_in_parallel(server.address, options).await?;
    timeout(4 * DEADLINE, async {
        abort_half_way(server.address).await?;
        send_too_much(server.address).await?;
        let closed = server.stop().await?;
        ensure!(
            closed.cut_off == 0,
            "a connection without a request was kept"
        );

        fall_silent().await?;
        stop_during_an_upload().await?;
        stop_while_one_hangs().await
    })
    .await
    .context("a trial did not end")??;
    let stats = BODIES.stats();
    ensure!(stats.created < stats.gets, "no buffer was used again");
    Ok(())
}

/// With these no trial ends early because the machine is slow.
fn patient() -> Settings {
    Settings {
        patience: DEADLINE,
        grace: DEADLINE,
        ..Settings::default()
    }
}

/// Bodies of all sizes, whole and in pieces, echoed and digested.
async fn send_in_parallel(server: SocketAddr, options: &Options) -> Result<()> {
    let created = BODIES.stats().created;
    let start = Instant::now();
    let mut connections = JoinSet::new();
    for connection in 0..options.connections() {
        let requests = options.requests();
        connections.spawn(async move {
            let mut client = Client::connect(server).await?;
            let mut bytes = 0;
            for request in 0..requests {
                let random =
                    fastrand::Rng::with_seed(u64::from(request) << 16 | u64::from(connection));
                bytes += send_one(&mut client, request, random).await?;
            }
            anyhow::Ok(bytes)
        });
    }
    let mut bytes = 0;
    while let Some(connection) = connections.join_next().await {
        bytes += connection??;
    }
    let elapsed = start.elapsed();

    let requests = u64::from(options.connections()) * u64::from(options.requests());
    let created = BODIES.stats().created - created;
    println!(
        "{} requests over {} connections in {:.2} s, with {} of bodies; {created} buffers made",
        HumanCount(requests),
        options.connections(),
        elapsed.as_secs_f64(),
        HumanBytes(bytes),
    );
    Ok(())
}

/// The length of the body that was sent, and then answered as it should be.
async fn send_one(client: &mut Client, request: u32, mut random: fastrand::Rng) -> Result<u64> {
    // The ends of the range are sizes like any other, and the likeliest to go wrong.
    let length = match request {
        0 => 0,
        1 => LARGEST,
        _ => random.usize(..=LARGEST),
    };
    let mut body = vec![0; length];
    random.fill(&mut body);
    let body = Bytes::from(body);
    let path = if random.bool() { "/echo" } else { "/digest" };
    let (status, answer) = if random.bool() {
        client.post(path, client::whole(body.clone())).await?
    } else {
        let (mut sender, upload) = client::in_pieces();
        let rest = body.clone();
        let sending = async move {
            for piece in rest.chunks(LARGEST / 5) {
                sender.send_data(rest.slice_ref(piece)).await?;
            }
            // Dropping the sender ends the body.
            anyhow::Ok(())
        };
        let (answer, sent) = tokio::join!(client.post(path, upload), sending);
        sent?;
        answer?
    };
    ensure!(
        status == StatusCode::OK,
        "{length} bytes to {path}: {status}"
    );
    let is_right = match path {
        "/echo" => answer == body,
        _ => answer == format!("{:016x}\n", service::digest(&body)),
    };
    ensure!(is_right, "{length} bytes to {path}: another answer");
    Ok(length as u64)
}

/// The client goes away in the middle of a body, while the server holds what has come.
async fn abort_half_way(server: SocketAddr) -> Result<()> {
    let mut client = Client::connect(server).await?;
    let (mut sender, upload) = client::in_pieces();
    let going_away = async {
        sender.send_data(HALF.into()).await?;
        until_out(1).await?;
        sender.abort(io::Error::other("somebody pulled the plug"));
        anyhow::Ok(())
    };
    let (answer, gone) = tokio::join!(client.post("/echo", upload), going_away);
    gone?;
    ensure!(answer.is_err(), "half a body was answered");
    until_out(0).await?;
    println!("an upload is aborted half-way: its buffer came back");
    Ok(())
}

/// By one byte, with the length told beforehand and without.
async fn send_too_much(server: SocketAddr) -> Result<()> {
    let body = Bytes::from(vec![7; LARGEST + 1]);
    let taken = BODIES.stats().gets;
    expect_too_large(server, client::whole(body.clone())).await?;
    ensure!(
        BODIES.stats().gets == taken,
        "a body that is too large by its own word got a buffer"
    );
    let (mut sender, upload) = client::in_pieces();
    let sending = async move {
        // It fails if the answer comes before; that is what is looked at.
        let _ = sender.send_data(body).await;
        anyhow::Ok(())
    };
    tokio::try_join!(expect_too_large(server, upload), sending)?;
    until_out(0).await?;
    println!("a body is too large: 413, and no buffer is out");
    Ok(())
}

async fn expect_too_large(server: SocketAddr, upload: Upload) -> Result<()> {
    let mut client = Client::connect(server).await?;
    let (status, _) = client.post("/echo", upload).await?;
    ensure!(
        status == StatusCode::PAYLOAD_TOO_LARGE,
        "too large a body: {status}"
    );
    Ok(())
}

/// The client stays, and sends nothing more.
async fn fall_silent() -> Result<()> {
    let server = Server::start(Settings {
        patience: Duration::from_millis(100),
        ..patient()
    })
    .await?;
    let mut client = Client::connect(server.address).await?;
    let (mut sender, upload) = client::in_pieces();
    let (answer, sent) = tokio::join!(client.post("/echo", upload), sender.send_data(HALF.into()));
    sent?;
    let (status, _) = answer?;
    ensure!(
        status == StatusCode::REQUEST_TIMEOUT,
        "a silent client: {status}"
    );
    until_out(0).await?;
    server.stop().await?;
    println!("a client falls silent half-way: 408, and its buffer came back");
    Ok(())
}

/// What is under way is served to its end, and nobody else is let in.
async fn stop_during_an_upload() -> Result<()> {
    let server = Server::start(patient()).await?;
    let address = server.address;
    let mut client = Client::connect(address).await?;
    let (mut sender, upload) = client::in_pieces();
    let stopping = async {
        sender.send_data(HALF.into()).await?;
        until_out(1).await?;
        let stopping = tokio::spawn(server.stop());
        while TcpStream::connect(address).await.is_ok() {
            sleep(Duration::from_millis(1)).await;
        }
        sender.send_data(HALF.into()).await?;
        drop(sender);
        stopping.await?
    };
    let (answer, closed) = tokio::join!(client.post("/echo", upload), stopping);
    let (status, echo) = answer.context("an upload under way was not served")?;
    ensure!(
        status == StatusCode::OK && echo == [HALF, HALF].concat(),
        "an upload under way: {status}, {} bytes",
        echo.len()
    );
    ensure!(closed?.cut_off == 0, "an upload under way was cut off");
    BODIES.assert_no_leaks();
    println!("the server stops during an upload: it is served to its end");
    Ok(())
}

/// What never comes to its end is cut off.
async fn stop_while_one_hangs() -> Result<()> {
    let server = Server::start(Settings {
        grace: Duration::from_millis(50),
        ..patient()
    })
    .await?;
    let mut client = Client::connect(server.address).await?;
    let (mut sender, upload) = client::in_pieces();
    let stopping = async {
        sender.send_data(HALF.into()).await?;
        until_out(1).await?;
        server.stop().await
    };
    let (answer, closed) = tokio::join!(client.post("/echo", upload), stopping);
    ensure!(answer.is_err(), "half a body was answered");
    ensure!(closed?.cut_off == 1, "an upload that hangs was not cut off");
    BODIES.assert_no_leaks();
    println!("the server stops while an upload hangs: it is cut off, and its buffer came back");
    Ok(())
}

/// Waits until so many buffers are out.
async fn until_out(buffers: u64) -> Result<()> {
    timeout(DEADLINE, async {
        while BODIES.census().live() != buffers {
            sleep(Duration::from_millis(1)).await;
        }
    })
    .await
    .with_context(|| format!("not {buffers} buffers are out, but: {}", BODIES.census()))
}
