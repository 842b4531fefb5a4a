#!/usr/bin/env python3
"""run.py COURANT [--update] [CASE...]: runs the cases of this folder.

A case is a folder with a file `command`: a line (or several) of sh in which `courant` is the program; it runs in a copy of
the folder, with the project's sample articles as `seeds`. What it writes and how it ends is held against `stdout`, `stderr`
and `exit` (no file: nothing is written, and it ends with 0). --update writes these files anew: read the difference before
it is committed.
"""

import concurrent.futures
import difflib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXPECTED = ("stdout", "stderr", "exit")
SECONDS = 300


def make_tools(courant, folder):
    """A folder for PATH with `courant` in it. Written before any case runs: a file that is being written cannot be run."""
    # no link: the program looks for its data beside itself
    tools = pathlib.Path(folder)
    (tools / "courant").write_text(f'#!/bin/sh\nexec "{courant}" "$@"\n')
    (tools / "courant").chmod(0o755)
    return tools


def run_case(tools, case):
    """What a case gives: the content of EXPECTED."""
    with tempfile.TemporaryDirectory(prefix="courant-golden-") as folder:
        work = pathlib.Path(folder, "work")
        shutil.copytree(case, work, ignore=shutil.ignore_patterns("command", *EXPECTED))
        (work / "seeds").symlink_to(ROOT / "seeds")
        environment = {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": folder, "TMPDIR": folder}
        environment |= {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        done = subprocess.run(["sh", "-c", (case / "command").read_text()], cwd=work, env=environment, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
    return {"stdout": done.stdout, "stderr": done.stderr, "exit": b"%d\n" % done.returncode if done.returncode else b""}


def expected_of(case):
    return {name: (case / name).read_bytes() if (case / name).is_file() else b"" for name in EXPECTED}


def update(case, given):
    for name, content in given.items():
        if content:
            (case / name).write_bytes(content)
        else:
            (case / name).unlink(missing_ok=True)


def show(case, expected, given):
    print(f"--- {case.name}: {(case / 'command').read_text().strip()}")
    for name in EXPECTED:
        if expected[name] != given[name]:
            old, new = (b.decode("utf-8", "backslashreplace").splitlines() for b in (expected[name], given[name]))
            print("\n".join(list(difflib.unified_diff(old, new, f"{name} expected", f"{name} given", lineterm=""))[:60]))


def main():
    arguments = [a for a in sys.argv[1:] if a != "--update"]
    courant, names = pathlib.Path(arguments[0]).resolve(), arguments[1:]
    cases = sorted(c.parent for c in HERE.glob("*/command") if not names or c.parent.name in names)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="courant-tools-") as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        tools = make_tools(courant, folder)
        for case, given in zip(cases, pool.map(lambda case: run_case(tools, case), cases)):
            expected = expected_of(case)
            if given == expected:
                continue
            if "--update" in sys.argv:
                update(case, given)
                print(f"updated: {case.name}")
            else:
                show(case, expected, given)
                failed += 1
    print(f"golden: {len(cases) - failed} of {len(cases)} cases good")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
