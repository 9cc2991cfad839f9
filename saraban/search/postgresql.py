"""GIN over our own pieces of words as numbers, each with the stretch of time in which its row stands.

A GIN index has no order, and a common word would bring a million rows to be sorted. So the pieces of each stretch of
45 days of one kind of one agency are keys of their own, and a search goes back in time by stretches until it has
enough. It needs no extension, and no locale that knows Thai, as pg_trgm does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from saraban.search.grams import LENGTH, cover_of

STRETCH_BITS = 31  # of a place: 65,536 minutes
STRETCHES_AT_ONCE_MAX = 64
_FIRST, _SECOND, _WORD = 65_599 * 65_599, 65_599, 0xFFFF_FFFF

# Keys of one, two and three letters: code points, folded into 32 bits below the stretch. Blanks are in none.
LAID_OUT = (
    f"""
    CREATE FUNCTION saraban_pieces(stretch bigint, said text) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 5000 AS $$
        SELECT array_agg((stretch << 32) | a)
            || array_agg((stretch << 32) | ((a * {_SECOND} + b) & {_WORD})) FILTER (WHERE b > 32)
            || array_agg((stretch << 32) | ((a * {_FIRST} + b * {_SECOND} + c) & {_WORD})) FILTER (WHERE b > 32 AND c > 32)
        FROM (SELECT string_to_array(said, NULL) AS letters) AS spelled,
            LATERAL (
                SELECT ascii(x)::bigint AS a, ascii(y)::bigint AS b, ascii(z)::bigint AS c
                FROM unnest(letters, letters[2:], letters[3:]) AS following(x, y, z)
            ) AS codes
        WHERE a > 32
    $$
    """,
    # Filled in one go and then merged (`index`): piece by piece it would take six times as long.
    f"""
    CREATE INDEX saraban_found_pieces ON saraban_found
    USING gin (saraban_pieces(id >> {STRETCH_BITS}, text || ' ' || body))
    WITH (fastupdate = on, gin_pending_list_limit = 65536)
    """,
    # ANALYZE would cut thirty thousand texts to learn what no plan depends on.
    "ALTER INDEX saraban_found_pieces ALTER COLUMN 1 SET STATISTICS 0",
)

# The planner takes a search for dear, knowing nothing of the pieces: it would read every text, or compile for a second.
PLANNED_SO = (
    "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),"
    " set_config('max_parallel_workers_per_gather', '0', true)"
)


def lay_out(editor: BaseDatabaseSchemaEditor) -> None:
    for statement in LAID_OUT:
        editor.execute(statement, params=None)


def index(*, gone: Iterable[tuple[int, str]], come: Iterable[tuple[int, str]]) -> None:
    """The index follows the table by itself; what was put aside is merged now, so that no search has to wade in it."""
    if any(True for _ in come):
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('saraban_found_pieces')")


def places(words: Sequence[str], *, low: int, high: int, limit: int) -> list[int]:
    pieces = cover_of(words)
    found: list[int] = []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PLANNED_SO)
        cursor.execute("SELECT min(id), max(id) FROM saraban_found WHERE id >= %s AND id < %s", [low, high])
        first, last = cursor.fetchone()
        if first is None:
            return []
        stretch, at_once = last >> STRETCH_BITS, 1
        while stretch >= first >> STRETCH_BITS and len(found) < limit:
            stretches = range(stretch, max(stretch - at_once, (first >> STRETCH_BITS) - 1), -1)
            there = " OR ".join(
                [f"saraban_pieces(id >> {STRETCH_BITS}, text || ' ' || body) @> %s::bigint[]"]
                * len(stretches)
            )
            keys = [[_key(one, piece) for piece in pieces] for one in stretches]
            every_word = " AND strpos(text || ' ' || body, %s) > 0" * len(words)
            cursor.execute(
                f"WITH here AS MATERIALIZED (SELECT id, text, body FROM saraban_found WHERE {there})"
                f" SELECT id FROM here WHERE id >= %s AND id < %s{every_word} ORDER BY id DESC LIMIT %s",
                [*keys, low, high, *words, limit - len(found)],
            )
            found += [place for (place,) in cursor.fetchall()]
            stretch, at_once = stretches[-1] - 1, min(at_once * 2, STRETCHES_AT_ONCE_MAX)
    return found


def _key(stretch: int, piece: str) -> int:
    """As `saraban_pieces` in the database reckons it, where a bigint has a sign."""
    assert 0 < len(piece) <= LENGTH
    a, b, c = [*map(ord, piece), 0, 0][:3]
    folded = (a * _FIRST + b * _SECOND + c if c else a * _SECOND + b if b else a) & _WORD
    key = (stretch << 32 | folded) & 0xFFFF_FFFF_FFFF_FFFF
    return key - (1 << 64) if key >> 63 else key
