#!/usr/bin/env python3
"""delivery.py COURANT: publish against an SMTP server on the loopback: what is received is what was made, byte by byte; each reader gets what
is new to that reader, once; what failed goes out later, alone; with STARTTLS, smtps and AUTH."""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from program import ROOT, check, courant, fault, finish, make_certificate, need_aiosmtpd, read, serve, Inbox

need_aiosmtpd()
from aiosmtpd.smtp import AuthResult, LoginPassword  # noqa: E402

SEEDS = ROOT / "seeds/articles"
READERS = ("anna", "ben", "chloé")


def address(reader):
    return f"{reader.replace('é', 'e')}@example.org"


class Desk:
    """A folder with a configuration, an archive and the articles of some days."""

    def __init__(self, folder, server, **mail):
        self.folder = folder
        self.mail = {"from": "Courant <digest@example.org>"} | mail
        if server:
            self.mail["smtp"] = f"smtp://127.0.0.1:{server.port}"
        self.outputs = ["- mail: all"]
        self.sources = "sources:\n  - files: articles"
        self.more = ""
        (folder / "articles").mkdir(exist_ok=True)

    def take(self, day):
        """Only the articles of a day are there."""
        shutil.rmtree(self.folder / "articles")
        shutil.copytree(SEEDS / day, self.folder / "articles")

    def write(self):
        lines = ["archive: archive.db", self.sources, "outputs:", *("  " + line for line in self.outputs), "mail:",
                 *(f"  {key}: {json.dumps(value)}" for key, value in self.mail.items()), "readers:",
                 f"  - address: {address('anna')}", "    name: Anna", "    reader: en,fr",
                 f"  - address: {address('ben')}", "    reader: de", "    mute: [Brücke, ticket]", "    companies: [mistral-ai]",
                 f"  - address: {address('chloé')}", "    name: Chloé Żak", "    reader: [fr, en]", self.more]
        (self.folder / "courant.yaml").write_text("\n".join(lines))

    def publish(self, *arguments, before=(), **environment):
        self.write()
        return courant("publish", "--config", self.folder / "courant.yaml", *arguments, before=before, **environment)

    def report(self, *arguments, exit_code=0, **options):
        done = self.publish(*arguments, **options)
        text = done.stdout.decode()
        check(done.returncode == exit_code, f"{arguments}: exit {done.returncode} instead of {exit_code}: {text}{done.stderr.decode()}")
        return dict(re.findall(r"^(\S+ \S+): (.*)$", text, flags=re.M)) | {"stderr": done.stderr.decode()}


def all_say(report, what, *readers):
    for reader in readers or READERS:
        said = report.get(f"mail {address(reader)}", "nothing")
        check(said.startswith(what), f"{reader}: '{said}' instead of '{what}': {report['stderr']}")


def test_days(folder):
    """Three days: what was told is not told again, runs that find nothing to do send nothing."""
    inbox = Inbox()
    server = serve(inbox)
    desk = Desk(folder, server)
    told = {reader: set() for reader in READERS}
    for n, day in enumerate(("2026-03-10", "2026-03-11", "2026-03-12"), 1):
        desk.take(day)
        dry = desk.publish("--date", day, "--dry-run")
        check(dry.returncode == 0 and len(inbox.mails) == (n - 1) * 3, f"{day}: a dry run sends mails: {dry.stderr.decode()}")
        all_say(desk.report("--date", day), "sent")
        check(len(inbox.mails) == n * 3, f"{day}: {len(inbox.mails)} mails")
        for reader in READERS:
            content = inbox.of(address(reader))[-1]
            check(content in dry.stdout, f"{day}, {reader}: what was received is not what the dry run wrote")
            message, text, html = read(content, f"{day} for {reader}")
            sentences = {sentence.strip() for paragraph in re.findall(r'<p class="ink"[^>]*>(.*?)</p>', html, flags=re.S)
                         for sentence in re.findall(r"([^<>]+) <(?:a|span)[^>]*>\[\d+\]", paragraph)}
            check(sentences or n > 1, f"{day}, {reader}: no sentences found")
            check(not sentences & told[reader], f"{day}, {reader}: told again: {sentences & told[reader]}")
            told[reader] |= sentences
        all_say(desk.report("--date", day), "sent before")
        check(len(inbox.mails) == n * 3, f"{day}: a second run sends mails")
    subjects = [re.search(rb"Content-Language: (.*)\r", content).group(1).decode() for _, content in inbox.mails[-3:]]
    check(subjects == ["en", "de", "fr"], f"languages {subjects}")
    ids = [re.search(rb"Message-ID: (.*)\r", content).group(1) for _, content in inbox.mails]
    check(len(set(ids)) == len(ids), "two mails of one Message-ID")
    all_say(desk.report("--date", "2026-03-13"), "nothing new")
    check(len(inbox.mails) == 9, "mails without news")
    desk.mail["always"] = True
    all_say(desk.report("--date", "2026-03-13"), "sent")
    check(len(inbox.mails) == 12, "always: no mails")
    server.stop()


def test_archive(folder):
    """The same from the archive, which then knows what each edition read."""
    inbox = Inbox()
    server = serve(inbox)
    desk = Desk(folder, server)
    desk.sources = ""
    desk.outputs.append("- markdown: out/{date}.md")
    for n, day in enumerate(("2026-03-10", "2026-03-11"), 1):
        desk.write()
        added = courant("archive", "add", "--config", folder / "courant.yaml", "--seen", day, SEEDS / day)
        check(added.returncode == 0, added.stderr.decode())
        all_say(desk.report("--date", day), "sent")
        check(len(inbox.mails) == 3 * n, f"{day}: {len(inbox.mails)} mails")
        verified = courant("verify", "--config", folder / "courant.yaml", folder / "out" / f"{day}.md")
        check(verified.returncode == 0, f"verify: {verified.stdout.decode()}{verified.stderr.decode()}")
    checked = courant("archive", "check", "--config", folder / "courant.yaml")
    check(checked.returncode == 0 and b"8 editions" in checked.stdout, f"{checked.stdout.decode()}{checked.stderr.decode()}")
    server.stop()


def test_failures(folder):
    """What one recipient's server does not take goes out later, to that one alone, under the same Message-ID; if it never does, the next
    edition tells it."""
    inbox = Inbox()
    server = serve(inbox)
    desk = Desk(folder, server)
    desk.take("2026-03-10")
    inbox.refuse = {address("ben"): "451 try later", address("chloé"): "550 no such user"}
    report = desk.report("--date", "2026-03-10", exit_code=3)
    all_say(report, "sent", "anna")
    all_say(report, "failed: '127.0.0.1': 451", "ben")
    all_say(report, "refused: '127.0.0.1': 550", "chloé")
    first = courant("publish", "--dry-run", "--config", desk.folder / "courant.yaml", "--date", "2026-03-10").stdout
    inbox.refuse = {}
    report = desk.report("--date", "2026-03-10", exit_code=3)
    all_say(report, "sent before", "anna")
    all_say(report, "sent", "ben")
    all_say(report, "refused before", "chloé")
    check([r for r, _ in inbox.mails] == [address("anna"), address("ben")], f"{[r for r, _ in inbox.mails]}")
    check(inbox.mails[1][1] in first, "the mail that was sent later is another")
    # the next day chloé gets what the first day had for her; ben's server is away, and the day after he gets both days' mail in one
    desk.take("2026-03-10")
    for path in (SEEDS / "2026-03-11").iterdir():
        shutil.copy(path, folder / "articles")
    inbox.refuse = {address("ben"): "451 try later"}
    report = desk.report("--date", "2026-03-11", exit_code=3)
    all_say(report, "sent", "anna", "chloé")
    lengths = {reader: len(read(inbox.of(address(reader))[-1], reader)[1]) for reader in ("anna", "chloé")}
    check(lengths["chloé"] > lengths["anna"], f"chloé misses what was refused: {lengths}")
    inbox.refuse = {}
    report = desk.report("--date", "2026-03-12")
    all_say(report, "nothing new")
    check(len(inbox.of(address("ben"))) == 2, f"{len(inbox.of(address('ben')))} mails for ben")
    check(len(inbox.mails) == 5, f"{len(inbox.mails)} mails")
    server.stop()
    # no server: nothing went out
    desk.take("2026-03-12")
    report = desk.report("--date", "2026-03-12", exit_code=1)
    all_say(report, "failed")


def test_again(folder):
    """A second run on a day goes on with the edition of the first, and says so; --anew makes another for whom no mail has gone out. A look
    stores nothing, and a dry run changes nothing."""
    inbox = Inbox()
    server = serve(inbox)
    desk = Desk(folder, server)
    desk.sources = ""
    desk.outputs.append("- markdown: out/{date}.md")
    page, configuration = folder / "out/2026-03-11.md", ("--config", folder / "courant.yaml")
    papers = sorted((SEEDS / "2026-03-11").glob("*.txt"))

    def add(*paths):
        desk.write()
        check(courant("archive", "add", *configuration, "--seen", "2026-03-11", *paths).returncode == 0, f"{paths}: not added")

    def stored():
        return courant("archive", "list", "editions", *configuration).stdout

    add(*papers[::2])
    look = courant("digest", *configuration, "--date", "2026-03-11", "--quiet")
    check(look.returncode == 0 and not stored(), f"a look is stored: {stored()}{look.stderr.decode()}")
    inbox.refuse = {address("ben"): "451 try later"}
    report = desk.report("--date", "2026-03-11", exit_code=3)
    check("was made" not in report["stderr"], f"made before: {report}")
    old = page.read_bytes()
    add(*papers[1::2])
    report = desk.report("--date", "2026-03-11", exit_code=3)
    check(re.search(r"note: the edition of 2026-03-11 was made at 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ: it goes out as it is \(--anew",
                    report["stderr"]), f"nothing said: {report}")
    check(report["stderr"].count("was made") == 1 and page.read_bytes() == old, "another edition")
    first = desk.publish("--date", "2026-03-11", "--dry-run").stdout
    desk.publish("--date", "2026-03-11", "--dry-run", "--anew")
    check(desk.publish("--date", "2026-03-11", "--dry-run").stdout == first, "a dry run makes it anew")
    inbox.refuse = {}
    report = desk.report("--date", "2026-03-11", "--anew")
    all_say(report, "sent before", "anna", "chloé")
    check(report[f"mail {address('ben')}"] == "sent", f"ben: {report}")
    check("and a mail of it has gone out: it stays as it is" in report["stderr"], f"nothing said: {report}")
    check(len(page.read_bytes()) > len(old), "the page has not what came since")
    check(len(inbox.mails) == 3 and inbox.of(address("ben"))[0] not in first, f"{len(inbox.mails)} mails, or ben's is the old one")
    all_say(desk.report("--date", "2026-03-11", "--anew"), "sent before")
    check(len(inbox.mails) == 3, "a mail goes out twice")
    verified = courant("verify", *configuration, "--date", "2026-03-11", page)
    check(verified.returncode == 0, f"verify: {verified.stdout.decode()}{verified.stderr.decode()}")
    server.stop()


def test_given_up(folder):
    """A mail that still can't be sent when the next edition is made is given up for it, which has the news of both."""
    inbox = Inbox()
    server = serve(inbox)
    desk = Desk(folder, server)
    desk.take("2026-03-10")
    inbox.refuse = {address("ben"): "451 try later"}
    desk.report("--date", "2026-03-10", exit_code=3)
    for path in (SEEDS / "2026-03-11").iterdir():
        shutil.copy(path, folder / "articles")
    desk.report("--date", "2026-03-11", exit_code=3)
    inbox.refuse = {}
    all_say(desk.report("--date", "2026-03-11"), "sent", "ben")
    mails = inbox.of(address("ben"))
    check(len(mails) == 1, f"{len(mails)} mails for ben")
    others = [len(content) for content in inbox.of(address("anna"))]
    check(len(others) == 2, f"{len(others)} mails for anna")
    server.stop()


def test_behind(folder):
    """Who got nothing for longer than an edition reaches back gets all of it at last, and that mail is proven by what it was made of; the others
    are told nothing of those days."""
    inbox = Inbox()
    server = serve(inbox)
    desk = Desk(folder, server)
    desk.sources, configuration = "", ("--config", folder / "courant.yaml")
    inbox.refuse = {address("ben"): "451 try later"}
    for day in range(10, 17):
        desk.write()
        if (SEEDS / f"2026-03-{day}").is_dir():
            check(courant("archive", "add", *configuration, "--seen", f"2026-03-{day}", SEEDS / f"2026-03-{day}").returncode == 0, "not added")
        if day == 16:
            late = folder / "late.jsonl"
            late.write_text('{"url":"https://late.example/a","lang":"de","date":"2026-03-11","source":"Spätblatt","title":"Der Nachzügler von Ostvik",'
                            '"text":"Der Leuchtturm von Ostvik wird im Herbst versteigert. Die Gemeinde nennt noch keinen Preis."}\n')
            check(courant("archive", "add", *configuration, "--seen", "2026-03-16", late).returncode == 0, "not added")
        report = desk.report("--date", f"2026-03-{day}", exit_code=3)
        all_say(report, "sent" if day < 13 else "nothing new", "anna", "chloé")
    check(not inbox.of(address("ben")), "ben got a mail")
    inbox.refuse = {}
    report = desk.report("--date", "2026-03-16")
    all_say(report, "nothing new", "anna", "chloé")
    mails = inbox.of(address("ben"))
    check(len(mails) == 1, f"{len(mails)} mails for ben")
    text = read(mails[0], "ben")[1]
    for headline in ("Mistral", "Nachzügler", "Toyota"):  # of the first day, the second, and the third
        check(headline in text, f"ben is not told of {headline}: {text}")
    for reader in ("anna", "ben"):
        mail = folder / f"{reader}.eml"
        mail.write_bytes(inbox.of(address(reader))[-1])
        verified = courant("verify", *configuration, "--profile", f"mail:{address(reader)}", mail)
        check(verified.returncode == 0, f"{reader}: {verified.stdout.decode()}{verified.stderr.decode()}")
    server.stop()


def test_one_that_cannot_be_made(folder):
    """A mail that cannot be made keeps no other from going out, and goes out once it can."""
    inbox = Inbox()
    server = serve(inbox)
    desk = Desk(folder, server)
    desk.more = "templates: mine"
    desk.take("2026-03-10")
    mine = folder / "mine"
    mine.mkdir()
    (mine / "email.html").write_text("<p>{{>*words.lang}}{{title}}</p>")
    (mine / "de.html").write_text("{{#title}}")
    report = desk.report("--date", "2026-03-10", exit_code=3)
    all_say(report, "sent", "anna", "chloé")
    all_say(report, "failed", "ben")
    (mine / "de.html").unlink()
    report = desk.report("--date", "2026-03-10")
    all_say(report, "sent before", "anna", "chloé")
    check(report[f"mail {address('ben')}"] == "sent" and len(inbox.mails) == 3, f"{report}, {len(inbox.mails)} mails")
    server.stop()


def test_damaged(folder):
    """An edition of the archive that cites what it has not is not sent."""
    import sqlite3
    desk = Desk(folder, None, sendmail="false")
    desk.take("2026-03-10")
    desk.report("--date", "2026-03-10", exit_code=1)
    with sqlite3.connect(folder / "archive.db") as archive:
        archive.execute("DROP TRIGGER editions_stay")
        archive.execute("""UPDATE editions SET json = replace(json, '"source":1,', '"source":999,')""")
        archive.execute("CREATE TRIGGER editions_stay BEFORE UPDATE ON editions BEGIN "
                        "SELECT raise(ABORT, 'an edition that was published never changes'); END")
    desk.mail["sendmail"] = "true"
    all_say(desk.report("--date", "2026-03-10", exit_code=1), "failed: an edition of the archive is none")


def test_sender(folder):
    """A server that does not take the sender refuses no reader: once that is mended, the mails go out."""
    inbox = Inbox()
    server = serve(inbox)
    desk = Desk(folder, server)
    desk.take("2026-03-10")

    async def refuse(server, session, envelope, address, options):
        return "550 no such sender"

    inbox.handle_MAIL = refuse
    all_say(desk.report("--date", "2026-03-10", exit_code=1), "failed: '127.0.0.1': 550")
    server.stop()
    del inbox.handle_MAIL
    server = serve(inbox)
    desk.mail["smtp"] = f"smtp://127.0.0.1:{server.port}"
    report = desk.report("--date", "2026-03-10")
    check([report[f"mail {address(reader)}"] for reader in READERS] == ["sent"] * 3, f"{report}")
    server.stop()


def test_files(folder):
    """Files and mails in one go; unchanged files are left as they are."""
    inbox = Inbox()
    server = serve(inbox)
    desk = Desk(folder, server)
    desk.take("2026-03-10")
    desk.outputs = ["- markdown: out/{date}.md", "- text: out/latest.txt", "- json: out/{date}.json", "- html: out/index.html", "- mail: all"]
    report = desk.report("--date", "2026-03-10", "--dry-run")
    check(not (folder / "out").exists() and not (folder / "archive.db").exists(), "a dry run writes something")
    report = desk.report("--date", "2026-03-10")
    files = sorted((folder / "out").iterdir())
    check([f.name for f in files] == ["2026-03-10.json", "2026-03-10.md", "index.html", "latest.txt"], f"{files}")
    before = [(f.read_bytes(), f.stat().st_mtime_ns, f.stat().st_ino) for f in files]
    report = desk.report("--date", "2026-03-10")
    check([said for key, said in report.items() if "out/" in key] == ["unchanged"] * 4, f"{report}")
    check([(f.read_bytes(), f.stat().st_mtime_ns, f.stat().st_ino) for f in files] == before, "files were written again")
    (folder / "out/latest.txt").unlink()
    (folder / "out/latest.txt").mkdir()
    files[1].unlink()
    report = desk.report("--date", "2026-03-10", exit_code=3)
    check(files[1].read_bytes() == before[1][0], "a file written again is another")
    verified = courant("verify", files[1], "--articles", folder / "articles")
    check(verified.returncode == 0, f"verify: {verified.stdout.decode()}{verified.stderr.decode()}")
    check(len(inbox.mails) == 3, f"{len(inbox.mails)} mails")
    server.stop()


def test_lock(folder):
    """One run at a time; the other one says who."""
    import fcntl
    desk = Desk(folder, None, sendmail="true")
    desk.take("2026-03-10")
    with open(folder / "archive.db.lock", "w") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        done = desk.publish("--date", "2026-03-10")
        import os
        check(done.returncode == 1 and f"process {os.getpid()} holds" in done.stderr.decode(), f"lock: {done.stderr.decode()}")
    all_say(desk.report("--date", "2026-03-10"), "sent")


def test_program(folder):
    """A program such as sendmail gets the message on standard input."""
    desk = Desk(folder, None, sendmail=f"sh -c 'cat >\"{folder}/$2\"' sh -i")
    desk.take("2026-03-10")
    dry = desk.publish("--date", "2026-03-10", "--dry-run").stdout
    all_say(desk.report("--date", "2026-03-10"), "sent")
    for reader in READERS:
        content = (folder / address(reader)).read_bytes()
        check(content.replace(b"\n", b"\r\n") in dry, f"{reader}: the program got something else")


def test_safe(folder):
    """AUTH over STARTTLS and over smtps; no password over a bare line; no certificate that nobody signed."""
    made = make_certificate(folder)
    if not made:
        print("no openssl: encrypted connections are not tested")
        return
    context, _ = made

    def authenticate(server, session, envelope, mechanism, data):
        good = isinstance(data, LoginPassword) and data.login == b"digest" and data.password == "gehéim".encode()
        return AuthResult(success=good, handled=good, auth_data="digest" if good else None)

    (folder / "password").write_text("gehéim\n")
    inbox = Inbox()
    server = serve(inbox, tls_context=context, require_starttls=True, authenticator=authenticate, auth_required=True)
    desk = Desk(folder, server)
    desk.take("2026-03-10")
    all_say(desk.report("--date", "2026-03-10", exit_code=1), "failed: '127.0.0.1': 530")
    desk.mail |= {"user": "digest", "password-file": "password"}
    report = desk.report("--date", "2026-03-10")
    check([report[f"mail {address(reader)}"] for reader in READERS] == ["sent"] * 3, f"{report}")
    check(inbox.encrypted == [True] * 3 and inbox.users == ["digest"] * 3, f"{inbox.encrypted} {inbox.users}")
    desk.take("2026-03-11")
    (folder / "password").write_text("wrong\n")
    report = desk.report("--date", "2026-03-11", exit_code=1)
    all_say(report, "failed: '127.0.0.1': 535")
    all_say(desk.report("--date", "2026-03-11", COURANT_MAIL_PASSWORD="gehéim"), "sent")
    server.stop()
    inbox = Inbox()
    server = serve(inbox, ssl_context=context)
    desk.mail["smtp"] = f"smtps://localhost:{server.port}"
    desk.take("2026-03-12")
    report = desk.report("--date", "2026-03-12", exit_code=1)
    all_say(report, "failed")
    check("certificate" in str(report) and not inbox.mails, f"a certificate that nobody signed: {report}")
    server.stop()


def test_configuration(folder):
    desk = Desk(folder, None)
    desk.take("2026-03-10")
    for mail, outputs, more, words in (
            ({}, ["- mail: all"], "", "neither a server nor a program"),
            ({"smtp": "smtp://localhost"}, ["- mail: nobody@example.org"], "", "nobody"),
            ({"smtp": "smtp://localhost", "from": "x y"}, ["- mail: all"], "", "'from' wants"),
            ({"sendmail": "true"}, ["- mail: all"], "  - address: a b@example.org", "'address' wants")):
        desk.mail = {"from": "digest@example.org"} | mail
        desk.outputs, desk.more = outputs, more
        done = desk.publish("--date", "2026-03-10")
        check(done.returncode == 2 and words in done.stderr.decode(), f"{mail} {outputs}: exit {done.returncode}: {done.stderr.decode()}")
        check(not (folder / "archive.db-wal").exists(), "something was begun")
    done = courant("publish", "--config", "none")
    check(done.returncode == 2 and "outputs" in done.stderr.decode(), f"no configuration: {done.stderr.decode()}")


for test in (test_days, test_archive, test_failures, test_again, test_given_up, test_behind, test_one_that_cannot_be_made,
             test_damaged, test_sender, test_files, test_lock, test_program, test_safe, test_configuration):
    if len(sys.argv) > 2 and test.__name__ not in sys.argv[2:]:
        continue
    with tempfile.TemporaryDirectory(prefix="courant-delivery-") as work:
        print(test.__name__, flush=True)
        test(pathlib.Path(work))
finish("delivery")
