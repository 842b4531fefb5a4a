#!/usr/bin/env python3
"""configuration.py COURANT: configuration files made to cost much or to mislead. Each ends by itself, in its bounds of time and
memory, with an exit code of the program and a clear word."""

import os
import pathlib
import random
import tempfile

from program import COURANT, ROOT, check, environment, finish
from bounds import run_bounded


def hostile():
    """Name, bytes, and whether they may be read."""
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    yield "aliases", bomb.encode(), False
    yield "merge keys", b"a: &a {b: c}\nd:\n  <<: *a\n", False
    yield "flow nesting", b"mute: " + b"[" * 100000, False
    yield "mapping nesting", b"{a: " * 60000, False
    yield "block nesting", b"".join(b" " * i + b"a:\n" for i in range(600)), False
    yield "lists in lists", b"mute: " + b"- " * 100000, False
    yield "a key of 64 KiB", b"k" * 65536 + b": v\n", False
    yield "a quoted key of 64 KiB", b'"' + b"k" * 65536 + b'": v\n', False
    yield "an explicit key of 200 KiB", b"? " + b"k" * 200000 + b"\n: v\n", False
    yield "a value of 200 KiB", b"mute: " + b"v" * 200000 + b"\n", True
    yield "a folded value", b"mute: >\n" + b"  v\n" * 50000, True
    yield "19,000 values", b"mute: [" + b"v, " * 19000 + b"v]\n", True
    yield "60,000 values", b"mute: [" + b"v, " * 60000 + b"v]\n", False
    yield "9,000 sources", b"sources:\n" + b"".join(b"- url: http://a.b/%d\n" % i for i in range(9000)), True
    yield "10,000 empty sources", b"sources:\n" + b"- url:\n" * 10000, False
    yield "30,000 unknown keys", b"".join(b"k%d:\n" % i for i in range(30000)), False
    yield "the same key 20,000 times", b"mute: a\n" * 20000, False
    yield "300 KiB", b"# nothing\n" * 30000, False
    yield "a long line of remarks", b"#" + b"#" * 250000, True
    yield "many anchors", b"mute: [" + b", ".join(b"&a%d x" % i for i in range(15000)) + b"]", True
    yield "many tags", b"mute: [" + b", ".join(b"!t%d x" % i for i in range(15000)) + b"]", True
    yield "many directives", b"%TAG !a! tag:x,2000:\n" * 10000 + b"---\nmute: x\n", False
    yield "one document and another", b"mute: a\n---\nmute: b\n", False
    yield "zero bytes", b"mute: a\0b\n" * 100, False
    yield "an escaped zero", b'lang: "e\\0n"\n', False
    yield "no UTF-8", b"mute: \xff\xfe\n", False
    yield "UTF-16", "mute: a\n".encode("utf-16"), False
    yield "a byte order mark", b"\xef\xbb\xbfmute: a\n", True
    yield "controls", b"mute: \x01\x02\n", False
    yield "a list", b"- mute: a\n", False
    yield "nothing", b"", True
    yield "remarks", b"# nothing\n", True


def run(content, folder):
    path = pathlib.Path(folder, "courant.yaml")
    path.write_bytes(content)
    return run_bounded([COURANT, "summarize", "--input-format", "jsonl", "--format", "jsonl", "--config", path], environment())


def bounded():
    with tempfile.TemporaryDirectory(prefix="courant-configuration-") as folder:
        for name, content, good in hostile():
            done = run(content, folder)
            check(done.within, f"{name}: {done.seconds:.2f} s, {done.mib:.0f} MB")
            check(done.code == (0 if good else 2), f"{name}: exit {done.code}: {done.stderr[:200]!r}")
            check(good or done.stderr.startswith(b"courant: "), f"{name}: {done.stderr[:200]!r}")
            check(len(done.stderr) < 1500, f"{name}: a message of {len(done.stderr)} bytes")


def broken_at_random():
    chance = random.Random(11)
    good = (ROOT / "examples/courant.yaml").read_bytes()
    whole = b"\n".join(line[1:] if line[:1] == b"#" and (line[1:2].islower() or line[1:3] == b"  ") else line
                       for line in good.split(b"\n"))
    with tempfile.TemporaryDirectory(prefix="courant-configuration-") as folder:
        check(run(whole, folder).code == 0, "the examples uncommented are no configuration")
        for turn in range(60):
            data = bytearray(whole)
            for _ in range(chance.randrange(1, 4)):
                at = chance.randrange(len(data))
                if chance.randrange(2):
                    data[at] = chance.choice(b"\0:-#[]{}\"'&*!|>%@`\n \xff~")
                else:
                    del data[at:at + chance.randrange(1, 9)]
            done = run(bytes(data), folder)
            check(done.code in (0, 2), f"broken {turn}: exit {done.code}: {done.stderr[:200]!r}")


def no_secret_is_told():
    with tempfile.TemporaryDirectory(prefix="courant-configuration-") as folder:
        for line in (b"mail: {password: Rosebud}\n", b"sources:\n- {url: 'https://ann:Rosebud@example.org/'}\n",
                     b"sources:\n- {url: 'https://example.org/', token: Rosebud}\n", b"mail: {smtp: 'smtps://ann:Rosebud@example.org'}\n"):
            done = run(line, folder)
            check(done.code == 2 and b"Rosebud" not in done.stderr, f"{line!r}: exit {done.code}: {done.stderr!r}")


def unreadable():
    with tempfile.TemporaryDirectory(prefix="courant-configuration-") as folder:
        os.mkfifo(os.path.join(folder, "pipe"))
        for path in (folder, os.path.join(folder, "pipe"), "/dev/zero", os.path.join(folder, "missing")):
            done = run_bounded([COURANT, "summarize", "--config", path, "/dev/null"], environment())
            check(done.code == 2 and done.within, f"{path}: exit {done.code}, {done.seconds:.2f} s")


bounded()
broken_at_random()
no_secret_is_told()
unreadable()
finish("configuration")
