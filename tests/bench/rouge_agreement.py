#!/usr/bin/env python3
"""Compare Courant's ROUGE with another implementation, text by text and character by character.

    rouge_agreement.py PROGRAM ROUGE.PY [FILE.jsonl]...

PROGRAM is rouge_scores of the build folder. ROUGE.PY is a Python file with tokens(text) and
score(reference, candidate) -> (r1, r2, rl). From each FILE the strings of "text", "summary" and "refs"
(a string or a list of them) are taken; every two that follow one another are compared. Besides, every
code point is compared as a word between two others, except those that one of the two libraries does
not know yet. Exit status 1 if a score differs by more than 1e-6 or a word differs.
"""
import importlib.util
import json
import subprocess
import sys
import unicodedata

TOLERANCE = 1e-6


def load(path):
    spec = importlib.util.spec_from_file_location("other_rouge", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def strings(record):
    for name in ("text", "summary", "refs"):
        value = record.get(name)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str):
                yield item.replace("\0", " ")


def pairs_of(path):
    with open(path, encoding="utf-8") as lines:
        texts = [text for line in lines for text in strings(json.loads(line))]
    return list(zip(texts, texts[1:] or texts))


def code_points():
    """Every assigned character, in a word, behind one and alone."""
    for code in range(1, 0x110000):
        char = chr(code)
        if unicodedata.category(char) not in ("Cs", "Cn"):
            yield f"A{char}b {char} c{char}", f"x {char}A"


def run(program, pairs):
    data = "".join(f"{a}\0{b}\0" for a, b in pairs).encode("utf-8")
    done = subprocess.run([program], input=data, stdout=subprocess.PIPE, check=True)
    for line in done.stdout.decode("utf-8").split("\n")[:-1]:
        scores, reference, candidate = line.split("\t")
        yield [float(x) for x in scores.split()], reference, candidate


def compare(name, program, other, pairs):
    worst, differences = 0.0, 0
    results = list(run(program, pairs))
    if len(results) != len(pairs):
        print(f"{name}: {len(results)} results for {len(pairs)} pairs")
        return False
    for (reference, candidate), (scores, ours_r, ours_c) in zip(pairs, results):
        theirs = "|".join(other.tokens(reference)), "|".join(other.tokens(candidate))
        if theirs != (ours_r, ours_c):
            differences += 1
            if differences <= 5:
                print(f"{name}: words differ: {reference[:40]!r} {ascii(ours_r)[:60]} {ascii(theirs[0])[:60]}")
        worst = max(worst, *(abs(a - b) for a, b in zip(scores, other.score(reference, candidate))))
    print(f"{name}: {len(pairs)} pairs, {differences} with other words, greatest difference {worst:.2g}")
    return worst <= TOLERANCE and differences == 0


def main():
    if len(sys.argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    program, other = sys.argv[1], load(sys.argv[2])
    good = compare("code points", program, other, list(code_points()))
    for path in sys.argv[3:]:
        pairs = pairs_of(path)
        good = compare(path, program, other, pairs) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
