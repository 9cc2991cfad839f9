"""What a signed PDF is worth: whole and trusted is green; whatever else was done to it, or is not known, never is."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec, append_signature_field

from saraban.documents.signature_job import facts_of
from saraban.documents.signatures import (
    WORSE,
    Change,
    Colour,
    Distrust,
    Oddity,
    PdfVerdict,
    SignatureFacts,
    SignatureVerdict,
    Trouble,
)
from tests.documents import pki
from tests.documents.pki import DAY, NOW, YEAR, Authority, Identity

MUTATIONS = 40  # of each kind and file


@dataclass(frozen=True)
class Town:
    """Authorities, somebody who signs under them, and a time stamp authority."""

    root: Authority
    authority: Authority
    signer: Identity
    stamper: Identity

    def crls(self, at: datetime = NOW) -> list[bytes]:
        return [self.root.crl(at=at), self.authority.crl(at=at)]

    def signed(self, data: bytes | None = None, by: Identity | None = None, **how: object) -> bytes:
        """With all that proves it inside, unless told otherwise."""
        said = {"others": [self.authority], "roots": [self.root], "crls": self.crls()} | how
        return pki.signed(pki.paper() if data is None else data, by or self.signer, **said)  # type: ignore[arg-type]

    def stored(self, by: Identity, *, crls: list[bytes] | None = None, **how: object) -> bytes:
        """As `signed`, with the proofs in a store that was added by hand: pyHanko signs nothing that is not valid now."""
        data = pki.signed(pki.paper(), by, others=[self.authority], **how)  # type: ignore[arg-type]
        return pki.stored(data, self.crls() if crls is None else crls)

    def for_years(self, at: datetime = NOW, by: Identity | None = None) -> bytes:
        """As for an archive: stamped, with a store of proofs, and stamped again."""
        stamp = pki.stamper_at(self.stamper, at, self.authority)
        return pki.stamped(self.stored(by or self.signer, crls=self.crls(at), stamper=stamp), stamp)

    def judged(
        self, data: bytes, *, roots: list[Identity] | None = None, at: datetime | None = None
    ) -> PdfVerdict:
        return judged(data, roots=[self.root] if roots is None else roots, at=at)


def judged(data: bytes, *, roots: list[Identity], at: datetime | None = None) -> PdfVerdict:
    """As the parent hears it from the child."""
    said = json.loads(json.dumps(facts_of(data, [one.der for one in roots], at)))
    if "trouble" in said:
        return PdfVerdict.not_told(Trouble(said["trouble"]))
    return PdfVerdict.on(
        [SignatureFacts.of(one) for one in said["signatures"]], broken_stamp=said["broken_stamp"]
    )


@pytest.fixture(scope="module")
def town() -> Town:
    root = pki.root()
    authority = root.authority("Sub authority")
    return Town(root, authority, authority.signer(), authority.stamper())


@pytest.fixture(scope="module")
def good(town: Town) -> bytes:
    return town.signed()


# Green


def test_a_paper_signed_and_unchanged_needs_nothing_more(town: Town, good: bytes) -> None:
    verdict = town.judged(good)

    (one,) = verdict.signatures
    assert (verdict.verdict, one.verdict) == (Colour.GREEN, Colour.GREEN)
    assert (one.signer, one.issuer) == ("นายสมชาย ใจดี", "Sub authority")
    assert (one.intact, one.covers_whole_file, one.changed_after) == (True, True, Change.NOTHING)
    assert (one.trusted, one.revoked) == (True, False)
    assert one.signed_at is not None and abs(one.signed_at - datetime.now(NOW.tzinfo)) < timedelta(hours=1)
    assert "ไม่ต้องตรวจเพิ่ม" in verdict.why


def test_stamps_and_proofs_added_later_are_no_change(town: Town) -> None:
    verdict = town.judged(town.for_years())

    (one,) = verdict.signatures
    assert (verdict.verdict, one.covers_whole_file, one.changed_after) == (
        Colour.GREEN,
        False,
        Change.NOTHING,
    )


def test_an_expired_signer_who_was_stamped_in_time_is_green(town: Town) -> None:
    then = NOW - 2 * YEAR
    by = town.authority.signer("อดีตนายก", end=NOW - YEAR)
    data = town.for_years(at=then, by=by)

    verdict = town.judged(data)
    assert verdict.verdict is Colour.GREEN, verdict.why
    assert verdict.signatures[0].signed_at == then


def test_a_stamp_in_the_signature_alone_proves_its_time(town: Town) -> None:
    stamp = pki.stamper_at(town.stamper, NOW, town.authority)
    verdict = town.judged(town.signed(stamper=stamp))
    assert (verdict.verdict, verdict.signatures[0].signed_at) == (Colour.GREEN, NOW)


def test_a_root_that_the_operator_trusts_is_trusted(town: Town, good: bytes) -> None:
    assert town.judged(good, roots=[]).verdict is Colour.RED
    assert town.judged(good, roots=[pki.root("another"), town.root]).verdict is Colour.GREEN


def test_a_self_signed_certificate_is_nobodys_until_it_is_trusted_itself() -> None:
    by = pki.self_signed()
    data = pki.signed(pki.paper(), by)
    assert judged(data, roots=[]).verdict is Colour.RED
    assert judged(data, roots=[by]).verdict is Colour.GREEN


# Amber: added after signing


@pytest.mark.parametrize(
    ("how", "word"),
    [(pki.fill_in, "ช่อง name"), (pki.add_note, "ข้อความหรือเครื่องหมาย")],
    ids=["a field filled in", "a note"],
)
def test_what_is_added_after_signing_is_amber_and_named(
    town: Town, good: bytes, how: Callable[[IncrementalPdfFileWriter], None], word: str
) -> None:
    verdict = town.judged(pki.changed(good, how))

    (one,) = verdict.signatures
    assert (verdict.verdict, one.changed_after, one.intact) == (Colour.AMBER, Change.FORM, True)
    assert word in verdict.why


def test_the_first_of_two_signatures_has_something_added_to_it(town: Town, good: bytes) -> None:
    verdict = town.judged(town.signed(good, town.authority.signer("ปลัด"), name="Second"))

    assert [one.verdict for one in verdict.signatures] == [Colour.AMBER, Colour.GREEN]
    assert [one.changed_after for one in verdict.signatures] == [Change.FORM, Change.NOTHING]
    assert verdict.verdict is Colour.AMBER
    assert "การลงนามเพิ่ม" in verdict.why


def test_titles_changed_after_signing_are_amber(town: Town, good: bytes) -> None:
    def rename(writer: IncrementalPdfFileWriter) -> None:
        writer.set_info(
            writer.add_object(generic.DictionaryObject({pdf_name("/Title"): generic.TextStringObject("x")}))
        )

    verdict = town.judged(pki.changed(good, rename))
    assert (verdict.verdict, verdict.signatures[0].changed_after) == (Colour.AMBER, Change.FORM)


def test_a_field_made_for_a_signature_to_come_is_amber(town: Town, good: bytes) -> None:
    def add(writer: IncrementalPdfFileWriter) -> None:
        append_signature_field(writer, SigFieldSpec("Later"))

    verdict = town.judged(pki.changed(good, add))
    assert (verdict.verdict, verdict.signatures[0].changed_after) == (Colour.AMBER, Change.FORM)


def test_all_that_was_added_is_named(town: Town, good: bytes) -> None:
    data = pki.changed(pki.changed(good, pki.add_note), pki.fill_in)
    why = town.judged(town.signed(data, town.authority.signer("ปลัด"), name="Second")).why
    assert all(word in why for word in ("ช่อง name", "ข้อความหรือเครื่องหมาย", "การลงนามเพิ่ม"))


def test_a_file_whose_tables_are_streams_is_judged_alike(town: Town) -> None:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(pki.paper())), writer_kwargs={"stream_xrefs": True})
    out = BytesIO()
    writer.write(out)
    assert b"/XRef" in out.getvalue()
    data = town.signed(out.getvalue())
    stamp = pki.stamper_at(town.stamper, NOW, town.authority)
    assert town.judged(data).verdict is Colour.GREEN
    assert town.judged(pki.stamped(pki.stored(data, town.crls()), stamp)).verdict is Colour.GREEN
    assert town.judged(pki.changed(data, pki.fill_in)).verdict is Colour.AMBER
    assert town.judged(pki.changed(data, pki.change_words)).verdict is Colour.RED


@pytest.mark.parametrize("blanks", [b"\n", b"\r\n\r\n", b"   "])
def test_blanks_behind_the_end_are_amber(town: Town, good: bytes, blanks: bytes) -> None:
    assert town.judged(good + blanks).verdict is Colour.AMBER


# Amber: not known


def test_a_revocation_that_nobody_proved_is_amber(town: Town) -> None:
    verdict = town.judged(town.signed(crls=()))
    assert (verdict.verdict, verdict.signatures[0].revoked) == (Colour.AMBER, None)
    assert "เพิกถอน" in verdict.why


def test_a_list_grown_old_proves_nothing(town: Town, good: bytes) -> None:
    assert town.judged(good, at=NOW + 5 * DAY).verdict is Colour.GREEN
    assert town.judged(good, at=NOW + 30 * DAY).verdict is Colour.AMBER


def test_a_list_written_when_the_certificate_had_expired_proves_nothing(town: Town) -> None:
    by = town.authority.signer("อดีตนายก", end=NOW - YEAR)
    verdict = town.judged(town.stored(by), at=NOW - 2 * YEAR)
    assert (verdict.verdict, verdict.signatures[0].revoked) == (Colour.AMBER, None)


def test_a_short_key_is_amber(town: Town) -> None:
    short = town.authority.signer("กุญแจสั้น", with_key=pki.rsa_key(1024))
    verdict = town.judged(town.stored(short))
    assert verdict.verdict is Colour.AMBER
    assert "รุ่นเก่า" in verdict.why


@pytest.mark.parametrize("digest", ["sha1", "md5"])
def test_an_old_digest_is_not_green(town: Town, digest: str) -> None:
    by = town.authority.signer("รุ่นเก่า", with_key=pki.rsa_key(2048))
    assert town.judged(town.stored(by, digest=digest)).verdict is (
        Colour.AMBER if digest == "sha1" else Colour.RED
    )


def test_a_stamp_by_somebody_unknown_is_amber(town: Town) -> None:
    stranger = pki.root("Somebody")
    stamp = pki.stamper_at(stranger.stamper(), NOW, stranger)
    verdict = town.judged(town.stored(town.signer, stamper=stamp))
    assert verdict.verdict is Colour.AMBER
    assert "ประทับเวลา" in verdict.why


def test_a_signature_said_to_be_older_than_its_certificate_is_amber(town: Town) -> None:
    by = town.authority.signer("คนใหม่", begin=NOW + 30 * DAY)
    data = town.stored(by, crls=[town.root.crl(days=90), town.authority.crl(days=90)])
    verdict = town.judged(data, at=NOW + 40 * DAY)
    assert verdict.verdict is Colour.AMBER
    assert "ย้อนหลัง" in verdict.why


# Red: changed


def test_a_page_changed_after_signing_is_red(town: Town, good: bytes) -> None:
    verdict = town.judged(pki.changed(good, pki.change_words))
    (one,) = verdict.signatures
    assert (verdict.verdict, one.changed_after) == (Colour.RED, Change.OTHER)


def test_a_byte_changed_among_those_signed_is_red(town: Town, good: bytes) -> None:
    verdict = town.judged(good.replace(b"Letter of the town", b"Ledger of the town"))
    (one,) = verdict.signatures
    assert (verdict.verdict, one.intact) == (Colour.RED, False)


def test_a_note_with_a_button_in_it_is_red(town: Town, good: bytes) -> None:
    action = generic.DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript")})
    assert town.judged(pki.changed(good, lambda writer: pki.add_note(writer, A=action))).verdict is Colour.RED


@pytest.mark.parametrize(
    ("permitted", "how", "colour"),
    [
        (MDPPerm.NO_CHANGES, pki.fill_in, Colour.RED),
        (MDPPerm.FILL_FORMS, pki.fill_in, Colour.AMBER),
        (MDPPerm.FILL_FORMS, pki.add_note, Colour.RED),
        (MDPPerm.ANNOTATE, pki.add_note, Colour.AMBER),
        (MDPPerm.NO_CHANGES, None, Colour.GREEN),
    ],
)
def test_what_the_signer_forbade_is_red(
    town: Town, permitted: MDPPerm, how: Callable[[IncrementalPdfFileWriter], None] | None, colour: Colour
) -> None:
    data = town.signed(certify=permitted)
    assert town.judged(pki.changed(data, how) if how else data).verdict is colour


def test_notes_that_overwrite_what_else_is_there_are_red(town: Town, good: bytes) -> None:
    """The list of notes is put where the page's contents were: one object, two uses."""

    def overwrite(writer: IncrementalPdfFileWriter) -> None:
        pki.add_note(writer)
        page, _ = writer.find_page_for_modification(0)
        contents = page.get_object().raw_get("/Contents")
        notes = generic.ArrayObject(page.get_object()["/Annots"])
        writer.objects[(contents.generation, contents.idnum)] = notes
        page.get_object()[pdf_name("/Annots")] = generic.IndirectObject(contents.idnum, 0, writer)

    data = pki.changed(good, overwrite)
    assert b"4 0 obj\n[" in data[len(good) :]
    assert town.judged(data).verdict is Colour.RED


def test_a_note_taken_away_or_reworded_is_red(town: Town) -> None:
    data = town.signed(pki.changed(pki.paper(), pki.add_note))

    def reword(writer: IncrementalPdfFileWriter) -> None:
        page, _ = writer.find_page_for_modification(0)
        note = page.get_object()["/Annots"].raw_get(1)
        note.get_object()[pdf_name("/Contents")] = generic.TextStringObject("ไม่รับ")
        writer.mark_update(note.reference)

    def take_away(writer: IncrementalPdfFileWriter) -> None:
        page, _ = writer.find_page_for_modification(0)
        del page.get_object()["/Annots"][1]
        writer.mark_update(page)

    assert town.judged(data).verdict is Colour.GREEN
    assert town.judged(pki.changed(data, reword)).verdict is Colour.RED
    assert town.judged(pki.changed(data, take_away)).verdict is Colour.RED


def test_a_locked_field_filled_in_is_red(town: Town) -> None:
    data = town.signed(lock=FieldMDPSpec(FieldMDPAction.ALL))
    assert town.judged(data).verdict is Colour.GREEN
    assert town.judged(pki.changed(data, pki.fill_in)).verdict is Colour.RED


def test_the_three_shadow_attacks_are_not_green(town: Town) -> None:
    """Prepared before the signature, switched on after: Mainka, Mladenov, Rohlmann 2021."""
    shadow = "<< /Length 44 >>\nstream\nBT /F 18 Tf 50 700 Td (Pay 9,000,000) Tj ET \nendstream"
    data = town.signed(pki.paper(more=[shadow]))
    assert town.judged(data).verdict is Colour.GREEN

    def hide(writer: IncrementalPdfFileWriter) -> None:
        page, _ = writer.find_page_for_modification(0)
        contents = page.get_object().raw_get("/Contents").reference
        writer.objects[(contents.generation, contents.idnum)] = generic.NullObject()

    def replace_font(writer: IncrementalPdfFileWriter) -> None:
        page, _ = writer.find_page_for_modification(0)
        font = page.get_object()["/Resources"]["/Font"]["/F"]
        font[pdf_name("/BaseFont")] = pdf_name("/Shadow")
        writer.mark_update(page.get_object()["/Resources"]["/Font"].raw_get("/F").reference)

    def hide_and_replace(writer: IncrementalPdfFileWriter) -> None:
        page, _ = writer.find_page_for_modification(0)
        page.get_object()[pdf_name("/Contents")] = generic.IndirectObject(7, 0, writer)
        writer.mark_update(page)

    for attack in (hide, replace_font, hide_and_replace):
        assert town.judged(pki.changed(data, attack)).verdict is Colour.RED, attack.__name__


def test_a_table_that_points_back_among_the_signed_bytes_is_not_green(town: Town) -> None:
    """Hide-and-replace without any new object: only a new table, to what lay hidden in the signed file."""
    hidden = (
        b"%\n4 0 obj\n<< /Length 40 >>\nstream\nBT /F 18 Tf 50 700 Td (Pay a lot) Tj ET \nendstream\nendobj\n"
    )
    base = pki.paper()
    place = base.index(b"5 0 obj")
    data = town.signed(_retabled(base[:place] + hidden + base[place:]))
    assert town.judged(data).verdict is Colour.GREEN
    back = data.index(b"4 0 obj", data.index(b"%\n4 0 obj"))
    previous = data.rstrip().rsplit(b"startxref\n", 1)[1].split(b"\n")[0]
    root = data[data.rindex(b"/Root") :].split(b"R")[0] if False else b"/Root 1 0 R"
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 30 %s /Prev %s >>\n" % (back, root, previous)
    attacked = data + table + b"startxref\n%d\n%%%%EOF\n" % len(data)
    verdict = town.judged(attacked)
    assert verdict.verdict is Colour.RED, verdict


def _retabled(data: bytes) -> bytes:
    """With the offsets of its one table put right."""
    head, _, _ = data.rpartition(b"xref\n0 ")
    head = head[: head.rindex(b"endobj\n") + 7] if not head.endswith(b"endobj\n") else head
    offsets = [head.index(b"\n%d 0 obj" % number) + 1 for number in range(1, 7)]
    out = head + b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % one for one in offsets)
    return out + b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(head)


def test_a_signature_that_leaves_out_a_part_is_red(town: Town, good: bytes) -> None:
    begin = good.index(b"/ByteRange [")
    end = good.index(b"]", begin)
    first, length, again, rest = map(int, good[begin:end].split(b"[")[1].split())
    for ranges in (
        (first, length, again + 9, rest - 9),
        (first, length - 9, again, rest),
        (first, length, again, rest - 9),
        (9, length - 9, again, rest),
        (first, length, again, rest + 9),
        (first, length, -1, rest),
    ):
        said = (b"/ByteRange [%d %d %d %d" % ranges).ljust(end - begin)
        verdict = town.judged(good[:begin] + said + good[end:])
        assert verdict.verdict is Colour.RED, ranges


def test_what_hides_in_the_room_left_for_the_signature_is_red(town: Town, good: bytes) -> None:
    end = good.index(b">\n/ByteRange")
    for hidden in (b"00DEADBEEF00", b"  %comment  ", b"000000000001", b"00000000000a"):
        data = good[: end - 12] + hidden + good[end:]
        verdict = town.judged(data)
        assert (verdict.verdict, verdict.signatures[0].intact) == (Colour.RED, False), hidden


def test_what_no_signature_reaches_within_the_signature_is_amber_when_it_is_odd(town: Town) -> None:
    """Certificates that nobody needed, and algorithms named twice: pyHanko reads over both."""
    spare = town.root.authority("A spare authority")
    data = town.signed(others=[town.authority, spare])
    end = data.index(spare.der[-30:].hex().upper().encode()) + 60
    sha_256 = b"0609608648016503040201"
    assert town.judged(data).verdict is Colour.GREEN

    for spoilt in (
        data[: end - 1] + (b"0" if data[end - 1 : end] != b"0" else b"1") + data[end:],
        data.replace(sha_256 + b"0500", sha_256 + b"0200", 1),
    ):
        verdict = town.judged(spoilt)
        assert spoilt != data
        assert verdict.verdict is Colour.AMBER, verdict
        assert "ไม่มีใครรับรอง" in verdict.why


@pytest.mark.parametrize(
    "junk", [b"x", b"%%EOF\n", b"% nothing\n", b"\n1 0 obj\n<< >>\nendobj\n", b"\0" * 50 + b"1"]
)
def test_junk_behind_the_end_is_not_green(town: Town, good: bytes, junk: bytes) -> None:
    for data in (good, town.for_years()):
        assert town.judged(data + junk).verdict in (Colour.RED, Colour.GREY)


def test_a_stamp_of_the_whole_file_that_does_not_fit_it_is_red(town: Town) -> None:
    data = town.for_years()
    last = (
        data.rindex(b"/Type /DocTimeStamp")
        if b"/Type /DocTimeStamp" in data
        else data.rindex(b"/DocTimeStamp")
    )
    before = data.rindex(b"%%EOF", 0, last)  # in what only the stamp covers
    spoilt = bytearray(data)
    place = data.rindex(b"endobj", 0, before)
    spoilt[place - 1] = 0x20
    verdict = town.judged(bytes(spoilt))
    assert verdict.verdict is Colour.RED, verdict


# Red: by whom


def test_an_expired_certificate_without_a_stamp_is_red(town: Town) -> None:
    data = town.stored(town.authority.signer("หมดอายุ", end=NOW - DAY))
    verdict = town.judged(data)
    assert (verdict.verdict, verdict.signatures[0].trusted) == (Colour.RED, False)
    assert "หมดอายุ" in verdict.why


def test_a_certificate_is_judged_for_the_time_that_was_asked(town: Town, good: bytes) -> None:
    assert town.judged(good, at=NOW + 3 * YEAR).verdict is Colour.RED
    assert town.judged(good, at=NOW - 4 * YEAR).verdict is Colour.RED


def test_a_stamp_after_the_end_of_the_certificate_saves_nothing(town: Town) -> None:
    by = town.authority.signer("หมดอายุ", end=NOW - 10 * DAY)
    assert town.judged(town.for_years(at=NOW - DAY, by=by)).verdict is Colour.RED


@pytest.mark.parametrize("days_ago", [400, 1])
def test_a_revoked_certificate_is_red_stamped_or_not(town: Town, days_ago: int) -> None:
    root = pki.root()
    authority = root.authority("Sub authority")
    by = authority.signer("ผู้ถูกเพิกถอน")
    authority.revoked.append((by, NOW - days_ago * DAY))
    there = replace(town, root=root, authority=authority, stamper=authority.stamper())
    stamp = pki.stamper_at(there.stamper, NOW - 30 * DAY, authority)

    for data in (
        pki.signed(pki.paper(), by, others=[authority], roots=[root], crls=[]),
        pki.stored(pki.signed(pki.paper(), by, others=[authority], stamper=stamp), there.crls()),
        pki.stored(pki.signed(pki.paper(), by, others=[authority]), there.crls()),
    ):
        verdict = there.judged(data)
        assert verdict.verdict is not Colour.GREEN
        if b"/DSS" in data:
            assert (verdict.verdict, verdict.signatures[0].revoked) == (Colour.RED, True)
            assert "เพิกถอนเมื่อ" in verdict.why


def test_a_revoked_authority_is_red(town: Town) -> None:
    root = pki.root()
    authority = root.authority("Sub authority")
    root.revoked.append((authority, NOW - 9 * DAY))
    data = pki.stored(
        pki.signed(pki.paper(), authority.signer(), others=[authority]), [root.crl(), authority.crl()]
    )
    verdict = judged(data, roots=[root])
    assert (verdict.verdict, verdict.signatures[0].revoked) == (Colour.RED, True)


def test_a_store_added_by_hand_proves_as_well(town: Town) -> None:
    """Otherwise the tests of revocation would prove nothing."""
    data = pki.stored(pki.signed(pki.paper(), town.signer, others=[town.authority]), town.crls())
    assert town.judged(data).verdict is Colour.GREEN


def test_a_list_forged_by_another_proves_nothing(town: Town) -> None:
    forger = Authority(town.authority.certificate, pki.key("a thief"))
    data = pki.stored(
        pki.signed(pki.paper(), town.signer, others=[town.authority]), [town.root.crl(), forger.crl()]
    )
    verdict = town.judged(data)
    assert (verdict.verdict, verdict.signatures[0].revoked) == (Colour.AMBER, None)


def test_a_wrong_root_is_red_and_says_who_issued(town: Town, good: bytes) -> None:
    verdict = town.judged(good, roots=[pki.root("Another root")])
    assert (verdict.verdict, verdict.signatures[0].trusted) == (Colour.RED, False)
    assert "NRCA" in verdict.why
    assert verdict.signatures[0].issuer == "Sub authority"


def test_an_authority_of_the_same_name_with_another_key_is_red(town: Town, good: bytes) -> None:
    twin = Authority(
        pki._certificate("Root of tests", pki.key("twin"), None, authority=True), pki.key("twin")
    )
    assert town.judged(good, roots=[twin]).verdict is Colour.RED


def test_a_certificate_for_servers_signs_no_paper(town: Town) -> None:
    by = town.authority.signer("www", purposes=[ExtendedKeyUsageOID.SERVER_AUTH])
    assert town.judged(town.signed(by=by)).verdict is Colour.RED


# Grey


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "ว่างเปล่า"),
        (b"From: a@b.example\n\nhello", "ไม่ใช่ PDF"),
        (b"%PDF-1.7\n", "เสียหาย"),
        (pki.paper(), "ไม่มีลายมือชื่อ"),
        (pki.paper(fields=False), "ไม่มีลายมือชื่อ"),
    ],
)
def test_what_is_not_signed_or_cannot_be_read_is_grey(data: bytes, word: str) -> None:
    verdict = judged(data, roots=[])
    assert (verdict.verdict, verdict.signatures) == (Colour.GREY, ())
    assert word in verdict.why


def test_a_file_cut_short_is_never_green(town: Town, good: bytes) -> None:
    for cut in (len(good) - 1, len(good) - 7, len(good) // 2, 600):
        assert town.judged(good[:cut]).verdict is not Colour.GREEN


def test_a_file_cut_back_to_what_was_signed_is_as_it_was_signed(town: Town, good: bytes) -> None:
    later = pki.changed(good, pki.fill_in)
    assert later.startswith(good)
    assert town.judged(later[: len(good)]).verdict is Colour.GREEN


def test_an_encrypted_file_is_grey(town: Town, good: bytes) -> None:
    place = good.rindex(b"trailer\n<<") + len(b"trailer\n<<")
    data = good[:place] + b"\n/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (x) /P 0 >>" + good[place:]
    verdict = town.judged(data)
    assert verdict.verdict is Colour.GREY
    assert "รหัสผ่าน" in verdict.why


def test_a_signature_of_a_kind_that_we_do_not_know_is_not_passed_over(town: Town, good: bytes) -> None:
    unknown = good.replace(b"/SubFilter /adbe.pkcs7.detached", b"/SubFilter /adbe.pkcs7.unknowns")
    assert town.judged(unknown).verdict is Colour.GREY
    assert len(town.judged(unknown).signatures) == 1


# Never green


@pytest.mark.parametrize("kind", ["plain", "stamped", "for years"])
def test_no_change_of_a_byte_makes_another_green_file(town: Town, good: bytes, kind: str) -> None:
    stamp = pki.stamper_at(town.stamper, NOW, town.authority)
    data = {
        "plain": lambda: good,
        "stamped": lambda: town.signed(stamper=stamp),
        "for years": lambda: town.for_years(),
    }[kind]()
    assert town.judged(data).verdict is Colour.GREEN
    chance = random.Random(kind)
    signature = data.rindex(b"<3082")
    revisions = {place + 6 for place in range(len(data)) if data.startswith(b"%%EOF\n", place)}
    for _ in range(MUTATIONS):
        place = chance.choice([chance.randrange(len(data)), signature + chance.randrange(6_000)])
        spoilt = bytearray(data)
        spoilt[place] ^= 1 << chance.randrange(8)
        assert town.judged(bytes(spoilt)).verdict is not Colour.GREEN, place
        cut = chance.randrange(len(data))
        assert cut in revisions or town.judged(data[:cut]).verdict is not Colour.GREEN, cut
        more = chance.randbytes(chance.randrange(1, 50))
        assert town.judged(data + more).verdict is not Colour.GREEN, more


# Bombs, as far as they go in this process; `test_verification` opens the worst in the child


def test_signature_fields_without_end_are_grey() -> None:
    many = " ".join("6 0 R" for _ in range(5))
    body = "<< /FT /Sig /T (a) /Kids [6 0 R] >>"
    data = pki.written(
        [f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [{many}] >> >>", "<< /Kids [] /Count 0 >>"]
        + ["null"] * 3
        + [body]
    )
    assert judged(data, roots=[]).verdict is Colour.GREY


def test_a_bomb_of_zeros_as_a_store_proves_nothing(town: Town) -> None:
    data = pki.signed(pki.paper(), town.signer, others=[town.authority])
    bomb = zlib.compress(b"0" * 30_000_000)
    assert town.judged(pki.stored(data, [bomb], packed=True)).verdict is Colour.AMBER


# The colour alone


WELL = SignatureFacts(
    signer="นายสมชาย ใจดี",
    well_formed=True,
    intact=True,
    covers_whole_file=True,
    changed_after=Change.NOTHING,
    trusted=True,
    revoked=False,
)


@pytest.mark.parametrize(
    ("facts", "colour"),
    [
        (WELL, Colour.GREEN),
        (SignatureFacts(), Colour.RED),
        (replace(WELL, known_kind=False), Colour.GREY),
        (replace(WELL, well_formed=False), Colour.RED),
        (replace(WELL, intact=False), Colour.RED),
        (replace(WELL, changed_after=Change.OTHER), Colour.RED),
        (replace(WELL, changed_after=Change.FORM), Colour.AMBER),
        (replace(WELL, changed_after=Change.FORM, forbidden=True), Colour.RED),
        (replace(WELL, revoked=None), Colour.AMBER),
        (replace(WELL, revoked=True), Colour.RED),
        (replace(WELL, trusted=None), Colour.RED),
        *((replace(WELL, trusted=False, distrust=one), Colour.RED) for one in Distrust),
        (replace(WELL, broken_algorithm=True), Colour.RED),
        (replace(WELL, broken_stamp=True), Colour.RED),
        *((replace(WELL, odd=(one,)), Colour.AMBER) for one in Oddity),
    ],
)
def test_every_fact_has_its_colour_and_a_sentence(facts: SignatureFacts, colour: Colour) -> None:
    verdict = SignatureVerdict.on(facts)
    assert verdict.verdict is colour
    assert len(verdict.why) > 20
    assert not any("a" <= letter <= "z" for letter in verdict.why.replace("Acrobat", ""))


def test_the_worst_signature_wins_and_none_is_grey() -> None:
    assert WORSE == (Colour.GREEN, Colour.AMBER, Colour.GREY, Colour.RED)
    amber, grey, red = (
        replace(WELL, revoked=None),
        replace(WELL, known_kind=False),
        replace(WELL, intact=False),
    )
    assert PdfVerdict.on([WELL, WELL]).verdict is Colour.GREEN
    assert PdfVerdict.on([amber, WELL]).verdict is Colour.AMBER
    assert PdfVerdict.on([WELL, grey, amber]).verdict is Colour.GREY
    assert PdfVerdict.on([grey, red, WELL]).verdict is Colour.RED
    assert PdfVerdict.on([WELL], broken_stamp=True).verdict is Colour.RED
    assert PdfVerdict.on([]).verdict is Colour.GREY


def test_a_verdict_is_kept_as_json_and_read_again() -> None:
    verdict = PdfVerdict.on([replace(WELL, signed_at=NOW), replace(WELL, revoked=None)])
    kept = json.loads(json.dumps(verdict.as_json()))
    assert PdfVerdict.of(kept) == verdict
    assert list(kept["signatures"][0]) == [
        *(
            "signer",
            "issuer",
            "signed_at",
            "intact",
            "covers_whole_file",
            "changed_after",
            "trusted",
            "revoked",
        ),
        *("verdict", "why"),
    ]
