#!/usr/bin/env python3
"""headers.py CC CXX: every header of src/ compiles alone, and twice; courant.h as C11 and C++ too."""

import concurrent.futures
import pathlib
import subprocess
import sys
import tempfile

from project import SOURCE, fault, finish, run, sources

cc, cxx = sys.argv[1:3]
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", f"-I{SOURCE}"]
libraries = subprocess.run(["pkg-config", "--cflags", "icu-uc", "simdjson"], capture_output=True, text=True, check=False)
STRICT += libraries.stdout.split()


def check(job):
    header, command = job
    name = header.relative_to(SOURCE)
    with tempfile.TemporaryDirectory() as folder:
        unit = pathlib.Path(folder, "unit.cc" if command[0] == cxx else "unit.c")
        unit.write_text(f'#include "{name}"\n#include "{name}"\nextern int unit;\n')
        code, output = run(*command, *STRICT, str(unit))
    return header, command, code, output


jobs = [(header, [cc, "-std=c17", "-D_XOPEN_SOURCE=700"]) for header in sources("src", ".h")]
public = SOURCE / "api/courant.h"
jobs += [(public, [cc, "-std=c11"]), (public, [cxx, "-std=c++11"]), (public, [cxx, "-std=c++20"])]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    for header, command, code, output in pool.map(check, jobs):
        if code:
            fault(header, f"does not compile alone ({' '.join(command)}):\n{output.rstrip()}")
finish("headers")
