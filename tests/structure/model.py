#!/usr/bin/env python3
"""model.py COURANT: what templates see is the same in three places: the JSON that the program writes, the names that `courant templates
check` knows (src/render/model.c), and docs/templates.md."""

import json
import pathlib
import re
import sys
import tempfile

from project import ROOT, SOURCE, fault, finish, run


COURANT = str(pathlib.Path(sys.argv[1]).resolve())
ARTICLES = str(ROOT / "seeds/articles")


def known(array):
    """The paths of an array of model.c, without the marks of what they are."""
    text = (SOURCE / "render/model.c").read_text()
    body = re.search(rf"{array}\[\] = \{{(.*?)NULL\}};", text, flags=re.S).group(1)
    return {re.sub(r"(\[\]|\{\})$", "", name) for name in re.findall(r'"([^"]+)"', body)}


def documented(heading):
    text = (ROOT / "docs/templates.md").read_text()
    section = text[text.index(f"\n## {heading}\n"):].split("\n## ")[1]
    names = set()
    for line in re.findall(r"^\| (`.*?) \|", section, flags=re.M):
        names |= set(re.findall(r"`([^`]+)`", line))
    return names


def paths(value, path=""):
    """The paths that a JSON value has."""
    if isinstance(value, dict):
        for name, inner in value.items():
            below = f"{path}.{name}" if path else name
            yield below
            yield from paths(inner, below)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, path + "[]")


def hold(what, given, wanted, message):
    for name in sorted(given - wanted):
        fault(what, message.format(name))


edition, company = known("EDITION"), known("COMPANY")
for array, heading in (("EDITION", "An edition"), ("COMPANY", "A company page"), ("MAIL", "A mail"), ("ARTICLE", "A summary"),
                       ("SITE", "A page of a site"), ("FEED", "A feed")):
    hold("docs/templates.md", known(array), documented(heading), f"does not tell '{{}}' under '{heading}'")
    hold("docs/templates.md", documented(heading), known(array), f"tells '{{}}' under '{heading}', which src/render/model.c does not know")

with tempfile.TemporaryDirectory(prefix="courant-model-") as folder:
    first, second = (pathlib.Path(folder, name) for name in ("1.json", "2.json"))
    broken = pathlib.Path(folder, "broken.jsonl")
    broken.write_text("{\n")
    run(COURANT, "digest", "--format", "json", "--date", "2026-03-12", "--output", str(first), ARTICLES)
    run(COURANT, "digest", "--format", "json", "--date", "2026-03-13", "--previous", str(first), "--reader", "he", "--output", str(second),
        ARTICLES, str(broken))
    seen = set()
    for path in (first, second):
        seen |= set(paths(json.loads(path.read_text())))
    hold("the JSON of a digest", seen, edition, "has '{}', which src/render/model.c does not know")
    if len(edition - seen) > len(edition) // 4:
        fault("src/render/model.c", f"most of what it knows is in no digest: {sorted(edition - seen)}")
    _, output = run(COURANT, "company", "--name", "Toyota", "--format", "jsonl", ARTICLES)
    page = json.loads(output.splitlines()[0])
    del page["edition"]
    hold("the JSON of a company page", set(paths(page)) | {"edition"}, company, "has '{}', which src/render/model.c does not know")
finish("what templates see")
