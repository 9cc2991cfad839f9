"""แบบคำขอ: the form of a service, blank, and what the forms say that came back with the letters of a case (guide #3.2(1)).

What an applicant typed is their word: it stands on the case for the officer to read and to check, and decides nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from django.db import OperationalError, models

from saraban.agencies.duties import MACHINE
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.case_files import files_in
from saraban.cases.catalogue import Manual
from saraban.cases.checks import FILE_NAME_MAX
from saraban.cases.models import CaseLetter
from saraban.documents.forms import Form, FormField, FormValues, blank, checksum, values_in
from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail
from saraban.registers.models import central_mailbox, office_of
from saraban.tenancy.models import Scoped
from saraban.tenancy.scope import acting_for

logger = logging.getLogger("saraban.cases")

Read = Callable[[Path, int | None], FormValues | None]
BATCH_MAX = 50
FILES_MAX = 20  # of a letter that are looked into
FORMS_MAX = 5  # of a letter that are put on its case


def blank_form(manual: Manual) -> bytes:
    """The form of this version, to be filled in. Raises `Refusal("no_form")`, `NotTypeset`."""
    if not manual.form:
        raise Refusal(
            "no_form",
            "บริการนี้ยังไม่มีแบบคำขอ เพราะคู่มือยังไม่ได้บอกช่องที่ให้กรอก โปรดเพิ่มช่องในแบบคำขอแล้วประกาศคู่มือ ไม่มีข้อมูลใดเปลี่ยน",
        )
    office = office_of(central_mailbox())
    form = Form(
        service=manual.service_id,
        version=manual.version,
        title=f"คำขอ: {manual.service.name}",
        agency=office.name,
        fields=manual.form,
        intro=("กรอกในโปรแกรมอ่าน PDF แล้วบันทึก ช่องที่มีเครื่องหมาย * ต้องกรอก",),
        how=f"แนบไฟล์ที่บันทึกแล้วมากับอีเมลถึง {office.address or office.name} พร้อมเอกสารตามคู่มือสำหรับประชาชน "
        "ไม่ต้องพิมพ์หรือสแกน ถ้าพิมพ์ออกมากรอกด้วยมือ ให้ถ่ายภาพหรือสแกนส่งมาได้",
    )
    return blank(form, dated_at=manual.published_at)


@dataclass(frozen=True)
class Answer:
    field: FormField
    value: str
    missing: bool


class FormReadings(RecordedManager["FormReading"]):
    def put(self, letter: CaseLetter, said: FormValues, file_name: str, *, by: Actor) -> FormReading | None:
        """What a form in the letter says, on its case. None where it is a form of no manual of ours."""
        manual = Manual.objects.filter(service_id=said.service, version=said.version).first()
        if manual is None or not manual.form:
            return None
        asked = {one.name for one in manual.form}
        with one_at_a_time(letter.agency_id) as desk:
            return self.record(
                "read",
                by=by,
                letter=letter,
                manual=manual,
                file_name=file_name[:FILE_NAME_MAX],
                said={name: value for name, value in said.values.items() if name in asked},
                altered=said.checksum != checksum(manual.form),
                read_at=desk.moment,
            )


class FormReading(Recorded):
    """A form that came with a letter: the words that were typed into it, by the names of its fields."""

    personal: ClassVar[frozenset[str]] = frozenset({"said", "file_name"})

    letter = models.ForeignKey(CaseLetter, models.PROTECT, related_name="form_readings")
    manual = models.ForeignKey(Manual, models.PROTECT, related_name="+")  # whose fields it has
    file_name = models.CharField("ไฟล์", max_length=FILE_NAME_MAX, blank=True, default="")
    said = models.JSONField("ที่กรอกมา", default=dict)
    altered = models.BooleanField("ช่องไม่ตรงกับแบบที่ประกาศ")
    read_at = models.DateTimeField("อ่านเมื่อ")

    objects: ClassVar[FormReadings] = FormReadings()

    class Meta:
        verbose_name = "คำขอที่กรอกมา"

    def __str__(self) -> str:
        return f"form of letter {self.letter_id}"

    @property
    def is_erased(self) -> bool:
        return not self.said

    @property
    def answers(self) -> list[Answer]:
        """In the order of the form."""
        return [
            Answer(one, value, one.required and not value.strip())
            for one in self.manual.form
            for value in [str(self.said.get(one.name, ""))]
        ]

    @property
    def missing(self) -> list[str]:
        """The labels of what had to be filled in and was not."""
        return [one.field.label for one in self.answers if one.missing]


class FormLook(Scoped):
    """That the machine has looked for forms in a letter of a case, once. Operational."""

    letter = models.OneToOneField(CaseLetter, models.CASCADE, related_name="form_look")

    class Meta:
        verbose_name = "การหาแบบคำขอในหนังสือ"

    def __str__(self) -> str:
        return f"look at letter {self.letter_id}"


def read_forms(*, read: Read = values_in) -> int:
    """Put on its case what the forms in each letter say that joined one, of every agency; how many were looked at."""
    waiting = CaseLetter.across_agencies.filter(state=CaseLetter.JOINED, form_look=None)
    waiting = waiting.exclude(how=CaseLetter.ISSUER).exclude(entry__email__state=InboundEmail.SECRET)
    looked = 0
    for letter in waiting.select_related("agency", "entry__email").order_by("pk")[:BATCH_MAX]:
        with acting_for(letter.agency):
            _look(letter, read)
            looked += 1
    return looked


def _look(letter: CaseLetter, read: Read) -> None:
    """One that cannot be looked at keeps no other away: its file can be opened all the same."""
    try:
        found = list(_forms_in(letter, read))
        with one_at_a_time(letter.agency_id):
            if FormLook.objects.filter(letter=letter).exists():  # another process was first
                return
            for name, said in found[:FORMS_MAX]:
                FormReading.objects.put(letter, said, name, by=MACHINE)
            FormLook.objects.create(agency=letter.agency, letter=letter)
    except OperationalError:
        raise
    except Exception as trouble:
        if isinstance(trouble, Refusal) and trouble.code == "clock_went_back":
            raise
        logger.exception("letter %s of a case could not be looked at for forms", letter.pk)
        with one_at_a_time(letter.agency_id):
            FormLook.objects.get_or_create(agency=letter.agency, letter=letter)


def _forms_in(letter: CaseLetter, read: Read) -> Iterator[tuple[str, FormValues]]:
    """Not at the desk: files are read in the child process."""
    for file in [one for one in files_in([letter]) if one.may_be_pdf][:FILES_MAX]:
        said = read(file.path, file.attachment) if file.path is not None else None
        if said is not None:
            yield file.name, said
