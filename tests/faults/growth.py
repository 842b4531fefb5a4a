#!/usr/bin/env python3
"""growth.py COURANT [ARTICLES]: what a run takes grows with its articles and no faster: so many KiB an article, and as much time for
one of many as for one of few. Measured at a quarter of ARTICLES (4000) and at all of them; the bounds hold in a release build alone."""

import json
import pathlib
import sys
import tempfile

from bounds import SLOW, run_bounded
from program import COURANT, ROOT, check, environment, finish

sys.path.insert(0, str(ROOT / "tests/bench"))
from stories import corpus  # noqa: E402

ARTICLES = int(sys.argv[2]) if len(sys.argv) > 2 else 400 if SLOW else 4000
DIGEST = ["digest", "--date", "2026-03-10"]
KIB = 20  # an article of 170 words, with all that is known of it
SLOWER = 2  # times as long for an article among four times as many


def run(folder, name, *arguments):
    done = run_bounded([COURANT, *arguments], environment(HOME=str(folder)), seconds=600)
    check(done.code == 0, f"{name}: exit {done.code}: {done.stderr!r}")
    return done


def compare(folder, name, few, many, *arguments):
    """The same command over few articles and many; both are said as arguments."""
    small, large = run(folder, name, *arguments, *few), run(folder, name, *arguments, *many)
    if SLOW:
        return
    kib = (large.mib - small.mib) * 1024 / (ARTICLES - ARTICLES // 4)
    ratio = large.seconds / small.seconds / 4
    print(f"{name}: {kib:.1f} KiB an article, {large.mib:.0f} MiB; {large.seconds:.2f} s, times {ratio:.2f} an article")
    check(kib <= KIB, f"{name}: {kib:.1f} KiB an article, more than {KIB}")
    check(ratio <= SLOWER, f"{name}: among four times as many an article takes {ratio:.2f} times as long")


with tempfile.TemporaryDirectory(prefix="courant-growth-") as made:
    folder = pathlib.Path(made)
    articles, _ = corpus(ARTICLES)
    sizes = []
    for n in (ARTICLES // 4, ARTICLES):
        lines, archive = folder / f"{n}.jsonl", folder / f"{n}.db"
        lines.write_text("".join(json.dumps(article) + "\n" for article in articles[:n]))
        run(folder, "archive add", "archive", "add", "--quiet", "--archive", archive, "--input-format", "jsonl", lines)
        sizes.append((["--input-format", "jsonl", lines], ["--archive", archive]))
    files, archives = zip(*sizes)
    compare(folder, "digest", *files, *DIGEST)
    compare(folder, "digest of an archive", *archives, *DIGEST, "--days", "30", "--dry-run")
    compare(folder, "stories", *files, "stories", "--format", "jsonl")
    compare(folder, "company", *files, "company", "--date", "2026-03-10", "--name", "Barcel")
finish("growth")
