#!/usr/bin/env python3
"""inputs.py COURANT: inputs that are large, deep or broken at random. Whatever comes in, the program ends by itself with one
of its exit codes, gives a line for a line, and says what it could not read."""

import json
import os
import random
import tempfile

from bounds import run_bounded
from corpus import lines
from program import COURANT, check, courant, environment, finish

JSONL = ["--input-format", "jsonl", "--format", "jsonl"]
MIB = 1 << 20


def long_lines():
    """Lines of 50 MB: one is no record, one is an article larger than any, one hides its text behind a large member."""
    good = b'{"id":"good","lang":"en","text":"The bridge is open again."}\n'
    garbage = b"x" * (50 * MIB) + b"\n"
    article = b'{"id":"large","lang":"en","text":"' + b"The bridge is open again. " * (50 * MIB // 26) + b'"}\n'
    hidden = b'{"id":"hidden","rest":"' + b"x" * (20 * MIB) + b'","lang":"en","text":"The bridge is open again."}\n'
    done = courant("summarize", *JSONL, stdin=good + garbage + good + article + hidden + good)
    out = [json.loads(line) for line in done.stdout.splitlines()]
    check(done.returncode == 3, f"long lines: exit {done.returncode}")
    check([o.get("id") for o in out] == ["good", 2, "good", out[3].get("id"), "hidden", "good"] and len(out) == 6,
          f"long lines: {[o.get('id') for o in out]}")
    check("error" in out[1] and "error" in out[3] and "summary" in out[4], "long lines: wrong ones are refused")


def deep():
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        deep_value = opening * 100000 + "1" + closing * 100000
        done = courant("summarize", *JSONL, stdin=f'{{"id":1,"x":{deep_value},"lang":"en","text":"Good."}}\n'.encode())
        check(done.returncode in (0, 3) and done.stdout.count(b"\n") == 1, f"deep {opening}: exit {done.returncode}")


def odd_texts():
    texts = ["", " ", "\n" * 10000, "." * 100000, "a" * 100000, "a " * 50000, "« " * 5000, "\u202e\u2066" * 5000, "\u0301" * 50000,
             "e\u0301" * 30000, "\ud83d\ude00" * 20000, "\u0000" * 1000, "1.2.3." * 10000, "A. " * 20000, '"' * 20000, "(" * 20000,
             "\u200b" * 20000, "\ufeff" * 1000, "字" * 50000, "ก" * 50000, "…" * 20000, "?!" * 20000, "\u2028" * 20000,
             "https://example.org/" + "a" * 50000, "\U0010ffff" * 1000, "\ufffe\uffff" * 1000]
    records = [json.dumps({"id": i, "text": text}) for i, text in enumerate(texts)]
    for command in (["summarize"], ["analyze"], ["summarize", "--together"]):
        done = courant(*command, *JSONL, stdin="\n".join(records).encode() + b"\n")
        check(done.returncode in (0, 3), f"{command} of odd texts: exit {done.returncode}: {done.stderr[-300:]!r}")
        given = [json.loads(line) for line in done.stdout.splitlines()]
        if "--together" not in command:
            check([g["id"] for g in given] == list(range(len(texts))), f"{command} of odd texts: lines are lost")
        for g in given:
            for s in g.get("summary", []) + g.get("sentences", []):
                text = texts[s.get("id", g.get("id"))].encode("utf-8", "surrogatepass")
                check(0 <= s["start"] < s["end"], f"{command}: an empty sentence in text {g.get('id')}")


def one_sentence():
    """A word of half a megabyte opens a sentence that might end 16,000 times: each time costs what stands there."""
    text = "Город" * 40000 + " и это, 2027 г. Москвабыла" * 16000
    record = json.dumps({"id": 1, "lang": "ru", "text": text}).encode()
    for _ in range(4):  # a busy machine counts some of what others do
        done = run_bounded([COURANT, "summarize", *JSONL], environment(), record)
        if done.within:
            break
    check(done.code == 0 and done.within, f"one sentence: exit {done.code}, {done.seconds:.2f} s, {done.mib:.0f} MB")


def broken_at_random():
    """Bytes changed, dropped and doubled in good JSON lines: a line comes out for each line that is not blank."""
    chance = random.Random(7)
    good = "\n".join(lines(400, seed=3)).encode()
    for turn in range(6):
        data = bytearray(good)
        for _ in range(200):
            at = chance.randrange(len(data))
            what = chance.randrange(3)
            if what == 0:
                data[at] = chance.randrange(256)
            elif what == 1:
                del data[at:at + chance.randrange(1, 4)]
            else:
                data[at:at] = bytes(chance.randrange(256) for _ in range(3))
        for command in ("summarize", "analyze"):
            done = courant(command, *JSONL, "--quiet", stdin=bytes(data))
            check(done.returncode in (0, 3), f"{command}, broken {turn}: exit {done.returncode}: {done.stderr[-300:]!r}")
            records = [line for line in bytes(data).split(b"\n") if line.strip(b" \t\r\v\f")]
            check(abs(done.stdout.count(b"\n") - len(records)) == 0,
                  f"{command}, broken {turn}: {done.stdout.count(10)} lines for {len(records)}")
            for line in done.stdout.splitlines():
                json.loads(line)
        # as any file: whatever it is taken for
        with tempfile.NamedTemporaryFile(suffix=chance.choice([".txt", ".md", ".jsonl", ".gz", ".bin"])) as file:
            file.write(data)
            file.flush()
            for command in ("summarize", "digest"):
                done = courant(command, "--quiet", file.name)
                check(done.returncode in (0, 1, 3), f"{command}, broken file {turn}: exit {done.returncode}")


def folders():
    with tempfile.TemporaryDirectory(prefix="courant-inputs-") as folder:
        os.symlink(folder, os.path.join(folder, "loop"))
        os.mkfifo(os.path.join(folder, "pipe.txt"))
        os.symlink("/dev/zero", os.path.join(folder, "zero.txt"))
        os.mkdir(os.path.join(folder, "deep"))
        path = os.path.join(folder, "deep")
        for _ in range(40):
            path = os.path.join(path, "d")
            os.mkdir(path)
        with open(os.path.join(folder, "good.txt"), "w", encoding="utf-8") as good:
            good.write("The bridge is open again\n\nThe bridge over the river is open again since Monday, the council said.\n")
        done = courant("digest", folder, seconds=120)
        check(done.returncode in (0, 1, 3), f"a folder of traps: exit {done.returncode}")


long_lines()
deep()
odd_texts()
one_sentence()
broken_at_random()
folders()
finish("inputs")
