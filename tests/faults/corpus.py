"""JSON lines made of nothing but a seed: articles of odd sizes in several scripts, with bad records between them."""

import json
import random

WORDS = {
    "en": "the harbour of ferry council bridge closed opened week said because engine found water north new old city".split(),
    "de": "der hafen die fähre rat brücke gesperrt woche sagte weil motor wasser norden neue alte stadt größe".split(),
    "tr": "liman feribot köprü kapalı ısı ılık istanbul ırmak dedi çünkü şehir yeni eski hafta İzmir ISPARTA".split(),
    "ru": "порт паром мост закрыт неделя сказал потому двигатель вода север новый старый город".split(),
    "ar": "الميناء العبارة الجسر مغلق أسبوع قال لأن المحرك الماء الشمال جديد قديم المدينة".split(),
    "zh": list("港口渡轮桥关闭一周说因为发动机水北新旧城市"),
    "th": list("ท่าเรือสะพานปิดสัปดาห์กล่าวเพราะเครื่องน้ำเหนือใหม่เก่าเมือง"),
    None: "harbour fähre köprü мост الجسر 桥 สะพาน naïve 3.5 U.S. z.B. http://example.org/a?b=c".split(),
}


def text_of(lang, chance, sentences):
    spaced = lang not in ("zh", "th")
    end = "。" if lang == "zh" else " " if lang == "th" else "."
    parts = []
    for _ in range(sentences):
        words = [chance.choice(WORDS[lang]) for _ in range(chance.randint(1, 30))]
        words[0] = words[0].capitalize()
        parts.append((" " if spaced else "").join(words) + end)
        parts.append(chance.choice([" ", " ", "\n\n", "\r\n"]) if spaced else "")
    return "".join(parts)


def lines(n, seed=1):
    chance = random.Random(seed)
    for i in range(n):
        lang = chance.choice(list(WORDS))
        if chance.random() < 0.01:
            yield chance.choice(['{"id":', "[]", '{"id":"x","text":""}', '{"id":"y","text":3}', ""])
            continue
        record = {"id": chance.choice([i, str(i), -i]), "day": chance.choice(["mon", "tue", 3]),
                  "text": text_of(lang, chance, chance.choice([1, 3, 10, 40]))}
        if lang and chance.random() < 0.5:
            record["lang"] = lang
        yield json.dumps(record, ensure_ascii=chance.random() < 0.5)
