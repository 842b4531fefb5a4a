#!/usr/bin/env python3
"""read_only.py COURANT: an archive that may only be read is read as any other, nothing is left beside it, and what would change it says so.

Twice: on a mount that is read-only, and as a user who may write neither the file nor its folder. What this machine does not permit is
told as skipped; root may write everywhere, so permissions alone would prove nothing."""

import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

from program import COURANT, ROOT, check, courant, environment, finish

ARTICLES = ROOT / "seeds/articles"
NOBODY = 65534
MOUNT = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && cd "$0" && exec "$@"'


def mounted(folder, *command, **options):
    return subprocess.Popen(["unshare", "-m", "sh", "-c", MOUNT, str(folder), *map(str, command)], env=environment(),
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def forbidden(folder, *command, **options):
    user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return subprocess.Popen(list(map(str, command)), cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, **user, **options)


def run(way, folder, *command):
    process = way(folder, *command)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err.decode()


def works(way, folder):
    """Whether this machine lets the program be run that way, and nothing be written."""
    try:
        return run(way, folder, COURANT, "--version")[0] == 0 and run(way, folder, "true")[0] == 0 and run(way, folder, "touch", "x")[0] != 0
    except OSError:
        return False


def reading(way, folder):
    commands = [("search", "harbour"), ("archive", "list"), ("archive", "list", "editions"), ("archive", "list", "feeds"), ("archive", "show", "1"),
                ("archive", "show", "2026-03-11"), ("archive", "export"), ("digest", "--date", "2026-03-12"), ("stories", "--date", "2026-03-12"),
                ("company", "--date", "2026-03-12", "--name", "Toyota"), ("verify", "page.md")]
    expected = [courant(*command, "--archive", "news.db", cwd=folder) for command in commands]
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for command, writable in zip(commands, expected):
        code, out, err = run(way, folder, COURANT, *command, "--archive", "news.db")
        check(writable.returncode == 0 and (code, out) == (0, writable.stdout), f"{way.__name__}: {command}: exit {code}: {err}")
    code, out, err = run(way, folder, COURANT, "archive", "list", "--archive", f"/{folder}/news.db")  # no host's
    check(code == 0 and out, f"{way.__name__}: an address that begins with two strokes: exit {code}: {err}")
    for command in (("add", "page.md"), ("remove", "--force", "1"), ("check",)):
        code, _, err = run(way, folder, COURANT, "archive", *command, "--archive", "news.db")
        check(code == 1 and "the archive may only be read" in err, f"{way.__name__}: {command}: exit {code}: {err}")
    check(before == {path.name: path.read_bytes() for path in folder.iterdir()}, f"{way.__name__}: something was changed, or left behind")


def written_meanwhile(way, folder):
    """Who writes while it is read where no lock can be set: the reader ends with an error, and does not tell what is half of each."""
    lines = "".join(f'{{"id":"{i}","date":"2026-03-10","title":"Number {i}","text":"{"The ferry sails. " * 200}{i}."}}\n' for i in range(400))
    check(courant("archive", "add", "--archive", folder / "news.db", "--input-format", "jsonl", "-", stdin=lines.encode()).returncode == 0, "not added")
    process = way(folder, COURANT, "archive", "export", "--archive", "news.db")
    process.stdout.read(100_000)  # then it waits for somebody to read on
    for path in (folder, folder / "news.db"):
        path.chmod(0o755)
    added = courant("archive", "add", "--archive", folder / "news.db", "--input-format", "jsonl", "-", stdin=b'{"id":"new","text":"One more ferry."}\n')
    check(added.returncode == 0, f"{way.__name__}: the writer is kept from writing: {added.stderr.decode()}")
    _, err = process.communicate(timeout=120)
    check(process.returncode == 1 and b"the archive was written to while it was read" in err, f"{way.__name__}: exit {process.returncode}: {err}")


def unfinished(way, folder, with_index):
    """What a run that was killed has left: the last of it stands beside the file. With its index it is read; without, it is not passed over."""
    work = folder / "work"
    work.mkdir()
    shutil.copy(folder / "news.db", work / "new.db")
    file = sqlite3.connect(work / "new.db")
    file.execute("INSERT INTO feeds(url) VALUES('https://late.example/')")
    file.commit()
    for ending in ("", "-wal", "-shm")[:3 if with_index else 2]:
        shutil.copy(work / f"new.db{ending}", folder / f"late.db{ending}")
    file.close()
    shutil.rmtree(work)
    code, out, err = run(way, folder, COURANT, "archive", "list", "feeds", "--archive", "late.db")
    if with_index:
        check(code == 0 and b"late.example" in out, f"{way.__name__}: with -wal and -shm: exit {code}: {out}{err}")
    else:
        check(code == 1 and "stands in its -wal" in err, f"{way.__name__}: with -wal: exit {code}: {err}")


with tempfile.TemporaryDirectory(prefix="courant-read-only-") as scratch:
    os.chmod(scratch, 0o755)
    for way in (mounted, forbidden):
        for test in (reading, written_meanwhile, lambda *a: unfinished(*a, True), lambda *a: unfinished(*a, False)):
            folder = pathlib.Path(tempfile.mkdtemp(dir=scratch))
            folder.chmod(0o755)
            if not works(way, folder):
                print(f"skipped: {way.__name__}: not permitted here")
                break
            folder.chmod(0o755)
            archive = ("--archive", folder / "news.db")
            courant("archive", "add", *archive, "--seen", "2026-03-12", ARTICLES)
            courant("digest", *archive, "--date", "2026-03-11", "--store", "--output", folder / "page.md")
            test(way, folder)
            for path in (folder, *folder.iterdir()):
                path.chmod(0o755)
finish("read-only")
