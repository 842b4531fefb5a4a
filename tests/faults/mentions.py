#!/usr/bin/env python3
"""mentions.py COURANT: what `courant analyze` finds in the sample articles, against what a reader marked in them
(seeds/gold.json); and in a few real articles, where they are at hand, every name that stands there."""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ARTICLES = ROOT / "seeds" / "articles"
REAL = ROOT.parent / "shared" / "seeds"
# Names in the real articles, the misspelt too. Where a name is a whole word, it is a mention.
NAMES = {
    "mistral-ai": r"Mistral(AI| AI| Large)?|Mistal AI",
    "microsoft": r"Microsoft|Miscrosoft",
    "azure": "Azure",
    "openai": "OpenAI",
    "snowflake": "Snowflake",
    "google": "Google",
    "meta": "Meta",
    "nvidia": "Nvidia",
    "amazon": "Amazon",
    "aws": "AWS",
    "alibaba": "Alibaba",
    "ovhcloud": "OVHCloud",
    "european-commission": r"Commission( [Ee]uropéenne)?",
}
# What none of them speaks of.
NONE = {"facebook", "orange", "apple", "shell", "target", "total"}
faults = 0


def fault(text):
    global faults
    faults += 1
    print(text)


def analyses(path, kind="json"):
    """What analyze tells of the articles of a file."""
    done = subprocess.run([sys.argv[1], "analyze", "--format", kind, str(path)], capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()] if kind == "jsonl" else done.stdout


def forms(path, number=None):
    """{entity: the forms found} of an article: as the readable output has them, or, of JSON lines, by their offsets."""
    found = {}
    if number is not None:
        texts = {str(a["id"]): a["text"].encode() for a in map(json.loads, path.read_text().splitlines())}
        article = next(a for a in analyses(path, "jsonl") if str(a["id"]) == number)
        for m in article["mentions"]:
            found.setdefault(m["entity"], set()).add(texts[number][m["start"]:m["end"]].decode())
        return found
    for entity, form in re.findall(r"^     \d+-\d+, ([a-z0-9-]+), [a-z-]+: (.*)$", analyses(path, "text"), re.MULTILINE):
        found.setdefault(entity, set()).add(form)
    return found


def check_samples():
    gold = json.loads((ROOT / "seeds" / "gold.json").read_text())["mentions"]
    for name, entities in gold.items():
        file, _, number = name.partition("#")
        found = forms(ARTICLES / file, number or None)
        for entity, wanted in entities.items():
            its = found.get(entity, set())
            if not wanted and its:
                fault(f"{name}: no mention of {entity} is there, but found was {sorted(its)}")
            for form in wanted:
                # a longer form may hold it: a legal form, an ending, the words that follow
                if not any(form in f or f in form for f in its):
                    fault(f"{name}: {entity} is mentioned as '{form}', but found was {sorted(its)}")


def check_real():
    for path in sorted(REAL.glob("*.txt")) if REAL.is_dir() else []:
        text = path.read_text(encoding="utf-8-sig").encode()
        mentions = analyses(path, "jsonl")[0]["mentions"]
        for m in mentions:
            if m["entity"] in NONE:
                fault(f"{path.name}: no mention of {m['entity']} is at {m['start']}")
        for entity, pattern in NAMES.items():
            for match in re.finditer(rb"(?<![\w/])(" + pattern.encode() + rb")(?!\w)", text):
                if not any(m["entity"] == entity and m["start"] <= match.start() and match.end() <= m["end"] for m in mentions):
                    fault(f"{path.name}: {match.group().decode()} at {match.start()} is no mention of {entity}")


check_samples()
check_real()
print(f"mentions: {faults} faults" if faults else "mentions: good")
sys.exit(1 if faults else 0)
