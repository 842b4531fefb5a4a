#!/usr/bin/env python3
"""flood.py COURANT: words that a plain multiplication would put all into one place of a table take no longer than others."""

import itertools
import json
import random
import resource
import subprocess

from program import COURANT, check, environment, finish

LETTERS = b"abcdefghijklmnopqrstuvwxyz"
MULTIPLIER = 0x9E3779B97F4A7C15  # Knuth's, which tables of numbers mostly take
WORDS = 60000


def chosen_words():
    """Words of eight letters of which (n * MULTIPLIER) ^ (the same) >> 32, n their bytes and size as a number, has the same 16 low
    bits. Those of the upper half of the product depend, the lower half of n given, on bytes 5 and 6 alone; 7 and 8 are free."""
    pairs = [bytes((a, b)) for a in LETTERS for b in LETTERS]
    wanted = {int.from_bytes(pair, "little") * MULTIPLIER & 0xFFFF: pair for pair in pairs}
    words = []
    for first in itertools.product(LETTERS, repeat=4):
        product = (int.from_bytes(bytes(first), "little") + 8) * MULTIPLIER & 0xFFFFFFFFFFFFFFFF
        pair = wanted.get((product - (product >> 32)) & 0xFFFF)
        if pair:
            words += [bytes(first) + pair + free for free in pairs]
        if len(words) >= WORDS:
            return words[:WORDS]


def seconds(words):
    text = b" ".join(b" ".join(words[i:i + 12]) + b"." for i in range(0, len(words), 12)).decode()
    line = json.dumps({"id": 1, "lang": "en", "text": text}) + "\n"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([COURANT, "summarize", "--input-format", "jsonl", "--format", "jsonl", "--jobs", "1"], input=line.encode(),
                          capture_output=True, env=environment(), check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    check(done.returncode == 0, f"exit {done.returncode}: {done.stderr!r}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


chance = random.Random(5)
others = [bytes(chance.choice(LETTERS) for _ in range(8)) for _ in range(WORDS)]
usual, hostile = seconds(others), seconds(chosen_words())
check(hostile < 4 * usual + 0.2, f"chosen words take {hostile:.2f} s, others {usual:.2f} s")
finish("flood")
