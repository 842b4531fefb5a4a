#!/usr/bin/env python3
"""Fit the blend's lines and write src/rank/blend_weights.c.

    fit.py --data FOLDER [--bench rank_bench] [--lexicons DIR] [--write FILE]

For articles and for groups apart, a logistic line for stems and one for pairs of stems: which concepts of the texts stand in the
human summaries, from their features (rank/blend.h). Every data set counts the same, every text in it the same. First
each language (articles: each data set) is left out in turn and chosen for by a line that has not seen it: those are the figures to
believe. Then all are fitted together, and that table is written. Needs numpy.
"""
import argparse
import tempfile

import numpy

import bench

LONGEST = 45  # words of a sentence, as CR_LONGEST_SENTENCE
SHARE = 0.7   # of an article, as LARGEST_SHARE of summary.c
RIDGE = {False: 100.0, True: 300.0}  # articles, groups: weight of the squares of the coefficients, features having deviation 1

# The rest of the struct, in its order. Chosen among round numbers by the figures of the languages left out; see docs/ranking.md.
ARTICLE = {"power": 1.5, "early": 0, "stem_share": 0.4, "length_exponent": 0.0, "repeat": 0.3, "first": 0.2,
           "question": 0.5, "quotation": 0.3, "full": 15}
GROUP = {"power": 1, "early": 1, "stem_share": 0.2, "length_exponent": 0.5, "repeat": 0.1, "first": 0.3,
         "question": 0.5, "quotation": 0.3, "full": 0}
# What the lines see. An article's need fewer: what tells that a sentence stands first misleads where the first one is no
# summary, so "early", which falls slowly, is all they learn of position, and counts more than they make of it.
UNSEEN = {False: ["first", "head 2", "head 8", "articles", "share", "stem"], True: ["full"]}
EARLY_BONUS = {False: 0.5, True: 0.0}


def read_concepts(data):
    """Per item (features, is_pair, share of the human summaries that hold the concept)."""
    with tempfile.TemporaryDirectory() as folder:
        data.tell(f"features {folder}/c")
        numbers = numpy.fromfile(f"{folder}/c.f32", dtype=numpy.float32).reshape(-1, len(bench.FEATURES)).astype(float)
        with open(f"{folder}/c.txt", encoding="utf-8") as file:
            names = [line.rstrip("\n").split("\t") for line in file]
    held = []
    for summaries in data.reference_stems():
        held.append([set(s) | set(zip(s, s[1:])) for s in summaries])
    owner = numpy.array([int(n[0]) for n in names])
    pair = numpy.array([len(n) > 2 for n in names])
    share = numpy.array([bench.mean([((n[1], n[2]) if len(n) > 2 else n[1]) in s for s in held[int(n[0])]]) for n in names])
    return [(numbers[owner == i], pair[owner == i], share[owner == i]) for i in range(len(data.items))]


def logistic(x, y, weight, strength):
    """Coefficients and constant (last) of a ridge logistic line, by Newton's method."""
    mean = numpy.average(x, axis=0, weights=weight)
    deviation = numpy.sqrt(numpy.average((x - mean) ** 2, axis=0, weights=weight))
    used = deviation > 1e-6
    z = numpy.c_[(x[:, used] - mean[used]) / deviation[used], numpy.ones(len(x))]
    line, ridge = numpy.zeros(z.shape[1]), numpy.r_[numpy.full(used.sum(), strength), 0]
    for _ in range(25):
        p = 1 / (1 + numpy.exp(-z @ line))
        slope = z.T @ (weight * (p - y)) + ridge * line
        step = numpy.linalg.solve((z * (weight * p * (1 - p))[:, None]).T @ z + numpy.diag(ridge), slope)
        line -= step
        if abs(step).max() < 1e-9:
            break
    full = numpy.zeros(x.shape[1])
    full[used] = line[:-1] / deviation[used]
    return numpy.r_[full, line[-1] - (full * mean).sum()]


def lines(parts, is_group):
    """[stem line, pair line] of [(concepts of an item, weight)]."""
    result = []
    for pair in (False, True):
        x = numpy.vstack([c[0][c[1] == pair] for c, _ in parts])
        y = numpy.concatenate([c[2][c[1] == pair] for c, _ in parts])
        w = numpy.concatenate([numpy.full(k, v / k) for c, v in parts for k in [(c[1] == pair).sum()] if k])
        x[:, [bench.FEATURES.index(f) for f in UNSEEN[is_group]]] = 0
        line = logistic(x, y, w * len(w) / w.sum(), RIDGE[is_group])
        line[bench.FEATURES.index("early")] += EARLY_BONUS[is_group]
        result.append(line)
    return result


def command(words, two, extra, share):
    numbers = [words, share, LONGEST, 0] + list(two[0]) + list(two[1]) + list(extra.values())
    return bench.command("weights", numbers)


def c_table(name, two, extra):
    def row(field, values):
        return f"    .{field} = {{{', '.join(f'{v:.3f}' for v in values)}}},\n"
    rest = "".join(f"    .{field} = {value:g},\n" for field, value in extra.items())
    return f"const cr_blend_weights {name} = {{\n{row('stem', two[0])}{row('pair', two[1])}{rest}}};\n"


def fit(sets, extra, share, is_group):
    concepts = [read_concepts(d) for d in sets]
    folds = sorted({i["lang"] for d in sets for i in d.items}) if is_group else [d.name for d in sets]
    left_out = [[] for _ in sets]
    for fold in folds:
        def held(d, i):
            return (i["lang"] if is_group else d.name) == fold
        parts = [(c, 1 / len(d.items)) for d, cs in zip(sets, concepts) for i, c in zip(d.items, cs) if not held(d, i)]
        two = lines(parts, is_group)
        for at, d in enumerate(sets):
            scores = d.ask(command(d.words, two, extra, share))
            left_out[at] += [s for s, i in zip(scores, d.items) if held(d, i)]
    two = lines([(c, 1 / len(d.items)) for d, cs in zip(sets, concepts) for c in cs], is_group)
    for d, unseen in zip(sets, left_out):
        low, high = bench.interval(unseen)
        together = bench.mean(d.ask(command(d.words, two, extra, share)))
        print(f"{d.name:16} left out {bench.mean(unseen):6.2f} [{low:5.2f} {high:5.2f}]   fitted on all {together:6.2f}")
    print(f"{'mean':16} left out {bench.mean([bench.mean(u) for u in left_out]):6.2f}")
    for name, line in zip(("stems", "pairs"), two):
        print(f"  {name}: " + ", ".join(f"{f} {v:.2f}" for f, v in zip(bench.FEATURES + ["constant"], line)))
    return two


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--bench", default="build/release/tests/bench/rank_bench")
    parser.add_argument("--lexicons", default="lexicons")
    parser.add_argument("--write", metavar="FILE")
    options = parser.parse_args()
    articles, groups = bench.load(options.bench, options.lexicons, options.data)
    article_lines = fit(articles, ARTICLE, SHARE, False)
    group_lines = fit(groups, GROUP, 1, True)
    if options.write:
        with open(options.write, "w", encoding="utf-8") as file:
            file.write("/* Made by tests/bench/fit.py from articles with human summaries; not edited by hand. */\n"
                       '#include "rank/blend.h"\n\n' + c_table("cr_blend_article", article_lines, ARTICLE) + "\n" +
                       c_table("cr_blend_group", group_lines, GROUP))


if __name__ == "__main__":
    main()
