# Sourced by the scripts that build crates of their own, below `$work`; not run by itself.

# manifest NAME DEPENDENCY: a package of that name beside the workspace, without a source
manifest() {
    mkdir -p "$work/$1/src"
    cp rust-toolchain.toml "$work/$1/"
    cat > "$work/$1/Cargo.toml" <<TOML
[package]
name = "$(basename "$work" | tr _ -)-$1"
version = "0.0.0"
edition = "2024"

[dependencies]
$2

[workspace]
TOML
}
