"""What the checks of this folder share: where things are, the project's files, and how a fault is told."""

import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src"
_faults = []


def fault(place, text, line=None):
    """Notes a fault; place is a path in the project or another name."""
    if isinstance(place, pathlib.Path) and place.is_relative_to(ROOT):
        place = place.relative_to(ROOT)
    _faults.append(f"{place}:{line}: {text}" if line else f"{place}: {text}")


def finish(what):
    """Prints what was found and ends the check."""
    for text in _faults:
        print(text)
    print(f"{what}: {len(_faults)} faults" if _faults else f"{what}: good")
    sys.exit(1 if _faults else 0)


def files():
    """The project's files: what git tracks or would, or without git all that no build made."""
    try:
        names = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                               check=True, capture_output=True).stdout.decode().split("\0")
        found = [ROOT / name for name in names if name]
    except (OSError, subprocess.CalledProcessError):
        found = []
        for folder, folders, names in os.walk(ROOT):
            folders[:] = [f for f in folders if f not in (".git", "build", "Testing", "__pycache__")]
            found += [pathlib.Path(folder, name) for name in names]
    return sorted(f for f in found if f.is_file())


def sources(folder, *endings):
    return sorted(f for f in (ROOT / folder).rglob("*") if f.suffix in endings)


def without_comments(code, keep_strings=False):
    """C code with comments, and by default the content of strings, blanked; lines stay where they are."""
    def blank(match):
        text = match.group(0)
        if text[0] in "\"'":
            return text if keep_strings else text[0] + text[0]
        return re.sub(r"[^\n]", " ", text)
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, code, flags=re.S)


def run(*command):
    """Runs a command; returns exit code and everything it wrote."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout
