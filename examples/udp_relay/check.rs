//! What `--check` tries: relays that are whole, that lose datagrams, and that are stopped
//! while requests are in work.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use qnpool::LeakDetection;
use tokio::net::UdpSocket;
use tokio::runtime::Handle;
use tokio::time::{sleep, timeout};

use crate::comparison::{Round, Trial};
use crate::load::Load;
use crate::packet::{LARGEST_DATAGRAM, PACKETS};
use crate::relay::{Running, Settings};
use crate::supply::{Fresh, Pooled, Supply};
use crate::upstream::{Manner, Upstream};

/// For what is certain to come, on however slow a machine.
const DEADLINE: Duration = Duration::from_mins(1);

/// Ends by number, not by time: on a machine that is busy with other things, hardly anything
/// may happen in a second.
const LOAD: Load = Load {
    clients: 4,
    window: 8,
    largest: LARGEST_DATAGRAM,
    time: DEADLINE,
    datagrams: 256,
    lost_after: Duration::from_secs(10),
};

pub(crate) async fn run(relays: &Handle) -> Result<()> {
    // So that a leak would be told with its line.
    PACKETS.set_leak_detection(LeakDetection::All);

    let echoes = Upstream::start(Manner::Echoes).await?;
    let round = drive::<Pooled>(relays, &echoes, LOAD).await?;
    ensure!(
        round.made < round.tally.packets,
        "of {} packets none was used again",
        round.made
    );
    drive::<Fresh>(relays, &echoes, LOAD).await?;
    println!("whole: {}", round.tally);

    let loses = Upstream::start(Manner::SecondAsking).await?;
    // Each of these takes the relay's patience.
    let few = Load {
        datagrams: 32,
        ..LOAD
    };
    let round = drive::<Pooled>(relays, &loses, few).await?;
    println!("with losses: {}", round.tally);

    refuse_oversized(relays, &echoes).await?;
    stop_in_the_middle(relays).await?;
    println!("check passed: answers are whole, and each packet came back");
    Ok(())
}

async fn drive<S: Supply>(relays: &Handle, upstream: &Upstream, load: Load) -> Result<Round> {
    let trial = Trial {
        relays,
        upstream,
        settings: Settings {
            patience: Duration::from_millis(50),
            attempts: 100,
            ..Settings::default()
        },
        interrupted: &Arc::new(AtomicBool::new(false)),
    };
    let round = trial.run::<S>(load).await?;
    ensure!(round.answered > 0, "{}: no answer came", round.supply);
    ensure!(
        round.damaged == 0,
        "{}: {} answers were not what was sent",
        round.supply,
        round.damaged
    );
    ensure!(
        round.sent == round.answered + round.lost,
        "{}: of {} sent, {} were answered and {} lost",
        round.supply,
        round.sent,
        round.answered,
        round.lost
    );
    Ok(round)
}

/// A datagram that is too long must not be passed on as if it were whole.
async fn refuse_oversized(relays: &Handle, upstream: &Upstream) -> Result<()> {
    let relay = Running::start::<Pooled>(relays, upstream.address, Settings::default()).await?;
    let client = UdpSocket::bind("127.0.0.1:0").await?;
    client.connect(relay.address).await?;
    let largest = [7; LARGEST_DATAGRAM + 1];
    client.send(&largest).await?;
    client.send(&largest[1..]).await?;
    let mut answer = [0; 2 * LARGEST_DATAGRAM];
    let length = timeout(DEADLINE, client.recv(&mut answer))
        .await
        .context("no answer to the largest datagram")??;
    ensure!(
        answer[..length] == largest[1..],
        "the largest was not answered as it is"
    );

    let tally = relay.stop().await?;
    Pooled::assert_no_leaks();
    ensure!(tally.oversized == 1, "of one too long: {tally}");
    println!("too long: {tally}");
    Ok(())
}

/// Requests that wait for a silent upstream hold their packets when the relay stops.
async fn stop_in_the_middle(relays: &Handle) -> Result<()> {
    const REQUESTS: u64 = 32;

    let silent = Upstream::start(Manner::Silent).await?;
    let settings = Settings {
        in_flight: 16,
        patience: DEADLINE,
        grace: Duration::from_millis(50),
        ..Settings::default()
    };
    let relay = Running::start::<Pooled>(relays, silent.address, settings).await?;
    let client = UdpSocket::bind("127.0.0.1:0").await?;
    client.connect(relay.address).await?;
    for number in 0..REQUESTS {
        client.send(&number.to_be_bytes()).await?;
    }
    // As many as may be in work, the one for the next request, and the one for a reply.
    let held = settings.in_flight as u64 + 2;
    timeout(DEADLINE, async {
        while PACKETS.census().live() < held {
            sleep(Duration::from_millis(1)).await;
        }
    })
    .await
    .context("the requests did not come to their tasks")?;
    // Time to receive more, which it must not.
    sleep(Duration::from_millis(50)).await;

    let tally = relay.stop().await?;
    Pooled::assert_no_leaks();
    ensure!(
        tally.received == settings.in_flight as u64 && tally.cut_off == tally.received,
        "with {} requests at most in work: {tally}",
        settings.in_flight
    );
    println!("stopped in the middle: {tally}");
    Ok(())
}
