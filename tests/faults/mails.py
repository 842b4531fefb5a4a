#!/usr/bin/env python3
"""mails.py COURANT: mails, mailboxes and web archives made to cost much. Each ends by itself, in its bounds of time and memory, with what
could be read or a clear word; and a mailbox loses no good mail beside a bad one."""

import gzip
import json
import pathlib
import random
import subprocess
import tempfile

from bounds import run_bounded
from program import COURANT, check, environment, finish

MIB = 1 << 20
HEAD = b"From: Harbour Post <post@harbour.example>\nSubject: The ferry\nDate: Thu, 12 Mar 2026 08:00:00 +0000\nMessage-ID: <%s@harbour.example>\n"
PROSE = b"The ferry to the island sails again from Monday, the harbour office said in a statement.\n"
PAGE = b"<html><body>" + b"<p>" + PROSE + b"</p>" * 1 + b"</body></html>"


def mail(extra=b"", body=PROSE, name=b"a"):
    return HEAD % name + extra + b"\n" + body


def hostile():
    """Name and bytes, and whether there is an article in them."""
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(10000))
    yield "10,000 nested parts", HEAD % b"a" + nested + b"\n" + PROSE, False
    same = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 10000
    yield "10,000 nested parts of one boundary", HEAD % b"a" + same + b"\n" + PROSE, False
    yield "10,000 mails inside each other", HEAD % b"a" + b"Content-Type: message/rfc822\n\n" * 10000 + PROSE, False
    yield "100,000 parts", mail(b"Content-Type: multipart/mixed; boundary=b\n", b"--b\n\nx\n" * 100000), False
    yield "100,000 headers", HEAD % b"a" + b"X-Header: value\n" * 100000 + b"\n" + PROSE, False
    yield "a header of 15 MB", HEAD % b"a" + b"X-Header: " + b"v" * 15000000 + b"\n\n" + PROSE, False
    yield "a header folded 100,000 times", HEAD % b"a" + b"X-Header: v\n" + b" v\n" * 100000 + b"\n" + PROSE, False
    yield "a subject of 200 KB", mail(b"", PROSE).replace(b"The ferry\n", b"The ferry " * 20000 + b"\n", 1), True
    yield "20,000 encoded words", mail().replace(b"The ferry\n", b"=?utf-8?q?a_?= " * 16000 + b"\n", 1), True
    yield "encoded words without an end", mail().replace(b"The ferry\n", b"=?a?q?" * 40000 + b"\n", 1), True
    yield "a sender of brackets", mail().replace(b"Harbour Post", b"(" * 200000, 1), True
    yield "a type of parameters", mail(b"Content-Type: text/plain" + b"; a=b" * 40000 + b"\n"), True
    yield "a boundary of 100 KB", mail(b"Content-Type: multipart/mixed; boundary=" + b"b" * 100000 + b"\n"), False
    base64 = b"Content-Transfer-Encoding: base64\nContent-Type: text/%s; charset=utf-8\n"
    yield "base64 in one line of 15 MB", mail(base64 % b"plain", b"QUJD" * 3900000), False
    yield "base64 in one line of 100 MB", mail(base64 % b"plain", b"QUJD" * 26000000), False
    yield "base64 of 3.9 MB as HTML", mail(base64 % b"html", b"QUJD" * 1000000), False
    yield "base64 that is none", mail(base64 % b"plain", b"\xff\xfe!!!" * 200000), False
    yield "quoted-printable of 3.9 MB", mail(b"Content-Transfer-Encoding: quoted-printable\n", b"=41=" * 1000000), None
    yield "empty lines of 15 MB", mail(b"Content-Type: multipart/mixed; boundary=b\n", b"--b\n\n" + b"\n" * 15000000), False
    yield "lines of strokes of 15 MB", mail(b"Content-Type: multipart/mixed; boundary=b\n", b"--b\n\nx\n" + b"--c\n" * 3900000), False
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=%s\n\n--%s\n" % (b"b" * i, b"b" * i) for i in range(1, 17))
    yield "sixteen boundaries that begin alike", HEAD % b"a" + levels + b"\nx\n" + (b"--" + b"b" * 20 + b"\n") * 600000, False
    yield "an attachment of 14 MB", mail(b"Content-Type: multipart/mixed; boundary=b\n",
                                         b"--b\n\n" + PROSE + b"--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
                                         + (b"QUJD" * 19 + b"\n") * 180000 + b"--b--\n"), True
    yield "HTML of levels", mail(b"Content-Type: text/html\n", b"<div>" * 100000), False
    yield "flowed of 3.9 MB", mail(b"Content-Type: text/plain; format=flowed\n", b"> a \n" * 780000), None
    yield "zero bytes", mail(b"", b"\0" * 100000), None
    yield "no charset that there is", mail(b"Content-Type: text/plain; charset=x-" + b"y" * 5000 + b"\n"), True
    yield "a carriage return alone", mail().replace(b"\n", b"\r"), None


def archives():
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/%d\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    bomb = http + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a" * 200 * MIB, 1)
    yield "a bomb in an archive", record % (1, len(bomb)) + bomb + b"\r\n\r\n"
    yield "an endless record", record % (1, 1 << 60) + http + b"\r\n" + b"<p>x" * 5000000
    yield "a record of 18 digits", record % (1, 10 ** 18 - 1)
    yield "a length that overflows", record.replace(b"%d\r\n\r\n", b"%d99999999999999999999\r\n\r\n") % (1, 9)
    yield "headers without an end", b"WARC/1.0\r\n" + b"X: y\r\n" * 1000000
    yield "a header of 30 MB", b"WARC/1.0\r\nX: " + b"y" * 30000000
    yield "chunks of one byte", (lambda body: record % (1, len(body)) + body)(http + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 300000)
    yield "chunks that lie", (lambda body: record % (1, len(body)) + body)(http + b"Transfer-Encoding: chunked\r\n\r\nffffffff\r\n" + b"x" * 100000)


def run(folder, name, content, *arguments):
    path = pathlib.Path(folder, name)
    path.write_bytes(content)
    return run_bounded([COURANT, "extract", "--format", "jsonl", *arguments, path], environment())


def bounded():
    with tempfile.TemporaryDirectory(prefix="courant-mails-") as folder:
        for name, content, good in hostile():
            for file, data in (("a.eml", content), ("a.mbox", b"From a@b Thu Mar 12 08:00:00 2026\n" + content)):
                done = run(folder, file, data)
                check(done.within, f"{name} in {file}: {done.seconds:.2f} s, {done.mib:.0f} MB")
                check(done.code in (0, 3), f"{name} in {file}: exit {done.code}: {done.stderr[:200]!r}")
                lines = [json.loads(line) for line in done.stdout.splitlines()]
                check(len(lines) == 1, f"{name} in {file}: {len(lines)} lines")
                if good is not None and lines:
                    check(("text" in lines[0]) == good, f"{name} in {file}: {str(lines[0])[:200]}")
        done = run_bounded([COURANT, "extract", "--format", "jsonl"], environment(), mail(b"", PROSE * 700000))
        check(done.within and done.code == 3, f"a mail of 60 MB in standard input: {done.code}, {done.seconds:.2f} s, {done.mib:.0f} MB")
        for name, content in archives():
            done = run(folder, "a.warc", content)
            check(done.within, f"{name}: {done.seconds:.2f} s, {done.mib:.0f} MB")
            check(done.code in (0, 3), f"{name}: exit {done.code}: {done.stderr[:200]!r}")


def zstd_of(byte, blocks):
    """A Zstandard frame of runs of one byte, 128 KiB each."""
    block = lambda last: (last | 1 << 1 | 1 << 17 + 3).to_bytes(3, "little") + byte
    return b"\x28\xb5\x2f\xfd\x00\x58" + block(0) * (blocks - 1) + block(1)


def zstd(content):
    """A Zstandard frame of bytes as they are."""
    return b"\x28\xb5\x2f\xfd\x00\x58" + (1 | len(content) << 3).to_bytes(3, "little") + content


def bombs():
    """Streams that hold next to nothing, many times."""
    opened = {"a.warc": b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n",
              "a.mbox": b"From a@b Thu Mar 12 08:00:00 2026\n" + mail() + b"\n", "a.jsonl": b'{"text":"The ferry sails again from Monday."}\n'}
    with tempfile.TemporaryDirectory(prefix="courant-mails-") as folder:
        for file, first in opened.items():
            for byte in (b"\n", b" ", b"a"):
                plain = zstd_of(byte, 2048)
                for name, data in ((file + ".zst", plain), (file + ".zst", zstd(first) + plain),
                                   (file + ".gz", gzip.compress(first + byte * 128 * MIB))):
                    done = run(folder, name, data)
                    check(done.within, f"{byte!r} in {name}, {len(data)} bytes: {done.seconds:.2f} s, {done.mib:.0f} MB")
                    check(done.code in (0, 3), f"{byte!r} in {name}: exit {done.code}: {done.stderr[:200]!r}")
        lines = run(folder, "b.jsonl.zst", zstd(opened["a.jsonl"]) * 3)
        check(lines.stdout.count(b"\n") == 3, f"honest frames: {lines.stderr[:200]!r}")


def forwarded():
    """Only what marks a forwarded mail in its language is taken off a subject."""
    with tempfile.TemporaryDirectory(prefix="courant-mails-") as folder:
        for subject, language, title in ((b"Fwd: The ferry", b"en", "The ferry"), (b"TR: elections", b"en", "TR: elections"),
                                         (b"TR: Le bac", b"fr-CA", "Le bac")):
            done = run(folder, "a.eml", mail(b"Content-Language: " + language + b"\n").replace(b"The ferry", subject, 1))
            check(json.loads(done.stdout).get("title") == title, f"{subject}: {done.stdout[:200]!r}")


def good_beside_bad():
    """Each bad mail costs itself alone."""
    mails, expected = [], []
    for i, (_, content, good) in enumerate(hostile()):
        if len(content) > 4 * MIB or b"\0" in content or b"\r" in content:
            continue
        mails.append(content)
        mails.append(mail(name=b"good-%d" % i))
        expected.append("good-%d@harbour.example" % i)
    box = b"".join(b"From a@b Thu Mar 12 08:00:00 2026\n" + m.replace(b"\nFrom ", b"\n>From ") + b"\n\n" for m in mails)
    with tempfile.TemporaryDirectory(prefix="courant-mails-") as folder:
        for data in (box, gzip.compress(box, 1)):
            done = run(folder, "a.mbox" if data is box else "a.mbox.gz", data)
            ids = [json.loads(line)["id"] for line in done.stdout.splitlines() if b'"text"' in line]
            lost = set(expected) - set(ids)
            check(not lost, f"good mails lost beside bad ones: {sorted(lost)}")


def streamed():
    """A mailbox of 300 MB in the memory of a few mails."""
    attachment = (b"Content-Type: multipart/mixed; boundary=b\n", b"--b\n\n" + PROSE + b"--b\nContent-Type: image/png\n\n" +
                  (b"QUJD" * 19 + b"\n") * 130000 + b"--b--\n")
    one = b"From a@b Thu Mar 12 08:00:00 2026\n" + mail(*attachment) + b"\n"
    with tempfile.TemporaryFile() as box:
        for _ in range(30):
            box.write(one)
        box.seek(0)
        process = subprocess.run(["sh", "-c", 'ulimit -v 1500000; exec "$0" "$@"', COURANT, "extract", "--format", "jsonl"],
                                 stdin=box, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        check(process.stdout.count(b"\n") == 30 or b"AddressSanitizer" in process.stderr,
              f"a mailbox of 300 MB: {process.returncode}, {process.stderr[:200]!r}")


def broken_at_random():
    chance = random.Random(5)
    html = b"Content-Type: multipart/alternative; boundary=\"b c\"\n", b"--b c\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>" + PROSE + b"--b c\n\n" + PROSE + b"--b c--\n"
    good = b"From a@b Thu Mar 12 08:00:00 2026\n" + mail(*html) + b"\nFrom a@b Thu Mar 12 08:00:00 2026\n" + mail()
    with tempfile.TemporaryDirectory(prefix="courant-mails-") as folder:
        for turn in range(60):
            data = bytearray(good)
            for _ in range(chance.randrange(1, 6)):
                at = chance.randrange(len(data))
                if chance.randrange(2):
                    data[at] = chance.randrange(256)
                else:
                    del data[at:at + chance.randrange(1, 12)]
            for kind in ("mbox", "eml"):
                done = run(folder, "a." + kind, bytes(data))
                check(done.code in (0, 3), f"broken {turn}: exit {done.code}: {done.stderr[:200]!r}")


bounded()
bombs()
forwarded()
good_beside_bad()
streamed()
broken_at_random()
finish("mails")
