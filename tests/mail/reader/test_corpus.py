"""Over all letters of the corpus: what intake indexes is what `explain mail` tells. (Whether it is right: `tests/oracle`.)"""

from __future__ import annotations

from pathlib import Path

from saraban.mail.reader.job import explain, index

CORPUS = sorted((Path(__file__).parents[2] / "letters").glob("*/*.eml"))


def test_the_index_agrees_with_the_explanation() -> None:
    assert len(CORPUS) > 400
    for path, indexed in zip(CORPUS, index(*map(str, CORPUS)), strict=True):
        explained = explain(str(path))
        keys = indexed.keys() & explained.keys() - {"attachments", "to"}
        assert len(keys) == 10
        assert {key: indexed[key] for key in keys} == {key: explained[key] for key in keys}, path.name
        assert indexed["attachments"] == len(explained["attachments"]), path.name
        assert indexed["to"][: len(explained["to"])] == explained["to"], path.name  # and Cc after it
