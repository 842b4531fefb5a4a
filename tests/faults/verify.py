#!/usr/bin/env python3
"""verify.py COURANT: `courant verify` passes what Courant writes, and finds every letter that was changed in it.

Digests in several languages and pages of companies, as Markdown and JSON, are proven; then letters at random places of their
quotations are changed, one in each quotation of a copy, and each of them must be told, with the text that was true."""

import json
import pathlib
import random
import tempfile

from program import ROOT, check, courant, fault, finish

ARTICLES = ROOT / "seeds/articles"
READERS = ["en", "fr,en", "de", "ar", "ja", "zh-Hans", "hi"]
CHANGES = 1000  # in each format
LETTERS = "abdefghijklmnoprstuvwxyzABDEGHKLMNRSTäéñоиعבの"


def verify(*files, articles=(ARTICLES,)):
    options = [option for path in articles for option in ("--articles", path)]
    return courant("verify", *files, *options)


def write(folder):
    """Digests and pages, in both formats: name -> the texts that they quote, by line of the Markdown."""
    names = []
    for reader in READERS:
        name = f"digest-{reader.replace(',', '-')}"
        for ending, form in ((".md", "markdown"), (".json", "json")):
            courant("digest", "--reader", reader, "--stories", 40, "--format", form, "--output", folder / (name + ending), ARTICLES)
        names.append(name)
    for name in ("Mistral AI", "Toyota"):
        for ending, form in ((".md", "markdown"), (".json", "json")):
            courant("company", "--name", name, "--format", form, "--pages", folder / name, ARTICLES)
    for page in sorted(folder.glob("*/*.md")):
        names.append(str(page.relative_to(folder).with_suffix("")))
    return names


def quoted(path):
    """The quotations of an edition."""
    edition = json.loads(path.read_text(encoding="utf-8"))
    edition = edition.get("edition", edition)
    return [q["text"] for story in edition["stories"] for q in story["quotations"]]


def changed(text, chance):
    """The text with another letter somewhere."""
    places = [i for i, c in enumerate(text) if c.isalpha()]
    at = chance.choice(places)
    letter = chance.choice([c for c in LETTERS if c != text[at]])
    return text[:at] + letter + text[at + 1:]


def as_json(text):
    return json.dumps(text, ensure_ascii=False)[1:-1]


def change_all(content, texts, write_text, chance):
    """The content with one letter changed in each quotation that stands in it just once: the content, and the pairs."""
    pairs = []
    for text in texts:
        form = write_text(text)
        if content.count(form) != 1:  # a short one may be part of a longer one; Markdown escapes some
            continue
        new = changed(text, chance)
        while write_text(new) in content:
            new = changed(text, chance)
        content = content.replace(form, write_text(new))
        pairs.append((text, new))
    return content, pairs


def change(folder, names, ending, write_text, chance):
    """Copies with changed letters until there are enough of them; tells those that are not found."""
    n = missed = without_truth = rounds = 0
    while n < CHANGES and rounds < CHANGES:
        rounds += 1
        expected = {}
        for name in names:
            texts = quoted(folder / (name + ".json"))
            content = (folder / (name + ending)).read_text(encoding="utf-8")
            content, pairs = change_all(content, texts, write_text, chance)
            path = folder / f"changed-{name.replace('/', '-')}{ending}"
            path.write_text(content, encoding="utf-8")
            expected[path] = (content, pairs)
        done = verify(*expected)
        check(done.returncode == 1, f"exit {done.returncode} of changed {ending} files")
        told = done.stdout.decode()
        lines = told.splitlines()
        for path, (content, pairs) in expected.items():
            check(sum(line.startswith(f"'{path}':") for line in lines) == len(pairs), f"{path.name}: not {len(pairs)} faults:\n{told}")
            for true, new in pairs:
                line = content[:content.index(write_text(new))].count("\n") + 1
                start = f"'{path}':{line}: not in its source: '{new}'"
                found = [other for other in lines if other.startswith(start)]
                missed += not found
                without_truth += bool(found) and f"nearest: '{true}'" not in found[0]
                n += 1
    check(n >= CHANGES, f"only {n} letters of {ending} files changed")
    check(missed == 0, f"{missed} of {n} changed letters of {ending} files are not found")
    check(without_truth == 0, f"of {without_truth} of {n} changed quotations of {ending} files the true text is not shown")
    print(f"verify: {n - missed} of {n} changed letters found in {ending} files")


def other_faults(folder, name):
    """What else may be wrong with a digest."""
    page, edition = (folder / (name + ending) for ending in (".md", ".json"))
    text = page.read_text(encoding="utf-8")
    manifest = json.loads(edition.read_text(encoding="utf-8"))
    cases = {"citation.md": text.replace(" [1]", " [2]", 1), "unknown.md": text.replace(" [1]", " [999]", 1),
             "count.md": text.replace("\n- 63 ", "\n- 64 "), "uncited.md": text.replace(" [1]", "", 1)}
    for path, content in cases.items():
        check(content != text, f"{path} is not changed")
        (folder / path).write_text(content, encoding="utf-8")
    manifest["stories"][0]["quotations"][0]["start"] += 1
    (folder / "offset.json").write_text(json.dumps(manifest), encoding="utf-8")
    manifest["stories"][0]["quotations"][0]["start"] -= 1
    manifest["counts"]["articles"] += 1
    (folder / "count.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    manifest["counts"]["articles"] -= 1
    manifest["sources"][0]["hash"] = "0123456789abcdef"
    (folder / "hash.json").write_text(json.dumps(manifest), encoding="utf-8")
    for path in [*cases, "offset.json", "count.json", "hash.json"]:
        done = verify(folder / path)
        check(done.returncode == 1 and done.stdout.startswith(f"'{folder / path}':".encode()), f"{path}: exit {done.returncode}")
    some = verify(page, edition, articles=[ARTICLES / "2026-03-10", ARTICLES / "2026-03-11"])
    check(some.returncode == 1 and some.stdout.count(b"none of the articles") > 10, "articles are missing, and nothing is said")


with tempfile.TemporaryDirectory(prefix="courant-verify-") as temporary:
    work = pathlib.Path(temporary)
    made = write(work)
    good = verify(*[work / (name + ending) for name in made for ending in (".md", ".json")])
    if good.returncode:
        fault(f"what Courant writes is not proven: {(good.stdout + good.stderr).decode()}")
    check(good.stdout.count(b"proven: ") == 2 * len(made), "not every file is proven")
    random_places = random.Random(7)
    change(work, made, ".md", str, random_places)
    change(work, made, ".json", as_json, random_places)
    other_faults(work, made[0])
finish("verify")
