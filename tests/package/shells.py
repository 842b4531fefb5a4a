#!/usr/bin/env python3
"""shells.py COMPLETIONS COURANT: asks bash, zsh and fish what they would complete, by the files made for them."""

import pathlib
import re
import shutil
import subprocess
import sys

MADE = pathlib.Path(sys.argv[1]).resolve()
COURANT = pathlib.Path(sys.argv[2]).resolve()
faults = 0
asked = 0


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def bash(words):
    script = f"""source {MADE}/courant.bash
compopt() {{ :; }}
COMP_WORDS=({' '.join(f"'{word}'" for word in words)}) COMP_CWORD={len(words) - 1}
_courant
printf '%s\\n' "${{COMPREPLY[@]}}" """
    return set(run("bash", "--norc", "-c", script).stdout.split())


def zsh(words):
    # what _describe and _arguments were given tells what they would offer
    script = f"""_describe() {{ print -l -- ${{(P)2}} }}
_arguments() {{ print -l -- "$@" }}
words=({' '.join(f"'{word}'" for word in words)}) CURRENT={len(words)}
source {MADE}/courant.zsh"""
    lines = run("zsh", "-f", "-c", script).stdout.split("\n")
    offered = set()
    before = words[-2]
    for line in lines:
        option = re.match(r"(?:\([^)]*\))?\*?(-\w|--[\w-]+)\[.*?(?<!\\)\](?::\w*:\(([^)]*)\))?", line.replace("'", ""))
        if not option:
            offered.add(line.split(":")[0])
        elif before == option[1]:
            return set((option[2] or "").split())
        elif words[-1].startswith("-"):
            offered.add(option[1])
    return {word for word in offered if word.startswith(words[-1])}


def fish(words):
    line = " ".join(words)
    out = run("fish", "--no-config", "-c", f"source {MADE}/courant.fish; complete -C '{line}'").stdout
    return {offer.split("\t")[0] for offer in out.split("\n") if offer}


def options_of(command):
    return set(re.findall(r"^  (?:-\w, |    )(--[a-z-]+)", run(str(COURANT), command, "--help").stdout, flags=re.M))


def check(shell, complete, words, wanted, exact=True):
    global faults, asked
    asked += 1
    offered = complete(words)
    if (offered != wanted) if exact else not wanted <= offered:
        faults += 1
        print(f"{shell}: {words}: offers {sorted(offered)}, not {sorted(wanted)}")


help_text = run(str(COURANT), "--help").stdout
commands = re.findall(r"^  (\w+)\s", help_text[help_text.index("Commands:"):].split("\n\n")[0], flags=re.M)
found = 0
for shell, complete in (("bash", bash), ("zsh", zsh), ("fish", fish)):
    if not shutil.which(shell):
        print(f"{shell} is not there: not asked")
        continue
    found += 1
    check(shell, complete, ["courant", "summ"], {"summarize"})
    check(shell, complete, ["courant", ""], set(commands), exact=False)
    for command in commands:
        wanted = {option for option in options_of(command) if option.startswith("--")}
        check(shell, complete, ["courant", command, "--"], wanted, exact=False)
    check(shell, complete, ["courant", "summarize", "--group"], {"--group-by"})
    check(shell, complete, ["courant", "summarize", "--input-format", "mark"] if shell != "zsh" else
          ["courant", "summarize", "--input-format", ""], {"markdown"}, exact=False)
if not found:
    print("skipped: no shell to ask")
    sys.exit(77)
print(f"{asked} questions to {found} shells, {faults} answered wrongly")
sys.exit(1 if faults else 0)
