"""What the tests of this folder share: running the program, and telling what went wrong."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COURANT = pathlib.Path(sys.argv[1]).resolve()
_faults = []


def fault(text):
    _faults.append(text)
    print(text)


def check(good, text):
    if not good:
        fault(text)


def finish(what):
    print(f"{what}: {len(_faults)} faults" if _faults else f"{what}: good")
    sys.exit(1 if _faults else 0)


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if name == "PATH" or name.endswith("SAN_OPTIONS")}
    return kept | more


def courant(*arguments, stdin=b"", seconds=600, env=None, **options):
    """Runs the program to its end; bytes in, bytes out."""
    if "stdin" not in options and not isinstance(stdin, bytes):
        options["stdin"] = stdin
    else:
        options["input"] = stdin
    options.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([COURANT, *map(str, arguments)], env=environment() if env is None else env,
                          stderr=subprocess.PIPE, timeout=seconds, check=False, **options)
