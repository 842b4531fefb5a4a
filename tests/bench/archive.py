#!/usr/bin/env python3
"""archive.py BUILD [ARTICLES]: how fast an archive takes articles in and finds them, and what a digest from it needs of memory.

Makes articles (100,000, a thousand for each day), adds them with `courant archive add`, and lets SQLite alone insert the same rows with
the same full-text index (archive_rows.c). Then searches them and a tenth of them, and makes a digest of one day from both. Nothing
here depends on the network; everything is written to a folder of TMPDIR that is removed."""

import datetime
import itertools
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = pathlib.Path(sys.argv[1]).resolve()
N = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
A_DAY = 1000
WORDS_OF_A_SENTENCE, SENTENCES, VOCABULARY, RUNS = 18, 10, 60_000, 15
FIRST = datetime.date(2026, 1, 1)


def words(chance):
    """A vocabulary of words that nobody has, the first ones short and frequent."""
    onsets, vowels, codas = "b c d f g h l m n p r s t v br cl dr gr pl st tr".split(), "a e i o u ea ou".split(), " n r l s t m nd".split(" ")
    found = {}
    while len(found) < VOCABULARY:
        syllables = 1 + (len(found) > 300) + (len(found) > 6000)
        found["".join(chance.choice(onsets) + chance.choice(vowels) + chance.choice(codas) for _ in range(syllables))] = None
    return list(found)


def write_articles(path):
    chance = random.Random(1)
    vocabulary = words(chance)
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
    with open(path, "w") as out:
        for i in range(N):
            drawn = chance.choices(vocabulary, cum_weights=weights, k=WORDS_OF_A_SENTENCE * SENTENCES)
            sentences = [" ".join(drawn[k * WORDS_OF_A_SENTENCE:(k + 1) * WORDS_OF_A_SENTENCE]) for k in range(SENTENCES)]
            day = FIRST + datetime.timedelta(days=i // A_DAY)
            out.write(json.dumps({"url": f"https://paper{i % 40}.example/{i}", "lang": "en", "date": str(day), "source": f"Paper {i % 40}",
                                  "title": " ".join(drawn[:6]).capitalize(), "text": " ".join(s.capitalize() + "." for s in sentences)}) + "\n")
    return vocabulary


def run(*command, **options):
    started = time.perf_counter()
    done = subprocess.run([str(part) for part in command], capture_output=True, check=False, **options)
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(map(str, command))}: {done.stderr.decode()}")
    return time.perf_counter() - started, done.stdout.decode()


def memory(*command):
    """The most memory that a run held, in MB."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execv(str(command[0]), [str(part) for part in command])
    os.close(reader)
    os.close(writer)
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 3):
        sys.exit(f"{command} failed")
    return usage.ru_maxrss / 1024


def main():
    courant = BUILD / "courant"
    with tempfile.TemporaryDirectory(prefix="courant-bench-") as folder:
        folder = pathlib.Path(folder)
        vocabulary = write_articles(folder / "all.jsonl")
        with open(folder / "all.jsonl") as source, open(folder / "tenth.jsonl", "w") as out:
            out.writelines(itertools.islice(source, N // 10))
        large, small, bare = folder / "large.db", folder / "small.db", folder / "bare.db"
        ours, told = run(courant, "archive", "add", "--archive", large, "--input-format", "jsonl", "--quiet", folder / "all.jsonl")
        print(f"courant archive add: {told.strip()}: {ours:.1f} s, {N / ours:.0f} articles a second, {large.stat().st_size / 1e6:.0f} MB")
        _, seconds = run(BUILD / "tests/bench/archive_rows", large, bare)
        print(f"SQLite alone:        {float(seconds):.1f} s; times {ours / float(seconds):.2f}")
        bare.unlink()
        again, told = run(courant, "archive", "add", "--archive", large, "--input-format", "jsonl", "--quiet", folder / "tenth.jsonl")
        print(f"a tenth once more:   {told.strip()}: {again:.1f} s")
        run(courant, "archive", "add", "--archive", small, "--input-format", "jsonl", "--quiet", folder / "tenth.jsonl")
        questions = {"the most frequent word": [vocabulary[0]], "a frequent word": [vocabulary[40]], "a rare word": [vocabulary[30_000]],
                     "two frequent words": [vocabulary[5], vocabulary[60]], "a frequent and a rare word": [vocabulary[5], vocabulary[20_000]],
                     "a phrase": [f'"{vocabulary[0]} {vocabulary[1]}"'], "a beginning": [vocabulary[400][:3] + "*"],
                     "five words": vocabulary[100:105]}
        for name, asked in questions.items():
            times = {}
            for path in (small, large):
                times[path] = statistics.median(run(courant, "search", "--archive", path, "--quiet", *asked)[0] for _ in range(RUNS))
            print(f"search, {name}: {times[small] * 1000:.0f} ms in {N // 10}, {times[large] * 1000:.0f} ms in {N}, "
                  f"times {times[large] / times[small]:.2f}")
        day = FIRST + datetime.timedelta(days=N // 10 // A_DAY - 1)
        held = {path: memory(courant, "digest", "--archive", path, "--date", day) for path in (small, large)}
        print(f"digest of {day} ({2 * A_DAY} articles): {held[small]:.0f} MB from {N // 10}, {held[large]:.0f} MB from {N}")


main()
