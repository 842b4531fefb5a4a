#!/usr/bin/env python3
"""feeds.py COURANT: feeds and lists of feeds made to cost much. Each ends by itself, in its bounds of time and memory, with what could
be saved or a clear word."""

import os
import pathlib
import random
import sys
import tempfile

from program import COURANT, check, environment, finish
from bounds import run_bounded

MIB = 1024 * 1024
RSS = b"<rss version='2.0'><channel><title>T</title>"
END = b"</channel></rss>"


def item(inside, title=b"One"):
    return b"<item><title>" + title + b"</title><description>" + inside + b"</description></item>"


def escaped(html):
    return html.replace(b"&", b"&amp;").replace(b"<", b"&lt;")


def fill(piece, size):
    return piece * (size // len(piece))


def hostile():
    """Name and bytes."""
    bomb = b"<!DOCTYPE rss [<!ENTITY a0 'ha'>" + b"".join(
        b"<!ENTITY a%d '%s'>" % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12)) + b"]>"
    yield "an entity bomb", bomb + RSS + item(b"&a11;") + END
    yield "an entity bomb of one level", b"<!DOCTYPE rss [<!ENTITY a '" + b"a" * 60000 + b"'>]>" + RSS + item(b"&a;" * 60000) + END
    yield "entities of files", b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + RSS + item(b"&x;") + END
    yield "parameter entities", b"<!DOCTYPE rss [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x'>%x;]>" + RSS + END
    yield "a DOCTYPE without end", b"<!DOCTYPE rss [" + fill(b"<!ENTITY a 'b'>", 4000000)
    yield "DOCTYPE upon DOCTYPE", fill(b"<!DOCTYPE rss [", 4000000)
    yield "50,000 attributes", b"<rss " + b"".join(b"a%d='1' " % i for i in range(50000)) + b">" + END
    yield "many tags of 250 attributes", RSS + fill(b"<a " + b"".join(b"a%d='' " % i for i in range(250)) + b"/>", 4000000) + END
    yield "one attribute 50,000 times", b"<rss " + b"a='1' " * 50000 + b">" + END
    yield "an endless tag", b"<rss a='" + b"x" * 4000000
    yield "a tag of 60 KiB, often", RSS + fill(b"<a b='" + b"x" * 60000 + b"'/>", 4000000) + END
    yield "deep nesting", RSS + b"<a>" * 200000
    yield "nesting of 190 levels, often", RSS + fill(b"<a>" * 190 + b"</a>" * 190, 2 * MIB) + END
    yield "elements without end tags", RSS + fill(b"<item><title>x", 4000000)
    yield "many empty elements", fill(b"<a/>", 4000000)
    yield "many items", RSS + fill(b"<item/>", 4000000) + END
    yield "many small entries", RSS + fill(item(b"Two words here."), 4000000) + END
    yield "9,000 entries", RSS + b"".join(item(b"Two words here, %d." % i) for i in range(9000)) + END
    yield "end tags of nothing", RSS + b"<a>" * 150 + fill(b"</b>", 4000000)
    yield "declarations of namespaces", b"<rss>" + b"".join(
        b"<a " + b" ".join(b"xmlns:n%d='u%d'" % (i * 200 + k, k) for k in range(200)) + b">" for i in range(150))
    yield "a namespace of each element", RSS + b"".join(b"<n%d:a xmlns:n%d='u%d'/>" % (i, i, i) for i in range(100000)) + END
    yield "names of elements", RSS + b"".join(b"<n%d/>" % i for i in range(190000)) + END
    yield "huge CDATA", RSS + item(b"<![CDATA[" + b"word " * (4000000 // 5) + b"]]>") + END
    yield "CDATA without end", RSS + b"<item><title>x</title><description><![CDATA[" + b"word " * (4000000 // 5)
    yield "an endless title", RSS + b"<item><title>" + b"title " * (4000000 // 6)
    yield "an endless title of markup", RSS + b"<item><title>" + fill(escaped(b"<b>title"), 4000000)
    yield "many titles of markup", RSS + fill(b"<item><title>" + escaped(b"<b>t</b>") + b"</title></item>", 2 * MIB) + END
    yield "unknown entities", RSS + b"<item><title>" + b"".join(b"&e%x;" % i for i in range(700000))
    yield "known entities", RSS + b"<item><title>" + fill(b"&Uuml;", 4000000)
    yield "long names of entities", RSS + b"<item><title>" + fill(b"&" + b"a" * 200, 4000000)
    yield "lone ampersands", RSS + b"<item><title>" + b"&" * 4000000
    yield "lone less-than signs", RSS + b"<item><title>" + b"< " * (4000000 // 2)
    yield "comments without end", RSS + b"<!--" * (4000000 // 4)
    yield "processing instructions", RSS + b"<?" * (4000000 // 2)
    yield "sections of nothing", RSS + b"<![" * (4000000 // 3)
    yield "content of <br>", RSS + item(escaped(b"<br>" * 100000)) * 4 + END
    yield "content of <p>", RSS + item(escaped(b"<p>word word word word" * 20000)) * 8 + END
    yield "content of <a>", RSS + item(escaped(b"<a href=x>word</a> " * 20000)) * 8 + END
    yield "content of <div>, nested", RSS + item(escaped(b"<div>" * 500 + b"x" + b"</div>" * 500)) * 400 + END
    yield "content of formatting", RSS + item(escaped(b"<p><b><i><u>" * 3000)) * 50 + END
    yield "players without end", RSS + item(escaped(b"<iframe" * 200000)) * 4 + END
    yield "players with end", RSS + item(escaped(b"<iframe" * 200000 + b"></iframe>")) * 3 + END
    yield "dates that are none", RSS + b"".join(
        b"<item><title>x</title><pubDate>%d foo%dbar</pubDate></item>" % (i, i) for i in range(9000)) + END
    yield "dates of many words", RSS + (b"<item><title>x</title><pubDate>" + b"mai " * 39 + b"</pubDate></item>") * 9000 + END
    yield "authors", RSS + b"<item><title>x</title>" + b"".join(b"<author>name %d</author>" % i for i in range(100000)) + b"</item>" + END
    yield "items in items", RSS + b"<item><description>" * 95 + b"word " * 500000
    yield "bases in bases", b"<feed xml:base='http://a.b/" + b"c/" * 1000 + b"'>" + b"".join(
        b"<entry xml:base='%d/'><link href='x'/><title>t</title></entry>" % i for i in range(9000)) + b"</feed>"
    yield "texts in markup", b"<feed xmlns='http://www.w3.org/2005/Atom'>" + (
        b"<entry><title>t</title><content type='xhtml'>" + b"<b>x</b>" * 15000 + b"</content></entry>") * 12 + b"</feed>"
    yield "base64", b"<feed version='0.3'>" + b"<entry><content mode='base64' type='text/html'>" + b"PGI+" * MIB + b"</content></entry></feed>"
    yield "UTF-16", (RSS + item(b"word " * 600000) + END).decode().encode("utf-16")
    yield "no charset at all", RSS + item(bytes(range(128, 256)) * 20000) + END
    yield "zero bytes", RSS + b"\0" * 5 * MIB + END
    yield "more than is read", RSS + item(b"x" * 9 * MIB) + END
    head = b'{"version":"https://jsonfeed.org/version/1.1","items":['
    yield "JSON: many items", head + b",".join(b'{"id":%d,"content_text":"x y z."}' % i for i in range(200000)) + b"]}"
    yield "JSON: empty items", head + b"{}," * (2 * MIB) + b"{}]}"
    yield "JSON: nesting", head + b"[" * 4000000
    yield "JSON: authors", head + b'{"id":1,"content_text":"x","authors":[' + b'{"name":""},' * 400000 + b"{}]}]}"
    yield "JSON: escapes", head + b'{"id":1,"content_text":"' + b"\\u0041" * MIB + b'"}]}'
    yield "JSON: breaks off", head + b'{"id":1,"content_html":"' + b"x" * 4000000


def run(path):
    return run_bounded([COURANT, "extract", "--format", "jsonl", path], environment())


def written(cases, folder):
    """Names and files of the cases, one after the other. Another process makes them: what a program started from here is told to
    have used begins with what this process has."""
    told, tell = os.pipe()
    asked, ask = os.pipe()
    if os.fork() == 0:
        for name, content in cases():
            pathlib.Path(folder, "feed").write_bytes(content)
            os.write(tell, name.encode() + b"\n")
            os.read(asked, 1)
        os._exit(0)
    os.close(tell)
    with os.fdopen(told) as names:
        for name in names:
            path = pathlib.Path(folder, "feed.json" if name.startswith("JSON") else "feed.xml")
            pathlib.Path(folder, "feed").rename(path)
            yield name.strip(), path
            os.write(ask, b"x")
    os.wait()


def bounded():
    with tempfile.TemporaryDirectory(prefix="courant-feeds-") as folder:
        for name, path in written(hostile, folder):
            done = run(path)
            for _ in range(3):  # a busy machine counts some of what others do
                done = done if done.within else run(path)
            if "--verbose" in sys.argv:
                print(f"{name}: {done.seconds:.2f} s, {done.mib:.0f} MB, exit {done.code}, {done.stderr[-90:]!r}", flush=True)
            check(done.within, f"{name}: {done.seconds:.2f} s, {done.mib:.0f} MB")
            check(done.code in (0, 1, 3), f"{name}: exit {done.code}: {done.stderr[:200]!r}")
            check(b"root:" not in done.stdout, f"{name}: a file of the system was read")


def broken_at_random():
    chance = random.Random(6)
    good = [RSS + item(escaped(b"<p>One &amp; <b>two</b>.</p>")) * 3 + END,
            b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><title type='html'>a</title>"
            b"<link href='http://a.b/'/><updated>2026-03-12T08:30:00Z</updated><content type='xhtml'><div>Word by word.</div></content>"
            b"</entry></feed>",
            b'{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","content_html":"<p>x y.</p>"}]}']
    with tempfile.TemporaryDirectory(prefix="courant-feeds-") as folder:
        for turn in range(60):
            data = bytearray(good[turn % 3])
            for _ in range(chance.randrange(1, 5)):
                at = chance.randrange(len(data))
                if chance.randrange(2):
                    data[at] = chance.choice(b"\0<>&;'\"/=![]-?{}:,\xff\\")
                else:
                    del data[at:at + chance.randrange(1, 20)]
            path = pathlib.Path(folder, "feed.json" if turn % 3 == 2 else "feed.xml")
            path.write_bytes(data)
            done = run(path)
            check(done.code in (0, 1, 3), f"broken {turn}: exit {done.code}: {done.stderr[:200]!r}")


bounded()
broken_at_random()
finish("feeds")
