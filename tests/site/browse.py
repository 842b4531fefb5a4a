#!/usr/bin/env python3
"""browse.py COURANT: a plain site in a real browser: nothing on its console, nothing that sticks out at 360 pixels, contrast AA in light
and dark."""

import pathlib
import sys
import tempfile

from program import ROOT, SKIPPED, check, finish, three_days

sys.path.insert(0, str(ROOT / "tests/pages"))
from browser import CONTRAST, OVERFLOW, Browser

if not Browser.is_there():
    print("skipped: no chromium and chromedriver")
    sys.exit(SKIPPED)
browser = Browser()
try:
    with tempfile.TemporaryDirectory(prefix="courant-site-") as temporary:
        folder = pathlib.Path(temporary, "site")
        three_days("html", folder, pathlib.Path(temporary))
        pages = [folder / "index.html", *sorted(folder.glob("digest/*"))[-2:], *sorted(folder.glob("companies/*.html"))[:1],
                 *sorted(folder.glob("stories/*"), key=lambda path: -path.stat().st_size)[:3]]
        for page in pages:
            for width, dark in ((360, False), (360, True), (1000, False)):
                browser.show(page, width=width, dark=dark)
                where = f"{page.relative_to(folder)} at {width} pixels, {'dark' if dark else 'light'}"
                check(not browser.messages(), f"{where}: something on the console")
                for out in browser.run(OVERFLOW):
                    check(False, f"{where}: sticks out: {out}")
                contrast = browser.run(CONTRAST)
                check(contrast["seen"] and not contrast["bad"], f"{where}: contrast {contrast['bad'][:3]}")
finally:
    browser.close()
print(f"{len(pages)} pages")
finish("the site in a browser")
