#!/usr/bin/env python3
"""feeds.py COURANT: the feeds of a site, and those of `courant publish`: well-formed, valid by an independent parser, and the members of
JSON Feed 1.1."""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

from program import COMPANIES, DATA, DAYS, KINDS, SEEDS, TITLES, check, courant, finish, fold, three_days

sys.path.append("/usr/lib/python3/dist-packages")  # where another Python is the first one, Debian's module is there still
try:
    import feedparser
except ImportError:
    feedparser = None

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")


def check_atom(path, n, address):
    """Returns ids, titles and contents of the entries."""
    root = xml.etree.ElementTree.parse(path).getroot()
    entries = root.findall(f"{ATOM}entry")
    name = path.name
    check(root.tag == f"{ATOM}feed" and len(entries) == n, f"{name}: {len(entries)} entries, not {n}")
    for element in (root, *entries):
        for wanted in ("id", "title", "updated"):
            check(len(element.findall(ATOM + wanted)) == 1, f"{name}: not one {wanted} in {element.tag}")
        check(MOMENT.fullmatch(element.findtext(f"{ATOM}updated")), f"{name}: updated {element.findtext(ATOM + 'updated')}")
        check(element.findtext(f"{ATOM}id").startswith("tag:" + ("example.org" if address else "courant.invalid") + ",2026"), f"{name}: id")
    check(root.find(f"{ATOM}author/{ATOM}name") is not None, f"{name}: no author")
    for link in root.iter(f"{ATOM}link"):
        check(not address or link.get("href").startswith("https://example.org/news/"), f"{name}: link {link.get('href')}")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    check(len(set(ids)) == len(ids), f"{name}: an id twice")
    if feedparser:
        parsed = feedparser.parse(path.read_bytes())
        check(not parsed.bozo, f"{name}: {parsed.get('bozo_exception')}")
        check(parsed.version == "atom10" and [entry.id for entry in parsed.entries] == ids, f"{name}: read as {parsed.version}, {len(parsed.entries)} entries")
        for entry in parsed.entries:
            check(entry.content[0].type == "text/html" and len(entry.content[0].value) > 100, f"{name}: the content of {entry.id}")
            check(entry.updated_parsed is not None and entry.link, f"{name}: date or link of {entry.id}")
    if shutil.which("xmllint"):
        done = subprocess.run(["xmllint", "--noout", str(path)], capture_output=True, check=False)
        check(done.returncode == 0, f"{name}: {done.stderr.decode()}")
    return [(entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}content")) for entry in entries]


TOP = {"version": str, "title": str, "home_page_url": str, "feed_url": str, "language": str, "items": list}
ITEM = {"id": str, "url": str, "title": str, "content_html": str, "date_published": str, "language": str}


def check_json(path, told):
    feed = json.loads(path.read_text())
    check(feed["version"] == "https://jsonfeed.org/version/1.1" and set(feed) <= set(TOP) and {"title", "items"} <= set(feed), f"{path.name}: members {list(feed)}")
    for member, kind in TOP.items():
        check(isinstance(feed.get(member, kind()), kind), f"{path.name}: {member}")
    for item in feed["items"]:
        check(set(item) == set(ITEM) and all(isinstance(item[member], str) and item[member] for member in ITEM), f"{path.name}: item {item['id']}")
        check(MOMENT.fullmatch(item["date_published"]), f"{path.name}: date {item['date_published']}")
    given = [(item["id"], item["title"], item["content_html"]) for item in feed["items"]]
    # XML knows no line end but LF, and no control characters
    check([tuple(map(fold, entry)) for entry in given] == [tuple(map(fold, entry)) for entry in told], f"{path.name}: other entries than those of the Atom feed")


with tempfile.TemporaryDirectory(prefix="courant-feeds-") as temporary:
    work = pathlib.Path(temporary)
    n = 0
    for kind, options in [(kind, options) for kind in KINDS for options in ([], ["--address", "https://example.org/news/"])]:
        folder = work / f"{kind}{len(options)}"
        three_days(kind, folder, work, *options)
        for path in sorted(folder.rglob("*.xml")):
            n += 1
            if path.name == "feed.xml":
                told = check_atom(path, len(DAYS), options)
                check([identity.split(":")[-1] for identity, _, _ in told] == [f"digest/{day}" for day in reversed(DAYS)], f"{path.name}: order")
            else:
                page = json.loads((folder / DATA[kind] / f"companies/{path.stem}.json").read_text())
                told = check_atom(path, len(page["edition"]["stories"]), options)
            check_json(path.with_suffix(".json"), told)
    if TITLES.exists():
        lines = "".join(json.dumps({"id": str(i), "title": title, "source": title, "lang": "en", "date": "2026-03-10", "text": f"Boat {i} carried {title} home."}) + "\n"
                        for i, title in enumerate(TITLES.read_text().splitlines()))
        courant("digest", "--input-format", "jsonl", "--stories", "200", "--site", "html", "--folder", work / "hostile", stdin=lines.encode())
        check_json(work / "hostile/feed.json", check_atom(work / "hostile/feed.xml", 1, False))
        n += 1
    # publish: the editions of the archive in one feed, and a site beside it
    published = work / "published"
    published.mkdir()
    (published / "companies.txt").write_text(COMPANIES)
    for day in DAYS:
        (published / "courant.yaml").write_text(f"archive: a.sqlite\ncompanies: companies.txt\nsources:\n  - files: {SEEDS / day}\noutputs:\n"
                                                "  - site: html\n    folder: www\n    address: https://example.org/news\n  - feed: out/all.xml\n"
                                                "    address: https://example.org/news\n  - feed: out/all.json\n    address: https://example.org/news\n")
        first, _ = courant("publish", "--config", published / "courant.yaml", "--date", day)
        check("written" in first and "failed" not in first, f"publish: {first}")
        again, _ = courant("publish", "--config", published / "courant.yaml", "--date", day)
        check(": 0 written" in again and again.count(": unchanged") == 2, f"publish again: {again}")
    told = check_atom(published / "out/all.xml", len(DAYS), True)
    check_json(published / "out/all.json", told)
    check(len(list((published / "www/digest").iterdir())) == len(DAYS) and len(list((published / "www/companies").glob("*.html"))) == 3, "publish: pages of the site")
    n += 1
print(f"{n} feeds")
if not feedparser:
    print("passed over: python3-feedparser is not installed")
finish("feeds")
