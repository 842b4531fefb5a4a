#!/usr/bin/env python3
"""format.py [--fix]: every C and C++ file has the shape that .clang-format describes."""

import re
import subprocess
import sys

from project import ROOT, fault, finish, run, sources

files = [str(path) for path in sources("src", ".c", ".h", ".cc") + sources("tests", ".c", ".h")]
if "--fix" in sys.argv:
    subprocess.run(["clang-format", "-i", *files], check=True)
code, output = run("clang-format", "--dry-run", "-Werror", *files)
for path, line in sorted(set(re.findall(r"^(\S+?):(\d+):\d+: error: ", output, flags=re.M))):
    fault(path.removeprefix(f"{ROOT}/"), "clang-format would write this otherwise", int(line))
if code and not output.strip():
    fault("clang-format", f"exit {code}")
finish("format")
