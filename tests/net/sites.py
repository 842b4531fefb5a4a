"""Feeds and pages of our own writing, and a site that serves them."""

SENTENCES = ("The harbour office opened the new lock on Thursday after two years of work.",
             "Its engineers had found cracks in the old gates, and the boats took the long way round.",
             "The council paid for most of it, and the owners of the boats for the rest.",
             "Fishermen said that they would save an hour on each trip to the sea.")
TEXT = " ".join(SENTENCES)


def item(number, text=TEXT, link=None, more=""):
    link = f"<link>{link}</link>" if link else ""
    return (f"<item><title>Lock number {number} opened</title>{link}<guid isPermaLink='false'>lock-{number}</guid>"
            f"<pubDate>Sat, {7 + number % 20:02} Mar 2026 08:00:00 GMT</pubDate>{more}"
            f"<content:encoded><![CDATA[<p>{number}. {text}</p>]]></content:encoded></item>")


def teaser(number, link):
    return (f"<item><title>Lock number {number} opened</title><link>{link}</link><guid isPermaLink='false'>lock-{number}</guid>"
            f"<pubDate>Sat, 07 Mar 2026 08:00:00 GMT</pubDate><description>{number}. The harbour office opened …</description></item>")


def feed(*items, title="Harbour Post"):
    return (f"<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
            f"<title>{title}</title><link>http://example.org/</link>{''.join(items)}</channel></rss>").encode()


def page(number, head=""):
    return (f"<!DOCTYPE html><html lang='en'><head><title>Lock number {number}</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
            f"<article><h1>Lock number {number}</h1><p>{number}. {TEXT}</p><p>{TEXT}</p></article></body></html>").encode()


class Site:
    """Answers by path: bytes, a status, or a function of the handler. Feeds have an ETag made of their bytes."""

    def __init__(self):
        self.answers = {}

    def __call__(self, handler):
        found = self.answers.get(handler.path, 404)
        if callable(found):
            found(handler)
        elif isinstance(found, int):
            handler.send(found)
        elif found.startswith(b"<!DOCTYPE"):
            handler.send(200, found, Content_Type="text/html; charset=utf-8")
        else:
            tag = f'"{hash(found)}"'
            if handler.headers.get("If-None-Match") == tag:
                handler.send(304, ETag=tag)
            else:
                handler.send(200, found, Content_Type="application/rss+xml", ETag=tag)
