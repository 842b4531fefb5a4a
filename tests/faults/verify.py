#!/usr/bin/env python3
"""verify.py COURANT: `courant verify` passes what Courant writes, and finds every letter that was changed in it.

Digests in several languages and pages of companies, in every form, are proven; then letters at random places of their quotations are
changed, one in each quotation of a copy, and each of them must be told, with the text that was true."""

import email
import email.policy
import html
import json
import pathlib
import random
import re
import tempfile

from bounds import run_bounded
from program import COURANT, ROOT, check, courant, environment, fault, finish

ARTICLES = ROOT / "seeds/articles"
READERS = ["en", "fr,en", "de", "ar", "ja", "zh-Hans", "hi"]
KEPT = ["en", "fa", "hi", "pl"]  # of editions of the archive
CHANGES = 1000  # in each format
FORMS = ((".md", "markdown"), (".html", "html"), (".json", "json"))  # of digests and companies
LETTERS = "abdefghijklmnoprstuvwxyzABDEGHKLMNRSTäéñоиعבの"


def verify(*files, articles=(ARTICLES,)):
    options = [option for path in articles for option in ("--articles", path)]
    return courant("verify", *files, *options)


def write(folder):
    """Digests and pages, in every form: their names without ending."""
    names = []
    for reader in READERS:
        name = f"digest-{reader.replace(',', '-')}"
        for ending, form in (*FORMS, (".txt", "text"), (".eml", "mail")):
            mail = ("--from", "Courant <digest@example.org>", "--to", "anna@example.org") if form == "mail" else ()
            courant("digest", "--reader", reader, "--stories", 40, "--format", form, *mail, "--output", folder / (name + ending), ARTICLES)
        names.append(name)
    for name in ("Mistral AI", "Toyota"):
        for _, form in FORMS:
            courant("company", "--name", name, "--format", form, "--pages", folder / name, ARTICLES)
    for page in sorted(folder.glob("*/*.md")):
        names.append(str(page.relative_to(folder).with_suffix("")))
    for kind in ("html", "hugo", "jekyll"):
        courant("digest", "--site", kind, "--folder", folder / f"site-{kind}", "--date", "2026-03-12", ARTICLES)
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


def as_html(text):
    return html.escape(text).replace("&#x27;", "&#39;")


def change_all(content, texts, write_text, chance):
    """The content with one letter changed in each quotation that stands in it just once: the content, and for each the text that was
    true, the new one, and its line."""
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
    return content, [(true, new, content[:content.index(write_text(new))].count("\n") + 1) for true, new in pairs]


def bare(text):
    return re.sub(r"\s", "", text)


def change_wrapped(content, texts, chance):
    """The same where lines were broken anywhere; the line is not known, as that of its paragraph is told."""
    pairs = []
    for text in texts:
        found = list(re.finditer(r"\s*".join(map(re.escape, bare(text))), content))
        if len(found) != 1:
            continue
        new = changed(found[0].group(), chance)
        if bare(new) in bare(content):
            continue
        content = content[:found[0].start()] + new + content[found[0].end():]
        pairs.append((text, new, None))
    return content, pairs


def change_mail(path, new_path, part, change_part):
    """A copy of a mail, one part of which is changed: what the change gives."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.SMTP)
    body = message.get_body((part,))
    content, pairs = change_part(body.get_content())
    body.set_content(content, subtype="plain" if part == "plain" else "html")
    new_path.write_bytes(message.as_bytes())
    return pairs


def copy_changed(path, new_path, texts, chance):
    """Writes a copy with changed letters: what is called, and what was changed."""
    if path.suffix == ".eml":
        part = chance.choice(["plain", "html"])
        change = {"plain": lambda content: change_wrapped(content, texts, chance), "html": lambda content: change_all(content, texts, as_html, chance)}
        return f"{new_path} ({'text' if part == 'plain' else 'HTML'})", change_mail(path, new_path, part, change[part])
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        content, pairs = change_wrapped(content, texts, chance)
    else:
        content, pairs = change_all(content, texts, {".md": str, ".html": as_html, ".json": as_json}[path.suffix], chance)
    new_path.write_text(content, encoding="utf-8")
    return str(new_path), pairs


def find(lines, called, true, new, line):
    """Whether a changed text is told, and whether the true one is."""
    if line:
        found = [other for other in lines if other.startswith(f"'{called}':{line}: not in its source: '{new}'")]
        return bool(found), bool(found) and f"nearest: '{true}'" in found[0]
    found = [bare(other) for other in lines if other.startswith(f"'{called}':") and f"notinitssource:'{bare(new)}'" in bare(other)]
    return bool(found), bool(found) and f"nearest:'{bare(true)}'" in found[0]


def change(folder, names, ending, chance):
    """Copies with changed letters until there are enough of them; tells those that are not found."""
    n = missed = without_truth = rounds = 0
    names = [name for name in names if (folder / (name + ending)).exists()]
    while n < CHANGES and rounds < CHANGES:
        rounds += 1
        expected = {}
        for name in names:
            texts = quoted(folder / (name + ".json"))
            path = folder / f"changed-{name.replace('/', '-')}{ending}"
            expected[path] = copy_changed(folder / (name + ending), path, texts, chance)
        done = verify(*expected)
        check(done.returncode == 1, f"exit {done.returncode} of changed {ending} files")
        lines = done.stdout.decode().splitlines()
        for path, (called, pairs) in expected.items():
            told = [line for line in lines if line.startswith(f"'{path}")]
            check(len(told) == len(pairs), f"{path.name}: not {len(pairs)} faults: {told}")
            for pair in pairs:
                is_found, is_true = find(told, called, *pair)
                missed += not is_found
                without_truth += is_found and not is_true
                n += 1
    check(n >= CHANGES, f"only {n} letters of {ending} files changed")
    check(missed == 0, f"{missed} of {n} changed letters of {ending} files are not found")
    check(without_truth == 0, f"of {without_truth} of {n} changed quotations of {ending} files the true text is not shown")
    print(f"verify: {n - missed} of {n} changed letters found in {ending} files")


def headlines(folder, name, chance):
    """A letter changed in each headline: each is told."""
    edition = json.loads((folder / (name + ".json")).read_text(encoding="utf-8"))
    titles = [story["headline"] for story in edition["stories"]]
    for ending, form in ((".md", lambda text: f"## {text}"), (".html", lambda text: f"<h2>{as_html(text)}"), (".json", lambda text: f'"headline":{json.dumps(text, ensure_ascii=False)}')):
        content = (folder / (name + ending)).read_text(encoding="utf-8")
        n = 0
        for title in titles:
            if content.count(form(title)) == 1:
                content = content.replace(form(title), form(changed(title, chance)))
                n += 1
        path = folder / ("headlines" + ending)
        path.write_text(content, encoding="utf-8")
        done = verify(path)
        told = done.stdout.decode().count(": not the title of ")
        check(n > 10 and told == n and done.stdout.count(b"\n") == n, f"{told} of {n} changed headlines of {ending} are told: {done.stdout.decode()}")


def other_faults(folder, name):
    """What else may be wrong with a digest."""
    page, edition = (folder / (name + ending) for ending in (".md", ".json"))
    text = page.read_text(encoding="utf-8")
    manifest = json.loads(edition.read_text(encoding="utf-8"))
    cases = {"citation.md": text.replace(" [1]", " [2]", 1), "unknown.md": text.replace(" [1]", " [999]", 1),
             "count.md": text.replace("\n- 63 ", "\n- 64 "), "uncited.md": text.replace(" [1]", "", 1)}
    web = (folder / (name + ".html")).read_text(encoding="utf-8")
    cases |= {"citation.html": web.replace(">[1]<", ">[2]<", 1), "unknown.html": web.replace(">[1]<", ">[999]<", 1),
              "count.html": web.replace("<li>63 ", "<li>64 "), "uncited.html": re.sub(r' <a class="citation"[^>]*>\[1\]</a>', "", web, count=1),
              "loose.html": web.replace("</article>", "And so on.</article>", 1), "link.html": re.sub(r'(class="citation" href=)"[^"]*"', r'\1"#source-77"', web, count=1)}
    for path, content in cases.items():
        check(content not in (text, web), f"{path} is not changed")
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


def from_archive(folder):
    """Each file is held against the edition of the day that it states; where it states none the latest is taken, and told."""
    archive, files = ("--archive", folder / "news.db"), []
    check(courant("archive", "add", *archive, "--seen", "2026-03-12", ARTICLES).returncode == 0, "nothing is added")
    for day in ("2026-03-10", "2026-03-11", "2026-03-12"):
        for reader in KEPT:
            for ending, form in (*FORMS, (".txt", "text"), (".eml", "mail")):
                files.append(folder / f"kept-{day}-{reader}{ending}")
                courant("digest", *archive, "--date", day, "--profile", reader, "--reader", reader, "--store", "--format", form, "--output", files[-1])
    for reader in KEPT:
        done = courant("verify", *archive, "--profile", reader, *(f for f in files if f.stem[16:] == reader))
        check(done.returncode == 0 and done.stdout.count(b"proven: ") == 15 and not done.stderr,
              f"{reader}: {(done.stdout + done.stderr).decode()}")
    for kind in ("html", "hugo", "jekyll"):
        for day in ("2026-03-10", "2026-03-11"):
            courant("digest", *archive, "--date", day, "--store", "--site", kind, "--folder", folder / f"kept-{kind}")
    pages = [page for pattern in ("*/2026-03-1*.html", "*/*/2026-03-1*.md", "_posts/*.md") for page in folder.glob(f"kept-*/{pattern}")]
    done = courant("verify", *archive, *pages)
    check(done.returncode == 0 and done.stdout.count(b"proven: ") == 6 and not done.stderr, f"sites: {(done.stdout + done.stderr).decode()}")
    page = folder / "kept-2026-03-12-en.md"
    text = page.read_text(encoding="utf-8")
    undated, other = folder / "undated.md", folder / "other.md"
    undated.write_text(text.replace("Thursday, March 12, 2026\n\n", ""), encoding="utf-8")
    other.write_text(text.replace("Thursday, March 12, 2026", "Monday, March 9, 2026"), encoding="utf-8")
    done = courant("verify", *archive, "--profile", "en", undated)
    check(done.returncode == 0 and f"note: '{undated}' states no day: it is held against the latest edition, of 2026-03-12" in done.stderr.decode(),
          f"without a day: {(done.stdout + done.stderr).decode()}")
    done = courant("verify", *archive, "--profile", "en", other)
    check(done.returncode == 2 and b"the archive has no edition of 2026-03-09" in done.stderr, f"another day: {done.stderr.decode()}")
    done = courant("verify", *archive, "--profile", "en", "--date", "2026-03-12", other)
    check(done.returncode == 0, f"--date goes before: {(done.stdout + done.stderr).decode()}")
    both = folder / "both.md"
    both.write_text((folder / "kept-2026-03-11-en.md").read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    done = courant("verify", *archive, "--profile", "en", both)
    check(done.returncode == 1 and b"more than one day is stated" in done.stderr, f"two days: {(done.stdout + done.stderr).decode()}")


def costly(folder):
    """Digests that a stranger made to cost much are refused, or found wrong, within the bounds."""
    articles = folder / "articles.jsonl"
    articles.write_text("".join(f'{{"text":"The ferry sails again on Monday.","title":"{i}","source":"Paper {i}"}}\n' for i in range(300))
                        + json.dumps({"text": "The ferry sails again on Monday. " * 2000, "title": "big", "source": "Big"}) + "\n", encoding="utf-8")
    head, footer, room = "# News digest\n\n", "\n---\n\n- x\n", 4 << 20
    cases = {"footers.md": head + "\n---\n\n" + "".join(f"- {i} articles from 2 sources\n" for i in range(2000)), "pages.md": (head + footer + "\n") * 2000,
             "muted.md": (head + footer + "- 200 articles left out as you wished\n\n") * 1000,
             "false.md": head + "x\n\n## big\n\n" + "The ferry sailed again on Monday. [1]\n\n" * 3000
             + "## Sources\n\n1. big · Big · articles.jsonl · no date\n" + footer,
             "headline.md": head + "## " + "abc " * 60000 + "\n\n" + "x [1]\n\n" * 10000 + "## Sources\n\n1. 100 · Paper 100 · articles.jsonl · no date\n" + footer,
             "letter.txt": "News digest\n\n" + "a\n    b [1]\n\n" * 400000,
             "values.json": '{"schema":"courant-digest-1","stories":[' + "[]," * (room // 3) + "0]}"}
    cases |= {f"many-{i}.md": head + unit * ((room - 100) // len(unit)) + footer
              for i, unit in enumerate(("a\n\n", "- a\n", "1. a\n", "## a\n", "[a](b)\n\n", "[" * 60 + "\n\n", "*a*\n\n"))}
    for name, content in cases.items():
        (folder / name).write_text(content, encoding="utf-8")
        done = run_bounded([COURANT, "verify", "--articles", articles, folder / name], environment())
        check(done.code == 1 and done.stderr.startswith(b"courant: "), f"{name}: exit {done.code}: {done.stderr.decode()}")
        check(done.within, f"{name}: {done.seconds:.2f} s, {done.mib:.0f} MiB")


with tempfile.TemporaryDirectory(prefix="courant-verify-") as temporary:
    work = pathlib.Path(temporary)
    made = write(work)
    files = sorted(path for name in made for path in work.glob(name + ".*"))
    check(len(files) == 5 * len(READERS) + 3 * (len(made) - len(READERS)), f"{len(files)} files")
    files += [path for pattern in ("site-*/*/2026-03-12.html", "site-*/*/*/2026-03-12.md", "site-*/_posts/*.md") for path in work.glob(pattern)]
    check(len(files) == 5 * len(READERS) + 3 * (len(made) - len(READERS)) + 3, "not every site has a page of the digest")
    good = verify(*files)
    if good.returncode:
        fault(f"what Courant writes is not proven: {(good.stdout + good.stderr).decode()}")
    check(good.stdout.count(b"proven: ") == len(files), "not every file is proven")
    random_places = random.Random(7)
    for form in (".md", ".html", ".json", ".txt", ".eml"):
        change(work, made, form, random_places)
    headlines(work, made[0], random_places)
    other_faults(work, made[0])
    from_archive(work)
    costly(work)
finish("verify")
