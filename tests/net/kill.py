#!/usr/bin/env python3
"""kill.py COURANT [TIMES]: `courant fetch` is killed at any moment: at system calls that write (by strace, spread over all of them) and after
random times. Each time the archive must be whole, what had been reported as stored must be there, and the next run must bring all the
rest: a feed that was noted as read before its articles were there would lose them."""

import contextlib
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from server import serving
from sites import Site, feed, item, page, teaser

COURANT = pathlib.Path(sys.argv[1]).resolve()
TIMES = int(sys.argv[2]) if len(sys.argv) > 2 else 24
SANITIZED = "ASAN_OPTIONS" in os.environ or "san" in str(COURANT)
# the calls by which something comes to stand on the disk
CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "write")
_faults = []


def check(good, text):
    if not good:
        _faults.append(text)
        print(text)


def command(archive, urls):
    return [str(COURANT), "fetch", "-c", "none", "--archive", str(archive), "--allow-private", *urls]


ENVIRONMENT = {name: value for name, value in os.environ.items() if name == "PATH" or name.endswith("SAN_OPTIONS")}


def run(arguments, **options):
    return subprocess.run(arguments, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=300, **options)


def titles(archive):
    with contextlib.closing(sqlite3.connect(archive)) as base:
        sound = base.execute("PRAGMA integrity_check").fetchall()
        check(sound == [("ok",)], f"integrity: {sound}")
        return {row[0] for row in base.execute("SELECT title FROM revisions")}


def is_whole(archive, urls, expected, what):
    """After a kill: sound, and whole after one more run."""
    if archive.exists() and archive.stat().st_size:
        done = run([str(COURANT), "archive", "check", "-c", "none", "--archive", str(archive)])
        check(done.returncode == 0, f"{what}: archive check: {done.stdout}{done.stderr}")
    done = run(command(archive, urls))
    check(done.returncode == 0, f"{what}: the next run: exit {done.returncode}: {done.stderr}")
    missing = expected - titles(archive)
    check(not missing, f"{what}: lost for good: {sorted(missing)}")


def count_calls(archive, urls):
    with tempfile.NamedTemporaryFile("r") as log:
        done = run(["strace", "-f", "-qq", "-e", "trace=" + ",".join(CALLS), "-e", "signal=none", "-o", log.name, *command(archive, urls)])
        text = log.read()
    return None if done.returncode else {call: len(re.findall(rf"^\d+ +{call}\(", text, flags=re.M)) for call in CALLS}


def at_calls(folder, urls, expected):
    counts = count_calls(folder / "counted", urls)
    if counts is None:
        print("strace cannot be used here: kills at system calls are left out")
        return
    points = [(call, n) for call in CALLS for n in range(1, counts[call] + 1)]
    chosen = points if TIMES >= len(points) else [points[i * len(points) // TIMES] for i in range(TIMES)]
    for call, n in chosen:
        archive = folder / f"{call}-{n}"
        killed = run(["strace", "-f", "-qq", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={n}", "-o", "/dev/null",
                      *command(archive, urls)])
        if "articles:" in killed.stdout:
            check(expected <= titles(archive), f"{call} {n}: reported as stored, and not there")
        is_whole(archive, urls, expected, f"killed at {call} {n}")
        archive.unlink()
    print(f"killed at {len(chosen)} of {len(points)} calls that write: {counts}")


def at_random(folder, urls, expected):
    chance = random.Random(5)
    begun = time.monotonic()
    run(command(folder / "timed", urls))
    whole = time.monotonic() - begun
    n_killed = 0
    for turn in range(TIMES):
        archive = folder / f"random-{turn}"
        child = subprocess.Popen(command(archive, urls), env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(chance.uniform(0, whole))
        n_killed += child.poll() is None
        child.send_signal(signal.SIGKILL)
        child.communicate()
        is_whole(archive, urls, expected, f"killed at random, turn {turn}")
    print(f"killed at random: {n_killed} of {TIMES} before their end")


def two_at_once(folder, urls, expected):
    """Two runs into one archive: both end well, and nothing is there twice."""
    archive = folder / "both"
    children = [subprocess.Popen(command(archive, urls), env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                for _ in range(2)]
    for child in children:
        _, said = child.communicate(timeout=120)
        check(child.returncode == 0, f"two at once: exit {child.returncode}: {said}")
    check(titles(archive) == expected, "two at once: not the articles that there are")
    with contextlib.closing(sqlite3.connect(archive)) as base:
        check(base.execute("SELECT count(*) FROM revisions").fetchone()[0] == len(expected), "two at once: something is there twice")


site = Site()
with tempfile.TemporaryDirectory(prefix="courant-kill-") as name, serving(site) as server:
    for a in range(3):
        site.answers[f"/feed{a}"] = feed(*(item(10 * a + i) for i in range(1, 4)), teaser(10 * a + 4, f"{server.url}/{10 * a + 4}"))
        site.answers[f"/{10 * a + 4}"] = page(10 * a + 4)
    feeds = [f"{server.url}/feed{a}" for a in range(3)]
    everything = {f"Lock number {10 * a + i} opened" for a in range(3) for i in range(1, 5)}
    two_at_once(pathlib.Path(name), feeds, everything)
    at_random(pathlib.Path(name), feeds, everything)
    if shutil.which("strace") and not SANITIZED:
        at_calls(pathlib.Path(name), feeds, everything)
    else:
        print("no strace: kills at system calls are left out")
print(f"kill: {len(_faults)} faults" if _faults else "kill: good")
sys.exit(1 if _faults else 0)
