#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| qnpool_fuzz::derive_tokens::run(bytes));
