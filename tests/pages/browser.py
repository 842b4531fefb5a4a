"""A real browser for tests: headless Chromium, driven through chromedriver's own HTTP interface (WebDriver, W3C)."""

import json
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

# The contrast of every piece of text with what is behind it (WCAG 2.1, 1.4.3): those below AA.
CONTRAST = """
const parse = text => { const n = text.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
const part = v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
const light = c => .2126 * part(c[0]) + .7152 * part(c[1]) + .0722 * part(c[2]);
const behind = element => {
  for (let e = element; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor);
    if (c[3] > 0) return c;
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
};
const bad = [];
let seen = 0;
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node; node = walker.nextNode();) {
  const element = node.parentElement, style = getComputedStyle(element);
  if (!node.data.trim() || element.closest('title, style') || !element.getClientRects().length) continue;
  const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  const a = light(parse(style.color)), b = light(behind(element));
  const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
  seen++;
  if (ratio < (large ? 3 : 4.5)) bad.push(node.data.trim().slice(0, 40) + ': ' + ratio.toFixed(2));
}
return {seen, bad};
"""

# What sticks out at the side of the page.
OVERFLOW = """
const width = document.documentElement.clientWidth;
const out = document.documentElement.scrollWidth > width ? ['the page: ' + document.documentElement.scrollWidth] : [];
for (const e of document.body.querySelectorAll('*')) {
  const box = e.getBoundingClientRect();
  if (box.width && (box.right > width + 1 || box.left < -1)) out.push(e.tagName + ' ' + e.textContent.slice(0, 40));
}
return out.slice(0, 5);
"""

# Items that do not go the way of their list: their numbers and marks stand outside it.
ITEMS = """
const way = e => getComputedStyle(e).direction;
return [...document.querySelectorAll('li')].filter(e => way(e) !== way(e.parentElement)).map(e => e.textContent.slice(0, 40));
"""


class Browser:
    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.driver = subprocess.Popen([shutil.which("chromedriver"), f"--port={port}"], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                if self._call("GET", "/status")["ready"]:
                    break
            except OSError:
                time.sleep(.05)
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                     "--no-first-run", "--disable-background-networking"]
        session = self._call("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": {"args": arguments, "binary": shutil.which("chromium")},
            "goog:loggingPrefs": {"browser": "ALL"}}}})
        self.session = f"/session/{session['sessionId']}"

    @staticmethod
    def is_there():
        return bool(shutil.which("chromium") and shutil.which("chromedriver"))

    def _call(self, method, path, body=None):
        request = urllib.request.Request(self.base + path, method=method, headers={"Content-Type": "application/json"},
                                         data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def _chromium(self, command, **parameters):
        return self._call("POST", f"{self.session}/goog/cdp/execute", {"cmd": command, "params": parameters})

    def show(self, path, width=1000, height=800, dark=False):
        self._chromium("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        self._chromium("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self._call("POST", f"{self.session}/url", {"url": pathlib.Path(path).resolve().as_uri()})

    def run(self, script):
        return self._call("POST", f"{self.session}/execute/sync", {"script": script, "args": []})

    def messages(self):
        """What the console said since the last time."""
        return [entry["message"] for entry in self._call("POST", f"{self.session}/se/log", {"type": "browser"})]

    def close(self):
        try:
            self._call("DELETE", self.session)
        except OSError as error:
            print(f"the browser did not close: {error}", file=sys.stderr)
        self.driver.terminate()
        self.driver.wait()
