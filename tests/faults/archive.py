#!/usr/bin/env python3
"""archive.py COURANT [INJECTOR]: an archive keeps what was reported as stored, wherever a run of `archive add` is killed, whichever of
its writes fails, and when two runs meet.

INJECTOR (tests/faults/injector.c) ends a run at, or makes fail, any one of its calls on the archive's files. Without it, as under the
sanitizers, runs are killed at random moments only. COURANT_FULL=1: at every call, and 200 times at random; else at some of them."""

import errno
import json
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from program import COURANT, ROOT, check, courant, environment, fault, finish

INJECTOR = sys.argv[2] if len(sys.argv) > 2 else None
FULL = os.environ.get("COURANT_FULL") == "1"
WORDS = ("harbour ferry council budget river storm vote bridge market winter school engine railway tender museum "
         "energy price court health island").split()


def articles(first, n):
    """Articles of our own making, in JSON lines."""
    lines = []
    for i in range(first, first + n):
        chance = random.Random(i)
        text = " ".join("The " + " ".join(chance.choice(WORDS) for _ in range(9)) + f" {i}." for _ in range(4))
        lines.append(json.dumps({"id": f"a{i}", "lang": "en", "date": "2026-03-10", "title": f"Number {i}", "text": text}))
    return ("\n".join(lines) + "\n").encode()


def run(path, data, env=None, **options):
    return courant("archive", "add", "--archive", path, "--jobs", "1", "--format", "jsonl", "--input-format", "jsonl", "--seen",
                   "2026-03-10", "-", stdin=data, env=env, **options)


def reported(stdout):
    """The ids of whole lines: what the run said it had stored."""
    return {json.loads(line)["id"] for line in stdout.split(b"\n")[:-1] if line}


def kept(path):
    """The ids in an archive, after SQLite found it whole."""
    with sqlite3.connect(path) as file:
        verdict = file.execute("PRAGMA integrity_check").fetchall()
        check(verdict == [("ok",)], f"integrity_check: {verdict}")
        verdict = file.execute("PRAGMA foreign_key_check").fetchall()
        check(verdict == [], f"foreign_key_check: {verdict}")
        if not file.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            return set()  # killed before there was anything in it
        names = [name for (name,) in file.execute("SELECT name FROM revisions")]
        indexed = file.execute("SELECT count(*) FROM articles a JOIN terms t ON t.rowid = a.revision").fetchone()[0]
        check(indexed == len(names), f"{indexed} of {len(names)} are in the index")
    file.close()
    check(len(names) == len(set(names)), "an article stands there twice")
    return set(names)


def fresh(folder, base):
    """A copy of an archive, in a folder of its own."""
    place = pathlib.Path(tempfile.mkdtemp(dir=folder))
    path = place / "news.db"
    if base:
        shutil.copy(base, path)
    return path


def injected(path, at, what, count=None):
    more = {"LD_PRELOAD": str(pathlib.Path(INJECTOR).resolve()), "INJECT_PATH": str(path), "INJECT_AT": str(at), "INJECT_DO": str(what)}
    if count:
        more["INJECT_COUNT"] = str(count)
    return environment(**more)


def expect_kept(path, before, told, what):
    there = kept(path) if path.exists() else set()
    lost = (before | told) - there
    check(not lost, f"{what}: lost {sorted(lost)[:5]}")
    return there


def chosen(n, most):
    """Numbers from 1 to n: all of them, or `most` spread over them, the first and last among them."""
    if FULL or n <= most:
        return range(1, n + 1)
    return sorted({1 + round(i * (n - 1) / (most - 1)) for i in range(most)})


def at_each_call(folder, base, before, data):
    """Kills, torn writes, and errors, one call after the other; base None: while the archive is made."""
    path, count = fresh(folder, base), pathlib.Path(folder, "count")
    done = run(path, data, env=injected(path, 0, "kill", count))
    check(done.returncode == 0, f"an undisturbed run ends with {done.returncode}: {done.stderr.decode()}")
    all_ids = kept(path)
    n_calls, n_writes = map(int, count.read_text().split())
    check(n_calls > 100 and n_writes > 50, f"only {n_calls} calls were seen")
    tries = [("kill", at) for at in chosen(n_calls, 40)] + [("torn", at) for at in chosen(n_calls, 20)]
    for what, at in tries:
        path = fresh(folder, base)
        done = run(path, data, env=injected(path, at, what))
        check(done.returncode == -signal.SIGKILL, f"{what} at {at}: ends with {done.returncode}")
        expect_kept(path, before, reported(done.stdout), f"{what} at {at} of {n_calls}")
        if at % 7 == 0:  # and the next run makes it whole
            done = run(path, data)
            check(done.returncode == 0 and kept(path) == all_ids, f"after {what} at {at}: {done.stderr.decode()}")
            done = courant("archive", "check", "--archive", path)
            check(done.returncode == 0, f"after {what} at {at}: {done.stdout.decode()}{done.stderr.decode()}")
    for code, word in ((errno.ENOSPC, "no space left"), (errno.EIO, "cannot be")):
        for at in chosen(n_writes, 20):
            path = fresh(folder, base)
            done = run(path, data, env=injected(path, at, code))
            what = f"{errno.errorcode[code]} at write {at} of {n_writes}"
            told = done.stderr.decode()
            there = expect_kept(path, before, reported(done.stdout), what)
            if done.returncode == 0:  # what failed was only the tidying up behind the last commit
                check(there == all_ids, f"{what}: ends well, but {len(there)} of {len(all_ids)} are there")
            else:
                check(done.returncode == 1 and "courant: " in told, f"{what}: ends with {done.returncode}: {told}")
                check(code != errno.ENOSPC or word in told or "cannot be" in told, f"{what}: says '{told}'")


def at_random(folder, n):
    data, chance = articles(0, 1500), random.Random(7)
    path = fresh(folder, None)
    started = time.monotonic()
    check(run(path, data).returncode == 0, "an undisturbed run fails")
    usual = time.monotonic() - started
    path, before = fresh(folder, None), set()
    for i in range(n):
        if len(before) == 1500:  # start over
            path, before = fresh(folder, None), set()
        command = [COURANT, "archive", "add", "--archive", str(path), "--format", "jsonl", "--input-format", "jsonl", "--seen",
                   "2026-03-10", "-"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=environment())
        killer = threading.Timer(chance.random() * usual, process.kill)
        killer.start()
        out, _ = process.communicate(data)
        killer.cancel()
        before = expect_kept(path, before, reported(out), f"random kill {i}")


def together(folder):
    """Two runs at once, and one that meets somebody who writes."""
    path = fresh(folder, None)
    results = {}

    def one(first):
        results[first] = run(path, articles(first, 700))

    runs = [threading.Thread(target=one, args=(first,)) for first in (0, 700)]
    for thread in runs:
        thread.start()
    for thread in runs:
        thread.join()
    for first, done in results.items():
        check(done.returncode == 0, f"two at once: ends with {done.returncode}: {done.stderr.decode()}")
        check(len(reported(done.stdout)) == 700, f"two at once: {len(reported(done.stdout))} reported")
    check(len(kept(path)) == 1400, "two at once: something is lost")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    process = subprocess.Popen([COURANT, "archive", "add", "--archive", str(path), "-"], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    process.stdin.write(articles(5000, 1))
    process.stdin.close()
    said = process.stderr.readline().decode()  # it says so before it waits any longer
    check("another run is writing to the archive: waiting" in said, f"a run that waits says '{said}'")
    done = courant("archive", "list", "--archive", path)  # reading does not wait
    check(done.returncode == 0 and len(done.stdout.splitlines()) == 20, f"reading beside a writer: {done.stderr.decode()}")
    writer.execute("ROLLBACK")
    writer.close()
    check(process.wait() == 0, "a run that waited fails")
    check(process.stdout.read() == b"1 new, 0 revised, 0 known\n", "a run that waited tells something else")
    process.stdout.close()
    process.stderr.close()


def damaged(folder, n):
    """Bytes of the file are changed: what is read of it is told to be damaged, or is right; nothing crashes."""
    whole, chance = fresh(folder, None), random.Random(3)
    check(run(whole, articles(0, 60)).returncode == 0, "no archive can be made")
    for i in range(n):
        path = fresh(folder, whole)
        content = bytearray(path.read_bytes())
        for _ in range(chance.choice((1, 5, 200))):
            content[chance.randrange(100, len(content))] = chance.randrange(256)
        path.write_bytes(content)
        for command in (("archive", "check"), ("archive", "export"), ("search", "harbour", "ferry"),
                        ("digest", "--date", "2026-03-10"))[i % 4:i % 4 + 2]:
            done = courant(*command, "--archive", path, "--jobs", "1")
            told = done.stderr.decode(errors="replace")
            check(done.returncode in (0, 1), f"damage {i}: {command} ends with {done.returncode}: {told[:2000]}")
            check(done.returncode == 0 or "damage" in told or "sound" in told or "archive" in told,
                  f"damage {i}: {command} says '{told}'")


def full_report(folder):
    """What was stored is told as stored, where the report of it cannot be written."""
    path = fresh(folder, None)
    with open("/dev/full", "wb") as full:
        done = run(path, articles(0, 300), stdout=full)
    check(done.returncode != 0 and len(kept(path)) == 300 and b"stored before that: 300 new" in done.stderr,
          f"a full report: {done.returncode}, {len(kept(path))} kept, {done.stderr!r}")


def strict(folder):
    """Of a strict run what was read before the bad record stays, and nothing behind it, on however many threads."""
    stored = set()
    for jobs in (1, 8, 8):
        path = fresh(folder, None)
        done = courant("archive", "add", "--archive", path, "--input-format", "jsonl", "--strict", "--jobs", jobs, "-",
                       stdin=articles(0, 1500) + b"{\n" + articles(1500, 1500))
        ids = frozenset(kept(path))
        check(done.returncode == 1 and 1000 < len(ids) <= 1500, f"strict, {jobs} threads: exit {done.returncode}, {len(ids)} stored")
        stored.add(ids)
    check(len(stored) == 1, f"what a strict run stores is up to its threads: {sorted(map(len, stored))}")


with tempfile.TemporaryDirectory(prefix="courant-archive-") as scratch:
    base = fresh(scratch, None)
    done = run(base, articles(0, 5))
    check(done.returncode == 0, f"no archive can be made: {done.stderr.decode()}")
    if INJECTOR:
        at_each_call(scratch, base, kept(base), articles(3, 6))
        at_each_call(scratch, None, set(), articles(0, 3))
    at_random(scratch, 200 if FULL else 30)
    together(scratch)
    full_report(scratch)
    strict(scratch)
    damaged(scratch, 200 if FULL else 24)
finish("archive")
