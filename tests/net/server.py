"""A web server on the loopback address that does what servers of the wild do, and worse. Each path of Handler.answers is a way to
answer; what was asked is kept in `seen`."""

import contextlib
import http.server
import os
import ssl
import subprocess
import tempfile
import threading
import zlib


def gzip_of(chunks):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(chunk) for chunk in chunks) + packer.flush()


def zstd_of(chunks):
    with tempfile.TemporaryFile() as packed:  # chunk by chunk: a child's memory is counted from its parent's on
        with subprocess.Popen(["zstd", "-q", "-c"], stdin=subprocess.PIPE, stdout=packed) as packer:
            packer.stdin.writelines(chunks)
        packed.seek(0)
        return packed.read()


class Bits:
    """A stream of bits as Brotli has it (RFC 7932), the lowest first."""

    def __init__(self):
        self.value = self.n = 0

    def put(self, *fields):
        for number, n in fields:
            self.value |= number << self.n
            self.n += n

    def bytes(self):
        return self.value.to_bytes((self.n + 7) // 8, "little")


def brotli_of(content):
    """Up to 64 KiB as one block that is not compressed."""
    bits = Bits()
    bits.put((0, 1), (0, 1), (0, 2), (len(content) - 1, 16), (1, 1))  # window, not the last, its length, as it is
    return bits.bytes() + content + b"\x03"  # the last one, empty


def brotli_bomb(n_blocks):
    """So many blocks, each of 16 MiB of one byte in 15 bytes or so."""
    bits, size, least = Bits(), 1 << 24, 22594
    bits.put((0, 1))
    for _ in range(n_blocks):
        bits.put((0, 1), (2, 2), (size - 1, 24), (0, 1))  # not the last, its length in six nibbles, compressed
        bits.put((0, 3), (0, 6), (0, 2), (0, 2))  # one type of block each; distances, literals: no choice, one tree each
        bits.put((1, 2), (0, 2), (0, 8))  # one literal, 0, which takes no bits
        bits.put((1, 2), (0, 2), (504, 10))  # one command: the longest insertion
        bits.put((1, 2), (0, 2), (0, 6))  # one distance
        bits.put((size - least, 24))
    bits.put((3, 2))
    return bits.bytes()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        server = self.server
        with server.lock:
            server.seen.append((self.path, dict(self.headers)))
            server.now_busy += 1
            server.most_busy = max(server.most_busy, server.now_busy)
        try:
            server.answer(self)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True
        finally:
            with server.lock:
                server.now_busy -= 1

    def send(self, status, body=b"", **headers):
        """Names of headers with _ for -. Content-Length is that of the body unless it is given; None leaves it out."""
        self.send_response(status)
        headers.setdefault("Content_Length", None if status in (204, 304) else len(body))
        for name, value in headers.items():
            if value is not None:
                self.send_header(name.replace("_", "-"), str(value))
        if headers["Content_Length"] is None and status not in (204, 304):
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, answer, address="127.0.0.1", context=None):
        super().__init__((address, 0), Handler)
        self.answer, self.seen, self.lock = answer, [], threading.Lock()
        self.now_busy = self.most_busy = 0
        self.packed = {}  # path -> how the body is packed, and the body
        self.stopped = threading.Event()
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"{'https' if context else 'http'}://{address}:{self.server_address[1]}"

    def handle_error(self, request, client_address):
        pass

    def paths(self):
        return [path for path, _ in self.seen]

    def headers_of(self, path):
        return [headers for seen, headers in self.seen if seen == path]


@contextlib.contextmanager
def serving(answer, **options):
    server = Server(answer, **options)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def certificate():
    """A certificate for 127.0.0.1 that no one has signed: its file, and a context of a server that shows it."""
    with tempfile.TemporaryDirectory(prefix="courant-net-") as folder:
        key, own = os.path.join(folder, "key.pem"), os.path.join(folder, "own.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                        key, "-out", own, "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
                       check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(own, key)
        yield own, context
