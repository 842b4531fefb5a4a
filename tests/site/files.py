#!/usr/bin/env python3
"""files.py COURANT: what a site writes, and what it leaves alone: a second run writes nothing, a page that is no longer made goes away, a
user's file and a user's change stay, a run that was cut off is carried on, and the same editions give the same bytes whatever the time
zone and the number of threads."""

import fcntl
import pathlib
import shutil
import subprocess
import tempfile

from program import COURANT, DATA, KINDS, SEEDS, check, counts, courant, finish, three_days, tree

MANIFEST = ".courant-site.json"


def times(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}


def check_second_run(kind, folder, arguments):
    before = times(folder)
    line, _ = courant(*arguments)
    written, unchanged, removed, left = counts(line)
    check((written, removed, left) == (0, 0, 0) and unchanged == len(before) - 1, f"{kind}: a second run: {line}")
    check(times(folder) == before, f"{kind}: a second run touches files")


def check_removal(kind, folder, arguments):
    """The last day told anew, of fewer articles: the stories that only the others told have no page any more."""
    before = set(tree(folder))
    few = [argument for argument in arguments if argument != SEEDS / "2026-03-12"] + ["--stories", "1", SEEDS / "2026-03-12"]
    mine = next(path for path in folder.rglob("stories")) / "mine.txt"
    mine.write_text("mine\n")
    line, _ = courant(*few)
    after = set(tree(folder))
    gone = {path for path in before - after}
    check(gone and all("stories/" in path for path in gone), f"{kind}: gone are {sorted(gone)[:5]}")
    check(counts(line)[2] == len(gone), f"{kind}: {line} but {len(gone)} files went away")
    check(mine.read_text() == "mine\n", f"{kind}: a user's file beside ours is gone")
    mine.unlink()
    courant(*arguments)
    check(set(tree(folder)) == before, f"{kind}: told again, the site is another")


def check_changes(kind, folder, arguments):
    """A page that somebody changed stays as it is, and so does one that is no longer made."""
    page = next(path for path in folder.rglob("*2026-03-11*") if path.suffix in (".md", ".html"))
    old = page.read_text()
    page.write_text(old + "\nA remark.\n")
    line, said = courant(*arguments)
    check(counts(line) == (0, counts(line)[1], 0, 1) and str(page) in said and "changed by somebody" in said, f"{kind}: a change: {line} {said}")
    check(page.read_text().endswith("A remark.\n"), f"{kind}: a user's change is gone")
    page.write_text(old)
    line, said = courant(*arguments)
    check(counts(line)[3] == 0 and not said, f"{kind}: taken back: {line} {said}")
    page.unlink()
    line, _ = courant(*arguments)
    check(counts(line)[0] == 1 and page.read_text() == old, f"{kind}: a page that was deleted: {line}")


def check_foreign(kind, folder, arguments):
    """A file that was there before us."""
    index = folder / {"hugo": "content/_index.md", "jekyll": "index.md", "html": "index.html"}[kind]
    index.parent.mkdir(parents=True)
    index.write_text("mine\n")
    line, said = courant(*[folder if argument == arguments[arguments.index("--folder") + 1] else argument for argument in arguments])
    check(counts(line)[3] == 1 and "is not ours" in said and index.read_text() == "mine\n", f"{kind}: a file before us: {line} {said}")
    line, said = courant(*[folder if argument == arguments[arguments.index("--folder") + 1] else argument for argument in arguments])
    check(counts(line)[0] == 0 and counts(line)[3] == 1 and index.read_text() == "mine\n", f"{kind}: again: {line}")


def check_cut_off(kind, folder, arguments):
    """As after a kill: some pages are those of another day, and the list still knows both."""
    copy = folder.parent / f"{folder.name}-cut"
    shutil.copytree(folder, copy)
    arguments = [copy if argument == folder else argument for argument in arguments]
    whole = tree(folder)
    few = [argument for argument in arguments if argument != SEEDS / "2026-03-12"] + ["--stories", "2", SEEDS / "2026-03-12"]
    # ends at the first large file
    done = subprocess.run(["sh", "-c", 'ulimit -f 40; exec "$0" "$@"', COURANT, *map(str, few)], capture_output=True, check=False)
    check(done.returncode != 0 and tree(copy) != whole, f"{kind}: the run was not cut off")
    courant(*arguments)
    other = sorted(path for path, text in tree(copy).items() if whole.get(path) != text) + sorted(set(whole) - set(tree(copy)))
    check(not other, f"{kind}: after a run that was cut off the site is another: {other[:5]}")


def check_bad_data(kind, folder, arguments):
    """Data that their owner broke: told with file and place, left as they are, and nothing that was made of them goes away."""
    editions = folder / DATA[kind] / "editions"
    day = editions / "2026-03-10.json"
    good, pages = day.read_bytes(), set(tree(folder))
    for text, wanted in ((good[:300] + b"\n" + good[301:], ":1:300: unexpected newline"), (b"", "2026-03-10.json"), (b"[1]\n", "no edition"),
                         (good.replace(b"2026-03-10", b"2026-03-09"), "is called '2026-03-09'")):
        day.write_bytes(text)
        line, said = courant(*arguments)
        check(str(day) in said and wanted in said and "it is passed over" in said and said.count("\n") == 1, f"{kind}: bad data: {said}")
        check(counts(line)[2:] == (0, 0) and day.read_bytes() == text, f"{kind}: bad data: {line}")
        check(set(tree(folder)) == pages, f"{kind}: bad data: gone are {sorted(pages - set(tree(folder)))[:5]}")
    note = editions / "notes.json"
    day.write_bytes(good)
    note.write_text('{"mine": 1}\n')
    line, said = courant(*arguments)
    check(str(note) in said and note.read_text() == '{"mine": 1}\n' and counts(line)[2] == 0, f"{kind}: a user's data: {line} {said}")
    note.unlink()
    courant(*arguments)
    line, said = courant(*arguments)
    check(counts(line)[0] == 0 and not said and set(tree(folder)) == pages, f"{kind}: mended data: {line} {said}")


def check_two_runs(kind, folder, arguments):
    """One run at a time: while another holds the folder nothing is written, and runs at once are as one after the other."""
    whole = tree(folder)
    page = next(path for path in folder.rglob("*2026-03-11*") if path.suffix in (".md", ".html"))
    page.unlink()
    with open(folder / f"{MANIFEST}.lock", "r+b") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        _, said = courant(*arguments, code=1)
        check("another run is under way" in said and str(folder) in said and not page.exists(), f"{kind}: a locked folder: {said}")
        line, _ = courant(*arguments, "--dry-run")
        check("would be 1 written" in line, f"{kind}: a look at a locked folder: {line}")
    runs = [subprocess.Popen([COURANT, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={"HOME": "/nonexistent"})
            for _ in range(3)]
    ends = [(run.communicate()[1].decode(), run.returncode) for run in runs]
    check(any(code == 0 for _, code in ends) and all(code == 0 or "another run" in said for said, code in ends), f"{kind}: three runs: {ends}")
    check(tree(folder) == whole, f"{kind}: three runs at once make another site")


def check_refusals(work):
    _, said = courant("digest", "--site", "html", SEEDS, code=2)
    check("--folder" in said, f"without a folder: {said}")
    _, said = courant("digest", "--folder", work / "x", SEEDS, code=2)
    check("--site" in said, f"without a site: {said}")
    _, said = courant("digest", "--site", "html", "--format", "json", "--folder", work / "x", SEEDS, code=2)
    check("--format" in said, f"with a format: {said}")
    for address in ("example.org", "javascript:x", "https://u:p@example.org", "https://example.org/?a"):
        _, said = courant("digest", "--site", "html", "--folder", work / "x", "--address", address, SEEDS, code=2)
        check("no address" in said, f"{address}: {said}")
    article = work / "undated.txt"
    article.write_text("The ferry is late today, its captain said on the quay. Nobody was hurt in the storm.\n")
    _, said = courant("digest", "--site", "html", "--folder", work / "x", article, code=2)
    check("--date" in said, f"without a day: {said}")
    check(not (work / "x").exists(), "a run that was refused leaves a folder")
    line, _ = courant("digest", "--site", "html", "--folder", work / "x", "--dry-run", SEEDS)
    check("would be" in line and not (work / "x").exists(), f"--dry-run: {line}")
    (work / "x").mkdir()
    (work / "x" / MANIFEST).write_text('{"schema": "courant-site-1", "files": {"../undated.txt": "0", "/etc/hostname": "0"}}')
    courant("digest", "--site", "html", "--folder", work / "x", SEEDS)
    check(article.exists() and "undated" not in (work / "x" / MANIFEST).read_text(), "a list that leads out of the folder is believed")
    (work / "x" / MANIFEST).write_text("{")
    courant("digest", "--site", "html", "--folder", work / "x", SEEDS, code=1)


with tempfile.TemporaryDirectory(prefix="courant-site-") as temporary:
    work = pathlib.Path(temporary)
    for kind in KINDS:
        folder = work / kind
        figures, arguments = three_days(kind, folder, work, "--jobs", "1", environment={"TZ": "Asia/Tokyo"})
        check(figures[0] > 0 and figures[1] > 0 and figures[3] == 0, f"{kind}: the third day: {figures}")
        three_days(kind, work / f"{kind}-again", work, "--jobs", "4", environment={"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8"})
        check(tree(folder) == tree(work / f"{kind}-again"), f"{kind}: the time zone or the number of threads shows")
        check_second_run(kind, folder, arguments)
        check_changes(kind, folder, arguments)
        check_removal(kind, folder, arguments)
        check_cut_off(kind, folder, arguments)
        check_bad_data(kind, folder, arguments)
        check_two_runs(kind, folder, arguments)
        check_foreign(kind, work / f"{kind}-foreign", arguments)
    check_refusals(work)
finish("files")
