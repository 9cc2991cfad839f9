"""Bring the data folder and the database up to this version of the product before a verb works on them."""

from __future__ import annotations

import sys

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from saraban.agencies.models import Officer
from saraban.environment import BadEnvironment
from saraban.guard import lay as lay_guard
from saraban.law.refusal import Refusal
from saraban.registers.marks import notice_restored
from saraban.search.engine import lay_out as lay_out_index
from saraban.tenancy.models import Agency


def make_ready() -> None:
    """Make what is missing. Raises `BadEnvironment` where the database cannot be used."""
    try:
        executor = MigrationExecutor(connection)
        if not connection.introspection.table_names():
            _lay_out(executor)
        elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
        newer = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    except DatabaseError as error:
        raise BadEnvironment(
            f"ยังไม่ได้เริ่มทำงาน เพราะใช้ฐานข้อมูลไม่ได้ ({_first_line(error)}) "
            "โปรดตรวจ SARABAN_DATABASE และดิสก์ ข้อมูลเดิมไม่เปลี่ยน"
        ) from error
    if newer:
        raise BadEnvironment(
            "ยังไม่ได้เริ่มทำงาน เพราะฐานข้อมูลนี้ถูกใช้โดยรุ่นที่ใหม่กว่าแล้ว โปรดใช้โปรแกรมรุ่นเดิมหรือใหม่กว่า ข้อมูลเดิมไม่เปลี่ยน"
        )
    notice_restored()


def _lay_out(executor: MigrationExecutor) -> None:
    """Make an empty database's tables from the models at once, in one transaction.

    They are the tables that the migrations make one by one (a test compares them), in a fifth of the time: a first
    start is waited for. From here on the database changes by migrations only.
    """
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy and not model._meta.swapped:
                editor.create_model(model)
        lay_out_index(editor)
        lay_guard(editor)
        executor.recorder.ensure_schema()
        for app, name in executor.loader.disk_migrations:
            executor.recorder.record_applied(app, name)


def agency_named(slug: str | None) -> Agency:
    """The agency meant: by its short name, or the only one there is. Raises `Refusal`."""
    agencies = list(Agency.objects.order_by("pk")[:100])
    if slug:
        agencies = [agency for agency in agencies if agency.slug == slug]
    if not agencies:
        raise Refusal("no_agency", "ยังไม่ได้ทำ เพราะไม่พบหน่วยงาน โปรดตั้งหน่วยงานด้วย saraban found ก่อน")
    if len(agencies) > 1:
        names = ", ".join(agency.slug for agency in agencies)
        raise Refusal("which_agency", f"ยังไม่ได้ทำ เพราะมีหลายหน่วยงาน โปรดระบุ --agency ({names})")
    return agencies[0]


def officer_named(said: str) -> Officer:
    """An active officer by e-mail or key ("12", "officer:12"), of any agency. Raises `Refusal`."""
    officers = Officer.across_agencies.filter(active=True).select_related("agency", "user").order_by("pk")
    key = said.removeprefix("officer:")
    if key.isascii() and key.isdigit() and len(key) < 10:
        found = officers.filter(pk=int(key))
    else:
        found = officers.filter(email__iexact=said) | officers.filter(user__email__iexact=said)
    officer = found.first()
    if officer is None:
        raise Refusal("no_officer", f"ยังไม่ได้ทำ เพราะไม่พบเจ้าหน้าที่ {said} โปรดตรวจอีเมลในหน้าตั้งค่า ไม่มีข้อมูลใดเปลี่ยน")
    return officer


def say(words: str) -> None:
    """Tell the one at the terminal; stdout is for what was asked."""
    print(words, file=sys.stderr, flush=True)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
