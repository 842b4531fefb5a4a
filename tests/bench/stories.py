#!/usr/bin/env python3
"""stories.py COURANT [N...]: how the time and memory of `courant stories` grow with the number of articles.

The articles are made up of invented words, in five languages that share only names and numbers: stories of one to twelve
articles over ten days, one in twenty a copy of another. Prints a line for each N (default: 2500 5000 10000 20000): seconds,
megabytes, microseconds an article, and B-cubed precision and recall. No part of the test suite.
"""
import json
import os
import random
import sys
import tempfile
from collections import Counter

LANGUAGES = ("en", "de", "fr", "es", "it")
SOUNDS = ("bar", "cel", "dor", "fin", "gal", "hem", "jur", "kas", "lom", "mir", "nos", "pel", "rav", "sut", "tam", "vig",
          "wen", "zor", "bri", "cla", "dro", "fle", "gru", "ski", "pla", "tre", "sto", "nu", "ra", "li", "mo", "ke")


def word(rng, least, most):
    return "".join(rng.choice(SOUNDS) for _ in range(rng.randint(least, most)))


def vocabulary(rng, n):
    return sorted({word(rng, 2, 4) for _ in range(n)})


def zipf(rng, words):
    return words[int(len(words) ** rng.random()) - 1]


class Story:
    """What its articles share: names and numbers in all languages, words in each."""

    def __init__(self, rng, words):
        self.names = [word(rng, 2, 4).capitalize() for _ in range(6)]
        self.numbers = [str(rng.randint(100, 9999)) for _ in range(4)]
        self.words = {lang: [rng.choice(words[lang]) for _ in range(25)] for lang in LANGUAGES}
        self.day = rng.randint(1, 8)

    def article(self, rng, words):
        lang = rng.choices(LANGUAGES, (5, 2, 2, 1, 1))[0]
        sentences = []
        for _ in range(rng.randint(6, 14)):
            sentence = []
            for _ in range(rng.randint(9, 20)):
                draw = rng.random()
                sentence.append(rng.choice(self.names) if draw < .1 else rng.choice(self.numbers) if draw < .14 else
                                rng.choice(self.words[lang]) if draw < .4 else zipf(rng, words[lang]))
            sentence[0] = sentence[0].capitalize()
            sentences.append(" ".join(sentence) + ".")
        return {"lang": lang, "date": f"2026-03-{self.day + rng.randint(0, 2):02}", "text": " ".join(sentences)}


def corpus(n):
    """Articles and the story of each."""
    rng = random.Random(7)
    words = {lang: vocabulary(rng, 6000) for lang in LANGUAGES}
    articles, story_of, stories = [], [], 0
    while len(articles) < n:
        stories += 1
        story = Story(rng, words)
        for _ in range(min(n - len(articles), rng.choice((1, 1, 1, 1, 2, 2, 3, 4, 6, 8, 12)))):
            articles.append(story.article(rng, words))
            story_of.append(stories)
    for i in range(0, n, 20):
        articles[i - 1], story_of[i - 1] = dict(articles[i]), story_of[i]
    order = list(range(n))
    rng.shuffle(order)
    return [{"id": str(i), **articles[k]} for i, k in enumerate(order)], [story_of[k] for k in order]


def bcubed(found, gold):
    ours, right, both = Counter(found), Counter(gold), Counter(zip(found, gold))
    precision = sum(c * c / ours[f] for (f, _), c in both.items()) / len(gold)
    recall = sum(c * c / right[g] for (_, g), c in both.items()) / len(gold)
    return 100 * precision, 100 * recall


def run(courant, path, out):
    """Seconds of the processor, over all threads, and megabytes of a run."""
    pid = os.posix_spawn(courant, [courant, "stories", "--input-format", "jsonl", "--format", "jsonl", "-o", out, path], os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit(f"{courant} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print("articles  seconds      MB  us/article  precision  recall  stories")
    for n in [int(a) for a in sys.argv[2:]] or (2500, 5000, 10000, 20000):
        articles, gold = corpus(n)
        with tempfile.TemporaryDirectory() as folder:
            path, out = os.path.join(folder, "in.jsonl"), os.path.join(folder, "out.jsonl")
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(json.dumps(a) + "\n" for a in articles)
            seconds, megabytes = run(sys.argv[1], path, out)
            found = [0] * n
            with open(out, encoding="utf-8") as file:
                for number, line in enumerate(file):
                    for article in json.loads(line)["articles"]:
                        found[int(article)] = number
        precision, recall = bcubed(found, gold)
        print(f"{n:8} {seconds:8.2f} {megabytes:7.0f} {1e6 * seconds / n:11.0f} {precision:10.1f} {recall:7.1f} {len(set(found)):8}", flush=True)


if __name__ == "__main__":
    main()
