#!/usr/bin/env python3
"""The project's texts: valid UTF-8, LF, a newline at the end, no stray white space, no path of anyone's machine."""

import os
import re

from project import ROOT, fault, files, finish

BINARY = {".gz", ".zst", ".bin", ".png", ".ico"}
# Texts of newspapers and test inputs may be as dirty as they are.
AS_THEY_ARE = re.compile(r"^(seeds/articles/|tests/(golden|lang|hostile|fuzz)/)")
MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|root|Users|work|mnt|media)/\w[^\s\"'`)]*")

for path in files():
    name = path.relative_to(ROOT).as_posix()
    if path.suffix in BINARY:
        continue
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if not AS_THEY_ARE.match(name):
            fault(path, f"no UTF-8 at byte {error.start}")
        continue
    for number, line in enumerate(text.split("\n"), 1):
        machine = MACHINE.search(line)
        if machine or str(ROOT) + os.sep in line:
            fault(path, f"a path of one machine: {machine.group(0) if machine else ROOT}", number)
        if AS_THEY_ARE.match(name):
            continue
        if "\r" in line:
            fault(path, "a carriage return", number)
        if line != line.rstrip() and path.suffix != ".md":
            fault(path, "white space at the end of the line", number)
        if "\t" in line and path.suffix in {".c", ".h", ".cc", ".py", ".sh", ".txt"} and path.parent.name != "lang":
            fault(path, "a tab", number)
    if text and not text.endswith("\n") and not AS_THEY_ARE.match(name):
        fault(path, "no newline at the end")
finish("texts")
