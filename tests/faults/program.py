"""What the tests of this folder share: running the program, and telling what went wrong."""

import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from verdict import COURANT, ROOT, check, environment, fault, finish  # noqa: E402,F401


def courant(*arguments, stdin=b"", seconds=600, env=None, **options):
    """Runs the program to its end; bytes in, bytes out."""
    if "stdin" not in options and not isinstance(stdin, bytes):
        options["stdin"] = stdin
    else:
        options["input"] = stdin
    options.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([COURANT, *map(str, arguments)], env=environment() if env is None else env,
                          stderr=subprocess.PIPE, timeout=seconds, check=False, **options)
