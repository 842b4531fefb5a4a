#!/usr/bin/env python3
"""Holds every #include of src/ against layers.txt."""

import re

from project import ROOT, SOURCE, fault, finish, sources, without_comments

# Free to all: the C standard, POSIX, and what C++ shims need (they have no ending).
SYSTEM = set("""
assert.h errno.h float.h inttypes.h limits.h math.h signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h
stdio.h stdlib.h string.h time.h
arpa/inet.h dirent.h dlfcn.h fcntl.h netdb.h netinet/in.h pthread.h sched.h sys/ioctl.h sys/socket.h sys/stat.h sys/time.h sys/types.h
spawn.h sys/wait.h unistd.h
""".split())


def read_layers():
    layers, owners = {}, {}
    for line in (ROOT / "tests/structure/layers.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            number, folder, *headers = line.split()
            layers[folder] = int(number)
            owners.update(dict.fromkeys(headers, folder))
    return layers, owners


def owner_of(header, owners):
    return owners.get(header) or owners.get(header.split("/")[0] + "/")


layers, owners = read_layers()
for path in sources("src", ".c", ".h", ".cc"):
    folder = path.relative_to(SOURCE).parts[0]
    if folder not in layers:
        fault(path, f"the folder '{folder}' stands in no layer of layers.txt")
        continue
    code = without_comments(path.read_text(), keep_strings=True)
    for number, line in enumerate(code.split("\n"), 1):
        include = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if not include:
            continue
        kind, header = include.groups()
        if kind == "<":
            if header in SYSTEM or (path.suffix == ".cc" and re.fullmatch(r"[a-z_]+", header)):
                continue
            owner = owner_of(header, owners)
            if owner is None:
                fault(path, f"<{header}> has no owner in layers.txt", number)
            elif owner != folder:
                fault(path, f"<{header}> belongs to {owner}/ alone", number)
            continue
        target = header.split("/")[0]
        if not (SOURCE / header).is_file():
            fault(path, f'"{header}" is no file of src/', number)
        elif target not in layers:
            fault(path, f"the folder '{target}' stands in no layer of layers.txt", number)
        elif target != folder and layers[target] >= layers[folder]:
            fault(path, f'"{header}" (layer {layers[target]}) is not below {folder}/ (layer {layers[folder]})', number)
        elif folder == "cli" and target not in ("cli", "base") and header != "api/courant.h":
            fault(path, f'"{header}": cli/ sees api/courant.h and base/ only', number)

# a list of sources is written by hand: nothing may be forgotten in it
for path in sources("src", ".c", ".cc"):
    lists = path.parent / "CMakeLists.txt"
    if not lists.is_file() or not re.search(rf"(^|[\s(]){re.escape(path.name)}([\s)]|$)", lists.read_text()):
        fault(path, "stands in no source list")
for folder in layers:
    if (SOURCE / folder).is_dir() and folder != "cli":
        if not re.search(rf"\b{folder}\b", (SOURCE / "CMakeLists.txt").read_text()):
            fault(SOURCE / folder, "is not built")

finish("layers")
