#!/usr/bin/env bash
# Makes the two packages as `cargo publish` would, and uses them as a stranger does:
#
#     scripts/package.sh [short|long]
#
# What is packed is compared with what should be, and the quickstart is built and run with
# nothing but the two. The long form also builds each by itself as `cargo publish` does, tests
# the facade from its package, and builds its documentation as docs.rs does, for which it
# takes a nightly toolchain where there is one.
set -euo pipefail
cd "$(dirname "$0")/.."

length=${1:-short}
[[ $length == short || $length == long ]] || {
    echo 'usage: scripts/package.sh [short|long]' >&2
    exit 2
}
root=$PWD
# Not the folder of the workspace, whose packages are built with other features.
export CARGO_TARGET_DIR=$root/target/packages CARGO_PROFILE_DEV_DEBUG=line-tables-only
unpacked=$CARGO_TARGET_DIR/unpacked
packages=(qnpool-derive qnpool)

run() {
    printf '+ %s\n' "$*"
    "$@"
}

# What is in a package, by what is in its folder: cargo adds the first four.
expected() {
    printf '%s\n' .cargo_vcs_info.json Cargo.lock Cargo.toml.orig Cargo.toml \
        LICENSE-APACHE LICENSE-MIT README.md
    git ls-files --cached --others --exclude-standard "$1/src" "$1/docs" | sed "s|^$1/||"
}

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml)
rm -rf "$unpacked"
mkdir -p "$unpacked"

# Together: the facade is built against the derive of this package, not of the registry.
# What is not committed yet is packed too; `cargo publish` refuses it.
package=(cargo package --allow-dirty "${packages[@]/#/--package=}")
# The quickstart builds what the verification does.
[[ $length == long ]] || package+=(--no-verify)
run "${package[@]}"

for package in "${packages[@]}"; do
    crate=$CARGO_TARGET_DIR/package/$package-$version.crate
    tar -xzf "$crate" -C "$unpacked"
    content=$unpacked/$package-$version
    diff -u --label expected --label "$package" \
        <(expected "$package" | sort) <(cd "$content" && find . -type f | sed 's|^\./||' | sort)
    odd=$(find "$content/src" -type f ! -name '*.rs' ! -name '*.md')
    [[ -z $odd ]] || {
        echo "neither source nor documentation: $odd" >&2
        exit 1
    }
    # What the links show, and not where they lead.
    cmp LICENSE-MIT "$content/LICENSE-MIT"
    cmp LICENSE-APACHE "$content/LICENSE-APACHE"
    [[ $package != qnpool ]] || cmp README.md "$content/README.md"
    printf '%s: %s files, %s bytes\n' "$(basename "$crate")" \
        "$(find "$content" -type f | wc -l)" "$(wc -c < "$crate")"
done

# A package that has the two and nothing else of this workspace.
stranger=$CARGO_TARGET_DIR/stranger
mkdir -p "$stranger/src"
cp examples/quickstart.rs "$stranger/src/main.rs"
patch="[patch.crates-io]
qnpool = { path = \"$unpacked/qnpool-$version\" }
qnpool-derive = { path = \"$unpacked/qnpool-derive-$version\" }"
cat > "$stranger/Cargo.toml" << MANIFEST
[package]
name = "stranger"
edition = "2024"

[dependencies]
qnpool = "$version"

$patch

[workspace]
MANIFEST
# The versions that were just built, where they fit.
cp "$unpacked/qnpool-$version/Cargo.lock" "$stranger/Cargo.lock"
run cargo run --manifest-path "$stranger/Cargo.toml"

[[ $length == long ]] || exit 0

# The facade from its package finds the derive of the other one.
facade=$unpacked/qnpool-$version
printf '\n%s\n\n[workspace]\n' "${patch/qnpool = *$'\n'}" >> "$facade/Cargo.toml"
run cargo test --manifest-path "$facade/Cargo.toml" --all-features

# docs.rs builds with a nightly compiler, which tells what each feature adds.
docs=(doc --manifest-path "$facade/Cargo.toml" --no-deps --all-features)
if cargo +nightly --version &> /dev/null; then
    RUSTDOCFLAGS='--cfg docsrs -D warnings' run cargo +nightly "${docs[@]}"
    page=$CARGO_TARGET_DIR/doc/qnpool/fn.to_pprof.html
    grep -q 'Available on .*crate feature.*pprof' "$page" || {
        echo "no feature is named in $page" >&2
        exit 1
    }
else
    RUSTDOCFLAGS='-D warnings' run cargo "${docs[@]}"
    echo 'not possible here: no nightly toolchain, so no feature is named beside an item;' \
        'rustup toolchain install nightly'
fi
