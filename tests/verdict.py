"""What the tests of the program share, in whatever folder: where it is, in what surroundings it runs, and telling what went
wrong. A folder's own program.py takes it from here."""

import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
COURANT = pathlib.Path(sys.argv[1]).resolve()
SKIPPED = 77
_faults = []


def fault(text):
    _faults.append(text)
    print(text, flush=True)


def check(good, text):
    if not good:
        fault(text)


def finish(what):
    print(f"{what}: {len(_faults)} faults" if _faults else f"{what}: good")
    sys.exit(1 if _faults else 0)


def environment(**more):
    """Nothing of ours but where programs are and how sanitizers behave."""
    kept = {name: value for name, value in os.environ.items() if name == "PATH" or name.endswith("SAN_OPTIONS")}
    return kept | more
