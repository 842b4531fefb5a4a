#!/usr/bin/env python3
"""kill.py COURANT [INJECTOR]: `courant fetch` is killed at any moment, or its writes fail. Each time the archive must be whole, what had been
reported as stored must be there, and the next run must bring all the rest: a feed that was noted as read before its articles
were there would lose them.

INJECTOR (tests/faults/injector.c) ends a run at, or makes fail, any one of its calls on the archive's files; without it, as under
the sanitizers, runs are killed at random moments only. COURANT_FULL=1: at every call, and 200 times at random; else at some of them."""

import contextlib
import errno
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from server import serving
from sites import Site, feed, item, page, teaser

COURANT = pathlib.Path(sys.argv[1]).resolve()
INJECTOR = sys.argv[2] if len(sys.argv) > 2 else None
FULL = os.environ.get("COURANT_FULL") == "1"
_faults = []


def check(good, text):
    if not good:
        _faults.append(text)
        print(text)


def command(archive, urls):
    return [str(COURANT), "fetch", "-c", "none", "--archive", str(archive), "--allow-private", *urls]


ENVIRONMENT = {name: value for name, value in os.environ.items() if name == "PATH" or name.endswith("SAN_OPTIONS")}


def run(arguments, **more):
    return subprocess.run(arguments, env=ENVIRONMENT | more, capture_output=True, text=True, check=False, timeout=300)


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


def chosen(n, most):
    """Numbers from 1 to n: all of them, or `most` spread over them."""
    return range(1, n + 1) if FULL or n <= most else sorted({1 + round(i * (n - 1) / (most - 1)) for i in range(most)})


def at_calls(folder, urls, expected):
    def injected(archive, at, what, **more):
        return run(command(archive, urls), LD_PRELOAD=str(pathlib.Path(INJECTOR).resolve()), INJECT_PATH=str(archive), INJECT_AT=str(at),
                   INJECT_DO=str(what), **more)

    count = folder / "count"
    done = injected(folder / "undisturbed", 0, "kill", INJECT_COUNT=str(count))
    check(done.returncode == 0 and titles(folder / "undisturbed") == expected, f"an undisturbed run: {done.stderr}")
    n_calls, n_writes = map(int, count.read_text().split())
    tries = [(what, at) for what, most in (("kill", 16), ("torn", 8)) for at in chosen(n_calls, most)]
    tries += [(code, at) for code in (errno.ENOSPC, errno.EIO) for at in chosen(n_writes, 5)]
    for what, at in tries:
        archive = folder / f"{what}-{at}"
        done = injected(archive, at, what)
        name = f"{what} at {at} of {n_calls}, {n_writes}"
        if isinstance(what, str):
            check(done.returncode == -signal.SIGKILL, f"{name}: exit {done.returncode}")
        elif done.returncode:  # 0: what failed was only the tidying up behind the last commit
            check(done.returncode == 1 and "courant: " in done.stderr, f"{name}: exit {done.returncode}: {done.stderr}")
        if "articles:" in done.stdout:
            check(expected <= titles(archive), f"{name}: reported as stored, and not there")
        is_whole(archive, urls, expected, name)
    print(f"disturbed {len(tries)} times; a run makes {n_calls} calls, {n_writes} of them write")


def at_random(folder, urls, expected, n):
    chance = random.Random(5)
    begun = time.monotonic()
    run(command(folder / "timed", urls))
    whole = time.monotonic() - begun
    n_killed = 0
    for turn in range(n):
        archive = folder / f"random-{turn}"
        child = subprocess.Popen(command(archive, urls), env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(chance.uniform(0, whole))
        n_killed += child.poll() is None
        child.send_signal(signal.SIGKILL)
        child.communicate()
        is_whole(archive, urls, expected, f"killed at random, turn {turn}")
    print(f"killed at random: {n_killed} of {n} before their end")


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
    at_random(pathlib.Path(name), feeds, everything, 200 if FULL else 16)
    if INJECTOR:
        at_calls(pathlib.Path(name), feeds, everything)
print(f"kill: {len(_faults)} faults" if _faults else "kill: good")
sys.exit(1 if _faults else 0)
