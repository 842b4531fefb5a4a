#!/usr/bin/env python3
"""pages.py COURANT: web pages and Markdown made to cost much. Each ends by itself, in its bounds of time and memory, with an article or a
clear word."""

import json
import os
import pathlib
import random
import sys
import tempfile

from bounds import run_bounded
from program import COURANT, check, environment, finish

MIB = 1 << 20
HTML = 2 * MIB - 4096  # a page as large as is read
MARKDOWN = 4 * MIB - 4096
PROSE = "The ferry to the island sails again from Monday, the harbour office said in a statement. "
PROSE += "Tickets will cost as much as before, and the first boat leaves at seven in the morning."
ARTICLE = f"<article><h1>The ferry sails again</h1><p>{PROSE}</p><p>{PROSE} It is so.</p></article>".encode()
HEAD = b"<!DOCTYPE html><html lang=en><head><title>The ferry</title></head><body>"


def fill(piece, size=HTML):
    return piece * (size // len(piece))


def page(inside, article=ARTICLE):
    return HEAD + article + inside


def levels(n, start, end=b""):
    return start * n + b"x" + end * n


def nesting():
    for n in (500, 20000, 100000):
        yield f"{n} levels of <div>", page(levels(n, b"<div>", b"</div>"))
        yield f"{n} levels of <div>, around the article", HEAD + b"<div>" * n + ARTICLE
    for tag in (b"p", b"b", b"a href=x", b"li", b"ul", b"td", b"table", b"select", b"option", b"svg", b"math", b"template", b"button", b"form",
                b"h1", b"dd", b"ruby", b"rt", b"frameset", b"marquee", b"object", b"font", b"nobr", b"script", b"style", b"textarea",
                b"title", b"iframe", b"noscript", b"plaintext", b"image", b"isindex", b"xyz", b"body", b"html", b"head", b"br", b"hr"):
        yield f"<{tag.decode()}> without an end", page(fill(b"<" + tag + b">"))
        yield f"<{tag.decode()}> 70,000 times", page((b"<" + tag + b">x") * 70000)
    for n in (100, 250, 500):
        for tag in (b"div", b"table", b"ul><li", b"svg", b"math", b"template", b"blockquote", b"span", b"b"):
            name = tag.split(b">")[0]
            nest = levels(n // (1 + tag.count(b">")), b"<" + tag + b">", b"</" + name + b">")
            yield f"{n} levels of <{tag.decode()}>, often", page(nest * min(HTML // len(nest), 70000 // n))
    yield "tables of tables", page(fill(b"<table><tr><td>" * 40 + b"x" + b"</td></tr></table>" * 40, 60 * 15000))
    yield "text between the parts of tables", page(fill(b"<table>x<tr>y<td>z", 200000))
    yield "text in tables, moved out", page((b"<table>" + b"x<tr>" * 100) * 300)
    yield "tables in selects", page(fill(b"<select><table><option><svg><p>"))
    yield "SVG that ends in HTML", page(b"<svg><foreignObject><p><math><mi><b>" * 100 + ARTICLE)
    yield "SVG that is left", page(b"<svg><p>" * 30000)
    yield "templates in tables", page(fill(b"<table><template><tr><td></template>", 400000))


def formatting():
    yield "<p> with formatting", page(fill(b"<p><b><i><u><a>"))
    yield "<p> with formatting, 10,000 times", page(b"<p><b><i><u><a>x" * 10000)
    yield "<p> with formatting that differs", page(b"".join(b"<p><b a=%d><i b=%d>x" % (i, i) for i in range(20000)))
    yield "formatting that ends crosswise", page(fill(b"<b><i><u></b></i></u>x"))
    yield "formatting around blocks", page(b"<b><div><i><p>x</b></i>" * 8000)
    yield "formatting, adopted", page(b"<a><b><i><u><s>" * 60 + b"<div>x</a></b></i></u></s></div>" * 5000)
    yield "links in links", page(b"<a href=x><div>" * 200 + b"</a>" * 60000)
    yield "<nobr> in tables", page(b"<table><nobr>x" * 15000)
    yield "fonts", page(b"".join(b"<font size=%d>x" % i for i in range(70000)))
    yield "end tags of nothing", page(fill(b"</b>"))
    yield "end tags of nothing, deep", page(b"<div>" * 490 + b"</b></i></x>" * 25000)
    yield "<p> closed alone", page(fill(b"</p>"))
    yield "three formats and blocks", page((b"<b><i><u>" + b"<div>" * 100 + b"</b></i></u>") * 100)


def tags():
    yield "2 MiB of <br>", page(fill(b"<br>"))
    yield "2 MiB of <p>", page(fill(b"<p>"))
    yield "70,000 paragraphs", page(b"<p>word" * 70000)
    yield "20,000 paragraphs of prose", page(b"<p>The ferry to the island sails again from Monday, the harbour office said in a statement." * 20000)
    yield "a tag of 64 KiB", page(b"<p class='" + b"x" * 65000 + b"'>y")
    yield "a tag of 70 KiB", page(b"<p class='" + b"x" * 70000 + b"'>y")
    yield "a tag of 2 MiB", page(b"<p class='" + b"x" * HTML)
    yield "tags of 60 KiB", page(fill(b"<p class='" + b"x " * 30000 + b"'>y"))
    yield "tags of 60 KiB without quotes", page(fill(b"<p class=" + b"x" * 60000 + b">y"))
    yield "a name of 2 MiB", page(b"<" + b"x" * HTML)
    yield "names of 60 KiB", page(fill(b"<" + b"x" * 60000 + b">"))
    yield "5,000 attributes", page(b"<p " + b"".join(b"a%d=1 " % i for i in range(5000)) + b">")
    yield "250 attributes, often", page(fill(b"<p " + b"".join(b"a%d " % i for i in range(250)) + b">x", 400000))
    yield "250 attributes alike, often", page((b"<p " + b"a " * 250 + b">x") * 310)
    yield "attributes without an end", page(b"<p " + b"a='" * 500000)
    yield "attributes of entities", page(b"<p a='" + b"&amp;" * 12000 + b"'>x" * 30)
    yield "styles", page((b"<p style='" + b"d i s p l a y : n" * 3500 + b"'>x") * 30)
    yield "styles that begin alike", page((b"<p style='" + b"display:non" * 5500 + b"'>x") * 30)
    yield "styles of white space", page((b"<p style='d" + b" " * 60000 + b"x'>x") * 4)
    yield "styles of d and white space", page((b"<p style='" + b"d" + b" d" * 30000 + b"'>x") * 30)
    yield "itemprops", page((b"<p itemprop='" + b"author " * 8000 + b"'>x") * 30)
    yield "headlines of properties", page(b"<p itemprop='headline articleBody'>x" * 50000)
    yield "article bodies, nested", page(b"<div itemprop=articleBody>" * 400 + b"<p>x</p>" * 70000)
    yield "names of many words", page((b"<div class='" + b"sponsor-related_ad share " * 2500 + b"'>x</div>") * 30)
    yield "60,000 class names", page(b"".join(b"<div class='c%d side-bar%d'>x</div>" % (i, i) for i in range(60000)))
    yield "comments of furniture, nested", page(b"<div class=comments>" * 400 + b"<h1>The</h1>" * 60000)
    yield "headings of the first level", page(b"<h1>The ferry sails</h1>" * 60000)
    yield "headings that the title holds", HEAD.replace(b"The ferry", b"The ferry " * 100000) + b"<h1>The ferrx</h1>" * 60000 + ARTICLE
    yield "times", page(b"<time datetime=x>y</time>" * 60000)
    yield "siblings, deep", page((b"<div class=a>" * 200 + b"<p>x</p>" * 100 + b"</div>" * 200) * 200)
    yield "siblings of siblings", page(b"<div>" * 480 + b"<i>x</i><div>y</div>" * 39000)
    yield "one list of 70,000", page(b"<ul>" + b"<li>x" * 70000)
    yield "50,000 links", page(b"".join(b"<a href=/%d>word %d</a> " % (i, i) for i in range(50000)))
    yield "50,000 links in paragraphs", page(b"".join(b"<p><a href=/%d>w%d</a>" % (i, i) for i in range(35000)))
    yield "lists of links, nested", page((b"<ul><li><a href=x>x</a>" * 240) + b"<li><a href=x>x y</a>" * 30000)
    yield "quotations, nested", page(b"<blockquote>" * 490 + b"<p>The ferry to the island sails again from Monday, the harbour office said." * 20000)
    yield "bylines and dates", page(b"<i class='author date'>&amp;</i>" * 39000)
    yield "headlines of a reference", page(b"<i itemprop=headline content='&nbsp;'>x</i>" * 39000)
    yield "images, deep", page(b"<div>" * 490 + b"<img src=x>" * 70000)
    yield "soft hyphens", page(fill(b"x&shy;"))
    yield "lines of furniture", page(b"<p>subscribe to our newsletter" * 39000)
    for name, body in (("lines", b"x\\n" * 60000), ("markup", b"<p>x" * 30000), ("markup escaped", b"&lt;p&gt;x&lt;/p&gt;" * 8000), ("levels", b"<div>" * 40000)):
        yield f"JSON-LD with a text of {name}", HEAD + b'<script type="application/ld+json">{"@type":"Article","articleBody":"' + body + b'"}</script>'
    yield "images", page(fill(b"<img src=x alt='The ferry'>"))


def unclosed():
    for name, piece in (("comments", b"<!--"), ("comments of strokes", b"<!-- -- -"), ("scripts", b"<script>"), ("scripts in scripts", b"<script><!--<script>"),
                        ("declarations", b"<!x"), ("instructions", b"<?x"), ("sections", b"<![CDATA["), ("less-than signs", b"<"), ("starts of end tags", b"</"),
                        ("styles", b"<style>a{}"), ("titles", b"<title>x"), ("texts in fields", b"<textarea></text"), ("almost ends", b"<xmp></xm"),
                        ("DOCTYPEs", b"<!DOCTYPE html PUBLIC '"), ("tags in tags", b"<p <p "), ("values", b"<p a=\"")):
        yield f"{name} without an end", page(fill(piece))
        yield f"{name} without an end, alone", fill(piece)
    yield "a comment before all", fill(b"<!-- x -") + ARTICLE
    yield "70,000 comments", page(b"<!--x-->" * 70000)
    yield "scripts", page(b"<script>x<y</script>" * 70000)
    yield "a script of 2 MiB", page(b"<script>" + fill(b"if (a</b) ", HTML - 2000) + b"</script>")
    yield "CDATA in SVG", page(b"<svg>" + fill(b"<![CDATA[x]]>"))
    yield "CDATA in SVG without an end", page(b"<svg><![CDATA[" + fill(b"x]] "))


def texts():
    yield "entities", page(fill(b"&amp;"))
    yield "entities without semicolons", page(fill(b"&notit"))
    yield "entities that are none", page(fill(b"&CounterClockwiseContourIntegra "))
    yield "long names of entities", page(fill(b"&" + b"a" * 1000))
    yield "ampersands", page(fill(b"&"))
    yield "numbers of characters", page(fill(b"&#1114112;"))
    yield "numbers of characters without an end", page(b"&#" + fill(b"9"))
    yield "numbers of surrogates", page(fill(b"&#xd800;&#x0;"))
    yield "one line of words", page(b"<p>" + fill(b"word "))
    yield "one line of sentences", page(b"<p>" + fill(PROSE.encode() + b" "))
    yield "one word", page(b"<p>" + fill(b"x"))
    yield "no tags at all", fill(b"word ")
    yield "no tags and no words", fill(b".,;:!? ")
    yield "white space", page(fill(b" \n\t"))
    yield "no-break spaces", page(fill(b"<p>\xc2\xa0", 500000))
    yield "letters without spaces", page(b"<p>" + fill("字。".encode()))
    yield "Thai", page(b"<p>" + fill("กา".encode(), MIB))
    yield "marks that combine", page(b"<p>x" + fill("\u0301".encode()))
    yield "marks of direction", page(b"<p>" + fill("\u202e\u2066".encode()))
    yield "quotation marks", page(b"<p>" + fill("“«".encode()))
    yield "full stops", page(b"<p>" + fill(b"A. "))
    yield "addresses", page(b"<p>" + fill(b"https://a.b/c@d.e "))
    yield "preformatted lines", page(b"<pre>" + fill(b"x\n"))
    yield "lines that differ", page(b"".join(b"<p>Boat %d sails." % i for i in range(60000)))
    yield "more than is read", page(b"<p>" + b"x " * 2 * MIB)
    yield "100 MB", page(b"<p>" + b"x " * 50 * MIB)
    yield "nothing", HEAD


def head(inside):
    return HEAD.replace(b"<title>", inside + b"<title>") + ARTICLE


def telling():
    ld = b"<script type='application/ld+json'>%s</script>"
    yield "JSON-LD of 2 MiB", head(ld % (b'{"@type":"NewsArticle","articleBody":"' + fill(b"The ferry sails. ", HTML - 4096) + b'"}'))
    yield "JSON-LD of levels", head(ld % (b"[" * 900000))
    yield "JSON-LD of closed levels", head(ld % (b'{"@graph":[' * 60 + b"1" + b"]}" * 60) * 200)
    yield "JSON-LD of members", head(ld % (b"{" + b",".join(b'"a%d":1' % i for i in range(150000)) + b"}"))
    yield "JSON-LD of members alike", head(ld % (b"{" + b'"@type":"x",' * 160000 + b'"a":1}'))
    yield "JSON-LD of objects", head(ld % (b"[" + b"{}," * 600000 + b"{}]"))
    yield "JSON-LD of numbers", head(ld % (b"[" + b"1," * 900000 + b"1]"))
    yield "JSON-LD of types", head(ld % (b'[' + b",".join([b'{"@type":[' + b'"",' * 1000 + b'""]}'] * 300) + b"]"))
    yield "JSON-LD of types, in a list", head(ld % (b'{"@type":[' + b'"",' * 600000 + b'""]}'))
    yield "JSON-LD of authors", head(ld % (b'{"@type":"Article","author":[' + b'{"name":"x"},' * 140000 + b"{}]}"))
    yield "JSON-LD of references", head(ld % (b'{"@type":"Article","headline":"' + b"&amp" * 450000 + b'"}'))
    yield "JSON-LD of escapes", head(ld % (b'{"@type":"Article","headline":"' + b"\\u0041" * 330000 + b'"}'))
    yield "JSON-LD, often", head((ld % b'{"@type":"Article"}') * 30000)
    yield "JSON-LD, broken", head((ld % b'{"@type":"Article') * 30000)
    yield "20,000 descriptions", head(b"".join(b"<meta name=n%d content=x>" % i for i in range(20000)))
    yield "35,000 descriptions alike", head(b"<meta property=og:title content=x>" * 35000)
    yield "descriptions of 60 KiB", head((b"<meta name=author content='" + b"&" * 60000 + b"'>") * 30)
    yield "a title of marks, and headings", page(b"<h1>x</h1>" * 60000).replace(b"<title>", b"<title>" + b"!" * MIB)
    yield "a headline of marks, and blocks", head(ld % (b'{"@type":"Article","headline":"' + b"!" * 250000 + b'"}')) + b"<h1>x</h1>" * 60000
    yield "a title of 2 MiB", head(b"<title>" + fill(b"The ferry ", HTML - 4096) + b"</title>")
    yield "a charset of 4 KiB", head(b"<meta charset='" + b"x" * 4000 + b"'>")
    yield "charsets, often", head(b"<meta charset=utf-8>" * 39000)
    yield "languages", b"<html lang='" + b"x-" * 20000 + b"'>" + ARTICLE
    yield "canonical addresses", head(b"<link rel=canonical href=https://a.b/>" * 39000)


def charsets():
    good = page(b"").decode()
    yield "UTF-16 with a mark", good.encode("utf-16")
    yield "UTF-16, the other way round", b"\xfe\xff" + good.encode("utf-16-be")
    yield "UTF-16 of 2 MiB", page(fill(b"<p>word ", 900000)).decode().encode("utf-16")
    yield "UTF-16 that breaks off", good.encode("utf-16")[:-1] + b"\x00\xd8"
    yield "a mark alone", b"\xff\xfe"
    yield "half a mark", b"\xff"
    yield "UTF-32", good.encode("utf-32")
    for told in ("utf-16", "utf-7", "utf-32be", "iso-2022-jp", "hz-gb-2312", "ebcdic-cp-us", "gb18030", "no-such-thing", "big5", "scsu", "bocu-1"):
        lie = b"<meta charset=" + told.encode() + b">"
        yield f"a charset that is told as {told}", lie + page(b"")
        yield f"2 MiB told as {told}", lie + page(bytes(range(1, 256)) * (HTML // 256))
        yield f"2 MiB of escapes told as {told}", lie + page(fill(b"\x1b$B~{\x0e+AAA-", MIB))
    yield "NULs", page(b"\0" * (HTML - 4096))
    yield "NULs in tags", page(fill(b"<p\0 a\0=\0>\0", 600000))
    yield "bytes that are no UTF-8", page(fill(b"\xff\xfe\x80"))
    yield "half characters", page(fill(b"\xf0\x9f\x98<p>", 400000))
    yield "surrogates", page(fill(b"\xed\xa0\x80"))
    yield "overlong", page(fill(b"\xc0\xbc"))


def markdown():
    yield "nested brackets", fill(b"[", MARKDOWN)
    yield "nested brackets, 20,000", b"[" * 20000 + b"a" + b"](b)" * 20000
    yield "nested brackets, a line each", fill(b"[a](\n\n", MARKDOWN)
    yield "brackets that open a link", b"[a](" * 20000
    yield "brackets with angles", b"[a](<b" * 10000
    yield "images in images", b"![[]()" * 10000
    yield "parentheses", b"[a](" + b"(" * MIB
    yield "emphasis", b"*a **a " * 10000
    yield "emphasis, nested", b"*a **a " * 4000 + b"b" + b" a** a*" * 4000
    yield "emphasis that ends", b"a** " * 20000
    yield "emphasis that starts", b" **a" * 20000
    yield "emphasis that does not match", b"*a_ " * 20000
    yield "emphasis of threes", b"a***" * 20000
    yield "emphasis, paragraphs of it", fill(b"*a **a " * 1000 + b"\n\n", MARKDOWN)
    yield "underscores", fill(b"_", MARKDOWN)
    yield "stars", fill(b"*", MARKDOWN)
    yield "stars and letters", fill(b"*a", MARKDOWN)
    yield "ticks", b"".join(b"e" + b"`" * i for i in range(1, 2500))
    yield "ticks, alone", fill(b"` ``", MARKDOWN)
    yield "quotes", fill(b">", MARKDOWN)
    yield "quotes, lines of them", fill(b"> " * 120 + b"a\n", MARKDOWN)
    yield "quotes, deeper and deeper", b"".join(b"> " * (i % 125) + b"a\n" for i in range(30000))
    yield "lists", fill(b"* ", MARKDOWN)
    yield "lists, deeper and deeper", b"".join(b"  " * i + b"* a\n" for i in range(1400))
    yield "lists, deep by indents", b"".join(b" " * i + b"- a\n" for i in range(0, 2000, 2))
    yield "lists, deep and long", b"".join(b"  " * i + b"* a\n" for i in range(100)) + (b"  " * 100 + b"* a\n") * 10000
    yield "lists and empty lines", b"* a\n" + fill(b"\n", MIB) + b"a\n"
    yield "items", fill(b"- a\n", MARKDOWN)
    yield "items, numbered", fill(b"1. a\n", MARKDOWN)
    yield "items of quotes", fill(b"- > 1. - > a\n", MARKDOWN)
    yield "white space at the ends", fill(b"a" + b" " * 1000 + b"\n", MARKDOWN)
    yield "indents", fill(b"\t\ta\n", MARKDOWN)
    yield "references", fill(b"[a]: u\n", MARKDOWN)
    yield "references that differ", b"".join(b"[a%d]: u\n" % i for i in range(150000))
    yield "references that are used", b"[a]: " + b"u" * 50000 + b"\n\n" + b"[a] " * 15000
    yield "references, long", b"".join(b"[%s]: u\n\n" % (b"a" * 999) for i in range(3500))
    yield "labels", fill(b"[" + b"a" * 990 + b"] ", MARKDOWN)
    yield "headings", fill(b"# a\n", MARKDOWN)
    yield "headings by underlines", fill(b"a\n=\n", MARKDOWN)
    yield "rules", fill(b"***\n", MARKDOWN)
    yield "fences without an end", fill(b"```\n", MARKDOWN)
    yield "code", b"```\n" + fill(b"x y\n", MARKDOWN)
    yield "tables", fill(b"|a|b|\n|--|--|\n", MARKDOWN)
    yield "entities", fill(b"&amp;", MIB)
    yield "entities, paragraphs of them", fill(b"&Auml;&#x110000; \n\n", MARKDOWN)
    yield "ampersands", fill(b"&", MIB)
    yield "backslashes", fill(b"\\", MARKDOWN)
    yield "hard breaks", fill(b"a  \n", MARKDOWN)
    yield "HTML", fill(b"<b>", MARKDOWN)
    yield "HTML without ends", b"<b a='" * 20000
    yield "HTML comments", b"a <!-- " * 10000
    yield "HTML declarations", b"a <!A " * 10000
    yield "HTML sections", b"a <![CDATA[" * 8000
    yield "HTML instructions", b"a <?" * 12000
    yield "HTML blocks", fill(b"<div>\n\n", MARKDOWN)
    yield "less-than signs", fill(b"<", MARKDOWN)
    yield "angles, paragraphs of them", fill(b"<" * 200 + b"\n\n", MARKDOWN)
    yield "addresses in angles", fill(b"<https://a.b>\n\n", MARKDOWN)
    yield "front matter without an end", b"---\n" + fill(b"a: b\n", MARKDOWN)
    yield "front matter", b"---\n" + fill(b"a: b\n", MIB) + b"---\n" + PROSE.encode()
    yield "front matter of levels", b"---\na: " + b"[" * 100000 + b"\n---\n" + PROSE.encode()
    yield "front matter of anchors", b"---\na: &a [x]\n" + b"".join(b"b%d: &b%d [*a,*a]\n" % (i, i) for i in range(5000)) + b"---\n" + PROSE.encode()
    yield "one word", fill(b"x", MARKDOWN)
    yield "one line of words", fill(b"word ", MARKDOWN)
    yield "words", fill(b"word word word.\n\n", MARKDOWN)
    yield "NULs", fill(b"\0", MARKDOWN)
    yield "bytes that are no UTF-8", fill(b"\xff\xc0 ", MARKDOWN)
    yield "UTF-16", (PROSE * 2000).encode("utf-16")
    yield "more than is read", b"x " * 3 * MIB


def written(folder):
    """Names and files of the cases, one after the other. Another process makes them: what a program started from here is told to
    have used begins with what this process has."""
    told, tell = os.pipe()
    asked, ask = os.pipe()
    if os.fork() == 0:
        for kind, cases in (("html", (nesting, formatting, tags, unclosed, texts, telling, charsets)), ("md", (markdown,))):
            for case in cases:
                for name, content in case():
                    pathlib.Path(folder, "page." + kind).write_bytes(content)
                    os.write(tell, f"{kind} {name}\n".encode())
                    os.read(asked, 1)
        os._exit(0)
    os.close(tell)
    with os.fdopen(told) as names:
        for line in names:
            kind, name = line.strip().split(" ", 1)
            yield name if kind == "html" else "Markdown: " + name, pathlib.Path(folder, "page." + kind)
            os.write(ask, b"x")
    os.wait()


def run(path):
    return run_bounded([COURANT, "extract", "--format", "jsonl", path], environment())


def examine(name, done):
    if "--verbose" in sys.argv:
        print(f"{name}: {done.seconds:.2f} s, {done.mib:.0f} MB, exit {done.code}, {done.stderr[-90:]!r}", flush=True)
    check(done.within, f"{name}: {done.seconds:.2f} s, {done.mib:.0f} MB")
    check(done.code in (0, 3), f"{name}: exit {done.code}: {done.stderr[:200]!r}")
    lines = done.stdout.splitlines()
    check(len(lines) == 1, f"{name}: {len(lines)} lines")
    for line in lines:
        record = json.loads(line)
        check(("text" in record) == (done.code == 0) and ("error" in record) == (done.code == 3), f"{name}: {line[:200]!r}")
    check(done.code == 0 or done.stderr.strip(), f"{name}: fails without a word")


def bounded():
    with tempfile.TemporaryDirectory(prefix="courant-pages-") as folder:
        for name, path in written(folder):
            done = run(path)
            for _ in range(3):  # a busy machine counts some of what others do
                done = done if done.within else run(path)
            examine(name, done)


def broken_at_random():
    chance = random.Random(8)
    good = page(b"<table><tr><td>x<b>y<p>z</table><svg><g/></svg><a href=x>y</a>&eacute;<!-- c --><script>x</script>")
    with tempfile.TemporaryDirectory(prefix="courant-pages-") as folder:
        for turn in range(40):
            data = bytearray(good)
            for _ in range(chance.randrange(1, 9)):
                at = chance.randrange(len(data))
                if chance.randrange(2):
                    data[at] = chance.choice(b"\0<>&;'\"/=![]-?\xff")
                else:
                    del data[at:at + chance.randrange(1, 20)]
            path = pathlib.Path(folder, "page.html")
            path.write_bytes(data)
            examine(f"broken {turn}", run(path))


bounded()
broken_at_random()
finish("pages")
