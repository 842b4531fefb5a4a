"""What the tests of this folder share: the program, an SMTP server on the loopback, and how a mail is looked at."""

import asyncio
import email
import email.policy
import os
import pathlib
import re
import ssl
import subprocess
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import verdict  # noqa: E402
from verdict import COURANT, ROOT, SKIPPED, check, fault, finish  # noqa: E402,F401

HEADERS = ["From", "To", "Date", "Subject", "Message-ID", "Content-Language", "List-Id", "List-Unsubscribe",
           "List-Unsubscribe-Post", "Auto-Submitted", "MIME-Version", "Content-Type"]


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def need_aiosmtpd():
    """Debian's package is seen by Debian's Python alone."""
    try:
        import aiosmtpd.smtp  # noqa: F401
        return
    except ImportError:
        other = "/usr/bin/python3"
        if os.path.exists(other) and os.path.realpath(sys.executable) != os.path.realpath(other) \
                and "COURANT_OTHER_PYTHON" not in os.environ:
            os.environ["COURANT_OTHER_PYTHON"] = "1"
            os.execv(other, [other, "-B", *sys.argv])
        skip("no aiosmtpd (python3-aiosmtpd)")


def environment(**more):
    return verdict.environment(**{"HOME": "/nonexistent", **more})


def courant(*arguments, before=(), seconds=300, **more):
    """Runs the program to its end, `before` in front of it."""
    return subprocess.run([*before, COURANT, *map(str, arguments)], env=environment(**more), stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=seconds, check=False)


# ---- a server ---------------------------------------------------------------------------------------------------------

class Inbox:
    """What a server has taken: (recipient, bytes), in order. `refuse` answers a recipient with a line of its own."""

    def __init__(self):
        self.mails = []
        self.refuse = {}
        self.encrypted = []
        self.users = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.encrypted.append(session.ssl is not None)
        self.users.append(session.auth_data)
        for recipient in envelope.rcpt_tos:
            self.mails.append((recipient, envelope.original_content))
        return "250 OK"

    def of(self, address):
        return [content for recipient, content in self.mails if recipient == address]


class serve:
    """A running server on a free port of 127.0.0.1; with ssl_context it is encrypted from the start."""

    def __init__(self, inbox, ssl_context=None, **options):
        from aiosmtpd.smtp import SMTP
        self.loop = asyncio.new_event_loop()

        async def listen():
            return await self.loop.create_server(lambda: SMTP(inbox, hostname="localhost", data_size_limit=None, loop=self.loop, **options),
                                                 "127.0.0.1", 0, ssl=ssl_context)

        self.server = self.loop.run_until_complete(listen())
        self.port = self.server.sockets[0].getsockname()[1]
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def stop(self):
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


def make_certificate(folder):
    """A certificate for localhost that nobody has signed; None without openssl."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    try:
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate],
                       check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context, certificate


# ---- a mail -----------------------------------------------------------------------------------------------------------

def read(content, name, unsubscribe=None):
    """The text and the HTML of a mail, whose form is checked on the way."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        check(not part.defects, f"{name}: {part.get_content_type()}: {part.defects}")
        for header, value in part.items():
            check(not value.defects, f"{name}: {header}: {value.defects}")
    expected = [h for h in HEADERS if h != "List-Unsubscribe-Post" or str(unsubscribe).startswith("https")]
    expected = [h for h in expected if h != "List-Unsubscribe" or unsubscribe]
    check(message.keys() == expected, f"{name}: headers {message.keys()}")
    check(message.get_content_type() == "multipart/alternative", f"{name}: {message.get_content_type()}")
    parts = list(message.iter_parts())
    check([p.get_content_type() for p in parts] == ["text/plain", "text/html"], f"{name}: parts")
    for part in parts:
        check(part["Content-Transfer-Encoding"] == "quoted-printable" and part.get_content_charset() == "utf-8",
              f"{name}: encoding")
    lines = content.split(b"\r\n")
    check(lines[-1] == b"" and not any(b"\r" in line or b"\n" in line for line in lines), f"{name}: ends of lines")
    head = content[:content.index(b"\r\n\r\n")].split(b"\r\n")
    check(all(len(line) <= 998 for line in head) and all(len(line) <= 78 for line in lines[len(head):]), f"{name}: long lines")
    check(all(byte < 128 for byte in content), f"{name}: bytes beyond ASCII")
    check(re.fullmatch(r"<[!-~]+@[!-~]+>", message["Message-ID"]), f"{name}: {message['Message-ID']}")
    return message, *(part.get_content().replace("\r\n", "\n") for part in parts)
