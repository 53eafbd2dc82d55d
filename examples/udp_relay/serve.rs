//! A relay without a load, until Ctrl-C.

use anyhow::Result;
use tokio::runtime::Handle;

use crate::options::Options;
use crate::packet::PACKETS;
use crate::relay::Running;
use crate::supply::{Pooled, Supply};
use crate::upstream::{Manner, Upstream};

pub(crate) async fn run(relays: &Handle, options: &Options) -> Result<()> {
    let echo;
    let upstream = if let Some(address) = options.upstream {
        address
    } else {
        echo = Upstream::start(Manner::Echoes).await?;
        echo.address
    };
    let relay = Running::start::<Pooled>(relays, upstream, options.relay()).await?;
    println!("relays {} to {upstream}, until Ctrl-C", relay.address);

    let tally = relay.run_until(tokio::signal::ctrl_c()).await?;
    Pooled::assert_no_leaks();
    println!("\n{tally}");
    println!(
        "\npool `{}`, in which no packet is missing:\n{}",
        PACKETS.name(),
        PACKETS.stats()
    );
    Ok(())
}
