#!/usr/bin/env python3
"""browse.py COURANT: a plain site in a real browser, for readers of scripts from left to right and from right to left: nothing on its
console, nothing that sticks out at 360 pixels, contrast AA in light and dark."""

import pathlib
import sys
import tempfile

from program import ROOT, SKIPPED, check, finish, three_days

sys.path.insert(0, str(ROOT / "tests/pages"))
from browser import CONTRAST, ITEMS, OVERFLOW, Browser

looked = 0


def look(folder, reader):
    global looked
    three_days("html", folder, folder.parent, "--reader", reader)
    pages = [folder / "index.html", *sorted(folder.glob("digest/*"))[-2:], *sorted(folder.glob("companies/*.html"))[:1],
             *sorted(folder.glob("stories/*"), key=lambda path: -path.stat().st_size)[:3]]
    for page in pages:
        for width, dark in ((360, False), (360, True), (1000, False)):
            browser.show(page, width=width, dark=dark)
            where = f"{page.relative_to(folder)} for {reader} at {width} pixels, {'dark' if dark else 'light'}"
            check(not browser.messages(), f"{where}: something on the console")
            for out in browser.run(OVERFLOW):
                check(False, f"{where}: sticks out: {out}")
            for item in browser.run(ITEMS):
                check(False, f"{where}: an item goes another way than its list: {item}")
            contrast = browser.run(CONTRAST)
            check(contrast["seen"] and not contrast["bad"], f"{where}: contrast {contrast['bad'][:3]}")
    looked += len(pages)


if not Browser.is_there():
    print("skipped: no chromium and chromedriver")
    sys.exit(SKIPPED)
browser = Browser()
try:
    with tempfile.TemporaryDirectory(prefix="courant-site-") as temporary:
        for reader in ("en", "he"):
            look(pathlib.Path(temporary, reader), reader)
finally:
    browser.close()
print(f"{looked} pages")
finish("the site in a browser")
