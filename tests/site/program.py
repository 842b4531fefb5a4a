"""What the tests of this folder share: the program, the sites that they make, and how a page is looked at."""

import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from verdict import COURANT, ROOT, SKIPPED, check, fault, finish  # noqa: E402,F401

SEEDS = ROOT / "seeds/articles"
DAYS = ["2026-03-10", "2026-03-11", "2026-03-12"]
KINDS = ["hugo", "jekyll", "html"]
DATA = {"hugo": "data/courant", "jekyll": "_data/courant", "html": "data"}
COMPANIES = "[mistral-ai]\nfollow: true\n[nokia]\nfollow: true\n[toyota]\nfollow: true\n"
TITLES = ROOT / "../shared/eval/hostile-titles.txt"


def courant(*arguments, stdin=None, code=0, environment=None):
    """Standard output and standard error; the exit code is held against `code`."""
    done = subprocess.run([COURANT, *map(str, arguments)], capture_output=True, check=False, input=stdin,
                          env={**os.environ, "HOME": "/nonexistent", **(environment or {})})
    if done.returncode != code:
        fault(f"{' '.join(map(str, arguments))[:200]}: exit {done.returncode}: {done.stderr.decode()[:500]}")
    return done.stdout.decode(), done.stderr.decode()


def counts(line):
    """The figures of "FOLDER: N written, N unchanged, N removed, N left"."""
    found = re.search(r": (\d+) written, (\d+) unchanged, (\d+) removed, (\d+) left$", line.strip())
    if not found:
        fault(f"no figures in {line!r}")
        return (-1, -1, -1, -1)
    return tuple(map(int, found.groups()))


def three_days(kind, folder, work, *options, environment=None):
    """A site of the three days of seeds, each told after the ones before. Returns the figures of the last run, and its arguments."""
    work.mkdir(exist_ok=True)
    companies = work / "companies.txt"
    companies.write_text(COMPANIES)
    previous = []
    for day in DAYS:
        common = ["digest", *previous, "--date", day, SEEDS / day, "--companies", companies]
        arguments = [*common, "--site", kind, "--folder", folder, *options]
        line, _ = courant(*arguments, environment=environment)
        courant(*common, "--format", "json", "-o", work / f"{day}.json")
        previous += ["--previous", work / f"{day}.json"]
    return counts(line), arguments


def tree(folder):
    """What is in a site, but for the lock, which holds the number of a process."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix != ".lock"}


def editions(folder, kind):
    return [json.loads(path.read_text()) for path in sorted((folder / DATA[kind] / "editions").glob("*.json"))]


def companies(folder, kind):
    return [json.loads(path.read_text()) for path in sorted((folder / DATA[kind] / "companies").glob("*.json"))]


def fold(text):
    """As it is compared: one clean line, without marks of direction, which are put around it and closed."""
    text = re.sub(r"[\t-\r \x85\u2028\u2029]+", " ", text).strip(" ")
    text = "".join("\ufffd" if ord(c) < 32 or 127 <= ord(c) < 160 or 0xFDD0 <= ord(c) <= 0xFDEF or ord(c) & 0xFFFE == 0xFFFE else c for c in text)
    return re.sub(r"[ \t\n\r\f]+", " ", re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)).strip()


class Page(html.parser.HTMLParser):
    """Headings, links and tags of a page."""

    TAGS = {"html", "head", "title", "body", "main", "ul", "ol", "li", "h1", "h2", "p", "a", "strong", "hr"}
    PLAIN = TAGS | {"meta", "style", "link", "header", "nav", "article", "section", "footer", "span", "bdi", "time", "svg", "g", "rect", "figure", "figcaption"}

    def __init__(self, path, tags):
        super().__init__(convert_charrefs=True)
        self.tags, self.faults, self.links, self.ids = tags, [], [], set()
        self.texts = {"h1": [], "h2": [], "title": [], "p": [], "li": []}
        self.open = []
        self.feed(path.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag not in self.tags and ("name", "generator") not in attributes:  # Hugo names itself on its first page
            self.faults.append(f"a tag <{tag}>")
        for name, value in attributes:
            if name.startswith("on") or (name == "style" and tag != "svg") or name in ("src", "srcset", "action"):
                self.faults.append(f"an attribute {name} of <{tag}>")
            if name == "href":
                self.links.append(value)
            if name == "id":
                if value in self.ids:
                    self.faults.append(f"the id {value} twice")
                self.ids.add(value)
        if tag in self.texts:
            self.texts[tag].append("")
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        for tag in self.open:
            self.texts[tag][-1] += data

    def handle_comment(self, data):
        self.faults.append(f"a comment {data[:40]!r}")


LAYOUT = """<!doctype html>
<html><head><title>%s</title></head><body><h1>%s</h1><main>
%s
</main>%s</body></html>
"""


def block(language):
    """The block of docs/site.md in that language."""
    return re.search(rf"^```{language}\n(.*?)^```$", (ROOT / "docs/site.md").read_text(), flags=re.M | re.S).group(1)


def build_hugo(source, site):
    """The built pages, or None where there is no Hugo."""
    if not shutil.which("hugo"):
        return None
    shutil.copytree(source, site)
    (site / "hugo.toml").write_text(block("toml"))
    (site / "layouts/_default").mkdir(parents=True)
    terms = '{{ if .IsNode }}<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}'
    for name in ("single", "list"):
        (site / f"layouts/_default/{name}.html").write_text(LAYOUT % ("{{ .Title }}", "{{ .Title }}", "{{ .Content }}", terms))
    done = subprocess.run(["hugo", "--config", "hugo.toml"], cwd=site, capture_output=True, check=False)
    if done.returncode:
        fault(f"hugo: {(done.stdout + done.stderr).decode(errors='replace')[:1000]}")
    return site / "public"


def build_jekyll(source, site):
    if not shutil.which("jekyll"):
        return None
    shutil.copytree(source, site)
    (site / "_config.yml").write_text(block("yaml"))
    (site / "_layouts").mkdir()
    (site / "_layouts/default.html").write_text(LAYOUT % ("{{ page.title | escape }}", "{{ page.title | escape }}", "{{ content }}", ""))
    done = subprocess.run(["jekyll", "build", "--disable-disk-cache"], cwd=site, capture_output=True, check=False,
                          env={**os.environ, "LC_ALL": "C.UTF-8"})
    if done.returncode:
        fault(f"jekyll: {(done.stdout + done.stderr).decode(errors='replace')[:1000]}")
    return site / "_site"


def build(kind, source, site):
    """The folder of the pages as a reader gets them; None where the generator is missing, which is told."""
    if kind == "html":
        return source
    built = (build_hugo if kind == "hugo" else build_jekyll)(source, site)
    if built is None:
        print(f"passed over: {kind} is not installed")
    return built


def page_path(kind, built, what):
    return built / (what + ".html" if kind == "html" else what + "/index.html")
