#!/usr/bin/env python3
"""shards.py COURANT: statistics of shards, counted with an empty environment and added in any order and grouping, are the
statistics of the whole; and tables that are none are refused with their line."""

import itertools
import json
import pathlib
import tempfile

from corpus import lines
from program import check, courant, finish

NOTICE = ["The office of this paper at the harbour is open on all working days from nine to five.",
          "The office of this paper in the old town is closed on all days but Monday and Friday."]
HEAD = 4  # lines of a table before its records


def with_sources(n):
    """The corpus, with papers that repeat a line and an abbreviation that no lexicon lists."""
    for i, line in enumerate(lines(n)):
        try:
            record = json.loads(line)
            record["text"] += (f"\n\nThe qrst. of part {i} said so, and the qrst. went home early on the day before "
                               f"market day number {i}.\n{NOTICE[i % 2]}")
            record["source"] = ["Harbour Post", "Журнал порта", "港報"][i % 3]
            line = json.dumps(record, ensure_ascii=False)
        except (ValueError, TypeError, KeyError):
            pass
        yield line


def stats(*arguments, stdin=b"", **options):
    done = courant("stats", *arguments, stdin=stdin, **options)
    check(done.returncode in (0, 3), f"stats {arguments}: exit {done.returncode}: {done.stderr[-300:]!r}")
    return done.stdout


def sums(folder, articles):
    whole = stats("--input-format", "jsonl", "-q", stdin="\n".join(articles).encode())
    check(len(whole.split(b"\n")) > 200, "the table of the whole hardly holds anything")
    check(stats("--input-format", "jsonl", "-q", "--jobs", "8", stdin="\n".join(articles).encode()) == whole,
          "the table depends on the number of threads")
    records = whole.split(b"\n")[HEAD:-1]
    check(records == sorted(records), "the records are not sorted bytewise")
    check(all(field.isdigit() for record in records for field in record.split(b"\t")[-1:]), "a count is no integer")
    parts = []
    for i in range(3):  # as a map step of a cluster: a pipe without environment
        parts.append(folder / f"{i}.tsv")
        parts[-1].write_bytes(stats("--input-format", "jsonl", "-q", stdin="\n".join(articles[i::3]).encode(), env={}))
    for order in itertools.permutations(parts):
        check(stats("merge", *order, env={}) == whole, f"merged in the order {[p.name for p in order]}: not the whole")
    pair = folder / "pair.tsv"
    pair.write_bytes(stats("merge", parts[1], parts[2]))
    check(stats("merge", parts[0], pair) == whole, "0 + (1 + 2) is not the whole")
    empty = folder / "empty.tsv"
    empty.write_bytes(stats("--input-format", "jsonl"))
    check(empty.read_bytes().count(b"\n") == HEAD, "the table of nothing holds something")
    whole_file = folder / "whole.tsv"
    whole_file.write_bytes(whole)
    check(stats("merge", empty, whole_file) == stats("merge", whole_file, empty) == whole, "the empty table changes a sum")
    return whole_file


def uses(folder, table, articles):
    """A table makes single articles come out as all of them together do."""
    text = "We met the second qrst. Anderson of the town council on Monday.\n" + NOTICE[1]
    record = json.dumps({"id": 1, "lang": "en", "text": text + "\nThe ferry sails again next week, the council said, "
                         "since the engine has been mended.", "source": "Harbour Post"})
    found = []
    for more in ([], ["--stats", table]):
        done = courant("analyze", "--input-format", "jsonl", "--format", "jsonl", *more, stdin=record.encode())
        check(done.returncode == 0, f"analyze {more}: exit {done.returncode}: {done.stderr!r}")
        found.append(json.loads(done.stdout))
    ends = [[s["end"] for s in document["sentences"]] for document in found]
    stop = text.index("qrst.") + 5
    check(stop in ends[0] and stop not in ends[1], f"the abbreviation is not learned: {ends}")
    jsonl = ["--input-format", "jsonl", "--format", "jsonl"]
    for more in ([], ["--stats", table]):
        done = courant("summarize", *jsonl, "--words", "100", *more, stdin=record.encode())
        check((b"The office of this paper" in done.stdout) == (more == []), f"summarize {more}: {done.stdout!r}")
    several = "\n".join([record] + [line for line in articles if "Harbour Post" in line][:40]).encode()
    done = courant("summarize", *jsonl, "--together", "--words", "10000", "-k", stdin=several)
    check(b"The office of this paper" not in done.stdout, "a repeated line is not learned from the articles of the run")


def refusals(folder, table):
    good = table.read_text().split("\n")
    cases = [("nothing", "", 1), ("another file", "id,text\n1,x\n", 1),
             ("another version", "\n".join([good[0], "version\t9", *good[2:]]), 2),
             ("other parameters", "\n".join([*good[:2], "parameters\t0000000000000000", *good[3:]]), 3),
             ("no number of records", "\n".join([*good[:3], "records\tmany", *good[4:]]), 4),
             ("an unknown record", "\n".join([*good[:HEAD], "count\ten\tx\t1", *good[HEAD + 1:]]), 5),
             ("cut short", "\n".join(good[:10]), 10)]
    for what, content, line in cases:
        bad = folder / "bad.tsv"
        bad.write_text(content)
        for command in (["stats", "merge", table, bad], ["summarize", "--stats", bad], ["digest", "--stats", bad]):
            done = courant(*command, stdin=b'{"text":"One sentence is here."}')
            place = f"'{bad}':{line}:"
            check(done.returncode == 1 and done.stdout == b"" and place in done.stderr.decode(),
                  f"{what}: {command[0]}: exit {done.returncode}: {done.stderr!r}")


def main():
    articles = list(with_sources(150))
    with tempfile.TemporaryDirectory(prefix="courant-shards-") as name:
        folder = pathlib.Path(name)
        table = sums(folder, articles)
        uses(folder, table, articles)
        refusals(folder, table)
    done = courant("stats", "merge")
    check(done.returncode == 2, f"merge of nothing: exit {done.returncode}")
    finish("shards")


main()
