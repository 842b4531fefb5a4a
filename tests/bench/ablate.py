#!/usr/bin/env python3
"""Every method, and the default without one of its parts, on articles and groups with human summaries.

    ablate.py --data FOLDER [--bench rank_bench] [--lexicons DIR]

Prints a Markdown table: the mean of ROUGE-1 and ROUGE-2 F1 (in per cent) for each data set, and for the default the difference
to each method with a paired 95 % bootstrap interval. Standard library only.
"""
import argparse
import re

import bench

METHODS = ["blend", "poscon", "icsisumm", "centroid", "textrank", "lexrank", "bm25", "pacsum", "luhn", "tfidf", "lead"]
TABLE = "src/rank/blend_weights.c"
SHARE, LONGEST = 0.7, 45

# name: (changes of the table's fields, of share, of longest, sentences alone)
PARTS = {
    "as shipped": ({}, SHARE, LONGEST, 0),
    "openers without their predecessors": ({}, SHARE, LONGEST, 1),
    "no cap for short articles": ({}, 1, LONGEST, 0),
    "sentences up to 80 words": ({}, SHARE, 80, 0),
    "no bonus for the first sentence": ({"first": 0}, SHARE, LONGEST, 0),
    "no discount for length": ({"length_exponent": 0}, SHARE, LONGEST, 0),
    "short sentences as any other": ({"full": 0}, SHARE, LONGEST, 0),
    "concepts count once": ({"repeat": 0}, SHARE, LONGEST, 0),
    "pairs alone": ({"stem_share": 0}, SHARE, LONGEST, 0),
    "stems alone": ({"stem_share": 1}, SHARE, LONGEST, 0),
    "the chance itself, not its power": ({"power": 1}, SHARE, LONGEST, 0),
    "earliness in the line alone": ({"early": 0}, SHARE, LONGEST, 0),
    "questions and quotations as any other": ({"question": 0, "quotation": 0}, SHARE, LONGEST, 0),
}


def tables(path):
    """[fields of the article's table, of the group's]."""
    text = open(path, encoding="utf-8").read()
    found = []
    for body in re.findall(r"= \{\n(.*?)\n\};", text, re.S):
        fields = {}
        for name, values in re.findall(r"\.(\w+) = (\{[^}]*\}|[^,]+),", body):
            fields[name] = [float(v) for v in values.strip("{}").split(",")]
        found.append(fields)
    return found


def row(cells):
    print("| " + " | ".join(cells) + " |")


def figures(name, scores):
    row([name] + [f"{bench.mean(s):.2f}" for s in scores] + [f"{bench.mean([bench.mean(s) for s in scores]):.2f}"])


def methods(sets):
    every = {m: [d.ask(bench.command("method " + m, [d.words])) for d in sets] for m in METHODS}
    row(["method"] + [d.name for d in sets] + ["mean"])
    row(["---"] + ["---:"] * (len(sets) + 1))
    for name, scores in every.items():
        figures(name, scores)
    print()
    row(["default less"] + [d.name for d in sets])
    row(["---"] + ["---:"] * len(sets))
    for name in METHODS[1:]:
        cells = []
        for ours, theirs in zip(every["blend"], every[name]):
            gains = [a - b for a, b in zip(ours, theirs)]
            low, high = bench.interval(gains)
            cells.append(f"{bench.mean(gains):+.1f} [{low:+.1f}, {high:+.1f}]")
        row([name] + cells)
    print()


def parts(sets, table, is_group):
    row(["part"] + [d.name for d in sets] + ["mean"])
    row(["---"] + ["---:"] * (len(sets) + 1))
    for name, (changes, share, longest, alone) in PARTS.items():
        fields = dict(table, **{k: [v] for k, v in changes.items()})
        if is_group and "short articles" in name:
            continue
        numbers = [1 if is_group else share, longest, alone] + [v for values in fields.values() for v in values]
        figures(name, [d.ask(bench.command("weights", [d.words] + numbers)) for d in sets])
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--bench", default="build/release/tests/bench/rank_bench")
    parser.add_argument("--lexicons", default="lexicons")
    options = parser.parse_args()
    for sets, table in zip(bench.load(options.bench, options.lexicons, options.data), tables(TABLE)):
        if not sets:
            continue
        methods(sets)
        parts(sets, table, sets[0].is_group)


if __name__ == "__main__":
    main()
