#!/usr/bin/env python3
"""determinism.py COURANT: the same input gives the same bytes, whatever the number of threads, the locale, the time zone and
the environment."""

import os
import pathlib
import shutil
import subprocess
import tempfile

from corpus import lines
from program import COURANT, ROOT, check, courant, environment, fault, finish

ARTICLES = ROOT / "seeds/articles"


def make_locale(folder):
    """A tr_TR.UTF-8 in the folder, where localedef and its sources are; its case rules differ from all others."""
    localedef = shutil.which("localedef", path="/usr/bin:/usr/sbin:" + os.environ.get("PATH", ""))
    if not localedef:
        fault("there is no localedef to make a locale with")
        return False
    done = subprocess.run([localedef, "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")], check=False,
                          capture_output=True, text=True)
    check((folder / "tr_TR.UTF-8").is_dir(), f"localedef: {done.stderr}")
    return True


def runs(folder, locales):
    """(name, arguments, standard input): what has to give the same bytes each time."""
    jsonl = folder / "made.jsonl"
    jsonl.write_text("\n".join(lines(600)) + "\n")
    made = ["--input-format", "jsonl", "--format", "jsonl"]
    yield "summarize JSON lines", ["summarize", "--words", "40", *made, jsonl]
    yield "analyze JSON lines", ["analyze", *made, jsonl]
    yield "summarize groups", ["summarize", "--group-by", "day", "--words", "60", *made, jsonl]
    yield "summarize together", ["summarize", "--together", "--words", "60", *made, jsonl]
    for format in ("text", "markdown", "json"):
        yield f"summarize seeds as {format}", ["summarize", "--format", format, ARTICLES]
    yield "explain seeds", ["summarize", "--explain", "--format", "json", ARTICLES]
    yield "analyze seeds", ["analyze", "--format", "jsonl", ARTICLES]
    for format in ("markdown", "json", "text"):
        yield f"digest of the seeds as {format}", ["digest", "--format", format, ARTICLES]
    yield "digest for a reader of Turkish", ["digest", "--reader", "tr,en", ARTICLES]


def main():
    with tempfile.TemporaryDirectory(prefix="courant-determinism-") as name:
        folder = pathlib.Path(name)
        locales = folder / "locales"
        locales.mkdir()
        turkish = make_locale(locales)
        surroundings = [("one thread", ["--jobs", "1"], environment(LC_ALL="C")),
                        ("two threads", ["--jobs", "2"], environment(LANG="C", TZ="Asia/Tokyo")),
                        ("eight threads", ["--jobs", "8"], environment(LC_ALL="C.UTF-8", COLUMNS="40", TERM="xterm"))]
        if turkish:
            surroundings.append(("Turkish locale", ["--jobs", "2"],
                                 environment(LOCPATH=str(locales), LC_ALL="tr_TR.UTF-8", LANGUAGE="tr", TZ="America/Lima")))
        for what, arguments in runs(folder, locales):
            first = None
            for where, threads, env in surroundings:
                done = courant(*arguments, *threads, env=env)
                check(done.returncode in (0, 3), f"{what}, {where}: exit {done.returncode}: {done.stderr[-300:]!r}")
                check(len(done.stdout) > 100, f"{what}, {where}: hardly anything is written")
                given = (done.returncode, done.stdout, done.stderr)
                if first is None:
                    first = given
                check(given == first, f"{what}: {where} differs from {surroundings[0][0]}")
    finish("determinism")


main()
