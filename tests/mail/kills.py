#!/usr/bin/env python3
"""kills.py COURANT: publish is killed (SIGKILL) at its writes, sends and syncs, and at random moments, and run again until it is done.
No reader goes without the mail of the day; nobody gets it twice, except one whose mail was just being handed over when the kill came:
that one may, and then it is the same mail, byte by byte.

The sum of the copies beyond the first is told, and how many kills hit."""

import collections
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from program import COURANT, Inbox, ROOT, check, environment, finish, need_aiosmtpd, serve, skip

need_aiosmtpd()

CALLS = "write,pwrite64,writev,sendto,sendmsg,fsync,fdatasync,ftruncate,unlink,rename,connect"
POINTS = int(os.environ.get("COURANT_KILLS", "24"))
READERS = [f"reader{i}@example.org" for i in range(3)]
DAY = "2026-03-10"


def can_trace():
    try:
        done = subprocess.run(["strace", "-f", "-o", "/dev/null", "-e", "trace=write", "-e", "inject=write:signal=KILL:when=1", "echo", "x"],
                              capture_output=True, check=False)
        return done.returncode == 128 + signal.SIGKILL or done.returncode == -signal.SIGKILL
    except OSError:
        return False


def configure(folder, port):
    (folder / "courant.yaml").write_text("\n".join(
        ["archive: archive.db", "jobs: 1", "reader: en", "sources:", "  - files: articles", "outputs:", "  - markdown: out/{date}.md", "  - mail: all",
         "mail:", "  from: digest@example.org", f'  smtp: "smtp://127.0.0.1:{port}"', "readers:", *(f"  - address: {r}" for r in READERS)]))
    (folder / "articles").mkdir(exist_ok=True)
    for path in sorted((ROOT / "seeds/articles" / DAY).glob("*.en.txt"))[:3]:
        shutil.copy(path, folder / "articles")


def command(folder, *more):
    return [str(COURANT), "publish", "--config", str(folder / "courant.yaml"), "--date", DAY, *more]


def run(arguments):
    return subprocess.run(arguments, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)


def count_calls(folder):
    """How often a whole run makes the calls."""
    log = folder / "trace"
    run(["strace", "-f", "-o", str(log), "-e", f"trace={CALLS}", *command(folder)])
    found = re.findall(r"^\d+ +(\w+)\(", log.read_text(), flags=re.M)
    return collections.Counter(found)


def settle(name, folder, inbox, kills=1):
    """Runs until all is done, and counts what each reader got. Returns the copies beyond the first."""
    for _ in range(3):
        done = run(command(folder))
        if done.returncode == 0:
            break
    check(done.returncode == 0, f"{name}: it does not recover: {done.stdout.decode()}{done.stderr.decode()}")
    extra = 0
    for reader in READERS:
        mails = inbox.of(reader)
        check(len(mails) >= 1, f"{name}: {reader} got no mail")
        check(len(set(mails)) <= 1, f"{name}: {reader} got different mails")
        extra += max(0, len(mails) - 1)
    check(extra <= kills, f"{name}: {extra} copies too many, by {kills} kills")
    check((folder / "out" / f"{DAY}.md").is_file(), f"{name}: no file")
    check(sorted(p.name for p in (folder / "out").iterdir()) == [f"{DAY}.md"], f"{name}: {list((folder / 'out').iterdir())}")
    again = run(command(folder))
    check(again.returncode == 0 and again.stdout.decode().count("sent before") == len(READERS), f"{name}: {again.stdout.decode()}")
    checked = run([str(COURANT), "archive", "check", "--config", str(folder / "courant.yaml")])
    check(checked.returncode == 0, f"{name}: the archive: {checked.stdout.decode()}{checked.stderr.decode()}")
    return extra


def fresh(work, name, server):
    folder = work / name
    folder.mkdir()
    configure(folder, server.port)
    return folder


def test_injections(work):
    inbox = Inbox()
    server = serve(inbox)
    calls = count_calls(fresh(work, "counted", server))
    points = [(call, n) for call in sorted(calls) for n in range(1, calls[call] + 1)]
    print(f"{len(points)} points: {dict(calls)}")
    step = max(1, len(points) // POINTS)
    extra = hits = 0
    for call, n in points[::step]:
        inbox.mails.clear()
        folder = fresh(work, f"{call}-{n}", server)
        for more in ((), ("--anew",)):  # what was not mailed is taken out and made again
            done = run(["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={n}",
                        *command(folder, *more)])
            hits += done.returncode != 0
        extra += settle(f"{call} {n}", folder, inbox, kills=2)
    print(f"injected: {hits} of {2 * len(points[::step])} hit, {extra} mails twice")
    check(hits > len(points[::step]) // 2, "hardly any kill hit")
    server.stop()


def test_random(work):
    inbox = Inbox()
    server = serve(inbox)
    folder = fresh(work, "timed", server)
    start = time.monotonic()
    run(command(folder))
    span = time.monotonic() - start
    random.seed(20260310)
    extra = hits = 0
    for i in range(POINTS):
        inbox.mails.clear()
        folder = fresh(work, f"random-{i}", server)
        for more in ((), ("--anew",)):  # what was not mailed is taken out and made again
            process = subprocess.Popen(command(folder, *more), env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            try:
                process.wait(random.uniform(span * .2, span * 1.05))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                hits += 1
        extra += settle(f"random {i}", folder, inbox, kills=2)
    print(f"random: {hits} of {2 * POINTS} hit, {extra} mails twice")
    server.stop()


def test_between(work):
    """The window itself: killed when the server has the mail and before its answer is written down. The mail goes out twice, the same both times."""
    inbox = Inbox()
    server = serve(inbox)
    folder = fresh(work, "between", server)
    taken = inbox.handle_DATA

    async def take_and_kill(*arguments):
        answer = await taken(*arguments)
        if len(inbox.mails) == 2:
            process.kill()
            time.sleep(.05)
        return answer

    inbox.handle_DATA = take_and_kill
    process = subprocess.Popen(command(folder), env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process.wait()
    check(process.returncode == -signal.SIGKILL and len(inbox.mails) == 2, f"the window was not hit: {len(inbox.mails)} mails")
    del inbox.handle_DATA
    extra = settle("between", folder, inbox)
    check(extra == 1 and len(inbox.of(READERS[1])) == 2, f"between: {[r for r, _ in inbox.mails]}")
    server.stop()


if not can_trace():
    skip("no strace that may trace")
with tempfile.TemporaryDirectory(prefix="courant-kills-") as temporary:
    test_between(pathlib.Path(temporary))
    test_injections(pathlib.Path(temporary))
    test_random(pathlib.Path(temporary))
finish("kills")
