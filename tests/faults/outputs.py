#!/usr/bin/env python3
"""outputs.py COURANT: outputs that are full, closed, cut off or narrow."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import tempfile
import termios

from corpus import lines
from program import COURANT, check, courant, environment, finish

MANY = "\n".join(lines(3000, seed=2)).encode() + b"\n"
JSONL = ["--input-format", "jsonl", "--format", "jsonl"]


def full_and_closed():
    for command in (["summarize", *JSONL], ["analyze", *JSONL], ["summarize", "--together", *JSONL], ["digest"]):
        for jobs in ("1", "4"):
            with open("/dev/full", "wb") as full:
                done = courant(*command, "--jobs", jobs, "--quiet", stdin=MANY, stdout=full)
            check(done.returncode == 1, f"{command} on a full disk: exit {done.returncode}")
            check(done.stderr == b"courant: cannot write 'standard output': No space left on device\n",
                  f"{command} on a full disk says {done.stderr[-200:]!r}")
    for jobs in ("1", "4"):
        reading = subprocess.Popen([COURANT, "analyze", *JSONL, "--jobs", jobs, "--quiet"], env=environment(),
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        reading.stdout.close()
        try:
            reading.stdin.write(MANY)
            reading.stdin.close()
        except BrokenPipeError:
            pass
        said = reading.stderr.read()
        check(reading.wait(60) == 1, f"a closed pipe: exit {reading.returncode}")
        check(said == b"courant: cannot write 'standard output': Broken pipe\n", f"a closed pipe: {said!r}")
    done = subprocess.run(["sh", "-c", '"$0" --help >&-', COURANT], env=environment(), stderr=subprocess.PIPE, check=False)
    check(done.returncode == 1, f"--help on a closed output: exit {done.returncode}")


def standard_error_closed():
    with open("/dev/full", "wb") as full:
        done = subprocess.run([COURANT, "summarize", *JSONL], env=environment(), input=b'{"id":1\n{"id":2,"text":"Good."}\n',
                              stdout=subprocess.PIPE, stderr=full, check=False)
    check(done.returncode == 3 and done.stdout.count(b"\n") == 2, "a full standard error changes what is done")


def files():
    with tempfile.TemporaryDirectory(prefix="courant-outputs-") as folder:
        out = os.path.join(folder, "out")
        with open(out, "w", encoding="utf-8") as old:
            old.write("old")
        done = courant("summarize", *JSONL, "--output", out, "--strict", stdin=MANY)
        check(done.returncode == 1 and open(out, encoding="utf-8").read() == "old", "a failed run changes the file it was to write")
        check(os.listdir(folder) == ["out"], f"a failed run leaves {os.listdir(folder)}")
        done = courant("summarize", *JSONL, "--output", out, stdin=MANY)
        to_pipe = courant("summarize", *JSONL, stdin=MANY)
        check(open(out, "rb").read() == to_pipe.stdout, "--output and standard output differ")
        # cut off in the middle: the old file stays
        before = open(out, "rb").read()
        running = subprocess.Popen([COURANT, "summarize", *JSONL, "--output", out], env=environment(), stdin=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL)
        running.stdin.write(MANY)
        running.stdin.flush()
        running.kill()
        running.wait()
        running.stdin.close()
        check(open(out, "rb").read() == before, "a run that was cut off changes the file")
        # what the system limits
        done = subprocess.run(["sh", "-c", 'ulimit -f 8; trap "" XFSZ; exec "$0" "$@"', COURANT, "summarize", *JSONL, "--output",
                               out, "--quiet"], input=MANY, env=environment(), stderr=subprocess.PIPE, check=False)
        check(done.returncode == 1 and b"File too large" in done.stderr, f"a file that may not grow: {done.stderr[-200:]!r}")
        check(open(out, "rb").read() == before, "a file that may not grow replaces the old one")


def on_terminal(columns, *arguments, stdin=None):
    """What the program writes to a terminal of so many columns (standard output and error), and its exit code."""
    above, below = pty.openpty()
    fcntl.ioctl(below, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    running = subprocess.Popen([COURANT, *map(str, arguments)], env=environment(TERM="xterm"), stdin=subprocess.PIPE,
                               stdout=below, stderr=below)
    os.close(below)
    written = b""
    if stdin:
        running.stdin.write(stdin)
    running.stdin.close()
    while True:
        ready, _, _ = select.select([above], [], [], 60)
        try:
            piece = os.read(above, 65536) if ready else b""
        except OSError:
            piece = b""
        if not piece:
            break
        written += piece
    os.close(above)
    return running.wait(60), written.decode()


def terminals():
    for columns in (20, 40, 61, 80, 200):
        for command in ("--help",), ("summarize", "--help"), ("digest", "--help"):
            code, text = on_terminal(columns, *command)
            check(code == 0, f"{command} on a terminal: exit {code}")
            longest = max(text.replace("\r", "").split("\n"), key=len)
            # a word longer than the line stays whole
            check(len(longest) <= max(columns, 30) or " " not in longest.strip(),
                  f"{command} on {columns} columns: a line of {len(longest)}: {longest!r}")
    code, text = on_terminal(60, "analyze", *JSONL, "-o", "/dev/null", stdin=MANY)
    check(code == 3, f"with progress: exit {code}")
    bars = re.findall(r"\r\x1b\[K([^\r\n]*)", text)
    check(all(len(bar) < 60 for bar in bars), "a progress bar is wider than the terminal")
    check(bars and bars[-1] == "", "the progress bar is not wiped")
    code, text = on_terminal(60, "analyze", "--quiet", *JSONL, "-o", "/dev/null", stdin=MANY)
    check(text == "", f"--quiet writes {text[:80]!r}")


full_and_closed()
standard_error_closed()
files()
terminals()
finish("outputs")
