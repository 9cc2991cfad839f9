"""Where letters begin: any pile of pages, sheets and labels gives the letters that went into it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from saraban.proposals.labels import FIRST_PAGE, SEPARATOR, entry_label, mark_among, number_on
from saraban.proposals.splitting import Page, Sheet, as_runs, letters_among, pages_of

NUMBER = entry_label("0123456789abcdef", 2569, 12)
PAPER = st.builds(Sheet, st.just(""), st.booleans())
LETTER = st.tuples(st.sampled_from([(), (FIRST_PAGE,), (NUMBER,)]), st.lists(PAPER, min_size=1, max_size=5))


@given(st.lists(st.tuples(st.integers(1, 3), LETTER), max_size=12))
def test_letters_laid_with_sheets_between_come_out_as_they_were(
    pile: list[tuple[int, tuple[tuple[str, ...], list[Sheet]]]],
) -> None:
    sheets: list[Sheet] = []
    wanted: list[tuple[list[Page], str]] = []
    for how_many, (label, pages) in pile:
        sheets += [Sheet(SEPARATOR)] * how_many  # two by mistake, or the back of one
        if label:
            pages = [Sheet(label[0]), *pages[1:]]
        wanted.append(([(0, len(sheets) + nth) for nth in range(len(pages))], label[0] if label else ""))
        sheets += pages
    found = letters_among([sheets])
    assert [(list(letter.pages), letter.mark) for letter in found] == wanted


@given(
    st.lists(st.lists(st.sampled_from(["", "", "", SEPARATOR, FIRST_PAGE, NUMBER]), max_size=8), max_size=6),
    st.booleans(),
)
def test_no_page_but_a_sheet_is_lost_and_none_is_in_two_letters(
    marks: list[list[str]], together: bool
) -> None:
    files = [[Sheet(mark) for mark in of_file] for of_file in marks]
    found = letters_among(files, together=together)
    pages = [page for letter in found for page in letter.pages]
    wanted = [
        (file, page)
        for file, of_file in enumerate(marks)
        for page, mark in enumerate(of_file)
        if mark != SEPARATOR
    ]
    assert pages == wanted
    assert all(letter.pages for letter in found)
    for letter in found:
        marked = [marks[file][page] for file, page in letter.pages]
        assert not any(marked[1:]) and marked[0] == letter.mark
        if not together:
            assert len({file for file, _ in letter.pages}) == 1


def test_files_that_are_one_pile_are_split_by_sheets_alone() -> None:
    photos = [[Sheet()], [Sheet()], [Sheet(SEPARATOR)], [Sheet()]]
    assert [letter.pages for letter in letters_among(photos, together=True)] == [((0, 0), (1, 0)), ((3, 0),)]
    assert len(letters_among(photos)) == 3


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 30)), max_size=40))
def test_runs_tell_the_pages_that_they_were_made_from(pages: list[Page]) -> None:
    assert pages_of(as_runs(pages)) == pages


def test_a_code_of_others_is_no_mark() -> None:
    assert mark_among(["https://example.com", "SARABAN:R:0123:1:1", "00020101", "SARABAN:SHEET2"]) == ""
    assert mark_among([FIRST_PAGE, NUMBER]) == NUMBER
    assert mark_among([NUMBER, SEPARATOR]) == SEPARATOR


def test_a_number_counts_only_for_the_agency_that_printed_it() -> None:
    assert number_on(NUMBER, "0123456789abcdef") == (2569, 12)
    assert number_on(NUMBER, "f123456789abcdef") is None
    assert number_on(FIRST_PAGE, "0123456789abcdef") is None
