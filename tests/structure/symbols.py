#!/usr/bin/env python3
"""symbols.py LIBRARY OBJECT_FOLDER: the shared library exports what courant.h declares and nothing else, and no object of
the library has a variable that could change."""

import pathlib
import re
import sys

from project import SOURCE, fault, finish, run, without_comments

library, objects = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])

header = without_comments((SOURCE / "api/courant.h").read_text())
declared = set(re.findall(r"^COURANT_API\s[^;(]*?(\w+)\s*\(", header, flags=re.M))
code, output = run("nm", "-D", "--defined-only", str(library))
if code:
    fault(library.name, output)
exported = set()
for line in output.splitlines():
    kind, name = line.split()[-2:]
    if kind != "A":  # the name of the version itself
        exported.add(name.split("@")[0])
for name in sorted(declared - exported):
    fault(library.name, f"does not export '{name}' of courant.h")
for name in sorted(exported - declared):
    fault(library.name, f"exports '{name}', which courant.h does not declare")
if not declared:
    fault("courant.h", "declares nothing")

# what may be written to at run time lives in .data, .bss or .tbss; constants with addresses in .data.rel.ro
found = sorted(objects.rglob("*.o"))
if not found:
    fault("objects", f"there are none in {objects}")
for path in found:
    code, output = run("objdump", "-t", str(path))
    for line in output.splitlines():
        symbol = re.match(r"[0-9a-f]+ ([lgu!w ].{6}) (\.\S+)\s+([0-9a-f]+)\s+(?:\.hidden )?(\S+)$", line)
        if not symbol or symbol.group(1)[-1] != "O":
            continue
        section, size, name = symbol.group(2, 3, 4)
        if re.match(r"\.(data|bss|tbss|tdata)(\.|$)", section) and not section.startswith(".data.rel.ro") and int(size, 16) \
                and not name.startswith("DW.ref."):  # the compiler's own
            fault(path.name, f"'{name}' in {section} can change: no state outside of objects")
finish("symbols")
