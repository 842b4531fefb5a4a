#!/usr/bin/env python3
"""tutorial.py COURANT: docs/tutorial.md from its beginning to its end. Every command gives what is shown.

The feeds of the tutorial come from a server on this machine, and its sendmail is a program that keeps the mail. Blocks and files are as in
structure/manual.py."""

import email
import email.policy
import functools
import http.server
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading


def counted(text):
    """What was written, whatever number of quotations was proven (how many are chosen is the ranking's), and whenever it was made."""
    return re.sub(r"\d+( quotations?)", r"N\1", re.sub(r"(was made at) \S+Z", r"\1 T", text))


ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs/tutorial.md"
COURANT = pathlib.Path(sys.argv[1]).resolve()
SENDMAIL = "/usr/sbin/sendmail"
HOSTS = ("https://courier.example", "https://hafenblatt.example")  # of the feeds
COMMANDS = 12  # at least


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


def prepare(folder):
    """What the tutorial takes for granted: the samples, the program, and one that sends mail."""
    os.symlink(ROOT / "seeds", folder / "seeds")
    tools = folder / ".bin"
    tools.mkdir()
    (tools / "courant").write_text(f'#!/bin/sh\nexec "{COURANT}" "$@"\n')
    (tools / "sendmail").write_text(f'#!/bin/sh\ncat >>"{folder}/.sent"\n')
    for tool in tools.iterdir():
        tool.chmod(0o755)
    return {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(folder)}


def on_this_machine(text, folder, port):
    """A configuration of the tutorial that needs no internet."""
    for host in HOSTS:
        text = text.replace(host, f"http://127.0.0.1:{port}")
    return text.replace("fetch:\n", "fetch:\n  allow-private: true\n").replace(SENDMAIL, str(folder / ".bin/sendmail"))


def follow(folder, port):
    """Runs the page: the number of commands, and what went wrong."""
    text, faults, n, name = PAGE.read_text(encoding="utf-8"), [], 0, None
    environment = prepare(folder)
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$|^`([\w./-]+)`:$", text, flags=re.M | re.S):
        kind, block, named = match.groups()
        if not named and kind == "console":
            for command, expected in re.findall(r"^\$ ([^\n]*)\n((?:(?!\$ )[^\n]*\n)*)", block, flags=re.M):
                done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120,
                                      stdin=subprocess.DEVNULL)
                n += 1
                if counted(done.stdout + done.stderr) != counted(expected):
                    faults.append(f"line {text[:match.start()].count(chr(10)) + 1}: '{command}' gives:\n{done.stdout + done.stderr}")
        elif not named and name:
            (folder / name).write_text(on_this_machine(block, folder, port), encoding="utf-8")
        name = named
    return n, faults


with tempfile.TemporaryDirectory(prefix="courant-tutorial-") as temporary:
    work = pathlib.Path(temporary)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=ROOT / "seeds/feeds"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    count, wrong = follow(work, server.server_address[1])
    server.shutdown()
    if count < COMMANDS:
        wrong.append(f"only {count} commands")
    sent = email.message_from_bytes((work / ".sent").read_bytes() if (work / ".sent").exists() else b"", policy=email.policy.default)
    if sent["To"] != "Anna <anna@example.org>" or sent.defects or len(list(sent.walk())) != 3:
        wrong.append("the mail that was sent is not as it should be")
for line in wrong:
    print(f"docs/tutorial.md: {line}")
print(f"tutorial: {len(wrong)} faults" if wrong else f"tutorial: {count} commands, good")
sys.exit(1 if wrong else 0)
