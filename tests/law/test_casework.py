"""What instruments allow on the way of a case: the guide's own words first, then each clause and its edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.law.administrative_procedure_act_2539 import (
    SECTION_44_RULE,
    AppealRule,
    Reasons,
    section_37_give_reasons,
    section_37_missing,
    section_40_appeal_rule,
    section_40_told,
    section_44_appeal_until,
)
from saraban.law.clauses import ACT_21_2, FACILITATION_10, MANUAL_3_1, Clause
from saraban.law.deadlines import Party, Pause, Unit
from saraban.law.electronic_act_2565 import (
    Exclusion,
    ExtraStep,
    InPerson,
    Lack,
    Onward,
    OtherSigner,
    RecordedAccount,
    ReplyBy,
    SystemOrder,
    account_signs,
    section_7_copies_due,
    section_7_demand_signature,
    section_7_in_person_only,
    section_7_refuse_as_electronic,
    section_7_signatures_of_others,
    section_8_add_step,
    section_10_pass_on,
    section_11_reply_by,
    section_12_ask_for_copy,
    section_12_certify_copy,
    section_16_lacks,
    section_16_order_for,
    section_21_data_due,
)
from saraban.law.government_holidays import seeded_calendar
from saraban.law.initial_level_manual_2566 import (
    HighRisk,
    Proof,
    ProofBy,
    decide_proven,
    deficiency_notice,
    demand_proofing,
    disposal_may_be_proposed_on,
    hold,
    hold_last_day,
    keep_proof,
    needs_proofing,
    propose_disposal,
)
from saraban.law.licensing_facilitation_act_2558 import (
    RULES_OF_2558,
    Rules,
    rules_in_force,
    section_8_ask_for_more,
    section_9_return,
    section_9_returnable_from,
    section_10_decision_due,
    section_10_delay_notices_due,
    section_10_result_notice_due,
)
from saraban.law.refusal import Refusal

CALENDAR = seeded_calendar()
DAYS = st.dates(date(2023, 1, 1), date(2026, 6, 30))


def refused(deed: Callable[..., object], *args: object, **kwargs: object) -> str:
    """The code of the refusal; its sentence is Thai, says what did not happen, and that nothing is lost."""
    with pytest.raises(Refusal) as caught:
        deed(*args, **kwargs)
    message = caught.value.message
    assert (
        "ยัง" in message
        and "เพราะ" in message
        and ("โปรด" in message or "ได้ตั้งแต่" in message or "ให้" in message)
    )
    assert message.endswith(("ยังอยู่ตามเดิม", "ยังอยู่ครบ")) and "  " not in message
    return caught.value.code


# The guide's own words.


def test_the_guides_thirty_days_of_keeping_a_matter() -> None:
    """“ให้เจ้าหน้าที่เก็บเรื่องดังกล่าวไว้ 30 วัน” (#3.1)"""
    kept = hold(date(2023, 1, 23), calendar=CALENDAR)

    assert (kept.last_day, kept.limit.clause) == (date(2023, 2, 22), MANUAL_3_1)
    assert kept.sentences == (
        "เริ่มนับวันถัดจาก 23 ม.ค. 2566 วันที่ติดต่อผู้ยื่นไม่ได้",
        "ครบ 30 วันในวันพุธที่ 22 กุมภาพันธ์ 2566",
    )


def test_the_guides_three_days_for_data_end_on_the_third_even_in_songkran() -> None:
    """“จัดส่งข้อมูลให้ประชาชนตามที่ประชาชนร้องขอภายใน 3 วัน” (#5.3)"""
    asked = section_21_data_due(date(2023, 4, 10), calendar=CALENDAR)

    assert (asked.last_day, asked.limit.clause) == (date(2023, 4, 13), ACT_21_2)
    assert asked.sentences == (
        "เริ่มนับวันถัดจาก 10 เม.ย. 2566 วันที่ได้รับคำขอข้อมูล",
        "ครบ 3 วันในวันพฤหัสบดีที่ 13 เมษายน 2566",
        "วันครบกำหนดเป็นวันหยุดราชการ (วันสงกรานต์) แต่ไม่เลื่อน เพราะเป็นกำหนดของเจ้าหน้าที่",
    )


def test_the_guide_wants_a_clear_day_to_send_what_is_missing() -> None:
    """“เจ้าหน้าที่ต้องกำหนดระยะเวลาจัดส่งเอกสารเพิ่มเติมให้ชัดเจน” (#3.1)"""
    sent_on = date(2023, 2, 1)

    deficiency_notice(sent_on=sent_on, cure_by=date(2023, 2, 15))
    deficiency_notice(sent_on=sent_on, cure_by=date(2023, 2, 2))
    assert refused(deficiency_notice, sent_on=sent_on, cure_by=None) == "no_cure_day"
    for past in (sent_on, date(2023, 1, 31)):
        assert refused(deficiency_notice, sent_on=sent_on, cure_by=past) == "cure_day_past"


@pytest.mark.parametrize(
    ("failed_on", "last_day", "proposed_on"),
    [
        (date(2023, 1, 23), date(2023, 2, 22), date(2023, 2, 23)),
        (date(2023, 1, 31), date(2023, 3, 2), date(2023, 3, 3)),
        (date(2023, 12, 2), date(2024, 1, 1), date(2024, 1, 2)),  # ends on New Year's Day
        (date(2023, 12, 15), date(2024, 1, 14), date(2024, 1, 15)),  # over the year's end, to a Sunday
        (date(2024, 1, 30), date(2024, 2, 29), date(2024, 3, 1)),  # a leap year's
    ],
)
def test_a_matter_is_kept_thirty_days_and_struck_off_after_them(
    failed_on: date, last_day: date, proposed_on: date
) -> None:
    """“เก็บเรื่องดังกล่าวไว้ 30 วัน หากไม่มีผู้ใดติดต่อมาในช่วงเวลาดังกล่าว ให้เจ้าหน้าที่เสนอหัวหน้าหน่วยงาน” (#3.1)"""
    assert hold_last_day(failed_on) == hold(failed_on, calendar=CALENDAR).last_day == last_day
    assert disposal_may_be_proposed_on(last_day, failed_on=failed_on) == proposed_on

    propose_disposal(proposed_on, last_day, failed_on=failed_on)
    assert refused(propose_disposal, last_day, last_day, failed_on=failed_on) == "hold_not_over"


def test_an_agency_may_let_the_hold_move_from_a_closed_day() -> None:
    assert hold(date(2023, 12, 2), calendar=CALENDAR, binds=Party.CITIZEN).last_day == date(2024, 1, 2)


@pytest.mark.parametrize("days", [0, 1, 30, 31, 90])
def test_any_sign_of_life_ends_the_hold(days: int) -> None:
    failed_on = date(2023, 1, 23)
    until, signs = hold_last_day(failed_on), [failed_on + timedelta(days=days)]

    assert disposal_may_be_proposed_on(until, failed_on=failed_on, signs_of_life=signs) is None
    assert (
        refused(propose_disposal, date(2023, 6, 1), until, failed_on=failed_on, signs_of_life=signs)
        == "in_touch"
    )


def test_what_was_heard_before_contact_failed_is_no_sign_of_life() -> None:
    failed_on = date(2023, 1, 23)

    assert disposal_may_be_proposed_on(
        hold_last_day(failed_on), failed_on=failed_on, signs_of_life=[date(2023, 1, 22)]
    ) == date(2023, 2, 23)


@given(DAYS)
def test_disposal_is_never_proposed_within_thirty_days(failed_on: date) -> None:
    first_day = disposal_may_be_proposed_on(hold_last_day(failed_on), failed_on=failed_on)

    assert first_day is not None and (first_day - failed_on).days == 31


@pytest.mark.parametrize(("prescribed", "due"), [(0, 0), (1, 1), (2, 1), (12, 1)])
def test_one_file_is_all_the_copies(prescribed: int, due: int) -> None:
    """“ส่งไฟล์สำเนาเอกสารมาแล้วหนึ่งชุด ให้ถือว่าประชาชนได้ส่งสำเนาเอกสารมาครบตามจำนวน” (#3.2(3))"""
    assert section_7_copies_due(prescribed) == due


def test_no_signature_is_asked_for_on_a_copy_but_in_two_cases() -> None:
    """“ผู้ส่งไม่จำเป็นต้องลงลายมือชื่อรับรองในสำเนาอิเล็กทรอนิกส์” (#3.2(4))"""
    assert refused(section_7_demand_signature, None) == "no_certified_copies"
    assert not section_7_signatures_of_others(None)
    for exception in OtherSigner:
        section_7_demand_signature(exception)
        assert section_7_signatures_of_others(exception)
        assert exception.thai
    assert len(OtherSigner) == 2


def test_the_guides_five_kinds_of_high_risk_need_proof_and_no_other() -> None:
    """“การพิสูจน์และยืนยันตัวตนสำหรับการยื่นขอรับบริการที่มีความเสี่ยงสูง” (#3.3)"""
    assert [kind.thai for kind in HighRisk] == [
        "ขอให้เปิดเผยข้อมูลส่วนบุคคล",
        "ขอสิทธิตามกฎหมาย",
        "ยกเลิกการขออนุญาต หรือขอเพิกถอนการจดทะเบียน",
        "ถอนเรื่องร้องทุกข์หรือร้องเรียน หรือปฏิเสธสิทธิใด ๆ",
        "ขอยกเลิกคำร้องคำขอที่ได้ยื่นไปแล้ว",
    ]
    assert [by.thai for by in ProofBy] == ["มารับด้วยตนเอง", "วิดีโอคอล", "ดิจิทัลไอดี"]
    for kind in HighRisk:
        assert needs_proofing(kind)
        demand_proofing(kind)
    assert not needs_proofing(None)
    assert refused(demand_proofing, None) == "low_risk"


def test_a_case_of_high_risk_is_decided_only_once_somebody_passed() -> None:
    failed = Proof(ProofBy.IN_PERSON, passed=False)
    bare_call = Proof(ProofBy.VIDEO_CALL, passed=True)

    decide_proven(None, [])
    for kind in HighRisk:
        for proofs in ([], [failed], [failed, bare_call]):
            assert refused(decide_proven, kind, proofs) == "not_proven"
        decide_proven(kind, [failed, replace(bare_call, image_kept=True)])
        decide_proven(kind, [Proof(ProofBy.IN_PERSON, passed=True)])
        decide_proven(kind, [Proof(ProofBy.DIGITAL_ID, passed=True)])


def test_a_passed_video_call_leaves_a_picture() -> None:
    """“บันทึกภาพจากการวิดีโอคอลเก็บไว้เป็นหลักฐาน” (#3.3)"""
    assert refused(keep_proof, Proof(ProofBy.VIDEO_CALL, passed=True)) == "no_image"
    keep_proof(Proof(ProofBy.VIDEO_CALL, passed=True, image_kept=True))
    keep_proof(Proof(ProofBy.VIDEO_CALL, passed=False))
    keep_proof(Proof(ProofBy.IN_PERSON, passed=True))


# The Act of 2565.


def test_to_be_electronic_is_no_ground_for_refusal() -> None:
    allowed_by_its_law = Exclusion(InPerson.MARRIAGE, own_law_allows_electronic=True)

    assert refused(section_7_refuse_as_electronic, None) == "electronic_is_no_ground"
    assert refused(section_7_refuse_as_electronic, allowed_by_its_law) == "electronic_is_no_ground"
    section_7_refuse_as_electronic(Exclusion(InPerson.MARRIAGE))


def test_what_is_done_in_person_is_five_kinds_and_what_a_regulation_names() -> None:
    for kind in InPerson:
        assert kind.thai
        assert section_7_in_person_only(Exclusion(kind, regulation="กฎกระทรวงสมมติ พ.ศ. 2567"))
    for nothing in ("", "  "):
        assert refused(section_7_in_person_only, Exclusion(InPerson.REGULATION, nothing)) == "no_basis"


def test_one_more_step_says_what_it_is_for() -> None:
    for purpose in ExtraStep:
        section_8_add_step(purpose, reason="มีผู้แอบอ้างชื่อมาแล้ว")
        assert refused(section_8_add_step, purpose, reason=" ") == "needless_step"
    assert refused(section_8_add_step, None, reason="ทำมาเช่นนี้") == "needless_step"


def test_another_officials_matter_is_forwarded_and_another_agencys_may_be_named() -> None:
    section_10_pass_on(Onward.FORWARD, within_agency=True, responsible="กองช่าง")
    section_10_pass_on(Onward.FORWARD, within_agency=False, responsible="อำเภอบางสาย")
    section_10_pass_on(Onward.REDIRECT, within_agency=False, responsible="อำเภอบางสาย")
    assert (
        refused(section_10_pass_on, Onward.REDIRECT, within_agency=True, responsible="กองช่าง")
        == "must_forward"
    )
    for way in Onward:
        assert (
            refused(section_10_pass_on, way, within_agency=False, responsible=" ") == "no_responsible_agency"
        )


def test_who_filed_electronically_is_answered_so_unless_they_said_otherwise() -> None:
    assert section_11_reply_by(filed_electronically=True) is ReplyBy.ELECTRONIC
    assert section_11_reply_by(filed_electronically=False) is ReplyBy.PAPER
    for stated in ReplyBy:
        for electronically in (True, False):
            assert section_11_reply_by(filed_electronically=electronically, stated=stated) is stated


def test_the_officer_makes_the_copy_by_name_and_free() -> None:
    section_12_ask_for_copy(issued_by_the_state=True, original_shown=False)
    section_12_ask_for_copy(issued_by_the_state=False, original_shown=True)
    assert (
        refused(section_12_ask_for_copy, issued_by_the_state=True, original_shown=True)
        == "officer_makes_the_copy"
    )
    section_12_certify_copy(certified_by="นางสาวสมใจ ดีงาม", fee=0)
    assert refused(section_12_certify_copy, certified_by=" ", fee=0) == "not_certified"
    assert refused(section_12_certify_copy, certified_by="นางสาวสมใจ ดีงาม", fee=5) == "not_free"


def test_approvals_count_only_in_a_system_that_an_order_names_on_that_day() -> None:
    old = SystemOrder("Saraban", "ที่ 12/2566", date(2023, 8, 1), date(2024, 7, 31))
    new = SystemOrder("Saraban", "ที่ 3/2567", date(2024, 7, 1))
    orders = [new, old, SystemOrder("Line", "ที่ 13/2566", date(2023, 1, 1))]

    def order(day: date, system: str = "Saraban") -> SystemOrder | None:
        return section_16_order_for(system, day, orders=orders)

    assert [order(date(2023, 8, 1)), order(date(2024, 6, 30))] == [old] * 2
    assert [order(date(2024, 7, 1)), order(date(2024, 8, 1))] == [new] * 2
    assert section_16_order_for("Saraban", date(2024, 7, 31), orders=[old]) is old
    assert order(date(2023, 7, 31)) is None
    assert order(date(2024, 7, 1), "Microsoft 365") is None
    assert section_16_order_for("Saraban", date(2024, 8, 1), orders=[old]) is None


def test_what_comes_from_a_recorded_account_is_signed_by_its_owner_and_nothing_else_is() -> None:
    old = RecordedAccount("Suda@Klongnoy.go.th", date(2023, 8, 1), date(2024, 7, 31))
    new = RecordedAccount("suda@klongnoy.go.th", date(2024, 8, 1))
    accounts = [new, old]

    assert account_signs("suda@klongnoy.go.th ", date(2023, 8, 1), accounts=accounts) is old
    assert account_signs("suda@klongnoy.go.th", date(2024, 7, 31), accounts=accounts) is old
    assert account_signs("SUDA@klongnoy.go.th", date(2024, 8, 1), accounts=accounts) is new
    assert account_signs("suda@klongnoy.go.th", date(2023, 7, 31), accounts=accounts) is None
    assert account_signs("suda@gmail.com", date(2024, 8, 1), accounts=accounts) is None


def test_an_approval_lacks_what_nobody_ordered_and_what_nobody_recorded() -> None:
    order = SystemOrder("Saraban", "ที่ 12/2566", date(2023, 8, 1))
    plain_order = SystemOrder("Saraban", "ที่ 12/2566", date(2023, 8, 1), asks_for_accounts=False)
    account = RecordedAccount("suda@klongnoy.go.th", date(2023, 8, 1))

    assert section_16_lacks(order, account) == ()
    assert section_16_lacks(order, None) == (Lack.NO_ACCOUNT,)
    assert section_16_lacks(None, account) == (Lack.NO_ORDER,)
    assert section_16_lacks(None, None) == (Lack.NO_ORDER, Lack.NO_ACCOUNT)
    assert section_16_lacks(plain_order, None) == ()
    assert all(lack.thai and lack.cure for lack in Lack)


@given(DAYS)
def test_data_is_sent_by_the_third_day_whatever_day_that_is(received_on: date) -> None:
    assert section_21_data_due(received_on, calendar=CALENDAR).last_day == received_on + timedelta(days=3)


# The Procedure Act.


def test_a_refusal_names_facts_law_and_considerations() -> None:
    whole = Reasons("แบบแปลนไม่มีระยะร่น", "พ.ร.บ. ควบคุมอาคาร พ.ศ. 2522 มาตรา 21", "จึงไม่อาจอนุญาตได้")
    empty = Reasons("", " ", "\n")

    assert section_37_missing(whole) == ()
    assert section_37_missing(empty) == (
        "ข้อเท็จจริงอันเป็นสาระสำคัญ",
        "ข้อกฎหมายที่อ้างอิง",
        "ข้อพิจารณาและข้อสนับสนุนในการใช้ดุลพินิจ",
    )
    section_37_give_reasons(whole)
    section_37_give_reasons(empty, grants_what_was_asked=True)
    for lacking in (replace(whole, facts=""), replace(whole, law=""), replace(whole, considerations="")):
        assert refused(section_37_give_reasons, lacking) == "reasons_missing"
    with pytest.raises(Refusal, match="ยังขาด ข้อกฎหมายที่อ้างอิง โปรด"):
        section_37_give_reasons(replace(whole, law=""))


HEALTH = AppealRule(
    days=30, to="รัฐมนตรี", clause=Clause("health2535/66", "พ.ร.บ. การสาธารณสุข พ.ศ. 2535 มาตรา 66")
)


def test_a_special_law_has_its_own_appeal_and_none_is_supposed() -> None:
    assert section_40_appeal_rule(HEALTH) is HEALTH
    assert section_40_appeal_rule(SECTION_44_RULE) is SECTION_44_RULE
    for unset in (None, replace(HEALTH, to=" "), replace(HEALTH, clause=Clause("", ""))):
        for ask in (
            section_40_appeal_rule,
            section_40_told,
            lambda rule: section_44_appeal_until(date(2023, 3, 31), rule, calendar=CALENDAR),
        ):
            assert refused(ask, unset) == "no_appeal_rule"


def test_the_letter_tells_whom_to_appeal_to_within_what_time_and_how() -> None:
    assert section_40_told(SECTION_44_RULE) == (
        "หากท่านไม่เห็นด้วยกับคำสั่งนี้ มีสิทธิอุทธรณ์ต่อเจ้าหน้าที่ผู้ทำคำสั่ง ภายใน 15 วันนับแต่วันที่ได้รับแจ้งคำสั่ง "
        "โดยทำเป็นหนังสือ ระบุข้อโต้แย้งและข้อเท็จจริงหรือข้อกฎหมายที่อ้างอิง ทั้งนี้ ตามพ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 มาตรา 44"
    )


@pytest.mark.parametrize(
    ("told_on", "rule", "last_day"),
    [
        (date(2023, 3, 2), SECTION_44_RULE, date(2023, 3, 17)),
        (date(2023, 3, 3), SECTION_44_RULE, date(2023, 3, 20)),  # from a Saturday
        (date(2023, 3, 31), SECTION_44_RULE, date(2023, 4, 18)),  # from Songkran
        (date(2023, 12, 14), SECTION_44_RULE, date(2024, 1, 2)),  # from the special day before New Year
        (date(2023, 12, 2), HEALTH, date(2024, 1, 2)),
    ],
)
def test_the_last_day_to_appeal_is_the_citizens(told_on: date, rule: AppealRule, last_day: date) -> None:
    assert section_44_appeal_until(told_on, rule, calendar=CALENDAR).last_day == last_day


# The Facilitation Act.

NEXT = Rules(
    law="กฎหมายใหม่",
    version="2570",
    in_force_from=date(2027, 1, 1),
    result_notice_days=5,
    delay_notice_every_days=3,
)
OLD = replace(RULES_OF_2558, in_force_until=date(2026, 12, 31))


def test_a_replaced_act_is_a_new_row_of_settings() -> None:
    assert rules_in_force([OLD, NEXT], date(2026, 12, 31)) is OLD
    assert rules_in_force([OLD, NEXT], date(2027, 1, 1)) is NEXT
    assert refused(rules_in_force, [OLD, NEXT], date(2015, 7, 20)) == "no_rules"
    assert refused(rules_in_force, [], date(2023, 1, 1)) == "no_rules"
    assert refused(rules_in_force, [RULES_OF_2558, NEXT], date(2027, 1, 1)) == "rules_overlap"
    with pytest.raises(AssertionError):
        replace(OLD, in_force_until=date(2015, 7, 20))


def test_a_day_rests_on_the_version_that_gave_it() -> None:
    def basis(rules: Rules) -> str:
        return section_10_result_notice_due(
            date(2027, 2, 1), calendar=CALENDAR, rules=rules
        ).limit.clause.title

    assert basis(RULES_OF_2558) == FACILITATION_10.title
    assert basis(NEXT) == "กฎหมายใหม่"


def test_nothing_more_is_asked_for_once_an_application_is_complete() -> None:
    complete_on = date(2023, 1, 23)

    section_8_ask_for_more(complete_on=None)
    section_8_ask_for_more(complete_on=complete_on, superior="ปลัดเทศบาล", reason="เจ้าหน้าที่รับเอกสารผิดฉบับ")
    for superior, reason in (("", ""), ("ปลัดเทศบาล", " "), (" ", "เอกสารผิดฉบับ")):
        assert (
            refused(section_8_ask_for_more, complete_on=complete_on, superior=superior, reason=reason)
            == "complete_already"
        )


@pytest.mark.parametrize(
    ("cure_by", "first_day"),
    [
        (date(2023, 2, 15), date(2023, 2, 16)),
        (date(2023, 2, 17), date(2023, 2, 18)),  # a Friday: returned on Saturday at the earliest
        (date(2023, 2, 18), date(2023, 2, 21)),  # a Saturday lasts until Monday
        (date(2023, 4, 13), date(2023, 4, 19)),  # Songkran lasts until Tuesday
        (date(2023, 5, 1), date(2023, 5, 2)),  # Labour Day is worked
        (date(2023, 12, 29), date(2024, 1, 3)),
    ],
)
def test_what_was_not_cured_is_returned_after_the_day(cure_by: date, first_day: date) -> None:
    eve = first_day - timedelta(days=1)

    def give_back(on: date, reasons: str = "ไม่ส่งแบบแปลนภายในกำหนด") -> None:
        section_9_return(on=on, cure_by=cure_by, reasons=reasons, calendar=CALENDAR)

    assert section_9_returnable_from(cure_by, calendar=CALENDAR) == first_day
    give_back(first_day)
    assert refused(give_back, eve) == "still_curable"
    assert refused(give_back, first_day, " ") == "no_reasons"


def test_the_decision_is_due_after_the_manuals_days_from_completeness() -> None:
    complete_on = date(2023, 1, 23)
    waiting = Pause(date(2023, 1, 30), date(2023, 2, 3), "รอผลตรวจสถานที่จากอำเภอ")

    due = section_10_decision_due(complete_on, 15, Unit.WORKING_DAYS, calendar=CALENDAR)
    assert (due.last_day, due.sentences[0]) == (
        date(2023, 2, 13),
        "เริ่มนับวันถัดจาก 23 ม.ค. 2566 วันที่คำขอครบถ้วน",
    )
    paused = section_10_decision_due(
        complete_on, 15, Unit.WORKING_DAYS, calendar=CALENDAR, pauses=[waiting], rules=OLD
    )
    assert paused.last_day == date(2023, 2, 20)
    assert section_10_decision_due(
        date(2023, 3, 14), 30, Unit.CALENDAR_DAYS, calendar=CALENDAR
    ).last_day == date(2023, 4, 13)


def test_the_result_is_told_within_seven_days_or_what_the_law_of_the_day_says() -> None:
    told = section_10_result_notice_due(date(2023, 4, 7), calendar=CALENDAR)

    assert told.last_day == date(2023, 4, 14)  # in Songkran: it binds the official
    assert told.sentences[0] == "เริ่มนับวันถัดจาก 7 เม.ย. 2566 วันที่พิจารณาแล้วเสร็จ"
    assert section_10_result_notice_due(date(2023, 4, 7), calendar=CALENDAR, rules=NEXT).last_day == date(
        2023, 4, 12
    )


@pytest.mark.parametrize(
    ("due", "today", "decided_on", "days"),
    [
        (date(2023, 2, 13), date(2023, 2, 13), None, []),
        (date(2023, 2, 13), date(2023, 2, 19), None, []),
        (date(2023, 2, 13), date(2023, 2, 20), None, ["20/2"]),
        (date(2023, 2, 13), date(2023, 3, 12), None, ["20/2", "27/2", "6/3"]),  # the third on a holiday
        (
            date(2023, 2, 13),
            date(2023, 3, 12),
            date(2023, 2, 27),
            ["20/2"],
        ),  # decided on the day of the second
        (date(2023, 2, 13), date(2023, 3, 12), date(2023, 2, 28), ["20/2", "27/2"]),
        (date(2023, 2, 13), date(2023, 2, 21), date(2023, 3, 30), ["20/2"]),
        (date(2023, 2, 13), date(2023, 3, 30), date(2023, 2, 10), []),  # in time
        (date(2023, 2, 13), date(2023, 2, 1), None, []),
        (date(2023, 12, 18), date(2024, 1, 8), None, ["25/12", "1/1", "8/1"]),
    ],
)
def test_a_delay_is_told_every_seven_days_until_it_is_decided(
    due: date, today: date, decided_on: date | None, days: list[str]
) -> None:
    notices = section_10_delay_notices_due(due, today=today, decided_on=decided_on)

    assert [f"{notice.due_on.day}/{notice.due_on.month}" for notice in notices] == days
    assert [notice.number for notice in notices] == list(range(1, len(days) + 1))
    assert {notice.copy_to for notice in notices} <= {"ก.พ.ร."}


def test_how_often_a_delay_is_told_is_the_laws_of_the_day() -> None:
    notices = section_10_delay_notices_due(
        date(2027, 2, 1), today=date(2027, 2, 10), rules=replace(NEXT, delay_notice_copy_to="ส.")
    )

    assert [(notice.due_on.day, notice.copy_to) for notice in notices] == [(4, "ส."), (7, "ส."), (10, "ส.")]
