"""Reads an amount in Thai words back into satang, by the grammar of the words and not by how we write them.

It refuses what nobody writes on a receipt: หนึ่งสิบ, สองสิบ, เอ็ด alone, a place twice, places out of order.
"""

from __future__ import annotations

UNITS = {"หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9}
LARGE = {"แสน": 100_000, "หมื่น": 10_000, "พัน": 1_000, "ร้อย": 100}


class NotSaid(Exception):
    pass


def satang_of(words: str) -> int:
    if words == "ศูนย์บาทถ้วน":
        return 0
    if words.endswith("บาทถ้วน"):
        return 100 * number_of(words.removesuffix("บาทถ้วน"))
    if not words.endswith("สตางค์"):
        raise NotSaid(words)
    baht, between, rest = words.removesuffix("สตางค์").rpartition("บาท")
    satang = number_of(rest)
    if not 1 <= satang <= 99 or bool(between) != bool(baht):
        raise NotSaid(words)
    return (100 * number_of(baht) if between else 0) + satang


def number_of(words: str) -> int:
    """Thai counts in millions: whatever stands before the last ล้าน is a number of millions."""
    before, million, after = words.rpartition("ล้าน")
    if not million:
        return below_million(after, something_above=False)
    above = number_of(before)
    return above * 1_000_000 + (below_million(after, something_above=True) if after else 0)


def below_million(words: str, *, something_above: bool) -> int:
    total = 0
    for name, worth in LARGE.items():
        for unit, count in UNITS.items():
            if words.startswith(unit + name):
                total += count * worth
                words = words[len(unit + name) :]
                break
    if words.startswith("ยี่สิบ"):
        total, words = total + 20, words.removeprefix("ยี่สิบ")
    elif words.startswith("สิบ"):
        total, words = total + 10, words.removeprefix("สิบ")
    else:
        for unit, count in UNITS.items():
            if count > 2 and words.startswith(unit + "สิบ"):
                total, words = total + 10 * count, words.removeprefix(unit + "สิบ")
                break
    if words:
        something = total > 0 or something_above
        if words == "เอ็ด" and something:
            total += 1
        elif words in UNITS and not (words == "หนึ่ง" and something):
            total += UNITS[words]
        else:
            raise NotSaid(words)
    if not total:
        raise NotSaid("nothing")
    return total
