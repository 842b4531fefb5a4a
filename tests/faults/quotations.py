#!/usr/bin/env python3
"""quotations.py COURANT: what is quoted stands word for word in its article, and is none of its page furniture.

The sample articles are held against seeds/gold.json, where their furniture, titles, days and languages are marked by hand. Where
../shared/seeds has web pages as text, a digest of them is looked at too."""

import gzip
import json
import re

from program import ROOT, check, courant, fault, finish

ARTICLES = ROOT / "seeds/articles"
GOLD = json.loads((ROOT / "seeds/gold.json").read_text(encoding="utf-8"))
PAGES = ROOT.parent / "shared/seeds"


def squeezed(text):
    return re.sub(r"[ \t\r\n\f\v\x85\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]+", " ", text).strip()


def contents():
    """Every article of the samples: key of gold.json -> text."""
    texts = {}
    for path in sorted(p for p in ARTICLES.rglob("*") if p.is_file()):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        name = path.relative_to(ARTICLES).as_posix()
        if path.suffix == ".jsonl":
            for line in data.decode().splitlines():
                record = json.loads(line)
                texts[f"{name}#{record['id']}"] = record["text"]
        else:
            texts[name] = data.decode()
    return texts


def key_of(identity, texts):
    """The key in gold.json of an article by its id: a path, or the id of a record."""
    path = str(identity).removeprefix(str(ARTICLES) + "/")
    return path if path in texts else f"newsroom.jsonl#{identity}"


def plain(text):
    """Markdown as it reads."""
    return re.sub(r"\\(.)", r"\1", re.sub(r"[*_`]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)))


def check_quotation(where, quoted, key, texts):
    text = texts[key]
    if key.endswith(".md"):
        text = plain(text)
    check(squeezed(quoted) in squeezed(text), f"{where}: not word for word in {key}: {quoted}")
    for line in GOLD["boilerplate"].get(key, []):
        furniture = squeezed(line)
        if quoted == furniture or len(furniture) > 12 and furniture in quoted:
            fault(f"{where}: page furniture of {key} is quoted: {line}")


def samples():
    texts = contents()
    check(len(texts) == len(GOLD["heads"]), f"{len(texts)} sample articles, {len(GOLD['heads'])} in gold.json")
    # all that could ever be quoted
    done = courant("summarize", "--words", 100000, "--format", "json", ARTICLES)
    summaries = json.loads(done.stdout)["summaries"]
    check(len(summaries) == len(texts), f"{len(summaries)} summaries of {len(texts)} articles")
    for summary in summaries:
        key = key_of(summary["id"], texts)
        expected = GOLD["heads"][key]["lang"]
        check(summary["lang"].split("-")[0] == expected.split("-")[0], f"{key}: taken for {summary['lang']}, is {expected}")
        for sentence in summary["summary"]:
            check_quotation("summarize", sentence["text"], key, texts)
    # and what is
    done = courant("digest", "--stories", 1000, "--format", "json", ARTICLES)
    edition = json.loads(done.stdout)
    sources = {source["number"]: source for source in edition["sources"]}
    quoted = 0
    for story in edition["stories"]:
        for quotation in story["quotations"]:
            check_quotation("digest", quotation["text"], key_of(sources[quotation["source"]]["id"], texts), texts)
            quoted += 1
    check(quoted >= 30, f"the digest quotes {quoted} sentences only")
    for source in sources.values():
        head = GOLD["heads"][key_of(source["id"], texts)]
        check(squeezed(source.get("title", "")) == squeezed(head["title"]), f"{source['id']}: its title is not {source.get('title')!r}")
        check(source.get("date", "")[:10] == head["date"], f"{source['id']}: its day is not {source.get('date')}")


def web_pages():
    paths = sorted(PAGES.glob("*.txt")) if PAGES.is_dir() else []
    if not paths:
        print("quotations: no web pages to look at")
        return
    edition = json.loads(courant("digest", "--format", "json", *paths).stdout)
    check(edition["lang"] == "fr", f"the digest of the web pages is in {edition['lang']}")
    check(len(edition["sources"]) == len(paths), f"{len(edition['sources'])} sources of {len(paths)} web pages")
    texts = {str(path): squeezed(path.read_text(encoding="utf-8", errors="replace")) for path in paths}
    by_number = {source["number"]: source for source in edition["sources"]}
    for source in by_number.values():
        check(source.get("title"), f"{source['id']}: no title")
    for story in edition["stories"]:
        check(story["quotations"], f"nothing is quoted of {story['headline']}")
        for quotation in story["quotations"]:
            check(quotation["text"] in texts[by_number[quotation["source"]]["id"]], f"not word for word: {quotation['text']}")
            check(re.search(r"[.!?…»”\"]$", quotation["text"]), f"no whole sentence: {quotation['text']}")
            check(not re.search(r"(?i)newsletter|commentaire|lire aussi|cookies|abonnez|©|crédit photo", quotation["text"]),
                  f"page furniture: {quotation['text']}")
    text = courant("digest", *paths).stdout.decode()
    check(text.startswith("# "), "the digest of the web pages has no title")


samples()
web_pages()
finish("quotations")
