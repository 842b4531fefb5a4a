"""What fit.py and ablate.py share: data sets with human summaries, choices of sentences, and their ROUGE.

A folder of data holds `summaries/NAME.jsonl` (articles) and `groups/NAME.jsonl` (articles with a member "group"), each with
NAME.gold.jsonl: {"id" or "group", "lang", "refs": [text, ...]}. The words of the summaries asked for come from index.json.
"""
import json
import random
import subprocess
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

FEATURES = ["frequency", "early", "first", "head 2", "head 8", "centroid", "leading", "once", "length", "articles", "share", "stem", "full"]
UNSPACED = [(0x3040, 0x30ff), (0x3400, 0x4dbf), (0x4e00, 0x9fff), (0xf900, 0xfaff), (0x0e00, 0x0eff), (0x1000, 0x109f),
            (0x1780, 0x17ff)]


def words_of(text):
    """Case-folded runs of letters, digits and marks; a character a word where no spaces are written."""
    found, word = [], []
    for char in unicodedata.normalize("NFKC", text).casefold() + " ":
        kind, code = unicodedata.category(char)[0], ord(char)
        alone = any(low <= code <= high for low, high in UNSPACED)
        if kind in "LNM" and not alone:
            word.append(char)
            continue
        if word:
            found.append("".join(word))
            word = []
        if alone and kind in "LN":
            found.append(char)
    return found


def counts_of(words):
    return Counter(words), Counter(zip(words, words[1:])), len(words)


class DataSet:
    """Articles or groups with human summaries, analysed by rank_bench, which stays open for choices."""

    def __init__(self, bench, lexicons, folder, task, entry):
        self.name, self.words, self.is_group = entry["name"], entry["words"], task != "summaries"
        self.key = "group" if self.is_group else "id"
        self.input = Path(folder) / entry["input"]
        rows = [json.loads(line) for line in open(self.input, encoding="utf-8")]
        gold = {row[self.key]: row for row in map(json.loads, open(Path(folder) / entry["gold"], encoding="utf-8"))}
        self.bench, self.lexicons = bench, lexicons
        command = [bench, lexicons, "group" if self.is_group else "-", str(self.input)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        texts = {}
        for row in rows:
            texts.setdefault(str(row[self.key]), []).append(row["text"].encode())
            gold[row[self.key]].setdefault("lang", row.get("lang", "und"))
        self.items = [self.item(self.process.stdout.readline().rstrip("\n").split("\t"), texts, gold) for _ in texts]

    @staticmethod
    def item(fields, texts, gold):
        row = gold[fields[0]]
        sentences = []
        for place in fields[1:]:
            article, start, end, _ = map(int, place.split(":"))
            sentences.append(words_of(texts[fields[0]][article][start:end].decode()))
        return {"key": fields[0], "lang": row["lang"], "refs": row["refs"], "sentences": sentences, "cache": {},
                "counts": [counts_of(words_of(ref)) for ref in row["refs"]]}

    def ask(self, command):
        """Scores (0 to 100, mean of ROUGE-1 and -2 F1) of the choices that a command of rank_bench makes, item by item."""
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return [self.score(item, self.process.stdout.readline().split()) for item in self.items]

    def tell(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def score(self, item, chosen):
        key = tuple(chosen)
        if key not in item["cache"]:
            item["cache"][key] = rouge(item["counts"], [w for i in chosen for w in item["sentences"][int(i)]])
        return item["cache"][key]

    def reference_stems(self):
        """For each item the stems of each human summary, analysed as the articles are."""
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            owner = []
            for i, item in enumerate(self.items):
                for ref in item["refs"]:
                    file.write(json.dumps({"id": str(len(owner)), "lang": item["lang"], "text": ref}) + "\n")
                    owner.append(i)
            file.flush()
            done = subprocess.run([self.bench, self.lexicons, "-", file.name], input="stems\nend\n", capture_output=True,
                                  text=True, encoding="utf-8", check=True)
        stems = [[] for _ in self.items]
        for i, line in zip(owner, done.stdout.split("\n")[len(owner):]):
            stems[i].append(line.split("\t"))
        return stems


def rouge(references, words):
    singles, pairs, n = counts_of(words)
    if not n:
        return 0.0
    total = 0.0
    for ref_singles, ref_pairs, ref_n in references:
        total += 2 * sum((singles & ref_singles).values()) / (n + ref_n)
        total += 2 * sum((pairs & ref_pairs).values()) / max(1, n + ref_n - 2)
    return 50 * total / len(references)


def load(bench, lexicons, folder):
    """(articles, groups) of a folder of data."""
    index = json.load(open(Path(folder) / "index.json", encoding="utf-8"))
    found = []
    for task in ("summaries", "groups", "groups-update"):
        for entry in index.get(task, []):
            found.append(DataSet(bench, lexicons, folder, task, entry))
    return [d for d in found if not d.is_group], [d for d in found if d.is_group]


def command(name, numbers):
    """A line for rank_bench: numbers in millionths."""
    return " ".join([name] + [str(round(1e6 * n)) for n in numbers])


def mean(values):
    return sum(values) / len(values)


def interval(values, rounds=1000):
    """95 % bootstrap interval of a mean."""
    rng = random.Random(1)
    means = sorted(mean(rng.choices(values, k=len(values))) for _ in range(rounds))
    return means[int(.025 * rounds)], means[int(.975 * rounds)]
