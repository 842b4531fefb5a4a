#!/usr/bin/env python3
"""sites.py COURANT: three days of articles as a site of each kind, built by the real Hugo and the real Jekyll with the configurations
of docs/site.md: every page is there, titles come out as they went in, no tag is foreign, links lead somewhere; and titles that nobody
means well, as title, paper and sentence. What is written, and what is left alone, is in files.py."""

import json
import pathlib
import tempfile
import urllib.parse

from program import DAYS, KINDS, TITLES, Page, build, check, companies, courant, editions, fault, finish, fold, page_path, three_days

OWN = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "</title></style><b>x", "{{ site.title }}",
       "{% include x %}", "{{< ref x >}}", "{{% x %}}", "<!-- a", "]]>", "&lt;b&gt; &amp; AT&T", "---", "...", "'a': \"b\" \\ c", "a\\", "# a",
       "[a](b)", "{: onclick=x}", "TOC {:toc}", "a -- b \"c\" 'd'", "~~~", "| a | b |", "1. a", "\u202eright to left", "\x01\x7f\u0085\u2028x", "\U0001f600 smile",
       "a * b _ c `d`", "www.example.com a@b.example http://c.example", "x" * 300, "%s %d", "%7B%7B", "yes", "null", "+++", "=====", "^a^ $$b$$"]


def expected_stories(list_of_editions):
    """Headline of each story's newest telling, by id, and the ids that it had."""
    newest = {}
    for edition in list_of_editions:
        for story in edition["stories"]:
            for old in story.get("aliases", []):
                newest.pop(old, None)
            newest[story["id"]] = story["headline"]
    return newest


def check_page(kind, built, what, title):
    """One page: there, with its title, and nothing in it that is not ours."""
    path = page_path(kind, built, what)
    if not path.is_file():
        fault(f"{kind}: the page {what} is lost")
        return None
    page = Page(path, Page.PLAIN if kind == "html" else Page.TAGS)
    for text in page.faults[:3]:
        fault(f"{kind}: {what}: {text}")
    if title is not None:
        given = page.texts["h1"][:1]
        if [fold(text) for text in given] != [fold(title)]:
            fault(f"{kind}: {what}: the title is {given}, not {title!r}")
    return page


def check_links(kind, built, where, page):
    """Links inside the site lead to a file, and to a place in it."""
    for link in page.links:
        parts = urllib.parse.urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        path = (built / parts.path.lstrip("/") if parts.path.startswith("/") else where.parent / parts.path) if parts.path else where
        path = pathlib.Path(path)
        if path.is_dir():
            path = path / "index.html"
        if not path.is_file():
            fault(f"{kind}: {where.relative_to(built)}: {link} leads nowhere")
        elif parts.fragment and path == where and parts.fragment not in page.ids:
            fault(f"{kind}: {where.relative_to(built)}: {link} leads nowhere in the page")


def check_site(kind, folder, built):
    """Every page that the data tell of."""
    told, followed = editions(folder, kind), companies(folder, kind)
    n = 1
    index = check_page(kind, built, "index" if kind == "html" else ".", told[-1]["title"])
    pages = [("index" if kind == "html" else ".", index)]
    for edition in told:
        what = f"digest/{edition['date']}"
        page = check_page(kind, built, what, edition["title"] if kind == "html" else f"{edition['title']} · {edition['day']}")
        if page:
            wanted = [story["headline"] for story in edition["stories"] if not story["is_unchanged"]]
            given = [fold(text) for text in page.texts["h2"][:len(wanted)]]
            labels = [f" · {s['label_text']}" if kind != "html" else f" {s['label_text']}" for s in edition["stories"] if not s["is_unchanged"]]
            for text, headline, label in zip(given, wanted, labels):
                if text not in (fold(headline), fold(headline + label)):
                    fault(f"{kind}: {what}: the headline {text!r} is not {headline!r}")
            check(len(given) == len(wanted), f"{kind}: {what}: {len(given)} headlines, not {len(wanted)}")
            body = fold(" ".join(page.texts["p"]))
            for story in edition["stories"]:
                for quotation in story["quotations"]:
                    check(fold(quotation["text"]) in body, f"{kind}: {what}: the sentence {quotation['text']!r} is not there")
        pages.append((what, page))
        n += 1
    stories = expected_stories(told)
    for identity, headline in stories.items():
        pages.append((f"stories/{identity}", check_page(kind, built, f"stories/{identity}", headline)))
    for company in followed:
        pages.append((f"companies/{company['id']}", check_page(kind, built, f"companies/{company['id']}", company["name"])))
    if kind == "hugo":
        for tag, name in {(l["lang"].lower(), l["name"]) for e in told[-1:] for l in e["languages"]}:
            check_page(kind, built, f"languages/{tag}", name)
    n += len(stories) + len(followed)
    found = len(list((built / "stories").glob("*/index.html" if kind != "html" else "*.html")))
    extra = 1 if kind == "hugo" and (built / "stories/index.html").is_file() else 0
    check(found >= len(stories), f"{kind}: {found} pages of stories, not {len(stories)}")
    for what, page in pages:
        if page:
            check_links(kind, built, page_path(kind, built, what), page)
    return n + extra


def check_digest_lists(built):
    """Hugo's own lists of the terms."""
    page = Page(page_path("hugo", built, "companies/nokia"), Page.TAGS)
    check(any("/digest/2026-03-1" in link for link in page.links), "hugo: the term nokia lists no digest")


def hostile_articles(titles):
    lines = []
    for i, title in enumerate(titles):
        lines.append(json.dumps({"id": str(i), "lang": "en", "title": title, "source": title, "author": title, "url": f"https://example.org/{i}",
                                 "date": "2026-03-10", "text": f"The {i}th ferry of the line carried {title} over the river on day {i}. "
                                 f"Number {i} of the {i + 3} passengers of boat {i} slept under deck {i * 7}."}))
    return ("\n".join(lines) + "\n").encode()


with tempfile.TemporaryDirectory(prefix="courant-site-") as temporary:
    work = pathlib.Path(temporary)
    titles = OWN + (TITLES.read_text(encoding="utf-8").splitlines() if TITLES.exists() else [])
    titles = [title for title in titles if title.strip()]
    n_pages = 0
    for kind in KINDS:
        folder = work / kind
        three_days(kind, folder, work)
        built = build(kind, folder, work / f"{kind}-built")
        check(len(editions(folder, kind)) == len(DAYS) and len(companies(folder, kind)) == 3, f"{kind}: the data are not whole")
        check(all(edition["companies"] for edition in editions(folder, kind)[:2]), f"{kind}: no company is told of")
        if built:
            n_pages += check_site(kind, folder, built)
            if kind == "hugo":
                check_digest_lists(built)
        hostile = work / f"hostile-{kind}"
        courant("digest", "--input-format", "jsonl", "--site", kind, "--folder", hostile, "--stories", "200", "--address", "https://example.org/news",
                stdin=hostile_articles(titles))
        seen = {fold(source["name"]) for source in editions(hostile, kind)[0]["sources"]}
        check(len(editions(hostile, kind)[0]["stories"]) > len(titles) // 2, f"{kind}: most of the hostile titles are told as one story")
        check(len(seen) > len(titles) // 2, f"{kind}: the names of the sources are lost")
        built = build(kind, hostile, work / f"hostile-{kind}-built")
        if built:
            n_pages += check_site(kind, hostile, built)
print(f"{n_pages} pages, {len(titles)} hostile titles")
finish("sites")
