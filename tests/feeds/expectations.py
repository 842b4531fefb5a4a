#!/usr/bin/env python3
"""expectations.py PROGRAM [--verbose]: feeds of a collection, each held against what its collector expects.

PROGRAM is the build's feed_show. The collection is no part of the project: it is read where a folder `shared/eval` stands beside the
checkout (or where COURANT_EVAL points to); elsewhere the test is skipped. Two kinds of expectations are known: a Python
expression in a comment at the head of a feed, over `feed` and `entries`, and a JSON file of the same name beside the feed.

What is compared: title, link, id, dates, authors, language, summary and content of the feed and its entries, as plain text without
white space. Expectations about anything else (links of other kinds, enclosures, categories, places, chapters, ...) only ask that
the feed is read. Broken feeds have to end within a quarter of a second, with what could be saved or with an error.
"""

import ast
import calendar
import html
import html.parser
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

LEAST = 98.0  # percent of the well-formed feeds
MOST_MILLISECONDS = 250
SKIPPED = 77

# Expectations that are not ours, by a part of the path, each with the reason. They count as failures nonetheless.
OTHERWISE = {
    "_crazy": "markup that is torn apart is read as a browser reads it",
    "_iframe": "what is inside an <iframe> is no text",
    "xml_malicious_comment": "what follows a comment without its end is inside it, as in a browser",
    "xml_declaration_unexpected_character": "a declaration is no text, as in a browser",
    "item_description_not_a_doctype": "a declaration is no text, as in a browser",
    "script_nested_cdata": "a section of CDATA in HTML is a comment, as in a browser",
    "entity_in_doctype": "nothing that a DOCTYPE declares is read",
    "http_content_language": "the reader of a feed is not told that header",
    "reddit-atom": "the collector's tool loses some of what stands between elements",
    "xml2js-options": "an option of the collector's tool writes EMPTY for what is empty",
}


def folder_of_data():
    told = os.environ.get("COURANT_EVAL")
    root = Path(__file__).resolve().parents[2]
    for folder in ([Path(told)] if told else [root.parent / "shared" / "eval"]):
        archive = folder / "data" / "feeds.tar.gz"
        if archive.is_file():
            return archive
    print("skipped: there is no collection of feeds here (shared/eval/data/feeds.tar.gz)")
    sys.exit(SKIPPED)


# ---- plain text -------------------------------------------------------------------------------------------------------

class Text(html.parser.HTMLParser):
    """What a reader sees of markup."""

    HIDDEN = {"script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "math", "canvas", "audio",
              "video", "select", "textarea", "button", "title", "noframes", "rt", "rp"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.hidden = 0

    def handle_starttag(self, tag, attributes):
        style = dict(attributes).get("style") or ""
        self.hidden += tag in self.HIDDEN

    def handle_endtag(self, tag):
        self.hidden -= tag in self.HIDDEN and self.hidden > 0

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def plain(markup):
    text = Text()
    text.feed(markup)
    text.close()
    return "".join(text.parts)


def bare(text):
    return re.sub(r"[\s\u00a0\u200b]+", "", text or "")


def same(ours, expected):
    """Whether a text is what is expected, which may be markup or plain."""
    if not isinstance(expected, str):
        return False
    ours = bare(ours)
    if "\ufffd" in expected:  # the collector's tool did not know the charset
        pattern = "".join(".?" if c == "\ufffd" else re.escape(c) for c in bare(plain(expected)))
        return re.fullmatch(pattern, ours, flags=re.S) is not None
    return ours in (bare(expected), bare(plain(expected)), bare(html.unescape(plain(expected))))


def moment(date):
    """The seconds of a date as the program writes it."""
    if not date:
        return None
    parts = [int(part) for part in re.findall(r"\d+", date)] + [0, 0, 0]
    return calendar.timegm((*parts[:6], 0, 0, 0))


# ---- expressions ------------------------------------------------------------------------------------------------------

TEXTS = {"title": "title", "subtitle": "description", "tagline": "description", "description": "description",
         "author": "author"}
DATES = {"published": ("published", "updated"), "issued": ("published",), "created": ("published", "updated"),
         "updated": ("updated", "published"), "modified": ("updated", "published"), "date": ("updated", "published")}
DATES_OF_FEED = {"updated": ("updated",), "modified": ("updated",), "date": ("updated",)}


def path_of(node):
    """`entries[0]['title']` and `feed.link` as lists; None for what is no path."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        path = path_of(node.value)
        return path and path + [node.attr]
    if isinstance(node, ast.Subscript):
        path = path_of(node.value)
        index = node.slice.value if isinstance(node.slice, ast.Index) else node.slice
        return path + [index.value] if path and isinstance(index, ast.Constant) else None
    return None


def check(path, expected, shown):
    """True or False for an expectation that is ours, None for others."""
    if path[0] == "entries" and len(path) > 2:
        if path[1] >= len(shown["entries"]):
            return False
        thing, rest, whole = shown["entries"][path[1]], path[2:], False
    elif path[0] in ("feed", "channel") and len(path) > 1:
        thing, rest, whole = shown, path[1:], True
    else:
        return None
    name, inner = rest[0], rest[1:]
    if name.endswith("_detail"):
        name = name[:-7]
        if name == "author":
            return same(thing.get("author"), expected) if inner == ["name"] else None
        if inner != ["value"]:  # the language of a part of an entry is nothing that is kept
            return None
        inner = []
    if name == "content" and len(inner) == 2 and inner[0] == 0:
        if inner[1] == "language":
            return language(thing, expected)
        if inner[1] != "value":
            return None
        return same(thing.get("content"), expected) or same(thing.get("summary"), expected)
    if inner:
        return None
    if name == "link":
        return thing.get("link") == expected
    if name in ("id", "guid"):
        return None if whole else thing.get("id") == expected
    if name == "language":
        return language(thing, expected)
    if name == "newlocation":
        return thing.get("newlocation") == expected
    known = DATES_OF_FEED if whole else DATES
    if name.endswith("_parsed") and name[:-7] in known:
        dates = [moment(thing.get(part)) for part in known[name[:-7]]]
        return (calendar.timegm(expected) in dates) if isinstance(expected, tuple) else None
    if name == "author":  # the name is kept, not the address behind it
        return same(thing.get("author"), re.sub(r" \([^()]*@[^()]*\)$", "", expected or ""))
    if name == "title" or (whole and name in TEXTS):
        return same(thing.get(TEXTS[name]), expected)
    if not whole and name in ("summary", "description"):
        return same(thing.get("summary"), expected) or same(thing.get("content"), expected)
    return None


def language(thing, expected):
    return (thing.get("language") or "").lower().replace("_", "-") == (expected or "").lower().replace("_", "-")


def judge(expression, shown):
    """A list of (what, whether it holds) for the parts of an expression that are ours."""
    found = []

    def walk(node):
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
            for value in node.values:
                walk(value)
        elif isinstance(node, ast.Compare) and all(isinstance(op, ast.Eq) for op in node.ops):
            sides = [node.left, *node.comparators]
            try:
                expected = ast.literal_eval(sides[-1])
            except ValueError:
                try:
                    expected = eval(compile(ast.Expression(sides[-1]), "", "eval"), {"__builtins__": {}})
                except Exception:
                    return
            for side in sides[:-1]:
                path = path_of(side)
                holds = check(path, expected, shown) if path else None
                if holds is not None:
                    found.append((ast.unparse(side), expected, holds))

    walk(ast.parse(expression.strip(), mode="eval").body)
    return found


def head_of(data):
    """Expression and transport of a feed, from the comment at its head."""
    for charset in ("utf-8", "utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-32-be", "utf-32-le", "cp037", "latin-1"):
        try:
            text = data.decode(charset)
        except UnicodeError:
            continue
        comment = re.search(r"<!--(.*?)-->", text, flags=re.S)
        if comment and "Expect:" in comment[1]:
            expression = re.search(r"Expect:\s*(.*?)\s*$", comment[1], flags=re.M)[1]
            headers = {name.lower(): value.strip() for name, value in re.findall(r"Header:\s*([\w-]+):(.*)$", comment[1], flags=re.M)}
            return expression, headers
    return None, {}


# ---- files of JSON ----------------------------------------------------------------------------------------------------

def judge_file(expected, shown):
    found = []
    feed = expected["feed"]
    for name, part in (("title", "title"), ("link", "link")):
        if isinstance(feed.get(name), str) and feed[name].strip():
            found.append((f"feed.{name}", feed[name], same(shown.get(part), feed[name])))
    for i, item in enumerate(feed["items"]):
        ours = shown["entries"][i] if i < len(shown["entries"]) else {}
        for name in ("title", "link"):
            if isinstance(item.get(name), str) and item[name].strip():
                holds = same(ours.get(name), item[name])
                if name == "link" and item[name].startswith("/"):  # the collector's tool leaves it relative
                    holds = (ours.get("link") or "").endswith(item[name])
                found.append((f"entries[{i}].{name}", item[name], holds))
        if item.get("isoDate"):
            dates = [moment(ours.get("published")), moment(ours.get("updated"))]
            found.append((f"entries[{i}].date", item["isoDate"], moment(item["isoDate"][:19]) in dates))
        content = item.get("content:encoded") or item.get("content")
        if isinstance(content, str) and bare(plain(content)):
            holds = same(ours.get("content"), content) or same(ours.get("summary"), content)
            # the collector's tool puts text and elements that are mixed in another order
            holds = holds or sorted(bare(ours.get("content"))) == sorted(bare(plain(content)))
            found.append((f"entries[{i}].content", content, holds))
    return found


def json_of(path):
    data = path.read_bytes()
    try:
        return json.loads(data)
    except UnicodeDecodeError:
        return json.loads(data.decode("latin-1"))


def main():
    program, verbose = sys.argv[1], "--verbose" in sys.argv
    archive = folder_of_data()
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as tar:
            tar.extractall(folder)
        root = Path(folder)
        cases, lines = [], []
        for path in sorted(root.rglob("*")):
            if not path.is_file() or path.suffix == ".json" or path.name == "README":
                continue
            name = str(path.relative_to(root))
            if any(c in name for c in "\t\n"):
                continue
            beside = path.parent.parent / "output" / (path.stem + ".json")
            expression, headers = (None, {}) if "rss-parser" in name else head_of(path.read_bytes())
            type_of = headers.get("content-type", "")
            charset = re.search(r"charset=[\"']?([\w-]+)", type_of)
            address = "http://127.0.0.1:8097/tests/" + name.split("feedparser/")[-1]
            if "content-location" in headers and ":" not in headers["content-location"].split("//")[0].removeprefix("http:"):
                located = headers["content-location"]
                address = located if "://" in located else "http://127.0.0.1:8097" + located
            if "rss-parser" in name:
                address = ""
            cases.append((name, path, expression, beside))
            lines.append(f"{path}\t{charset[1] if charset else ''}\t{address}\n")
        shown = subprocess.run([program], input="".join(lines), capture_output=True, text=True, encoding="utf-8")
        if shown.returncode:
            sys.exit(f"{program} ended with {shown.returncode}: {shown.stderr[:500]}")
        answers = [json.loads(line) for line in shown.stdout.splitlines()]
        if len(answers) != len(cases):
            sys.exit(f"{program} answered {len(answers)} of {len(cases)} feeds")
        report(cases, answers, verbose)


def report(cases, answers, verbose):
    counts = {"asked": 0, "held": 0, "read": 0, "feeds": 0, "broken": 0, "slow": 0, "warned": 0}
    failures = []
    for (name, path, expression, beside), answer in zip(cases, answers):
        broken = "illformed" in name or "/bozo" in name or (expression or "").startswith("bozo")
        if answer["milliseconds"] > MOST_MILLISECONDS:
            counts["slow"] += 1
            failures.append((name, "", f"{answer['milliseconds']} ms", ""))
        if broken:
            counts["broken"] += 1
            if verbose:
                print("broken:", name, answer.get("error") or answer.get("warning"))
            continue
        if expression is None and not beside.is_file():
            continue
        counts["feeds"] += 1
        found = []
        if "error" not in answer:
            found = judge(expression, answer) if expression is not None else judge_file(json_of(beside), answer)
            counts["warned"] += answer["warnings"] > 0
            if verbose and answer["warnings"]:
                print("warned:", name, answer["warning"])
        counts["asked"] += bool(found)
        reason = next((why for part, why in OTHERWISE.items() if part in name), "")
        wrong = [(what, expected) for what, expected, holds in found if not holds]
        if "error" in answer:
            failures.append((name, "", answer["error"], reason))
        elif wrong:
            failures.append((name, wrong[0][0], f"expected {str(wrong[0][1])[:120]!r} ({len(wrong)} of {len(found)})", reason))
        else:
            counts["read"] += 1
            counts["held"] += bool(found)
    for name, what, why, reason in failures:
        print(f"{name}: {what} {why}" + (f" [{reason}]" if reason else ""))
    share = 100 * counts["read"] / counts["feeds"]
    of_asked = 100 * counts["held"] / counts["asked"]
    print(f"{counts['feeds']} well-formed feeds: {share:.1f} % read as expected; of the {counts['asked']} whose expectation is about "
          f"title, link, date, content, author, id or language, {of_asked:.1f} %; {counts['warned']} with a warning")
    print(f"{counts['broken']} broken feeds: {counts['slow']} took more than {MOST_MILLISECONDS} ms")
    sys.exit(share < LEAST or of_asked < LEAST or counts["slow"] > 0)


main()
