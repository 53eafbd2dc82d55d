//! One get and one drop, beside what people use instead.
//!
//! `cargo bench -p qnpool-benches --bench pool`

use std::hint::black_box;
use std::sync::Mutex;

use criterion::{Criterion, criterion_group, criterion_main};
use qnpool::{Pool, Poolable};

#[derive(Default, Poolable)]
struct Packet {
    #[pool(max_capacity = 4096)]
    body: Vec<u8>,
    sequence: u64,
}

fn one_thread(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("one thread, 1,500 bytes");
    let fill = |packet: &mut Packet| {
        packet.body.resize(1500, 7);
        packet.sequence += 1;
        black_box(packet);
    };
    group.bench_function("fresh", |bencher| {
        bencher.iter(|| fill(&mut Box::<Packet>::default()));
    });
    let stack = Mutex::new(Vec::new());
    group.bench_function("Mutex<Vec>, reset by hand", |bencher| {
        bencher.iter(|| {
            let mut packet = stack.lock().unwrap().pop().unwrap_or_default();
            fill(&mut packet);
            packet.body.clear();
            packet.sequence = 0;
            stack.lock().unwrap().push(packet);
        });
    });
    let pool = object_pool::Pool::<Packet>::new(1, Packet::default);
    group.bench_function("object-pool, reset by hand", |bencher| {
        bencher.iter(|| {
            let mut packet = pool.pull(Packet::default);
            fill(&mut packet);
            packet.body.clear();
            packet.sequence = 0;
        });
    });
    let pool = Pool::<Packet>::new();
    group.bench_function("qnpool", |bencher| {
        bencher.iter(|| fill(&mut pool.get()));
    });
    group.finish();
}

criterion_group!(benches, one_thread);
criterion_main!(benches);
