#!/usr/bin/env python3
"""The files of lexicons/ against lexicons/README.md: what can be said of a list without knowing its language."""

import re
import unicodedata

from project import ROOT, fault, finish

CLASSES = {
    "abbreviations.txt": {"title", "inner", "number", "unit", "may-end", "ordinal", "opens", "final", "joins", "says"},
    "boilerplate.txt": {"starts", "holds", "whole"},
    "morphology.txt": {"elision", "apostrophe-suffix", "suffix", "prefix"},
}
LISTS = {"stopwords.txt", "openers.txt", "markers.txt"}
EVERY_LANGUAGE = {"stopwords.txt", "abbreviations.txt", "openers.txt", "boilerplate.txt"}
# what stands in any case in the entries of these
LOWER = {"stopwords.txt", "openers.txt", "boilerplate.txt", "morphology.txt", "markers.txt"}


def check_entry(path, number, line):
    """Classes and shape of one entry."""
    name = path.name
    entry = line
    if name in CLASSES:
        kind, _, entry = line.partition(" ")
        if kind not in CLASSES[name]:
            fault(path, f"'{kind}' is no class of {name}", number)
            return
        if not entry and kind != "apostrophe-suffix":
            fault(path, f"'{kind}' without an entry", number)
        if name == "morphology.txt" and kind in ("suffix", "prefix") and not re.fullmatch(r"\S+ [1-9][0-9]?", entry):
            fault(path, f"'{line}' is not '{kind} LETTERS MIN'", number)
        if name == "abbreviations.txt" and kind in ("title", "inner") and len(entry.split(" ")) > 3:
            fault(path, f"'{entry}' has more than three pieces", number)
    if name in LOWER and entry != entry.lower() and entry.replace("İ", "i̇").lower() != entry:
        fault(path, f"'{entry}' is not lower case", number)
    if "’" in entry:
        fault(path, f"'{entry}' holds ’ where ' is written", number)
    if "  " in line:
        fault(path, "two spaces", number)


def check_file(path):
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        fault(path, f"no UTF-8 at byte {error.start}")
        return
    lines = text.split("\n")
    if data.startswith(b"\xef\xbb\xbf"):
        fault(path, "a byte order mark", 1)
    if lines.pop() != "":
        fault(path, "no newline at the end")
    head = [line for line in lines[:6] if line.startswith("#")]
    if not any("BSD-2-Clause" in line for line in head):
        fault(path, "the first lines do not name the licence", 1)
    if not any("written for courant" in line.lower() for line in head):
        fault(path, "the first lines do not name the source", 1)
    seen = {}
    for number, line in enumerate(lines, 1):
        if line != line.strip() or "\r" in line or "\t" in line:
            fault(path, "stray white space", number)
        if not unicodedata.is_normalized("NFC", line):
            fault(path, "not in NFC", number)
        if not line or line.startswith("#"):
            continue
        # an entry has one class, except that an ending may be both the beginning and the end of words
        words = line.split(" ")
        key = line if path.name == "morphology.txt" else " ".join(words[1:]) if path.name in CLASSES else line
        if key in seen:
            fault(path, f"'{key}' stands in line {seen[key]} already", number)
        seen.setdefault(key, number)
        check_entry(path, number, line)
    if not seen:
        fault(path, "holds nothing")


folders = sorted(f for f in (ROOT / "lexicons").iterdir() if f.is_dir())
for folder in folders:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?", folder.name):
        fault(folder, "is not named by a language tag")
    names = {f.name for f in folder.iterdir()}
    for name in sorted(EVERY_LANGUAGE - names):
        fault(folder, f"has no {name}")
    for name in sorted(names - set(CLASSES) - LISTS):
        fault(folder, f"'{name}' is no file of a lexicon")
    for name in sorted(names & (set(CLASSES) | LISTS)):
        check_file(folder / name)
    if not (ROOT / "tests/lang" / folder.name / "input.txt").is_file():
        fault(folder, f"has no case in tests/lang/{folder.name}/")
if not folders:
    fault(ROOT / "lexicons", "holds no language")
finish("lexicons")
