#!/usr/bin/env python3
"""pages.py COURANT: the HTML pages, that of a mail too, in a real browser: nothing on its console, nothing that sticks out at 360 pixels, contrast AA in
light and dark, and no script, remote resource or link that is not ours, whatever a title holds."""

import email
import email.policy
import json
import pathlib
import subprocess
import sys
import tempfile

from browser import CONTRAST, OVERFLOW, Browser

ROOT = pathlib.Path(__file__).resolve().parents[2]
COURANT = pathlib.Path(sys.argv[1]).resolve()
SHARED = ROOT.parent / "shared"
HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "</title></style><b>x",
           "{{words.title}}", "<!-- a", "]]>", "&lt;b&gt;", "a" * 400, "\u202eright to left", "'onmouseover='x", "`${1}`"]
faults = 0
looked = 0

# What no page of ours may hold, and what leads out of it.
FOREIGN = """
const found = [];
for (const e of document.querySelectorAll('script, img, iframe, object, embed, link, form, base, video, audio, [src]'))
  found.push(e.outerHTML.slice(0, 80));
for (const e of document.querySelectorAll('*')) for (const a of e.attributes)
  if (a.name.startsWith('on')) found.push(e.tagName + ' ' + a.name);
for (const a of document.querySelectorAll('a'))
  if (!/^(https?:\\/\\/|#[\\w-]+$|mailto:)/.test(a.getAttribute('href'))) found.push(a.getAttribute('href'));
for (const a of document.querySelectorAll('a[href^="#"]'))
  if (!document.getElementById(a.getAttribute('href').slice(1))) found.push('leads nowhere: ' + a.getAttribute('href'));
return found;
"""


def fault(text):
    global faults
    faults += 1
    print(text)


def look(browser, name, path):
    """Everything that is asked of a page."""
    global looked
    looked += 1
    for width in (360, 1000):
        for dark in (False, True):
            browser.show(path, width=width, dark=dark)
            where = f"{name} at {width} pixels, {'dark' if dark else 'light'}"
            for message in browser.messages():
                fault(f"{where}: console: {message}")
            for out in browser.run(OVERFLOW):
                fault(f"{where}: sticks out: {out}")
            contrast = browser.run(CONTRAST)
            if not contrast["seen"]:
                fault(f"{where}: shows no text")
            for bad in contrast["bad"][:3]:
                fault(f"{where}: contrast {bad}")
    for found in browser.run(FOREIGN):
        fault(f"{name}: holds {found}")


def write(folder, name, *arguments, text=None):
    path = folder / f"{name}.html"
    done = subprocess.run([COURANT, *map(str, arguments), "--format", "html", "-o", path], capture_output=True, text=True,
                          check=False, input=text)
    if done.returncode:
        fault(f"{name}: exit {done.returncode}: {done.stderr}")
    return path


def look_at_mail(browser, folder, seeds):
    done = subprocess.run([COURANT, "digest", "--format", "mail", "--reader", "en,ar", seeds], capture_output=True, check=False)
    html = email.message_from_bytes(done.stdout, policy=email.policy.default).get_body(("html",))
    if html is None:
        fault(f"mail: no HTML: {done.stderr!r}")
        return
    path = folder / "mail.html"
    path.write_text(html.get_content())
    look(browser, "mail", path)


def look_at_hostile(browser, folder):
    titles = list(HOSTILE)
    if (SHARED / "eval/hostile-titles.txt").is_file():
        titles += [title for title in (SHARED / "eval/hostile-titles.txt").read_text().splitlines() if title.strip()]
    articles = "".join(json.dumps({"id": str(i), "lang": "en", "title": title, "source": title, "url": f"https://example.org/{i}",
                                   "author": title, "date": "2026-03-10",
                                   "text": f"The {i}th ferry of the line carried {title} over the river on day {i}. "
                                           f"Number {i} of the {i + 3} passengers of boat {i} slept."}) + "\n"
                       for i, title in enumerate(titles))
    path = write(folder, "hostile", "digest", "--input-format", "jsonl", "--stories", "200", text=articles)
    look(browser, "hostile titles", path)
    shown = browser.run("return [...document.querySelectorAll('.sources li')].map(e => e.textContent).join('\\n')")
    plain = "".join(character for character in shown if character not in "\u2066\u2067\u2068\u2069\u200e\u200f")
    for title in titles[:4] + titles[5:9]:
        if " ".join(title.split())[:60] not in plain:
            fault(f"hostile titles: '{title[:60]}' does not come out as it went in")


if not Browser.is_there():
    print("skipped: no chromium and chromedriver")
    sys.exit(77)
browser = Browser()
try:
    with tempfile.TemporaryDirectory(prefix="courant-pages-") as made:
        folder = pathlib.Path(made)
        seeds = ROOT / "seeds/articles"
        look(browser, "digest", write(folder, "digest", "digest", seeds))
        for reader in ("ar", "he", "ja", "hi"):
            look(browser, f"digest for {reader}", write(folder, f"digest-{reader}", "digest", "--reader", reader, seeds))
        look(browser, "company page", write(folder, "toyota", "company", "--name", "Toyota", seeds))
        if (SHARED / "seeds").is_dir():
            look(browser, "French digest", write(folder, "french", "digest", *sorted((SHARED / "seeds").glob("*.txt"))))
        look_at_mail(browser, folder, seeds)
        look_at_hostile(browser, folder)
finally:
    browser.close()
print(f"{looked} pages, {faults} faults")
sys.exit(1 if faults else 0)
