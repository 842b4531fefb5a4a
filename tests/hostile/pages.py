#!/usr/bin/env python3
"""pages.py HOSTILE_PAGES: texts that nobody means well, as headline, sentence, paper, title and name of a company, in pages made by
the templates that are shipped, through cmark, cmark-gfm with every extension, Hugo and Jekyll.

Every text must come out as it went in; the pages hold no tag, attribute or link but those of the templates, and none is lost. The
texts are the lines of hostile-titles.txt beside the project, where it is there, and random ones from a fixed seed: COURANT_HOSTILE of
them (default: 100,000). An engine that is not installed is passed over,
with a word; without any the test is skipped."""

import html.parser
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
PAGES = pathlib.Path(sys.argv[1]).resolve()
TITLES = ROOT / "../shared/eval/hostile-titles.txt"
N_TEXTS = int(os.environ.get("COURANT_HOSTILE", "100000"))
STORIES = 100  # of a page
PER_STORY = 6
LINK = "https://paper.example/a?b=1&c=2#:~:text=x%20y"

PIECES = ("* _ ` ~ ~~ [ ] ( ) < > { } {{ }} {% %} {{< >}} {{% %}} | # ## + - -- --- = == : :: // ! ![ ^ $ $$ % & ; &# &lt; &amp; &copy; www. . ... "
          "http:// https://e.example/x ftp:// mailto: @ \\ \\\\ \" ' `` ``` ~~~ 1 9 0 1. 2) a Zz é 会 。 ش א ]: ]( [^1] [x] <b> </b> <script> <!-- --> "
          "<?x <![CDATA[ {: {:: .cls} {:toc} TOC :smile: *[ABBR]: [[ ]] ==x== javascript:alert(1) \t \u00a0 \u200b \u202e \u2028 \u200f "
          "a@b.example onclick=\"x\" style=\"y\" %7B \x01 \x7f \ufdd0 \ufdd1 \U0001f600 TODO (c) (tm) << >> e.g. C# AT&T x_y_z 10*3 "
          "{%raw%} {%endraw%} {%include x%} {{site.title}} +++ --- ... ; , / ? NULL ~ ! yes").split(" ")


def random_text(chance):
    n = 1 + int(chance.expovariate(0.2))
    text = "".join(chance.choice(PIECES) + chance.choice(["", "", " ", " ", "\n"]) for _ in range(min(n, 40)))
    return text if clean(text) else "x" + text


def clean(text):
    """A text as one line: what must come out."""
    text = re.sub(r"[\t-\r \x85\u2028\u2029]+", " ", text).strip(" ")
    return "".join("\ufffd" if ord(c) < 32 or 127 <= ord(c) < 160 or 0xFDD0 <= ord(c) <= 0xFDEF or ord(c) & 0xFFFE == 0xFFFE else c for c in text)


def fold(text):
    """As it is compared: without marks of direction, which are put around it and closed, white space of HTML as one space."""
    return re.sub(r"[ \t\n\r\f]+", " ", re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)).strip()


class Reader(html.parser.HTMLParser):
    """What a page holds: its blocks, each as (tag, text, addresses), and what it must not hold."""

    TAGS = {"html", "head", "body", "main", "title", "ul", "ol", "li", "h1", "h2", "p", "a", "strong", "hr", "meta"}
    BLOCKS = {"h1", "h2", "p", "li", "hr"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks, self.front, self.faults = [], [], []
        self.in_front = False

    def handle_starttag(self, tag, attributes):
        if tag not in self.TAGS:
            self.faults.append(f"a tag <{tag}>")
        if tag == "ul" and ("id", "front") in attributes:
            self.in_front = True
            return
        for name, value in attributes:
            if tag == "a" and name == "href" and self.blocks:
                self.blocks[-1][2].append(value)
            elif not (name == "id" and tag in ("h1", "h2")):
                self.faults.append(f"an attribute {name} of <{tag}>")
        if self.in_front and tag == "li":
            self.front.append("")
        elif tag == "p" and self.blocks and self.blocks[-1][0] == "li" and not self.blocks[-1][1].strip():
            pass  # the paragraph of a loose list's item
        elif tag in self.BLOCKS:
            self.blocks.append([tag, "", []])

    def handle_endtag(self, tag):
        if tag == "ul" and self.in_front:
            self.in_front = False

    def handle_data(self, data):
        if self.in_front:
            if self.front:
                self.front[-1] += data
        elif self.blocks:
            self.blocks[-1][1] += data

    def handle_comment(self, data):
        self.faults.append(f"a comment {data[:40]!r}")

    def handle_decl(self, decl):
        if decl.lower() != "doctype html":
            self.faults.append(f"a declaration {decl[:40]!r}")

    handle_pi = unknown_decl = handle_decl


def expected_daily(texts):
    """The blocks of a digest, and its front matter."""
    blocks, front, sources = [("h1", "News digest", [])], [], []
    for i in range((len(texts) - 2) // PER_STORY):
        headline, first, second, paper, title, other = (clean(t) for t in texts[i * PER_STORY:(i + 1) * PER_STORY])
        n = 3 * i
        front.append(texts[i * PER_STORY])
        blocks.append(("h2", headline + ("" if i % 4 == 3 else " · NEW"), []))
        blocks.append(("p", f"{first} [{n + 1}] {second} [{n + 2}]", [LINK]))
        blocks.append(("p", f"Also reported by: {other} [{n + 3}]", []))
        sources += [("li", f"{title} · {paper} · no date", ["https://paper.example/"]), ("li", f"{title} · {paper} · no date", []),
                    ("li", f"{other} · no date", [])]
    blocks += [("h2", "Sources", []), *sources, ("hr", "", [])]
    return blocks, front


def expected_company(texts):
    who, beside = (clean(t) for t in texts[-2:])
    return [("h1", who, []), ("p", None, []), ("p", f"Mentioned beside it: {beside} (3)", None), ("p", None, []), ("hr", "", [])], texts[-2:-1]


def same(block, wanted, engine):
    tag, text, links = block
    if tag != wanted[0]:
        return False
    if wanted[1] is None:
        return True
    text, expected = fold(text), fold(wanted[1])
    if text != expected:
        return False
    if engine == "cmark-gfm":  # it links mail addresses after all escapes are gone, as GitHub does
        links = [link for link in links if "@" not in link]
    return wanted[2] is None or links == wanted[2]


def compare(engine, name, page, texts):
    """The faults of one page."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    faults = reader.faults
    blocks, front = (expected_daily if name.startswith("d") else expected_company)(texts)
    if len(reader.blocks) < len(blocks):
        faults.append(f"{len(reader.blocks)} blocks, not {len(blocks)} and a footer")
    for block, wanted in zip(reader.blocks, blocks):
        if not same(block, wanted, engine):
            faults.append(f"{block} is not {wanted}")
    for block in reader.blocks[len(blocks):]:
        if block[0] != "li":
            faults.append(f"{block} in the footer")
    if engine in ("hugo", "jekyll"):
        given, wanted = [fold(text) for text in reader.front], [fold(text) for text in front]
        if given != wanted:
            faults.append(f"front matter {[pair for pair in zip(given, wanted) if pair[0] != pair[1]][:3]} ({len(given)} of {len(wanted)})")
    return faults


def run(command, **options):
    return subprocess.run(command, check=False, capture_output=True, **options)


def by_command(command, folder, names):
    """Pages through a program that reads Markdown and writes HTML: without front matter."""
    for name in names:
        source = (folder / "content" / f"{name}.md").read_text(encoding="utf-8").split("\n---\n", 1)[1]
        done = run(command, input=source.encode())
        yield name, done.stdout.decode() if done.returncode == 0 else None


LAYOUT = """<!doctype html>
<html><head><title>page</title></head><body><ul id="front">{front}</ul><main>
{content}
</main></body></html>
"""


def hugo(folder, names):
    site = folder / "hugo"
    (site / "layouts/_default").mkdir(parents=True)
    (site / "content").mkdir()
    (site / "hugo.toml").write_text('baseURL = "https://site.example/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap", "404", "home", "section"]\n'
                                    "[markup.goldmark.extensions]\ntypographer = false\n[markup.goldmark.renderer]\nunsafe = true\n")
    (site / "layouts/_default/single.html").write_text(LAYOUT.format(front="{{ range .Params.titles }}<li>{{ . }}</li>{{ end }}", content="{{ .Content }}"))
    for name in names:
        shutil.copy(folder / "content" / f"{name}.md", site / "content")
    done = run(["hugo", "--quiet", "--config", "hugo.toml"], cwd=site)
    if done.returncode:
        print((done.stdout + done.stderr).decode(errors="replace")[:2000])
    for name in names:
        page = site / "public" / name / "index.html"
        yield name, page.read_text(encoding="utf-8") if page.exists() else None


def jekyll(folder, names):
    site = folder / "jekyll"
    (site / "_layouts").mkdir(parents=True)
    (site / "_config.yml").write_text('url: "https://site.example"\nmarkdown: kramdown\nkramdown:\n  input: GFM\n  hard_wrap: false\n  smart_quotes: "apos,apos,quot,quot"\n'
                                      '  typographic_symbols: {hellip: "...", mdash: "---", ndash: "--", laquo: "&lt;&lt;", raquo: "&gt;&gt;", '
                                      'laquo_space: "&lt;&lt; ", raquo_space: " &gt;&gt;"}\n')
    (site / "_layouts/page.html").write_text(LAYOUT.format(front="{% for title in page.titles %}<li>{{ title | escape }}</li>{% endfor %}", content="{{ content }}"))
    for name in names:
        shutil.copy(folder / "content" / f"{name}.md", site)
    done = run(["jekyll", "build", "--quiet", "--disable-disk-cache"], cwd=site, env={**os.environ, "LC_ALL": "C.UTF-8", "JEKYLL_ENV": "production"})
    if done.returncode:
        print((done.stdout + done.stderr).decode(errors="replace")[:2000])
    for name in names:
        page = site / "_site" / f"{name}.html"
        yield name, page.read_text(encoding="utf-8") if page.exists() else None


ENGINES = {
    "cmark": (["cmark", "--unsafe"], None),
    "cmark-gfm": (["cmark-gfm", "--unsafe", *(word for extension in ("table", "strikethrough", "autolink", "tagfilter", "tasklist", "footnotes")
                                              for word in ("-e", extension))], None),
    "hugo": (["hugo"], hugo),
    "jekyll": (["jekyll"], jekyll),
}


def make_batches(texts):
    """Arrays of texts: of stories, and two names of companies."""
    size = STORIES * PER_STORY + 2
    while len(texts) % size:
        texts.append("x")
    return [texts[i:i + size] for i in range(0, len(texts), size)]


def main():
    found = [name for name, (command, _) in ENGINES.items() if shutil.which(command[0])]
    for name in ENGINES:
        if name not in found:
            print(f"passed over: {name} is not installed")
    if not found:
        print("skipped: none of the engines is installed")
        sys.exit(77)
    chance = random.Random(20261122)
    titles = TITLES.read_text(encoding="utf-8").splitlines() if TITLES.exists() else []
    print(f"{len(titles)} titles, {N_TEXTS} random texts" if titles else f"no hostile-titles.txt; {N_TEXTS} random texts")
    texts = []
    for shift in range(PER_STORY if titles else 0):  # each title in each place
        texts += titles[shift:] + titles[:shift]
    texts += [random_text(chance) for _ in range(N_TEXTS)]
    batches = make_batches(texts)
    for i, title in enumerate(titles):
        if i < len(batches):
            batches[i][-2:] = [title, titles[i - 1]]
    bad = 0
    with tempfile.TemporaryDirectory(prefix="courant-hostile-") as temporary:
        folder = pathlib.Path(temporary)
        (folder / "content").mkdir()
        lines = "".join(json.dumps(batch) + "\n" for batch in batches)
        done = run([str(PAGES), str(ROOT / "digest-templates"), str(HERE / "templates"), str(folder)], input=lines.encode())
        if done.returncode:
            print(done.stderr.decode())
            sys.exit(1)
        names = [f"{kind}{i}" for i in range(len(batches)) for kind in "dc"]
        for engine in found:
            command, site = ENGINES[engine]
            n = faulty = 0
            for name, page in site(folder, names) if site else by_command(command, folder, names):
                faults = ["the page is lost"] if page is None else compare(engine, name, page, batches[int(name[1:])])
                n += len(batches[int(name[1:])]) - 2 if name.startswith("d") else 2
                faulty += bool(faults)
                for text in faults[:5] if bad + faulty < 5 else []:
                    print(f"{engine}: {name}: {text}")
            print(f"{engine}: {n} texts on {len(names)} pages, {faulty} pages with faults")
            bad += faulty
    sys.exit(1 if bad else 0)


main()
