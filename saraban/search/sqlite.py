"""FTS5 over our own pieces of words. It keeps no text: the rows of `Found` have it.

The rowid is the place, so the newest come first without sorting, and a range of rowids keeps to one agency. Pieces
rather than SQLite's trigrams: those find nothing for one and two letters, where a prefix of a piece does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from saraban.search.grams import LENGTH, cover_of, pieces_of

LAID_OUT = (
    "CREATE VIRTUAL TABLE saraban_pieces USING fts5"
    "(pieces, content='', columnsize=0, detail=none, prefix='1 2', tokenize='ascii')"
)
COME = "INSERT INTO saraban_pieces (rowid, pieces) VALUES (%s, %s)"
GONE = "INSERT INTO saraban_pieces (saraban_pieces, rowid, pieces) VALUES ('delete', %s, %s)"
# Its tokens are letters, digits and all that is not ASCII: the other signs move to where nobody writes.
_AWAY = {sign: 0xE000 + sign for sign in range(33, 127) if not chr(sign).isalnum()}


def lay_out(editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute(LAID_OUT)


def index(*, gone: Iterable[tuple[int, str]], come: Iterable[tuple[int, str]]) -> None:
    # In the order of places, what went before what comes: else FTS5 writes a new segment each time it turns back.
    lines = [(place, 0, said) for place, said in gone] + [(place, 1, said) for place, said in come]
    with connection.cursor() as cursor:
        for comes, some in groupby(sorted(lines), key=lambda line: line[1]):
            cursor.executemany(
                COME if comes else GONE,
                [(place, " ".join(pieces_of(said.translate(_AWAY)))) for place, _, said in some],
            )


def places(words: Sequence[str], *, low: int, high: int, limit: int) -> list[int]:
    asked = " AND ".join(
        f'"{piece.translate(_AWAY)}"' + ("" if len(piece) == LENGTH else "*") for piece in cover_of(words)
    )
    every_word = " AND instr(found.text || ' ' || found.body, %s)" * len(words)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT found.id FROM saraban_pieces CROSS JOIN saraban_found AS found ON found.id = saraban_pieces.rowid"
            " WHERE saraban_pieces MATCH %s AND saraban_pieces.rowid >= %s AND saraban_pieces.rowid < %s"
            f"{every_word} ORDER BY saraban_pieces.rowid DESC LIMIT %s",
            [asked, low, high, *words, limit],
        )
        return [place for (place,) in cursor.fetchall()]
