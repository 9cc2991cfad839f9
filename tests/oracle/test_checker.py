"""The checker finds each planted crime, and nothing in an honest house."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.oracle.checker import (
    Accepted,
    Evidence,
    Received,
    Row,
    check,
    gather,
    postgres_tables,
    received_in_folder,
    sqlite_tables,
)
from tests.oracle.working_time import BANGKOK, deemed_received_at
from tests.servers.postgres import Postgres

SUNDAY = datetime(2025, 11, 9, 21, 33, tzinfo=BANGKOK)
MONDAY = datetime(2025, 11, 10, 9, 0, tzinfo=BANGKOK)
LETTERS = 4


def letter(n: int) -> bytes:
    return (
        f"From: citizen{n}@mail.example\r\nTo: saraban@klongnoi.example\r\nSubject: letter {n}\r\n"
        f"Message-ID: <c{n}@mail.example>\r\n\r\ntext {n}\r\n"
    ).encode()


def answer(
    n: int, *, number: int | None = None, message_id: str | None = None, reply_to: int | None = None
) -> bytes:
    told = number or n
    return (
        f"From: saraban@klongnoi.example\r\nTo: citizen{n}@mail.example\r\n"
        f"Subject: Re: letter {n} [=?utf-8?B?4LmA4Lil4LiC4Lij4Lix4Lia?= {told}/2568]\r\n"
        f"Message-ID: {message_id or f'<a{n}@klongnoi.example>'}\r\nIn-Reply-To: <c{reply_to or n}@mail.example>\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: 8bit\r\n\r\nเลขรับที่ {told}/2568\r\n"
    ).encode()


class House:
    """An honest house of four letters from Sunday evening, entered and answered on Monday; to be spoilt."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        self.place = folder / "house.sqlite3"
        self.accepted = [
            Accepted(letter(n), arrived_at=SUNDAY + timedelta(minutes=n)) for n in range(1, LETTERS + 1)
        ]
        self.received = [
            Received(answer(n), received_at=MONDAY + timedelta(minutes=n, seconds=30))
            for n in range(1, LETTERS + 1)
        ]
        self.sql(
            "CREATE TABLE saraban_inboundemail (id INTEGER PRIMARY KEY, agency_id, sha256, arrived_at, state)"
        )
        self.sql(
            "CREATE TABLE saraban_incomingentry (id INTEGER PRIMARY KEY, agency_id, year, number, registered_at,"
            " deemed_at, arrived_at, email_id)"
        )
        self.sql(
            "CREATE TABLE saraban_outgoingentry (id INTEGER PRIMARY KEY, agency_id, register, year, number,"
            " registered_at)"
        )
        self.sql(
            "CREATE TABLE saraban_outboundemail (id INTEGER PRIMARY KEY, agency_id, kind, state, message_id,"
            " server_message_id, in_reply_to_id, sha256)"
        )
        self.sql("CREATE TABLE saraban_auditentry (id INTEGER PRIMARY KEY, agency_id, number, digest)")
        self.sql("CREATE TABLE saraban_other (id INTEGER PRIMARY KEY, sha256)")
        for n in range(1, LETTERS + 1):
            arrived = SUNDAY + timedelta(minutes=n)
            self.keep(letter(n))
            self.sql(
                "INSERT INTO saraban_inboundemail VALUES (?, 1, ?, ?, 'registered')",
                n,
                digest(letter(n)),
                utc(arrived),
            )
            self.sql(
                "INSERT INTO saraban_incomingentry VALUES (?, 1, 2568, ?, ?, ?, ?, ?)",
                n, n, utc(MONDAY + timedelta(minutes=n)), utc(deemed_received_at(arrived)), utc(arrived), n,
            )  # fmt: skip
            self.sql(
                "INSERT INTO saraban_outboundemail VALUES (?, 1, 'answer', 'sent', ?, '', ?, '')",
                n, f"<a{n}@klongnoi.example>", n,
            )  # fmt: skip
            for register in ("outgoing", "order"):
                self.sql(
                    "INSERT INTO saraban_outgoingentry VALUES (NULL, 1, ?, 2568, ?, ?)",
                    register, n, utc(MONDAY + timedelta(minutes=n)),
                )  # fmt: skip
            self.sql("INSERT INTO saraban_auditentry VALUES (?, 1, ?, ?)", n, n, f"{n:064x}")

    def sql(self, statement: str, *values: object) -> None:
        connection = sqlite3.connect(self.place)
        with connection:
            connection.execute(statement, values)
        connection.close()

    def keep(self, content: bytes, name: str | None = None) -> Path:
        place = self.files / "agency" / (name or digest(content))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return place

    def evidence(self) -> Evidence:
        return gather(
            accepted=self.accepted, received=self.received, files=self.files, tables=sqlite_tables(self.place)
        )


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def utc(value: datetime) -> str:
    """As the house keeps moments in SQLite: UTC, no zone written."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_an_honest_house_has_nothing_against_it(house: House) -> None:
    assert check(house.evidence()) == []


def test_the_same_letter_accepted_twice_and_an_answer_sent_twice_is_honest(house: House) -> None:
    house.accepted.append(house.accepted[0])
    house.received.append(house.received[0])
    assert check(house.evidence()) == []


def test_a_letter_on_the_desk_and_one_put_aside_are_honest(house: House) -> None:
    for n, state in ((8, "unsorted"), (9, "not_registered")):
        house.accepted.append(Accepted(letter(n)))
        house.keep(letter(n))
        house.sql(
            "INSERT INTO saraban_inboundemail VALUES (?, 1, ?, ?, ?)",
            n,
            digest(letter(n)),
            utc(SUNDAY),
            state,
        )
    assert check(house.evidence()) == []


def test_another_agencys_number_in_the_subject_is_not_taken_for_ours(house: House) -> None:
    foreign = house.received[0].raw.replace(b"Re: letter 1", "Re: [เลขรับ 777/2568] เลขรับที่ 778/2568".encode())
    house.received[0] = Received(foreign, received_at=house.received[0].received_at)
    assert check(house.evidence()) == []


Crime = Callable[[House], object]


def entry(column: str, value: object, number: int) -> Crime:
    return lambda house: house.sql(
        f"UPDATE saraban_incomingentry SET {column} = ? WHERE number = ?", value, number
    )


def sent(column: str, value: object) -> Crime:
    """In the series of orders, number 2."""
    return lambda house: house.sql(
        f"UPDATE saraban_outgoingentry SET {column} = ? WHERE register = 'order' AND number = 2", value
    )


def outbound(column: str, value: object, row: int) -> Crime:
    return lambda house: house.sql(f"UPDATE saraban_outboundemail SET {column} = ? WHERE id = ?", value, row)


def corrupt(house: House) -> None:
    house.keep(letter(2) + b"x", name=digest(letter(2)))


def resend(n: int, **other: object) -> Crime:
    def crime(house: House) -> None:
        house.received.append(Received(answer(n, **other), received_at=MONDAY + timedelta(hours=1)))  # type: ignore[arg-type]

    return crime


def invent_a_letter(house: House) -> None:
    house.keep(letter(7))
    house.sql(
        "INSERT INTO saraban_inboundemail VALUES (9, 1, ?, ?, 'unsorted')", digest(letter(7)), utc(SUNDAY)
    )


def tell_too_early(house: House) -> None:
    house.received[2] = Received(answer(3), received_at=MONDAY - timedelta(hours=1))


def lose_a_mail(house: House) -> None:
    del house.received[1]


def second_answer(house: House) -> None:
    house.sql(
        "INSERT INTO saraban_outboundemail VALUES (9, 1, 'answer', 'sent', '<b1@klongnoi.example>', '', 1, '')"
    )
    house.received.append(
        Received(answer(1, message_id="<b1@klongnoi.example>"), received_at=MONDAY + timedelta(hours=1))
    )


def tell_again_for_another(house: House) -> None:
    """After a restore the number of letter 1 is given to letter 4 and told to its sender."""
    house.sql(
        "INSERT INTO saraban_outboundemail VALUES (9, 1, 'answer', 'sent', '<b4@klongnoi.example>', '', 4, '')"
    )
    house.received.append(
        Received(
            answer(4, number=1, message_id="<b4@klongnoi.example>"), received_at=MONDAY + timedelta(hours=1)
        )
    )


CRIMES: list[tuple[str, Crime, str]] = [
    ("a letter without a row", lambda h: h.sql("DELETE FROM saraban_inboundemail WHERE id = 4"), "I1: agency 1: an accepted letter has no row"),
    ("a letter that was never taken up", lambda h: h.accepted.append(Accepted(letter(7))), "I1: agency 1: an accepted letter has no row"),
    ("a letter kept twice", lambda h: h.sql("INSERT INTO saraban_inboundemail VALUES (9, 1, ?, ?, 'unsorted')", digest(letter(1)), utc(SUNDAY + timedelta(minutes=1))), "I1: agency 1: letter"),
    ("a letter nobody sent", invent_a_letter, "was never accepted"),
    ("a letter's file gone", lambda h: (h.files / "agency" / digest(letter(3))).unlink(), "I9: saraban_inboundemail row 3: no file"),
    ("a letter's file changed by one byte", corrupt, "not what its name says"),
    ("a file that no row names", lambda h: h.keep(b"orphan"), "no row names this file"),
    ("a file left half written", lambda h: h.keep(b"half", name="upload.tmp"), "a file whose name is no hash"),
    ("a moment of arrival that is not the server's", lambda h: h.sql("UPDATE saraban_inboundemail SET arrived_at = ? WHERE id = 1", utc(SUNDAY + timedelta(hours=5))), "is not when the server took it"),
    ("a gap", lambda h: h.sql("DELETE FROM saraban_incomingentry WHERE number = 2"), "I2: agency 1, book 2568: missing numbers [2]"),
    ("a number given twice", entry("number", 3, 4), "I2: agency 1, book 2568: number 3 was given 2 times"),
    ("a book that begins at two", entry("number", 9, 1), "I2: agency 1, book 2568: missing numbers [1, 5, 6, 7, 8]"),
    ("a number nought", entry("number", 0, 1), "number 0 lies before the first"),
    ("a gap among orders", lambda h: h.sql("DELETE FROM saraban_outgoingentry WHERE register = 'order' AND number = 2"), "I2: agency 1, order 2568: missing numbers [2]"),
    ("an order's number given twice", sent("number", 3), "I2: agency 1, order 2568: number 3 was given 2 times"),
    ("an order registered too early", sent("registered_at", utc(MONDAY - timedelta(minutes=5))), "I3: agency 1, order 2568: number 2 was registered before number 1"),
    ("an order in the wrong year's book", sent("year", 2569), "I3: agency 1, order 2/2569: stands in the wrong book"),
    ("registered, and no number", lambda h: h.sql("DELETE FROM saraban_incomingentry WHERE number = 4"), "counts as registered and has no number"),
    ("registration falling as numbers rise", entry("registered_at", utc(MONDAY - timedelta(minutes=5)), 3), "number 3 was registered before number 2"),
    ("deemed on Sunday evening", entry("deemed_at", utc(SUNDAY + timedelta(minutes=1)), 1), "the rule says 2025-11-10T08:30:00+07:00"),
    ("deemed a second late", entry("deemed_at", utc(MONDAY.replace(hour=8, minute=30, second=1)), 1), "the rule says"),
    ("an arrival that is not the letter's", entry("arrived_at", utc(SUNDAY), 1), "is not its letter's"),
    ("the wrong book", entry("year", 2569, 4), "stands in the wrong book"),
    ("an entry of a letter that is not there", entry("email_id", 77, 1), "does not exist"),
    ("a number told that is not in the register", resend(1, number=99, message_id="<a1@klongnoi.example>"), "I4: number 99/2568"),
    ("a number told before it was registered", tell_too_early, "was registered only after it was told"),
    ("a number told again for another letter", tell_again_for_another, "I5: number 1/2568 was told for 2 letters"),
    ("a number told to the wrong letter", lambda h: h.received.__setitem__(0, Received(answer(1, reply_to=2), received_at=MONDAY + timedelta(hours=1))), "answers <c2@mail.example> but belongs to"),
    ("two answers to one letter", second_answer, "citizen1@mail.example had 2 different answers"),
    ("sent, and nobody received it", lose_a_mail, "I7: outbound row 2 (sent): counted as sent, but nobody received it"),
    ("recalled, and it left all the same", outbound("state", "recalled", 2), "I7: outbound row 2 (recalled): received by the world"),
    ("held, and it left all the same", outbound("state", "held", 2), "I7: outbound row 2 (held): received by the world"),
    ("a state that does not exist", outbound("state", "lost", 2), "a state that does not exist"),
    ("a letter left of which no row knows", resend(1, message_id="<ghost@klongnoi.example>"), "of which no row knows"),
    ("other bytes at the second attempt", lambda h: h.received.append(Received(answer(1) + b"more\r\n", received_at=MONDAY + timedelta(hours=1))), "left in different bytes"),
    ("a letter without an id", lambda h: h.received.append(Received(b"Subject: x\r\n\r\n")), "without a Message-ID"),
    ("a hole in the log", lambda h: h.sql("DELETE FROM saraban_auditentry WHERE number = 2"), "I6: agency 1, log: missing numbers [2]"),
    ("a digest that stands twice", lambda h: h.sql("UPDATE saraban_auditentry SET digest = ? WHERE number = 2", f"{1:064x}"), "a digest is missing or stands twice"),
    ("no log at all", lambda h: h.sql("DELETE FROM saraban_auditentry"), "I6: agency 1 has entries and no log"),
]  # fmt: skip


@pytest.mark.parametrize(("crime", "told"), [case[1:] for case in CRIMES], ids=[case[0] for case in CRIMES])
def test_each_planted_crime_is_found(house: House, crime: Crime, told: str) -> None:
    crime(house)
    found = check(house.evidence())
    assert any(told in sentence for sentence in found), found


def test_a_hash_named_by_another_table_is_no_orphan(house: House) -> None:
    house.keep(b"an attachment")
    house.sql("INSERT INTO saraban_other VALUES (1, ?)", digest(b"an attachment"))
    assert check(house.evidence()) == []


def test_a_book_may_begin_at_its_cut_over_number(house: House) -> None:
    house.sql("UPDATE saraban_incomingentry SET number = number + 500")
    house.received.clear()
    house.sql("UPDATE saraban_outboundemail SET state = 'queued'")
    evidence = gather(
        accepted=house.accepted,
        received=[],
        files=house.files,
        tables=sqlite_tables(house.place),
        first_numbers={(1, 2568): 501},
    )
    assert check(evidence) == []


def history(*numbers: int, at: datetime = SUNDAY, arrived: datetime | None = None, year: int = 2568) -> Crime:
    """An office whose own numbers begin at 501, and rows of the book that it kept before."""

    def brought_in(house: House) -> None:
        house.sql("ALTER TABLE saraban_incomingentry ADD COLUMN old_register_id")
        for number in numbers:
            house.sql(
                "INSERT INTO saraban_incomingentry VALUES (NULL, 1, ?, ?, ?, ?, ?, NULL, 1)",
                year, number, utc(at), utc(at), utc(arrived or at),
            )  # fmt: skip

    return brought_in


@pytest.mark.parametrize(
    ("crime", "told"),
    [
        (history(1, 2, 7), []),
        (history(3, 2, 1, at=datetime(2025, 1, 1, tzinfo=UTC)), []),
        (history(7, 7), ["old book 2568: number 7 stands 2 times"]),
        (history(7, 600), ["old book 2568: goes on to 600, but our own numbers begin at 501"]),
        (history(7, at=datetime(2020, 1, 1, tzinfo=UTC)), ["stands in the wrong book"]),
        (history(7, arrived=MONDAY), ["has several times"]),
    ],
)
def test_old_rows_stand_once_and_below_ours(house: House, crime: Crime, told: list[str]) -> None:
    house.sql("UPDATE saraban_incomingentry SET number = number + 500")
    house.received.clear()
    house.sql("UPDATE saraban_outboundemail SET state = 'queued'")
    crime(house)
    evidence = gather(
        accepted=house.accepted,
        received=[],
        files=house.files,
        tables=sqlite_tables(house.place),
        first_numbers={(1, 2568): 501},
    )
    found = check(evidence)
    assert len(found) == len(told)
    assert [one for one in told if not any(one in said for said in found)] == []


def test_a_database_without_our_tables_is_refused_and_not_passed(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "empty.sqlite3").close()
    with pytest.raises(ValueError, match="nothing was checked"):
        sqlite_tables(tmp_path / "empty.sqlite3")


def test_the_demos_folder_of_sent_letters_is_read_in_order(tmp_path: Path) -> None:
    for n in (2, 1):
        (tmp_path / f"{n}.eml").write_bytes(answer(n))
    (tmp_path / "note.txt").write_text("no letter")
    assert [sent.raw for sent in received_in_folder(tmp_path)] == [answer(2), answer(1)]


def test_the_same_house_in_postgresql_is_judged_the_same(house: House, postgres: Postgres) -> None:
    postgres.create("house")
    kinds = {"sha256": "text", "register": "text", "state": "text", "kind": "text", "digest": "text"}
    kinds |= {"message_id": "text", "server_message_id": "text"}
    with psycopg.connect(postgres.url("house")) as connection:
        tables: dict[str, list[Row]] = {**sqlite_tables(house.place)[0], "saraban_other": [{"sha256": ""}]}
        for table, rows in tables.items():
            columns = list(rows[0])
            typed = [
                f"{column} {'timestamptz' if column.endswith('_at') else kinds.get(column, 'bigint')}"
                for column in columns
            ]
            connection.execute(f"CREATE TABLE {table} ({', '.join(typed)})".encode())
            for row in rows:
                marks = ", ".join("%s" for _ in columns)
                values = [
                    f"{row[column]}+00" if column.endswith("_at") else row[column] for column in columns
                ]
                connection.execute(f"INSERT INTO {table} VALUES ({marks})".encode(), values)
    honest = gather(
        accepted=house.accepted,
        received=house.received,
        files=house.files,
        tables=postgres_tables(postgres.url("house")),
    )
    assert check(honest) == []
    with psycopg.connect(postgres.url("house")) as connection:
        connection.execute(b"DELETE FROM saraban_incomingentry WHERE number = 2")
    spoilt = gather(
        accepted=house.accepted,
        received=house.received,
        files=house.files,
        tables=postgres_tables(postgres.url("house")),
    )
    assert any("missing numbers [2]" in sentence for sentence in check(spoilt))
