#!/usr/bin/env python3
"""mails.py COURANT: mails of the sample articles, and of articles whose titles are made to break them, read by Python's parsers: no
defect, the headers expected, both parts whole, the HTML what a mail program takes."""

import html.parser
import json
import pathlib
import re
import sys
import tempfile
import unicodedata

from program import ROOT, check, courant, fault, finish, read

SEEDS = ROOT / "seeds/articles"
MOST_HTML = 102 * 1024
ALLOWED = {
    "html": {"lang", "dir"}, "head": set(), "meta": {"charset", "name", "content"}, "title": set(), "style": set(),
    "body": {"class", "style"}, "div": {"class", "style"}, "table": {"role", "class", "width", "cellpadding", "cellspacing", "border", "style"},
    "tr": set(), "td": {"align", "style"}, "h1": {"class", "style"}, "h2": {"class", "lang", "dir", "style"},
    "p": {"class", "lang", "dir", "style"}, "span": {"class", "lang", "style"}, "a": {"class", "href", "style"}, "bdi": {"lang"},
    "ul": {"class", "style"}, "ol": {"class", "style"}, "li": {"lang", "dir", "style", "value"},
}
EMPTY = {"meta"}
# titles that mean something to HTML, Markdown, mail headers, templates or terminals
HOSTILE = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "a\r\nBcc: all@example.org", "=?UTF-8?B?QmNj?=", "{{title}} {{{x}}} {{> email}}",
    "&lt;b&gt; &amp;amp; &#x3c;", "</p></body></html>", "<!-- comment", "]]>", "javascript:alert(1)", "\x1b[31mred", "--=_courant_0000000000000000",
    "From the start", "\u202eevil\u202c reversed", "العربية English עברית", "東京の新しい駅が開業", "a" * 300, "🜁 ᚠ 𝔘𝔫𝔦", "x' onclick='y", "<style>*{display:none}</style>",
]


class Page(html.parser.HTMLParser):
    """Checks what stands in the HTML and gathers its text."""

    def __init__(self, name):
        super().__init__(convert_charrefs=True)
        self.is_headline = False
        self.name, self.open, self.text, self.links, self.headlines, self.sources = name, [], [], [], [], []

    def handle_starttag(self, tag, attributes):
        names = {name for name, _ in attributes}
        check(tag in ALLOWED and names <= ALLOWED[tag], f"{self.name}: <{tag} {names}>")
        for name, value in attributes:
            if name == "href":
                check(re.match(r"(https?://|mailto:)[!-~]+$", value), f"{self.name}: a link to {value}")
                self.links.append(value)
            check(name != "style" or not re.search(r"url\(|expression|position", value), f"{self.name}: style {value}")
        if tag == "h2":
            self.is_headline = "lang" in names
        if tag == "h2" and self.is_headline:
            self.headlines.append("")
        if tag == "bdi":
            self.sources.append("")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        check(self.open and self.open.pop() == tag, f"{self.name}: </{tag}> closes nothing")

    def handle_data(self, data):
        if "style" in self.open:
            check("url(" not in data and "@import" not in data, f"{self.name}: a style that loads something")
            return
        self.text.append(data)
        if "h2" in self.open and self.is_headline and "span" not in self.open:
            self.headlines[-1] += data
        if "bdi" in self.open:
            self.sources[-1] += data

    def handle_comment(self, data):
        fault(f"{self.name}: a comment: {data}")


def width(text):
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def look(name, content, unsubscribe=None):
    message, text, source = read(content, name, unsubscribe)
    page = Page(name)
    page.feed(source)
    page.close()
    check(not page.open, f"{name}: left open: {page.open}")
    check(len(source.encode()) < MOST_HTML, f"{name}: {len(source.encode())} bytes of HTML")
    check("color-scheme" in source and "max-width:640px" in source, f"{name}: no colour scheme or width")
    check("http-equiv" not in source and "<img" not in source, f"{name}: an image or worse")
    for line in text.split("\n"):
        check(width(line) <= 72 or re.match(r"\s*(https?://|mailto:|\S+$|\S+: \S+$)", line), f"{name}: {width(line)} columns: {line}")
        check(not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", line), f"{name}: a control character in the text")
    return message, text, source, page


def make(name, *arguments, unsubscribe=None):
    done = courant("digest", "--format", "mail", "--config", "none", *arguments)
    check(done.returncode == 0 and not done.stderr, f"{name}: exit {done.returncode}: {done.stderr.decode()}")
    if done.returncode:
        return None
    again = courant("digest", "--format", "mail", "--config", "none", "--jobs", "1", *arguments, LC_ALL="tr_TR.UTF-8", TZ="Asia/Tokyo")
    check(again.stdout == done.stdout, f"{name}: made again, it differs")
    return look(name, done.stdout, unsubscribe)


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def test_samples():
    days = sorted(p for p in SEEDS.iterdir())
    more = ROOT.parent / "shared/seeds"
    for folder in [*days, SEEDS, *([more] if more.is_dir() else [])]:
        for reader in ("en", "fr", "de", "ja", "ar", "he,en", "zh-Hant", "ru", "fi"):
            name = f"{folder.name} for {reader}"
            made = make(name, "--reader", reader, "--to", "Anna Żak <anna@example.org>", "--date", "2026-03-12", folder)
            if not made:
                continue
            message, text, source, page = made
            check(str(message["To"]) == "Anna Żak <anna@example.org>", f"{name}: To {message['To']}")
            check(str(message["Date"]) == "Thu, 12 Mar 2026 00:00:00 +0000", f"{name}: Date {message['Date']}")
            check(message["Content-Language"] == reader.split(",")[0], f"{name}: {message['Content-Language']}")
            check(f'<html lang="{reader.split(",")[0]}" dir="{"rtl" if reader[:2] in ("ar", "he") else "ltr"}">' in source,
                  f"{name}: language of the page")
            check(0 < len(message["Subject"]) < 78, f"{name}: Subject {message['Subject']}")


def test_hostile(folder):
    titles = list(HOSTILE)
    given = ROOT.parent / "shared/eval/hostile-titles.txt"
    if given.is_file():
        titles += [line for line in given.read_text().split("\n") if line.strip()]
    articles = folder / "hostile.jsonl"
    with articles.open("w") as out:
        for i, title in enumerate(titles):
            a, b, c, d = (f"{'bcdfghjklmnp'[(i + 5 * k) % 12]}{'aeiou'[(i // 12 + k) % 5]}{'lrstv'[k]}{'aeiou'[i % 5]}{ending}{i}"
                          for k, ending in enumerate(("n", "ford", "sk", "ri")))
            out.write(json.dumps({"id": f"{title} {i}", "title": title, "source": title, "lang": "en", "date": "2026-03-12",
                                  "url": f"https://example.org/{i}?a=1&b={i}",
                                  "text": f"The {a} of {b} was opened with {title} by {c} of {d}. Then {b} went to {d} and {a} came to {c}."}) + "\n")
    made = make("hostile titles", "--stories", "200", "--input-format", "jsonl", articles)
    if not made:
        return
    message, text, source, page = made
    check(message["Bcc"] is None and len(page.headlines) > len(titles) * .8, f"{len(page.headlines)} of {len(titles)} headlines")
    shown, sources = ({squeeze(re.sub("[\u200e\u200f\u2066-\u2069]", "", text)) for text in texts} for texts in (page.headlines, page.sources))
    check(shown <= sources, f"headlines that are no source's: {shown - sources}")
    for title in titles:
        clean = re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "\ufffd", title)
        clean = squeeze(re.sub("[\u200e\u200f\u2066-\u2069]", "", clean))
        check(clean in sources or any(s.endswith("…") and clean.startswith(s[:-1]) for s in sources), f"the title {title!r} does not come out in the HTML")


def test_large(folder):
    """A mail of more than a mail program takes lacks what matters least; its text has all."""
    articles = folder / "large.jsonl"
    with articles.open("w") as out:
        for i in range(300):
            word = f"{'bcdfghjklmnp'[i % 12]}{'aeiou'[i // 12 % 5]}l{'rstvz'[i // 60]}in"
            out.write(json.dumps({"id": str(i), "title": f"The {word} of {word}town", "lang": "en", "date": "2026-03-12", "source": f"{word} Times",
                                  "url": f"https://example.org/{word}/" + "x" * 300,
                                  "text": " ".join(f"The {word} number {k} was opened by {word}{k} in {word}town with {k} others." for k in range(9))}) + "\n")
    made = make("large", "--stories", "300", "--input-format", "jsonl", articles)
    if made:
        _, text, source, page = made
        check(len(source.encode()) > 60_000 and 1 < len(page.headlines) < 300, f"large: {len(page.headlines)} stories, {len(source)} bytes")
        check(text.count("\n[300] ") == 1 or "[300]" in text, "large: the text lacks a source")


def test_options(folder):
    article = SEEDS / "2026-03-12"
    for arguments, word in ((["--to", "nobody"], "nobody"), (["--from", "x"], "x"), (["--to", "a@b\r\nBcc: c@d"], "mail address")):
        done = courant("digest", "--format", "mail", "--config", "none", *arguments, article)
        check(done.returncode == 2 and word in done.stderr.decode(), f"{arguments}: exit {done.returncode}, {done.stderr.decode()}")
    configuration = folder / "courant.yaml"
    for unsubscribe in ("https://example.org/leave?a=b&c=d", "mailto:leave@example.org?subject=leave"):
        configuration.write_text(f'mail:\n  from: "Courant, the digest <digest@example.org>"\n  unsubscribe: "{unsubscribe}"\n')
        done = courant("digest", "--format", "mail", "--config", configuration, article)
        message, text, source, page = look("unsubscribe", done.stdout, unsubscribe)
        check(str(message["From"]) == '"Courant, the digest" <digest@example.org>', f"From {message['From']}")
        check(message["List-Unsubscribe"] == f"<{unsubscribe}>" and unsubscribe in page.links and unsubscribe in text, "unsubscribe")
        check(message["List-Id"] == "<digest.example.org>" and message["To"] == "undisclosed-recipients:;", f"{message['To']}")
    done = courant("summarize", "--format", "mail", article)
    check(done.returncode == 2, "summarize makes no mails")


with tempfile.TemporaryDirectory(prefix="courant-mails-") as work:
    test_samples()
    test_hostile(pathlib.Path(work))
    test_large(pathlib.Path(work))
    test_options(pathlib.Path(work))
finish("mails")
