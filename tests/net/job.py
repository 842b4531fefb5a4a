#!/usr/bin/env python3
"""job.py COURANT: `courant fetch` from the outside: what comes into the archive, what is asked for again and what is not, and what is said
of it. The archive is looked at with SQLite's own reader."""

import contextlib
import json
import os
import pathlib
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile

from server import serving
from sites import TEXT, Site, feed, item, page, teaser

COURANT = pathlib.Path(sys.argv[1]).resolve()
DAY = 86400
_faults = []


def check(good, text):
    if not good:
        _faults.append(text)
        print(text)


class Run:
    def __init__(self, folder, archive="news.archive"):
        self.folder, self.archive = pathlib.Path(folder), archive

    def __call__(self, *arguments, code=0, private=True):
        kept = {name: value for name, value in os.environ.items() if name == "PATH" or name.endswith("SAN_OPTIONS")}
        allowed = ["--allow-private"] if private else []
        done = subprocess.run([COURANT, "fetch", "--archive", self.archive, "--format", "json", *allowed, *map(str, arguments)],
                              cwd=self.folder, env=kept, capture_output=True, text=True, check=False, timeout=120)
        check(done.returncode == code, f"{arguments}: exit {done.returncode}, not {code}: {done.stderr}")
        self.said = done.stderr
        self.report = json.loads(done.stdout) if done.stdout else {}
        return self.report

    def sums(self):
        return {name: self.report.get(name) for name in ("new", "changed", "known")}

    def rows(self, query, *values):
        with contextlib.closing(sqlite3.connect(self.folder / self.archive)) as base, base:
            return base.execute(query, values).fetchall()


def texts(run):
    """The articles of the archive, as the program exports them."""
    done = subprocess.run([COURANT, "archive", "export", "--archive", run.archive], cwd=run.folder, env={"PATH": os.environ["PATH"]},
                          capture_output=True, check=False)
    check(done.returncode == 0, f"archive export: {done.stderr!r}")
    return [json.loads(line) for line in done.stdout.splitlines()]


@contextlib.contextmanager
def scene():
    site = Site()
    with tempfile.TemporaryDirectory(prefix="courant-fetch-") as folder, serving(site) as server:
        yield site.answers, server, Run(folder)


def a_feed():
    with scene() as (answers, server, run):
        url = f"{server.url}/feed"
        answers["/feed"] = feed(item(1), item(2))
        run(url)
        check(run.sums() == {"new": 2, "changed": 0, "known": 0}, f"first visit: {run.report}")
        check(run.report["feeds"][0]["title"] == "Harbour Post" and run.report["feeds"][0]["state"] == "read", f"{run.report}")
        run(url)
        check(run.report["unchanged"] == 1 and server.headers_of("/feed")[-1].get("If-None-Match"), f"second visit: {run.report}")
        answers["/feed"] = feed(item(1), item(2, "It was closed again. " + TEXT), item(3))
        run(url)
        check(run.sums() == {"new": 1, "changed": 1, "known": 1}, f"third visit: {run.report}")
        check({a["source"] for a in texts(run)} == {"Harbour Post"}, "the paper is not the feed's title")
        done = subprocess.run([COURANT, "fetch", "--archive", run.archive, "--allow-private", url], cwd=run.folder,
                              env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False)
        check(done.stdout == "feeds: 0 read, 1 unchanged, 0 failed\narticles: 0 new, 0 changed, 0 known\n", f"as text: {done.stdout}")


def pages():
    with scene() as (answers, server, run):
        url, u = f"{server.url}/feed", server.url
        canonical = f"<link rel='canonical' href='{u}/lock/2'>"
        answers |= {"/feed": feed(*(teaser(i, f"{u}/{i}") for i in range(1, 10)), item(11, link=f"{u}/11")),
                    "/robots.txt": b"User-agent: *\nDisallow: /3\n",
                    "/1": page(1), "/2": page(2, canonical), "/3": page(3), "/4": 404, "/5": 503,
                    "/6": b"<!DOCTYPE html><p>No.</p>", "/7": lambda h: h.send(302, Location="/"), "/": page(7),
                    "/8": page(8, "<link rel='canonical' href='http://elsewhere.example/8'>"),
                    "/9": lambda h: h.send(302, Location="/moved/9"), "/moved/9": page(9)}
        run(url, "--verbose")
        check(run.sums() == {"new": 10, "changed": 0, "known": 0}, f"pages: {run.report}")
        one = run.report["feeds"][0]
        check(one["pages"] == 4 and one["pages_missed"] == 5, f"pages: {one}")
        check(run.said.count("is no article to be had") == 5, f"pages: {run.said}")
        check("/11" not in server.paths() and "/3" not in server.paths(), f"pages: asked for {server.paths()}")
        stored = {a["title"]: a for a in texts(run)}
        for number in (1, 2, 8, 9):
            a = stored[f"Lock number {number} opened"]
            check(a["text"].endswith(TEXT) and a["date"] == "2026-03-07T08:00:00Z", f"page {number}: {a}")
        for number in (3, 4, 5, 6, 7):
            check("The harbour office opened" in stored[f"Lock number {number} opened"]["text"][:40]
                  and len(stored[f"Lock number {number} opened"]["text"]) < 60, f"teaser {number}: {stored}")
        addresses = {number: stored[f"Lock number {number} opened"]["url"][len(u):] for number in (2, 8, 9)}
        check(addresses == {2: "/lock/2", 8: "/8", 9: "/moved/9"}, f"addresses of pages: {addresses}")
        # a page that may be there later is the reason to read the feed again: what was missed is asked for, what is there is not
        server.seen.clear()
        answers["/5"] = page(5)
        run(url)
        check(run.sums() == {"new": 0, "changed": 1, "known": 9}, f"second visit: {run.report}")
        check(not {"/1", "/2", "/8", "/9"} & set(server.paths()) and "/5" in server.paths(), f"second visit: {server.paths()}")
        # after a day they are let be
        run.rows("UPDATE articles SET first_seen = first_seen - ?", 2 * DAY)
        server.seen.clear()
        answers["/feed"] = feed(*(teaser(i, f"{u}/{i}") for i in range(1, 10)))
        run(url)
        check(server.paths() == ["/feed"] and run.sums()["known"] == 9, f"after a day: {server.paths()}, {run.report}")


def numbered_entries():
    """The ids of a feed may be the numbers of other articles: a page that has another address is known by its own all the same."""
    with scene() as (answers, server, run):
        u = server.url
        entries = [teaser(i, f"{u}/{i}").replace("lock-", "") for i in (2, 1)]
        answers |= {"/feed": feed(*entries), "/1": page(1), "/2": page(2, f"<link rel='canonical' href='{u}/lock/2'>")}
        run(f"{u}/feed")
        check(run.sums()["new"] == 2, f"numbered: {run.report}")
        server.seen.clear()
        answers["/feed"] = feed(*entries, title="Harbour Post, renewed")
        run(f"{u}/feed")
        check(run.sums() == {"new": 0, "changed": 0, "known": 2} and "/2" not in server.paths(), f"numbered: {run.report}, {server.paths()}")


def other_ways():
    """never and always; names and languages of sources; a page by hand."""
    with scene() as (answers, server, run):
        u = server.url
        answers |= {"/never": feed(teaser(1, f"{u}/1")), "/always": feed(item(2, link=f"{u}/2")), "/1": page(1), "/2": page(2),
                    "/by-hand": page(3)}
        (run.folder / "courant.yaml").write_text(
            f"archive: news.archive\nfetch: {{ allow-private: true, contact: mailto:me@example.org, parallel: 1, timeout: 5 }}\nsources:\n"
            f"  - url: {u}/never\n    pages: never\n    lang: fr\n    name: Le Port\n  - url: {u}/always\n    pages: always\n")
        run("--config", "courant.yaml", private=False)
        check(run.sums()["new"] == 2 and "/1" not in server.paths() and "/2" in server.paths(), f"never, always: {run.report}")
        check(server.headers_of("/never")[0]["User-Agent"].endswith("(+mailto:me@example.org)"), "contact of the configuration")
        stored = {a["source"]: a for a in texts(run)}
        check(stored["Le Port"]["lang"] == "fr", f"name and language of the source: {stored}")
        run(f"{u}/by-hand")
        check(run.sums()["new"] == 1 and len(run.rows("SELECT * FROM feeds")) == 2, f"by hand: {run.report}")
        run(f"{u}/never", "--config", "courant.yaml")
        check(run.report["feeds"][0]["state"] == "unchanged" and len(run.report["feeds"]) == 1, f"named and configured: {run.report}")


def foreign():
    """What a feed says of an address that is another's changes nothing that is there."""
    with scene() as (answers, server, run):
        u, elsewhere = server.url, server.url.replace("127.0.0.1", "localhost")
        changed = "It was closed again. " + TEXT
        answers |= {"/feed": feed(item(1, link=f"{u}/1")), "/other": feed(item(1, changed, f"{u}/1"), item(2, link=f"{u}/2"))}
        run(f"{u}/feed")
        run(f"{elsewhere}/other")
        check(run.sums() == {"new": 1, "changed": 0, "known": 1}, f"foreign: {run.report}")
        answers["/other"] = feed(item(1, changed, f"{u}/1"), item(2, changed, f"{u}/2"))
        run(f"{elsewhere}/other")
        check(run.sums() == {"new": 0, "changed": 1, "known": 1}, f"foreign, its own: {run.report}")
        run(f"{u}/other")
        check(run.sums() == {"new": 0, "changed": 0, "known": 2}, f"a second feed of the same host: {run.report}")
        texts = dict(run.rows("SELECT a.key, r.text FROM articles a JOIN revisions r ON r.id = a.revision"))
        check("closed again" not in texts[f"https{u[4:]}/1"] and "closed again" in texts[f"https{u[4:]}/2"], f"texts: {texts}")
        # of its own host it takes over what came from elsewhere, and that feed changes it no more
        answers["/other"] = feed(item(2, "It was mended. " + TEXT, f"{u}/2"))
        run(f"{u}/other")
        check(run.sums()["changed"] == 1, f"taken over: {run.report}")
        answers["/other"] = feed(item(2, changed, f"{u}/2"))
        run(f"{elsewhere}/other")
        check(run.sums() == {"new": 0, "changed": 0, "known": 1}, f"taken over, and changed by the other: {run.report}")
        # by hand anything
        answers["/1"] = page(1)
        run(f"{u}/1")
        check(run.sums()["changed"] == 1, f"the page by hand: {run.report}")


def lists():
    """Feeds of OPML files, named by hand and in the configuration."""
    with scene() as (answers, server, run):
        u = server.url
        answers |= {"/a": feed(item(1)), "/b": feed(item(2)), "/c": feed(item(3))}
        (run.folder / "feeds.opml").write_text(
            f"<opml version='2.0'><head><title>Mine</title></head><body><outline text='Papers'><outline type='rss' text='Paper A' "
            f"xmlUrl='{u}/a'/></outline><outline text='Paper B' xmlUrl='{u}/b'/><outline text='A again' xmlUrl='{u}/a'/></body></opml>")
        run("feeds.opml", f"{u}/c")
        check([f["url"][len(u):] for f in run.report["feeds"]] == ["/a", "/b", "/c"] and run.sums()["new"] == 3, f"OPML: {run.report}")
        check({a["source"] for a in texts(run)} == {"Paper A", "Paper B", "Harbour Post"}, "OPML: names")
        (run.folder / "c.yaml").write_text("sources:\n  - opml: feeds.opml\n  - opml: none.opml\n")
        run("-c", "c.yaml", code=3)
        check(run.report["unchanged"] == 2 and "none.opml" in run.said, f"OPML, configured: {run.report}, {run.said}")
        (run.folder / "no.opml").write_text("<html>")
        run("no.opml", code=3)
        check("no.opml" in run.said, f"no OPML: {run.said}")


def failures():
    with scene() as (answers, server, run):
        u = server.url
        answers |= {"/good": feed(item(1)), "/gone": 410, "/html": b"<!DOCTYPE html><p>x",
                    "/moved": lambda h: h.send(301, Location="/good-2"), "/good-2": feed(item(2), title="Moved"),
                    "/moved-badly": lambda h: h.send(301, Location="/html"), "/file": lambda h: h.send(302, Location="file:///etc/passwd"),
                    "/broken": b"<rss><channel><title>B & C</title><item><title>Half"}
        names = ("missing", "good", "gone", "html", "moved", "moved-badly", "file", "broken")
        lines = "".join(f"  - url: {u}/{name}\n" for name in names)
        (run.folder / "c.yaml").write_text(f"fetch: {{ allow-private: true }}\nsources:\n{lines}")
        run("-c", "c.yaml", code=3)
        states = {f["url"][len(u) + 1:]: f["state"] for f in run.report["feeds"]}
        check(states == {"missing": "failed", "good": "read", "gone": "failed", "html": "failed", "moved": "read", "moved-badly": "failed",
                         "file": "failed", "broken": "read"}, f"failures: {states}")
        check(list(states) == list(names), "the report is not in the order of the sources")
        check(len(run.said.splitlines()) == 6 and "HTTP 404 (not found)" in run.said and "HTTP 410 (gone)" in run.said
              and "has moved, and is read there from now on" in run.said, f"failures: {run.said}")
        check(run.rows("SELECT count(*) FROM articles")[0][0] >= 2, "a failing feed stopped the rest")
        run("-c", "c.yaml", "--keep-going")
        server.seen.clear()
        run("-c", "c.yaml", code=3)
        check("/gone" not in server.paths() and "gone for good" in run.said, f"gone: {server.paths()}, {run.said}")
        check("/moved" not in server.paths() and "/good-2" in server.paths() and "has moved" not in run.said,
              f"moved: {server.paths()}, {run.said}")
        check("/moved-badly" in server.paths(), "a move to something that is no feed was remembered")
        # the new place fails: the old one is asked again
        answers["/good-2"] = 404
        run("-c", "c.yaml", code=3)
        answers["/moved"] = feed(item(2), title="Back")
        run("-c", "c.yaml", code=3)
        check({f["url"][len(u) + 1:]: f["state"] for f in run.report["feeds"]}["moved"] == "read", f"moved back: {run.report}")
        # a week of failing
        run.rows("UPDATE feeds SET failing_since = failing_since - ? WHERE url LIKE '%missing'", 9 * DAY)
        run("-c", "c.yaml", code=3)
        check("FAILING FOR 9 DAYS, since 20" in run.said and run.said.count("FAILING") == 1, f"a week: {run.said}")
        done = subprocess.run([COURANT, "digest", "--archive", run.archive, "--days", "100000"], cwd=run.folder,
                              env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False)
        check("/html (no feed" in done.stdout and "FAILING FOR" in done.stdout, f"the footer of the digest: {done.stdout} {done.stderr}")
        # what is in the sources no more is forgotten, when it has not been asked for some days
        (run.folder / "fewer.yaml").write_text(f"fetch: {{ allow-private: true }}\nsources:\n  - url: {u}/good\n")
        for back, failing in ((0, 5), (4 * DAY, 0)):
            run.rows("UPDATE feeds SET checked = checked - ?", back)
            run("-c", "fewer.yaml")
            check(run.rows("SELECT count(*) FROM feeds WHERE failures > 0")[0][0] == failing, f"out of the sources, {back} s ago")
        answers["/missing"] = feed(item(5))
        run("-c", "c.yaml", code=3)
        check(run.rows("SELECT failing_since, failures FROM feeds WHERE url LIKE '%missing'") in ([(0, 0)], [(None, 0)]),
              "a feed that is there again is not forgiven")


def left_alone():
    with scene() as (answers, server, run):
        u = server.url
        answers["/busy"] = lambda h: h.send(429, Retry_After="3600")
        (run.folder / "c.yaml").write_text(f"fetch: {{ allow-private: true }}\nsources:\n  - url: {u}/busy\n")
        run("-c", "c.yaml", code=3)
        check(run.report["feeds"][0]["state"] == "failed" and "again" in run.report["feeds"][0], f"busy: {run.report}")
        run("-c", "c.yaml")
        check(server.paths() == ["/busy"] and run.report["waiting"] == 1, f"busy: {server.paths()}, {run.report}")
        run.rows("UPDATE feeds SET retry_after = 1")
        run("-c", "c.yaml", code=3)
        check(server.paths() == ["/busy"] * 2, "after the hour it is not asked again")


def full_disk():
    """The archive can grow no further: an error that says so, and what was there stays."""
    with scene() as (answers, server, run):
        answers |= {"/a": feed(item(1), item(2)), "/b": feed(*(item(i, TEXT * 40) for i in range(3, 60)))}
        run(f"{server.url}/a")
        size = (run.folder / run.archive).stat().st_size

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 16384, size + 16384))

        done = subprocess.run([COURANT, "fetch", "--archive", run.archive, "--allow-private", f"{server.url}/b"], cwd=run.folder,
                              env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False, preexec_fn=limit)
        check(done.returncode == 1 and done.stdout == "" and run.archive in done.stderr, f"full disk: {done}")
        check(run.rows("PRAGMA integrity_check") == [("ok",)] and len(texts(run)) == 2, "full disk: the archive is not what it was")
        run(f"{server.url}/b")
        check(run.sums()["new"] == 57, f"after the full disk: {run.report}")


def doors():
    with scene() as (answers, server, run):
        u = server.url
        answers["/feed"] = feed(item(1))
        run(f"{u}/feed", code=3, private=False)
        check(server.seen == [] and "private network" in run.said, f"private addresses: {server.paths()}, {run.said}")
        for bad in ("file:///etc/passwd", "ftp://example.org/"):
            run(bad, code=3)
            check("neither http nor https" in run.said, f"{bad}: {run.said}")
        (run.folder / "secret").write_text("anna:secret\n")
        with serving(Site(), address="127.0.0.2") as other:
            other.answer.answers |= {"/1": page(1), "/robots.txt": 404}
            answers |= {"/feed": feed(teaser(1, f"{other.url}/1"), teaser(2, f"{u}/2")), "/2": page(2)}
            (run.folder / "c.yaml").write_text(f"fetch: {{ allow-private: true }}\nsources:\n  - url: {u}/feed\n    secret: secret\n")
            run("-c", "c.yaml")
            check(run.report["feeds"][0]["pages"] == 2, f"secret: {run.report}")
            sent = {path: headers.get("Authorization") for path, headers in server.seen}
            check(sent["/feed"] and sent["/2"] and not sent["/robots.txt"], f"secret: {sent}")
            check(not any("Authorization" in headers for _, headers in other.seen), f"the secret went to another host: {other.seen}")
        (run.folder / "secret").write_text("nonsense\n")
        run("-c", "c.yaml", code=3)
        check("neither 'user:password' nor 'Bearer TOKEN'" in run.said, f"secret: {run.said}")
        run("-c", "none", code=2)
        check("nothing to fetch" in run.said, f"nothing to fetch: {run.said}")
        done = subprocess.run([COURANT, "fetch", "-c", "none", f"{u}/feed"], cwd=run.folder, env={"PATH": os.environ["PATH"]},
                              capture_output=True, check=False)
        check(done.returncode == 2 and b"archive" in done.stderr, f"no archive: {done.stderr!r}")


for test in (a_feed, pages, numbered_entries, other_ways, foreign, lists, failures, left_alone, full_disk, doors):
    test()
print(f"job: {len(_faults)} faults" if _faults else "job: good")
sys.exit(1 if _faults else 0)
