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
