#!/usr/bin/env python3
"""fetch.py PROBE: every way in which a server can answer has its own clear outcome. Nothing but the loopback address is used."""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import threading
import time
import zlib

from server import brotli_bomb, brotli_of, certificate, gzip_of, serving, zstd_of

PROBE = pathlib.Path(sys.argv[1]).resolve()
MIB = 1 << 20
_faults = []


def check(good, text):
    if not good:
        _faults.append(text)
        print(text)


def probe(*arguments, env=None):
    """The results in the order in which they came, and the most memory the program took."""
    kept = {name: value for name, value in os.environ.items() if name == "PATH" or name.endswith("SAN_OPTIONS")}
    child = subprocess.Popen([PROBE, *map(str, arguments)], stdout=subprocess.PIPE, env=kept | (env or {}))
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    check(child.returncode == 0, f"{arguments}: exit {child.returncode}")
    return [json.loads(line) for line in output.splitlines()], usage.ru_maxrss * 1024


def one(*arguments, **options):
    results, _ = probe("private=1", *arguments, **options)
    check(len(results) == 1, f"{arguments}: {len(results)} results")
    return results[0] if results else {}


def expect(result, outcome, what, **members):
    for name, value in {"outcome": outcome, **members}.items():
        check(result.get(name) == value, f"{what}: {name} is {result.get(name)!r}, not {value!r} ({result.get('detail')!r})")
    check(bool(result.get("detail")) == (outcome not in ("fetched", "not-modified")), f"{what}: detail {result.get('detail')!r}")


FEED = b"<rss><channel><title>T</title></channel></rss>"


def answer(handler):
    path, server = handler.path, handler.server
    if path == "/good":
        handler.send(200, FEED, Content_Type='text/xml; charset="ISO-8859-1"', ETag='"v1"',
                     Last_Modified="Sat, 07 Mar 2026 08:00:00 GMT")
    elif path == "/conditional":
        fresh = handler.headers.get("If-None-Match") == '"v1"' or handler.headers.get("If-Modified-Since") == "yesterday"
        handler.send(304 if fresh else 200, b"" if fresh else FEED, ETag='"v1"')
    elif path == "/always-304":
        handler.send(304)
    elif path == "/moved":
        handler.send(301, b"moved", Location="/moved-again")
    elif path == "/moved-again":
        handler.send(308, Location="good#top")
    elif path == "/moved-for-now":
        handler.send(302, Location="/moved")
    elif path == "/gone":
        handler.send(410, b"gone")
    elif path == "/busy":
        handler.send(429, Retry_After="120")
    elif path == "/busy-until":
        handler.send(429, Retry_After="Sat, 07 Mar 2020 08:01:30 GMT")
    elif path == "/maintenance":
        handler.send(503, Retry_After="3600")
    elif path.startswith("/status/"):
        handler.send(int(path[8:]), b"x" * 100000)
    elif path == "/slow":
        handler.send(200, b"<rss>", Content_Length=1000)
        handler.wfile.flush()
        server.stopped.wait(20)
    elif path == "/silent":
        server.stopped.wait(20)
    elif path == "/endless":
        handler.send(200, Content_Length=None)
        while not server.stopped.is_set():
            handler.wfile.write(b"x" * 65536)
    elif path == "/large":
        handler.send(200, b"", Content_Length=1 << 40)
    elif path == "/endless-headers":
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not server.stopped.is_set():
            handler.wfile.write(b"X-Much: " + b"x" * 8000 + b"\r\n")
    elif path == "/bomb":
        handler.send(200, server.bomb, Content_Encoding="gzip")
    elif path in server.packed:
        encoding, body = server.packed[path]
        handler.send(200, body, Content_Encoding=encoding)
    elif path == "/gzip":
        handler.send(200, gzip_of([FEED]), Content_Encoding="gzip")
    elif path == "/deflate":
        handler.send(200, zlib.compress(FEED), Content_Encoding="deflate")
    elif path == "/gzip-damaged":
        handler.send(200, gzip_of([FEED])[:-8] + b"\0" * 8, Content_Encoding="gzip")
    elif path == "/unknown-encoding":
        handler.send(200, FEED, Content_Encoding="rot13")
    elif path == "/loop":
        handler.send(302, Location="/loop-back")
    elif path == "/loop-back":
        handler.send(302, Location="/loop")
    elif path == "/self":
        handler.send(301, Location="")
    elif path == "/self-fragment":
        handler.send(301, Location="#here")
    elif path.startswith("/far/"):
        handler.send(302, Location=f"/far/{int(path[5:]) + 1}" if int(path[5:]) < 9 else "/good")
    elif path.startswith("/to/"):
        handler.send(302, Location=server.targets[path[4:]])
    elif path == "/short":
        handler.send(200, FEED, Content_Length=len(FEED) + 10)
        handler.close_connection = True
    elif path == "/short-chunks":
        handler.send(200, b"5\r\n<rss>\r\n", Content_Length=None, Transfer_Encoding="chunked")
    elif path == "/nothing":
        handler.close_connection = True
        handler.connection.close()
    elif path == "/no-http":
        handler.wfile.write(b"220 mail.example.org ESMTP\r\n")
        handler.close_connection = True
    elif path == "/empty":
        handler.send(200)
    else:
        handler.send(404, b"not found")


def plain_answers(server):
    u = server.url
    expect(one(f"{u}/good"), "fetched", "good", status=200, size=len(FEED), start=FEED.decode(), charset="ISO-8859-1", etag='"v1"',
           modified="Sat, 07 Mar 2026 08:00:00 GMT", moved="")
    asked = server.headers_of("/good")[-1]
    check(asked["User-Agent"].startswith("courant/") and "gzip" in asked["Accept-Encoding"], f"good: asked with {asked}")
    one("contact=mailto:me@example.org", f"{u}/good")
    check(server.headers_of("/good")[-1]["User-Agent"].endswith(" (+mailto:me@example.org)"), "contact: not in the user agent")
    expect(one(f'{u}/conditional|etag="v1"'), "not-modified", "etag", status=304, etag='"v1"')
    expect(one(f"{u}/conditional|modified=yesterday"), "not-modified", "last modified", status=304)
    expect(one(f'{u}/conditional|etag="v0"'), "fetched", "another etag", size=len(FEED))
    expect(one(f"{u}/always-304"), "http-error", "304 unasked", status=304)
    expect(one(f"{u}/gone"), "gone", "gone", status=410)
    expect(one(f"{u}/busy"), "too-many-requests", "429", status=429, wait=120)
    expect(one(f"{u}/maintenance"), "too-many-requests", "503", status=503, wait=3600)
    for status in (201, 204, 206, 400, 401, 403, 404, 451, 500, 502, 503, 999):
        result = one(f"{u}/status/{status}")
        expect(result, "http-error", f"status {status}", status=status, size=0)
        check(f"HTTP {status}" in result["detail"], f"status {status}: {result['detail']}")
    expect(one(f"{u}/empty"), "fetched", "empty", size=0)
    expect(one(f"{u}/gzip"), "fetched", "gzip", size=len(FEED))
    expect(one(f"{u}/deflate"), "fetched", "deflate", size=len(FEED))
    expect(one(f"{u}/gzip-damaged"), "bad-encoding", "damaged gzip")
    expect(one(f"{u}/unknown-encoding"), "bad-encoding", "unknown encoding")
    expect(one(f"{u}/short"), "truncated", "wrong length", size=0)
    expect(one(f"{u}/short-chunks"), "truncated", "chunks without an end", size=0)
    expect(one(f"{u}/nothing"), "truncated", "no answer")
    expect(one(f"{u}/no-http"), "failed", "no HTTP")


def waiting_until_a_date(server):
    """Retry-After as a date, by the server's clock and, without one, by ours."""
    # the server writes a Date of today: the moment that it names is long over
    expect(one("now=1772870400", f"{server.url}/busy-until"), "too-many-requests", "date over", wait=0)
    with socket.create_server(("127.0.0.1", 0)) as plain:
        def once():
            connection, _ = plain.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 429 Slow\r\nRetry-After: Sat, 07 Mar 2026 08:01:30 GMT\r\nContent-Length: 0\r\n\r\n")

        threading.Thread(target=once, daemon=True).start()
        result = one("now=1772870400", f"http://127.0.0.1:{plain.getsockname()[1]}/")
        expect(result, "too-many-requests", "date", wait=90)


def redirects(server):
    u = server.url
    expect(one(f"{u}/moved"), "fetched", "moved", moved=f"{u}/good", final=f"{u}/good", size=len(FEED))
    expect(one(f"{u}/moved-for-now"), "fetched", "moved for now", moved="", final=f"{u}/good")
    expect(one(f"{u}/loop"), "redirect-loop", "loop")
    expect(one(f"{u}/self-fragment"), "redirect-loop", "to itself")
    check(one(f"{u}/self")["outcome"] == "http-error", "an empty Location")
    expect(one(f"{u}/far/1"), "too-many-redirects", "far")
    check(server.paths().count("/far/6") == 1 and "/far/7" not in server.paths(), "far: not five redirects")
    expect(one(f"{u}/far/5"), "fetched", "five redirects", final=f"{u}/good")
    server.targets = {"file": "file:///etc/passwd", "gopher": "gopher://127.0.0.1/", "script": "javascript:alert(1)",
                      "data": "data:text/xml,<rss/>", "user": f"http://a:b@{u[7:]}/good", "backslash": "http:\\\\127.0.0.1\\x",
                      "port": "http://127.0.0.1:99999/", "relative": "../good?a=b", "long": "/" + "x" * 5000}
    for name in ("file", "gopher", "script", "data"):
        expect(one(f"{u}/to/{name}"), "forbidden-scheme", f"redirect to {name}:")
    for name in ("user", "backslash", "port", "long"):
        expect(one(f"{u}/to/{name}"), "bad-address", f"redirect to {name}")
    expect(one(f"{u}/to/relative"), "http-error", "relative redirect", final=f"{u}/good?a=b")
    for bad in ("file:///etc/passwd", "ftp://example.org/", "FILE:/etc/passwd", "mailto:x@example.org"):
        expect(one(bad), "forbidden-scheme", bad)
    for bad in ("nonsense", "http://", "http://user:pass@127.0.0.1/", "http://127.0.0.1:0/", "", "//127.0.0.1/", "http://[::1/"):
        expect(one(bad or " "), "bad-address", f"{bad!r}")


def limits(server):
    u = server.url
    for path in ("/slow", "/silent"):
        begun = time.monotonic()
        expect(one("timeout=400", u + path), "timed-out", path)
        check(time.monotonic() - begun < 10, f"{path}: the time-out is not kept")
    server.bomb = gzip_of([b"\0" * MIB] * 256)
    check(len(server.bomb) < 400000, "bomb: large already")
    for path in ("/endless", "/bomb", "/large"):
        results, memory = probe("private=1", u + path)
        expect(results[0], "too-large", path, size=0)
        check(memory < 64 * MIB or "ASAN_OPTIONS" in os.environ, f"{path}: took {memory // MIB} MiB")
        print(f"{path}: {memory / MIB:.1f} MiB at most")
    expect(one(f"{u}/endless-headers"), "too-large", "endless headers")
    expect(one(f"max-size={len(FEED)}", f"{u}/good"), "fetched", "just as large as allowed")
    expect(one(f"max-size={len(FEED) - 1}", f"{u}/good"), "too-large", "one byte too large")


def encodings(server):
    """What this libcurl says it can read, it reads within the limits."""
    u = server.url
    one(f"{u}/good")
    accepted = server.headers_of("/good")[-1]["Accept-Encoding"].replace(" ", "").split(",")
    bodies = {"br": (brotli_of(FEED), brotli_bomb(16)), "zstd": (zstd_of([FEED]), zstd_of([b"\0" * MIB] * 256))}
    for name, (body, bomb) in bodies.items():
        if name not in accepted:
            print(f"passed over: this libcurl does not read {name}")
            continue
        check(len(bomb) < 40000, f"{name}: the bomb is large already")
        server.packed = {"/packed": (name, body), "/twice": (f"{name}, gzip", gzip_of([body])), "/bomb": (name, bomb),
                         "/damaged": (name, b"\xff" * 8 + body[8:]), "/not-packed": (name, FEED),
                         "/many": (", ".join([name] * 20), body)}
        expect(one(f"{u}/packed"), "fetched", name, size=len(FEED), start=FEED.decode())
        expect(one(f"{u}/twice"), "fetched", f"{name} in gzip", size=len(FEED))
        for path in ("/damaged", "/not-packed", "/many"):
            expect(one(u + path), "bad-encoding", f"{name}: {path}")
        results, memory = probe("private=1", f"{u}/bomb")
        expect(results[0], "too-large", f"{name}: bomb", size=0)
        check(memory < 64 * MIB or "ASAN_OPTIONS" in os.environ, f"{name}: the bomb took {memory // MIB} MiB")
    server.packed = {}


def connections(server):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        expect(one(f"http://127.0.0.1:{unused.getsockname()[1]}/"), "no-connection", "nobody there")
    expect(one("http://courant.invalid/"), "no-such-host", "no such host")
    u = server.url
    port = u.rsplit(":", 1)[1]
    server.seen.clear()
    for refused in (u, f"http://localhost:{port}", f"http://[::1]:{port}", f"http://[::ffff:127.0.0.1]:{port}", f"http://0x7f.1:{port}",
                    f"http://2130706433:{port}", f"http://0:{port}", "http://10.0.0.1", "http://192.168.1.1", "http://169.254.169.254",
                    "http://[fe80::1]", "http://[fd00::1]", f"http://127.0.0.1.:{port}", f"http://[::127.0.0.1]:{port}",
                    f"http://[64:ff9b::127.0.0.1]:{port}", f"http://[2002:7f00:1::]:{port}"):
        results, _ = probe(f"{refused}/good")
        expect(results[0], "refused-address", refused)
    # names that lead to such addresses: only the connection shows it
    for name in ("ip6-localhost", "ip6-loopback", socket.gethostname()):
        with contextlib.suppress(socket.gaierror):
            socket.getaddrinfo(name, port)
            results, _ = probe(f"http://{name}:{port}/good")
            expect(results[0], "refused-address", name)
            print(f"{name}: {results[0]['detail']}")
    check(server.seen == [], f"refused addresses were asked all the same: {server.paths()}")
    # a proxy of the environment may stand where it likes; what it is asked for may not
    results, _ = probe("http://192.0.2.1/", "http://news.example.org/good", env={"http_proxy": u})
    outcomes = {r["url"]: r["outcome"] for r in results}
    check(outcomes == {"http://192.0.2.1/": "refused-address", "http://news.example.org/good": "http-error"},
          f"proxy: {outcomes}")
    check(server.paths() == ["http://news.example.org/good"], f"proxy: asked for {server.paths()}")


def tls():
    with certificate() as (own, context), serving(answer, context=context) as server:
        result = one(f"{server.url}/good")
        expect(result, "tls-failure", "self-signed")
        check(server.seen == [], "self-signed: something was asked")
        expect(one(f"authorities={own}", f"{server.url}/good"), "fetched", "trusted", size=len(FEED))
        expect(one(f"authorities={own}", f"{server.url.replace('127.0.0.1', 'localhost')}/good"), "tls-failure", "another name")
    with serving(answer) as server:
        expect(one(f"{server.url.replace('http:', 'https:')}/good"), "tls-failure", "no TLS there")


def secrets(server):
    """What is meant for one host goes to no other."""
    with serving(answer, address="127.0.0.2") as other:
        server.targets = {"other": f"{other.url}/good", "same": "/good"}
        for secret, header in (("anna:secret", "Basic YW5uYTpzZWNyZXQ="), ("Bearer abc.def", "Bearer abc.def")):
            server.seen.clear()
            other.seen.clear()
            expect(one(f"{server.url}/good|secret={secret}"), "fetched", "secret")
            expect(one(f"{server.url}/to/same|secret={secret}"), "fetched", "secret, same host")
            expect(one(f"{server.url}/to/other|secret={secret}"), "fetched", "secret, other host")
            check([h.get("Authorization") for _, h in server.seen] == [header] * 4, f"secret: {server.seen}")
            check([h.get("Authorization") for _, h in other.seen] == [None], f"secret leaked: {other.seen}")
        # another port is another server
        with serving(answer) as neighbour:
            server.targets = {"port": f"{neighbour.url}/good"}
            expect(one(f"{server.url}/to/port|secret=anna:secret"), "fetched", "secret, other port")
            check([h.get("Authorization") for _, h in neighbour.seen] == [None], "secret leaked to another port")


def robots():
    text = ["User-agent: *\nDisallow: /\n\nUser-agent: Courant\nDisallow: /private\nAllow: /private/but$\n"]

    def site(handler):
        if handler.path == "/robots.txt":
            handler.send(*text) if isinstance(text[0], int) else handler.send(200, text[0].encode())
        elif handler.path == "/away":
            handler.send(302, Location="/private/x")
        else:
            handler.send(200, FEED)

    with serving(site) as server:
        u = server.url
        paths = ("/open", "/private/x", "/private/but", "/privat%65", "/away")
        results, _ = probe("private=1", *(f"{u}{path}|robots" for path in paths), f"{u}/private/feed")
        outcomes = {r["url"][len(u):]: r["outcome"] for r in results}
        check(outcomes == {"/open": "fetched", "/private/x": "robots", "/private/but": "fetched", "/privat%65": "robots",
                           "/away": "robots", "/private/feed": "fetched"}, f"robots: {outcomes}")
        check(server.paths().count("/robots.txt") == 1, "robots.txt is asked for once a run")
        check("/private/x" not in server.paths(), "robots: what it forbids was asked for")
        for status, outcome in ((404, "fetched"), (403, "fetched"), (410, "fetched"), (500, "robots"), (503, "robots"), (429, "robots")):
            text[:] = [status]
            expect(one(f"{u}/open|robots"), outcome, f"robots.txt {status}")
        text[:] = ["# nothing\n" * 100000 + "User-agent: *\nDisallow: /\n"]
        expect(one(f"{u}/open|robots"), "fetched", "what is behind 512 KiB of robots.txt is not read")


def politeness():
    """Two hosts at once, but one request at a time to each; one that asks to be left alone is."""
    both = threading.Barrier(2, timeout=20)
    met = []

    def slow(handler):
        if handler.path == "/meet":
            both.wait()  # ends only when the other host is asked at the same time
            met.append(handler.path)
        handler.send(200, FEED)

    with serving(slow) as a, serving(slow, address="127.0.0.2") as b:
        results, _ = probe("private=1", f"{a.url}/meet", f"{b.url}/meet", *(f"{s.url}/{i}" for i in range(8) for s in (a, b)))
        check(len(results) == 18 and all(r["outcome"] == "fetched" for r in results), "two hosts: not all was fetched")
        check(len(met) == 2, "two hosts are not asked at once")
        check(a.most_busy == 1 and b.most_busy == 1, f"one at a time a host: {a.most_busy}, {b.most_busy} at once")
        results, _ = probe("private=1", "parallel=1", *(f"{s.url}/{i}" for i in range(4) for s in (a, b)))
        check(len(results) == 8, "parallel=1")
    with serving(answer) as server:
        results, _ = probe("private=1", f"{server.url}/busy", f"{server.url}/good", f"{server.url}/good")
        check([r["outcome"] for r in results] == ["too-many-requests"] * 3 and [r["wait"] for r in results] == [120] * 3,
              f"left alone: {results}")
        check(server.paths() == ["/busy"], f"left alone: {server.paths()}")
        results, _ = probe("private=1", "timeout=200", *(f"{server.url}/silent" for _ in range(6)))
        check([r["outcome"] for r in results] == ["timed-out"] * 3 + ["no-connection"] * 3, f"silent: {results}")


with serving(answer) as main_server:
    plain_answers(main_server)
    waiting_until_a_date(main_server)
    redirects(main_server)
    limits(main_server)
    encodings(main_server)
    connections(main_server)
    secrets(main_server)
tls()
robots()
politeness()
print(f"fetch: {len(_faults)} faults" if _faults else "fetch: good")
sys.exit(1 if _faults else 0)
