"""Rows of numbers that went out before the database was put back: seen as void on every page, and nothing breaks."""

from __future__ import annotations

from django.test import Client

from saraban.agencies.duties import OPERATOR
from saraban.registers.book import received_book, sent_book
from saraban.registers.marks import begin_recovery, go_on
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from tests.desk.test_pages import columns
from tests.office import Office, arrive


def recovered(office: Office) -> tuple[IncomingEntry, OutgoingEntry]:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    recovery = begin_recovery("ผู้ดูแลเครื่องแจ้ง", {}, by=OPERATOR)
    go_on(recovery, {("incoming", entry.year): 2, ("outgoing", entry.year): 1}, by=office.clerk)
    return IncomingEntry.objects.get(number=2), OutgoingEntry.objects.get()


def test_a_recovered_number_is_a_void_row_on_its_page_and_in_the_lists(office: Office, clerk: Client) -> None:
    received, sent = recovered(office)
    for address in (
        "/desk/register/",
        f"/desk/register/{received.pk}/",
        f"/desk/register/{received.pk}/slip/",
        "/desk/outgoing/",
        f"/desk/outgoing/{sent.pk}/",
        "/desk/",
    ):
        answer = clerk.get(address)
        assert answer.status_code == 200, address
        if address != "/desk/":
            assert "กู้คืนข้อมูล" in answer.content.decode(), address


def test_a_recovered_number_is_struck_in_the_printed_book(office: Office) -> None:
    recovered(office)
    rows = list(received_book(IncomingEntry.objects.with_hidden(office.clerk)).rows())
    assert [(row.number, row.struck) for row in rows] == [(1, False), (2, True)]
    assert rows[1].remarks.startswith("ยกเลิก กู้คืนข้อมูล: เลขนี้ออกไปแล้ว")
    [row] = sent_book(OutgoingEntry.objects.with_hidden(office.clerk)).rows()
    assert (row.number, row.struck) == (1, True)


def test_while_it_is_not_compared_the_page_says_why_no_number_is_given(office: Office, clerk: Client) -> None:
    letter = arrive(office)
    begin_recovery("ผู้ดูแลเครื่องแจ้ง", {}, by=OPERATOR)
    answer = clerk.get(f"/desk/letters/{letter.pk}/")
    assert answer.status_code == 200
    answer = clerk.post(f"/desk/letters/{letter.pk}/entry/", columns())
    assert "กู้คืนมาจากชุดสำรอง" in answer.content.decode()
    assert not IncomingEntry.objects.exists()
