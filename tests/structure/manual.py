#!/usr/bin/env python3
"""manual.py COURANT: the pages of docs/commands/ against the program. Each command has a page, each page documents exactly the
options that --help lists, and every example gives what the page shows.

An example is a block marked `console`: lines that begin with "$ " are run, the lines below are what they write, standard
error behind standard output. A block below a line that ends in "`NAME`:" is a file of that name, for the examples behind it.
`seeds` is the folder of the sample articles."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

from project import ROOT, fault, finish, run

PAGES = ROOT / "docs/commands"
COURANT = pathlib.Path(sys.argv[1]).resolve()


def commands():
    _, output = run(str(COURANT), "--help")
    listed = output[output.index("Commands:"):].split("\n\n")[0]
    return re.findall(r"^  (\w+)\s", listed, flags=re.M)


def check_options(command, page, text):
    _, output = run(str(COURANT), command, "--help")
    listed = {letter + name for letter, name in re.findall(r"^  (-\w, |    )--([a-z-]+)", output, flags=re.M)}
    documented = set()
    for item in re.findall(r"^- (`-.*?`): ", text, flags=re.M):
        letter = "    "
        for name in re.findall(r"`(-[^` ]+)", item):
            if name.startswith("--"):
                documented.add(letter + name[2:])
                letter = "    "
            else:
                letter = name + ", "
    for option in sorted(listed - documented):
        fault(page, f"does not document '{option.strip().replace(', ', ', --') if ',' in option else '--' + option.strip()}'")
    for option in sorted(documented - listed):
        fault(page, f"documents '{option.strip()}', which --help does not list")


def run_examples(page, text):
    with tempfile.TemporaryDirectory(prefix="courant-manual-") as folder:
        os.symlink(ROOT / "seeds", os.path.join(folder, "seeds"))
        os.mkdir(os.path.join(folder, ".bin"))
        os.symlink(COURANT, os.path.join(folder, ".bin/courant"))
        # --lexicons and --templates would be found beside the program itself: a link leads there
        environment = {"PATH": f"{folder}/.bin:{os.environ['PATH']}", "HOME": folder}
        name = None
        for match in re.finditer(r"^```(\w*)\n(.*?)^```$|`([\w.-]+)`:$", text, flags=re.M | re.S):
            kind, block, named = match.groups()
            if named:
                name = named
                continue
            if kind == "console":
                for command, expected in re.findall(r"^\$ ([^\n]*)\n((?:(?!\$ )[^\n]*\n)*)", block, flags=re.M):
                    done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True,
                                          check=False, stdin=subprocess.DEVNULL)
                    given = done.stdout + done.stderr
                    if given != expected:
                        line = text[:match.start()].count("\n") + 1
                        fault(page, f"'{command}' does not give what is shown, but:\n{given}", line)
            elif name:
                pathlib.Path(folder, name).write_text(block)
            name = None


def check_overview(help_text):
    """The overview lists every command, in the words of --help."""
    listed = re.sub(r"\n {16,}", " ", help_text[help_text.index("Commands:"):].split("\n\n")[0])
    page = PAGES / "README.md"
    overview = page.read_text()
    for name, summary in re.findall(r"^  (\w+)\s+(.+)$", listed, flags=re.M):
        if f"- [{name}]({name}.md): {summary}\n" not in overview:
            fault(page, f"does not list '{name}' as --help does: {summary}")


known = commands()
if len(known) < 4:
    fault("--help", "lists hardly any command")
for command in known:
    page = PAGES / f"{command}.md"
    if not page.is_file():
        fault(page, "is missing")
        continue
    text = page.read_text()
    if not text.startswith(f"# courant {command}\n"):
        fault(page, f"does not begin with '# courant {command}'", 1)
    check_options(command, page, text)
    run_examples(page, text)
check_overview(run(str(COURANT), "--help")[1])
for page in sorted(PAGES.glob("*.md")):
    if page.stem not in known and page.stem != "README":
        fault(page, "is of no command")
finish("manual")
