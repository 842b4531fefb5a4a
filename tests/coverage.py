#!/usr/bin/env python3
"""coverage.py BUILD PER_CENT: adds up what gcov tells of every object of a build: lines of src/ that were run."""

import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
build, least = pathlib.Path(sys.argv[1]).resolve(), float(sys.argv[2])

counts = {}  # file -> line -> how often
for data in sorted(build.rglob("*.gcda")):
    done = subprocess.run(["gcov", "--json-format", "--stdout", str(data)], cwd=build, capture_output=True, check=False)
    for document in done.stdout.splitlines():
        if not document.startswith(b"{"):
            continue
        for file in json.loads(document)["files"]:
            path = pathlib.Path(os.path.normpath(build / file["file"]))
            if not path.is_relative_to(ROOT / "src"):
                continue
            lines = counts.setdefault(path.relative_to(ROOT).as_posix(), {})
            for line in file["lines"]:
                number = line["line_number"]
                lines[number] = lines.get(number, 0) + line["count"]

# what no test has started at all has no data: all its lines count
report = build / "report"
report.mkdir(exist_ok=True)
all_lines = all_run = 0
print(f"{'lines':>6} {'run':>6}   %    not run")
for name, lines in sorted(counts.items()):
    run = sum(1 for count in lines.values() if count)
    missed = sorted(number for number, count in lines.items() if not count)
    all_lines, all_run = all_lines + len(lines), all_run + run
    print(f"{len(lines):6} {run:6} {100 * run / max(len(lines), 1):5.1f}  {name}: {' '.join(map(str, missed[:12]))}"
          f"{' ...' if len(missed) > 12 else ''}")
    source = (ROOT / name).read_text().split("\n")
    (report / (name.replace("/", "_") + ".txt")).write_text("".join(
        f"{lines.get(i, '-') if lines.get(i) != 0 else '#####':>8} {text}\n" for i, text in enumerate(source, 1)))
for path in sorted((ROOT / "src").rglob("*.c*")):
    name = path.relative_to(ROOT).as_posix()
    if path.suffix in (".c", ".cc") and name not in counts:
        print(f"{name}: no data")
share = 100 * all_run / max(all_lines, 1)
print(f"{all_run} of {all_lines} lines were run: {share:.1f} %")
sys.exit(0 if share >= least else 1)
