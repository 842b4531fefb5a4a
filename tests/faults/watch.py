#!/usr/bin/env python3
"""watch.py COURANT: --watch runs again when a file has changed, not before, and not because of what it wrote itself."""

import os
import pathlib
import subprocess
import tempfile
import time

from program import COURANT, check, courant, environment, finish

ARTICLE = "The {} of Ostvik opened on Monday after nine years of work, the harbour office said.\n"


def wait_for(what, seconds=30):
    """True as soon as what() is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


with tempfile.TemporaryDirectory(prefix="courant-watch-") as made:
    folder = pathlib.Path(made)
    out = folder / "digest.md"
    (folder / "a.txt").write_text(ARTICLE.format("bridge"))
    watching = subprocess.Popen([COURANT, "digest", "--watch", "--date", "2026-03-10", "-o", str(out), str(folder)],
                                env=environment(), stderr=subprocess.PIPE)
    try:
        check(wait_for(out.exists), "the first run writes nothing")
        first = os.stat(out).st_ino
        time.sleep(2.5)  # longer than it takes to look again and be sure
        check(os.stat(out).st_ino == first, "it runs again though nothing but its own output has changed")
        (folder / "b.txt").write_text(ARTICLE.format("library"))
        check(wait_for(lambda: "library" in out.read_text()), "a new file is not read")
        (folder / "digest.md and more.txt").write_text(ARTICLE.format("tunnel"))
        check(wait_for(lambda: "tunnel" in out.read_text()), "a file whose name begins with the output's is not looked at")
        check(watching.poll() is None, "it has ended")
    finally:
        watching.terminate()
        watching.communicate()
done = courant("digest", "--watch", stdin=b"")
check(done.returncode == 2 and b"--watch" in done.stderr, f"--watch without files: {done.returncode} {done.stderr!r}")
finish("watch")
