#!/usr/bin/env python3
"""What rust-analyzer knows of a type with the derive, also while the derive fails.

    scripts/editor.py [--rust-analyzer PATH] [--library-source PATH]

A small crate is written below target/editor and opened as an editor would: completion after
`packet.` where the derive is right and where it is not, and hover over the derive and over
the words of `#[pool(...)]`. Prints what came back; ends with 1 if something of it is missing.

Needs rust-analyzer, and the source of the standard library if the toolchain has none
(`rustup component add rust-analyzer rust-src` brings both).
"""

import argparse
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# `$n` is where something is asked.
TYPE = """
use qnpool::{Pool, Poolable};

#[derive(%s)]
%s
pub struct Packet {
    %s
    pub body: Vec<u8>,
    %s
}

impl Packet {
    pub fn length(&self) -> usize {
        self.body.len()
    }
}

pub fn own(mut packet: Packet) {
    packet.$1
}

pub fn pooled(pool: &Pool<Packet, fn() -> Packet>) {
    let packet = pool.get();
    packet.$2
}
"""

LIMIT = "#[pool(max_capacity = 4096)]"

# By what is wrong with them.
SOURCES = {
    "right": TYPE % ("Poo$3lable", "#[po$4ol(max_cap$5acity = 4096)]", "", "pub sequence: u64,"),
    "refused_type": TYPE % ("Poolable", LIMIT, "", "pub origin: std::sync::Arc<str>,"),
    "refused_by_the_derive": TYPE % ("Poolable", "", LIMIT, "pub origin: &'static str,"),
    "malformed": TYPE % ("Poolable", "", "#[pool(max_capacity = )]", "pub sequence: u64,"),
    "being_typed": TYPE % ("Poolable", "", "#[pool(max_)]", "pub sequence: u64,"),
}

OF_A_PACKET = ["body", "length", "reset"]

# What has to come back: the module, the mark, what is asked, what the answer holds.
EXPECTED = [
    (module, mark, "completion", OF_A_PACKET) for module in SOURCES for mark in ("$1", "$2")
] + [
    ("right", "$3", "hover", ["`max_capacity = 4096`", "`keep = ", "`discard_if = "]),
]

# Printed and not expected: of what is inside of an attribute rust-analyzer knows nothing.
ASKED = [
    ("right", "$4", "hover"),
    ("right", "$5", "hover"),
    ("right", "$5", "completion"),
]


def placed(source):
    """The source without its marks, and where they were."""
    lines, marks = [], {}
    for line in source.splitlines():
        while "$" in line:
            at = line.index("$")
            marks[line[at : at + 2]] = (len(lines), at)
            line = line[:at] + line[at + 2 :]
        lines.append(line)
    return "\n".join(lines) + "\n", marks


class Server:
    def __init__(self, command, environment):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        self.condition = threading.Condition()
        self.answers, self.is_quiet, self.number = {}, False, 0
        threading.Thread(target=self.read, daemon=True).start()

    def write(self, message):
        text = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(text) + text)
        self.process.stdin.flush()

    def read(self):
        stream = self.process.stdout
        while header := stream.readline():
            length = 0
            while header.strip():
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                header = stream.readline()
            message = json.loads(stream.read(length))
            with self.condition:
                self.take(message)
                self.condition.notify_all()

    def take(self, message):
        method, parameters = message.get("method"), message.get("params")
        if method == "experimental/serverStatus":
            self.is_quiet = parameters["quiescent"]
            if parameters.get("message"):
                print("server:", parameters["message"], file=sys.stderr)
        elif method == "workspace/configuration":
            answer = [SETTINGS for _ in parameters["items"]]
            self.write({"id": message["id"], "result": answer})
        elif method and "id" in message:
            self.write({"id": message["id"], "result": None})
        elif "id" in message:
            self.answers[message["id"]] = message

    def notify(self, method, parameters):
        self.write({"method": method, "params": parameters})

    def ask(self, method, parameters):
        self.number += 1
        number = self.number
        self.write({"id": number, "method": method, "params": parameters})
        with self.condition:
            self.wait(lambda: number in self.answers)
            answer = self.answers.pop(number)
        if "error" in answer:
            sys.exit(f"{method}: {answer['error']}")
        return answer["result"]

    def wait(self, is_true):
        if not self.condition.wait_for(is_true, timeout=600):
            sys.exit("rust-analyzer does not answer")

    def wait_until_quiet(self):
        with self.condition:
            self.wait(lambda: self.is_quiet)


SETTINGS = {}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rust-analyzer", default="rust-analyzer", metavar="PATH")
    parser.add_argument("--library-source", metavar="PATH", help="the folder with `core` and `std`")
    options = parser.parse_args()

    crate = ROOT / "target" / "editor"
    (crate / "src").mkdir(parents=True, exist_ok=True)
    (crate / "rust-toolchain.toml").write_text((ROOT / "rust-toolchain.toml").read_text())
    (crate / "Cargo.toml").write_text(
        '[package]\nname = "editor"\nversion = "0.0.0"\nedition = "2024"\n\n'
        f'[dependencies]\nqnpool = {{ path = "{ROOT / "qnpool"}" }}\n\n[workspace]\n'
    )
    marks = {}
    for module, source in SOURCES.items():
        text, marks[module] = placed(source)
        (crate / "src" / f"{module}.rs").write_text(text)
    (crate / "src" / "lib.rs").write_text("".join(f"pub mod {module};\n" for module in SOURCES))

    SETTINGS.update(cargo={"sysrootSrc": options.library_source}, checkOnSave=False)
    environment = {**os.environ, "CARGO_TARGET_DIR": str(crate / "target")}
    server = Server([options.rust_analyzer], environment)
    server.ask(
        "initialize",
        {
            "processId": os.getpid(),
            "rootUri": crate.as_uri(),
            "initializationOptions": SETTINGS,
            "capabilities": {
                "experimental": {"serverStatusNotification": True},
                "workspace": {"configuration": True},
                "textDocument": {"hover": {"contentFormat": ["markdown"]}},
            },
        },
    )
    server.notify("initialized", {})
    uris = {module: (crate / "src" / f"{module}.rs").as_uri() for module in SOURCES}
    for module, uri in uris.items():
        text = (crate / "src" / f"{module}.rs").read_text()
        document = {"uri": uri, "languageId": "rust", "version": 1, "text": text}
        server.notify("textDocument/didOpen", {"textDocument": document})
    server.wait_until_quiet()

    def answer(module, mark, kind):
        line, character = marks[module][mark]
        place = {"textDocument": {"uri": uris[module]}, "position": {"line": line, "character": character}}
        result = server.ask(f"textDocument/{kind}", place)
        if kind == "hover":
            return result["contents"]["value"] if result else ""
        items = result["items"] if isinstance(result, dict) else result or []
        return [item["label"] for item in items]

    missing = 0
    for module, mark, kind, holds in EXPECTED:
        found = answer(module, mark, kind)
        names = [name.partition("(")[0] for name in found] if kind == "completion" else found
        lost = [name for name in holds if name not in names]
        missing += len(lost)
        verdict = f"MISSING {', '.join(lost)}" if lost else "has " + ", ".join(holds)
        print(f"{kind} in {module} at {mark}: {verdict}")
    for module, mark, kind in ASKED:
        found = answer(module, mark, kind)
        shown = found if isinstance(found, str) else ", ".join(found)
        print(f"{kind} in {module} at {mark}: {shown[:300]!r}")
    server.process.kill()
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
