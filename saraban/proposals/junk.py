"""Mail that nobody needs to enter: acknowledgements, automatic answers, advertising. Cautious: doubt means a letter."""

from __future__ import annotations

import re

from saraban.proposals.mail import Mail

SPAM_POINTS = 3

_ADVERTISING = (  # points, words
    (3, r"คาสิโน|บาคาร่า|สล็อต|เว็บตรง|แทงบอล|หวยออนไลน์|ufabet|casino|jackpot|viagra|cialis"),
    (
        3,
        r"(?:อนุมัติ|วงเงิน|สินเชื่อ|เงินกู้|เงินด่วน|กู้เงิน).{0,60}(?:ดอกเบี้ย|ไม่เช็[กค]|ไม่ต้องค้ำ|แอดไลน์|บูโร|ทันที)|เงินด่วน|ปล่อยกู้",
    ),
    (
        3,
        r"(?:ลงทุน|เทรด|คริปโต|หุ้น|ทองคำ).{0,80}(?:กำไร|ผลตอบแทน|การันตี|ปันผล).{0,160}(?:ไลน์|คลิก|https?:|@)|(?:งานออนไลน์|พาร์ทไทม์|part[ -]?time|รายได้เสริม|ทำงานที่บ้าน|รายได้.{0,20}(?:ต่อ|/) ?วัน).{0,160}(?:แอดไลน์|ทักไลน์|คลิก|@|ทักแชท|https?:)|"
        r"(?:bitcoin|\bbtc\b|usdt|crypto).{0,160}(?:wallet|invest|profit|send|pay)|(?:send|pay).{0,60}(?:bitcoin|\bbtc\b|usdt)",
    ),
    (
        3,
        r"first page of google|\bseo\b.{0,80}(?:rank|website|traffic)|rank(?:ing)? (?:higher|#?1)|(?:errors?|issues) on your (?:web)?site|your website .{0,60}(?:first page|rank)|guest post|backlinks?",
    ),
    (
        3,
        r"(?:lottery|inheritance|beneficiary|next of kin|million (?:usd|dollars)|investment proposal|donation of)|(?:ผู้โชคดี|ได้รับ(?:เงิน)?รางวัล|ถูกรางวัล|รับรางวัล).{0,200}(?:คลิก|ล้าน|แอดไลน์|โอน|เลขบัญชี|บัตรประชาชน|ชั่วโมง)",
    ),
    (
        2,
        r"โปรโมชั่?น|ลดราคา|ลดสูงสุด|ลด ?\d{1,2} ?%|flash sale|ส่งฟรี|ราคาพิเศษ|ราคาโรงงาน|สั่งซื้อ(?:วันนี้|เลย|ได้ที่|สินค้า)|แคตตาล็อก|ซื้อ ?\d+ ?แถม|สินค้าใหม่|สนใจสั่งซื้อ|ของแถม|ดีลพิเศษ|มีสินค้าพร้อมส่ง",
    ),
    (
        2,
        r"(?:ราคา|ขาย)ส่ง(?!เสริม)|(?:จำหน่าย|ขาย)(?:และ(?:ติดตั้ง|ให้เช่า|ซ่อม))?[ก-๙A-Za-z /]{0,40}(?:ทุกรุ่น|ทุกชนิด|ทุกยี่ห้อ|ทุกขนาด|ครบวงจร)|ตัวแทนจำหน่าย|(?:มี|ให้)เครดิต ?\d+ ?วัน|ออกใบกำกับภาษีได้|"
        r"(?:ขอ)?(?:นำเสนอ|แนะนำ)(?:สินค้า|บริการ|ผลิตภัณฑ์|โปรแกรม|หลักสูตร)|รับ(?:ผลิต|ทำ|จัดทำ|ออกแบบ|ติดตั้ง|จ้าง)[ก-๙A-Za-z /]{0,40}(?:ราคา|ทุกชนิด|ครบวงจร|เริ่มต้น)|affordable|price list|best price|our (?:products|services)|(?:we are|i am|as) (?:an? )?(?:leading |professional )?(?:manufacturer|factory|supplier)",
    ),
    (2, r"จดหมายข่าว|newsletter|ยกเลิกการรับ(?:ข่าวสาร|อีเมล)?|ยกเลิกรับข่าว|unsubscribe|เลิกรับข่าว"),
    (
        1,
        r"แอดไลน์|line ?(?:id|@)|@line|inbox|คลิก(?:ที่นี่|เลย|ลิงก์)?|click here|สมัครเลย|ลงทะเบียนฟรี|ทดลองใช้ฟรี|จำนวนจำกัด|วันนี้เท่านั้น|วันนี้วันเดียว|limited time|รับส่วนลด|ใบเสนอราคาฟรี|ราคาถูก|แค(?:ต|ท)ตา?ล็[อ]?ก|catalog|(?:สนใจ|สอบถาม)[ก-๙ ]{0,20}(?:ติดต่อ|ทักไลน์|โทร)|สำหรับ(?:หน่วยงาน)?ราชการ",
    ),
)
_ADVERTISING_WORDS = [
    (points, re.compile(words, re.IGNORECASE | re.DOTALL)) for points, words in _ADVERTISING
]
# What frightens or tempts a reader to click: a link, and what he is to lose, to pay or to give away.
_BAIT = re.compile(
    r"(?:พัสดุ|สินค้าของ(?:ท่าน|คุณ)|การจัดส่ง|parcel|package|shipment|delivery|courier).{0,200}(?:ค่าธรรมเนียม|ค่าจัดส่ง|ค่าภาษี|ชำระ|จัดส่งไม่สำเร็จ|ถูกระงับ|ตีกลับ|ยืนยันที่อยู่|อัปเดตที่อยู่|\bfee\b|\bpay|unpaid|address|on hold|failed)|"
    r"(?:บัญชี|กล่องจดหมาย|อีเมล|รหัสผ่าน|แอคเคาท์|พื้นที่จัดเก็บ|บัตร(?:เครดิต|เดบิต)|ธนาคาร|บริการของ(?:ท่าน|คุณ)|กระเป๋าตัง|แอป).{0,160}(?:ระงับ|หมดอายุ|จะถูก(?:ปิด|ลบ)|เต็ม|ยืนยัน(?:ตัวตน|บัญชี|ข้อมูล|รหัส|ชื่อผู้ใช้)|ล็อก|ผิดปกติ|อัปเดตข้อมูล|อัพเดทข้อมูล|เข้าสู่ระบบ(?:จาก|เพื่อ))|"
    r"(?:กรอก|ยืนยัน|ระบุ|แจ้ง|ป้อน|อัปเดต|อัพเดท).{0,40}(?:บัตรเครดิต|บัตรเดบิต|เลข(?:ที่)?บัตร|รหัสผ่าน|รหัส ?OTP|CVV|ข้อมูลธนาคาร)|"
    r"(?:คืนภาษี|คืนเงิน|เงินคืน|เงินเยียวยา|เงินช่วยเหลือ|รับสิทธิ์?|ส่วนลดค่าไฟ|มิเตอร์|ค่าไฟฟ้า|ค่าน้ำ|ใบสั่ง|ค่าปรับ).{0,160}(?:กรอก|ยืนยันตัวตน|ยืนยันข้อมูล|ลงทะเบียนรับ|บัญชีธนาคาร|ระงับ|ตัดไฟ)|"
    r"(?:account|mailbox|password|storage|e-?mail|webmail|subscription|payroll|card|wallet).{0,160}(?:suspend|expir|verif|confirm your|lock|upgrade|quota|deactivat|terminat|unusual|validate|re-?activate|is full)|"
    r"(?:refund|reward|prize|gift card|unpaid invoice|overdue invoice|voice ?mail|secure document|shared (?:a )?(?:document|file)).{0,160}(?:click|claim|view|open|log ?in|sign ?in)",
    re.IGNORECASE | re.DOTALL,
)
_HOOK = re.compile(
    r"https?://|www\.|คลิก|กดลิงก์|กดลิ้งค์|ลิงก์|ลิ้งค์|แอดไลน์|สแกน ?qr|\bclick\b|\bhere\b|log ?in|sign ?in",
    re.IGNORECASE,
)
_TO_THE_READER = re.compile(
    r"(?:กรุณา|โปรด|รีบ|ต้อง)\s?(?:ทำการ)?(?:คลิก|กด|กรอก|ยืนยัน|อัปเดต|อัพเดท|ชำระ|เข้าสู่|ลงทะเบียน|ตรวจสอบ|เปลี่ยน|ดำเนินการ)|คลิก|กดลิ[งิ]|(?:บัญชี|พัสดุ|บัตร|กล่องจดหมาย|อีเมล|สิทธิ์?|เงิน|สินค้า|รหัสผ่าน|โทรศัพท์|บริการ)ของ(?:ท่าน|คุณ)|"
    r"(?:ท่าน|คุณ)(?:ได้รับ|มี|เป็น)(?:สิทธิ|เงิน|พัสดุ|ผู้)|\byour\b|\bdear (?:customer|user|client|member)|\bclick\b|please (?:verify|confirm|update|pay|log|sign|view|open)",
    re.IGNORECASE,
)
_BAIT_POINTS = 3
_SPEAKS = re.compile(r"ผม|ดิฉัน|กระผม|ข้าพเจ้า|หนู|ครับ|ค่ะ|นะคะ|\bI (?:am|have|was|got|received)\b|\bmy\b")
_BUSINESS = re.compile(
    r"ร้องเรียน|ร้องทุกข์|ขอความอนุเคราะห์|คำร้อง|คำขอ|ขออนุญาต|แจ้งเหตุ|เดือดร้อน|ขอให้เทศบาล|ขอให้(?:หน่วยงาน|ท่าน|ทาง)?(?:ตรวจสอบ|ดำเนินการ)|ขอทราบ|ใบอนุญาต|จึงเรียนมาเพื่อโปรด|ภาษีที่ดิน|เบี้ยยังชีพ|หลอก|มิจฉาชีพ|ตามที่(?:ท่าน|พี่|เทศบาล|ทาง|ได้|คุย|โทร|ขอ)|สัญญาเลขที่|งวดที่|ส่งมอบงาน|ค้างชำระ"
)
_RECEIVED = re.compile(
    r"(?:ได้|ขอแจ้งว่า.{0,40})?รับ(?:หนังสือ|เรื่อง|อีเมล์?|จดหมาย|เอกสาร|ข้อมูล|รายงาน|คำร้อง).{0,200}?(?:แล้ว|เรียบร้อย|ไว้แล้ว)",
    re.DOTALL,
)
_RECEIPT_NUMBER = re.compile(
    r"เลข(?:ที่)?\s?(?:ทะเบียน)?(?:หนังสือ)?รับ|ลงรับ(?:หนังสือ)?(?:เลขที่|ที่|แล้ว)|ลง(?:ทะเบียน)?รับ.{0,30}(?:ที่|เลข)"
)
_RECEIPT_SUBJECT = re.compile(
    r"^(?:(?:re|ตอบกลับ|ตอบ)\s*[:：]\s*)*(?:(?:แจ้ง|ยืนยัน|ตอบรับ)(?:การ)?(?:ได้)?รับ(?:หนังสือ|เรื่อง|เอกสาร|อีเมล|จดหมาย)|แจ้งเลข(?:ทะเบียน)?รับ|ใบ(?:ตอบ)?รับ(?:หนังสือ|เอกสาร)|ได้รับ(?:หนังสือ|เอกสาร|อีเมล)|ตอบรับหนังสือ|acknowledg)",
    re.IGNORECASE,
)
# A few words of a person at a desk: `ได้รับแล้ว เลขรับ 1022 ลว. 26 ก.พ. 69 ค่ะ`.
_JUST_RECEIVED = re.compile(
    r"^\W*(?:(?:เรียน|ถึง)[^\n]{0,60}\n\s*)?(?:(?:ทาง)?[ก-๙.]{0,40}(?:ได้|ขอ)?(?:ลง)?รับ(?:เรื่อง|หนังสือ|เอกสาร|ไฟล์|อีเมล|ทราบ)?(?:เรียบร้อย|ไว้)?แล้ว|(?:แจ้ง)?(?:เลข(?:ที่)?(?:ทะเบียน)?รับ|ลงรับ|รับที่|รับเลขที่)|รับทราบ|received|noted|(?:ขอบคุณ[ก-๙]{0,12}[ ,]*)?(?:ทาง[ก-๙.]{0,40})?ได้รับ[ก-๙]{0,20}(?:เรียบร้อย|ครบถ้วน))",
    re.IGNORECASE,
)
_JUST_RECEIVED_MAX = 120  # characters
_REPLY = re.compile(r"^(?:re|ตอบกลับ|ตอบ|aw|sv)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
_YOURS = re.compile(
    r"ของท่าน|จากท่าน|ที่ท่านส่ง|ท่านได้ส่ง|ของหน่วยงานท่าน|ของ(?:เทศบาล|องค์การบริหาร|อบต|อำเภอ|จังหวัด|โรงเรียน|สำนักงาน|หน่วยงาน)|หนังสือ(?:เทศบาล|องค์การ|อบต|ที่ )|ตามหนังสือ"
)
_MINE = re.compile(r"(?:^|[\s(])(?:ผม|ดิฉัน|กระผม|หนู|ข้าพเจ้า|ดิชั้น)")
_WANTS = re.compile(
    r"ขอให้|จึงขอ|ขอเชิญ|ขอความ|ขอแก้ไข|ขอส่ง|จัดส่ง|ส่งเพิ่ม|ยังขาด|ยังไม่|ไม่ครบ|ไม่ถูกต้อง|ภายในวันที่|ตามที่.{0,80}ได้รับ|โปรด(?:ส่ง|ดำเนินการ|แก้ไข|พิจารณา|ตรวจ)|แจ้งผล"
)
_SENDS_LETTERS = re.compile(
    r"no-reply|list|bulk|precedence|asks for no answer|notification", re.IGNORECASE
)  # also systems of offices, and copiers
_REPORT = re.compile(r"report|receipt|autoreply|mailer-daemon|calendar", re.IGNORECASE)
_BULK = re.compile(r"^(?:list|bulk|precedence)", re.IGNORECASE)


def why_not_registered(mail: Mail, own: str, *, with_letter: bool) -> tuple[str, str] | None:
    """`no_registration` or `spam`, and why in Thai; None for a letter. Not asked where an official letter is attached;
    `with_letter`: what is attached may be one, but cannot be read.
    """
    advertising = _advertising(mail, own)
    in_words = says_so_only_in_words(mail)
    if is_report(mail) and not (in_words and (with_letter or advertising >= SPAM_POINTS)):
        if not mail.bounce:
            return "no_registration", "จดหมายอัตโนมัติ"
        return "no_registration", "แจ้งว่าส่งไม่ถึง"
    generated = mail.automatic == "auto-submitted" and "replied" not in "".join(
        mail.headers.get("auto-submitted", ())
    )
    sends_letters = in_words or generated or _SENDS_LETTERS.search(mail.automatic or "") is not None
    if mail.automatic and not (with_letter and advertising < 2 and sends_letters):
        if advertising >= 2 or (_BULK.match(mail.automatic) and not mail.has("auto-submitted")):
            return "spam", "จดหมายข่าวหรือโฆษณาที่ส่งถึงคนจำนวนมาก"
        return "no_registration", "จดหมายอัตโนมัติ"
    if is_acknowledgement(mail.subject, own):
        return "no_registration", "หน่วยงานอื่นแจ้งว่าได้รับหนังสือของเราแล้ว"
    if advertising >= SPAM_POINTS:
        return "spam", "ข้อความเป็นโฆษณาหรือหลอกลวง"
    return None


def is_report(mail: Mail) -> bool:
    """Told by a mail host or an absent person: what is in it is our own letter, come back."""
    return mail.bounce or (mail.automatic is not None and _REPORT.search(mail.automatic) is not None)


def says_so_only_in_words(mail: Mail) -> bool:
    """`กรุณาอย่าตอบกลับอีเมลนี้`, and no header says that a program sent it."""
    return not mail.bounce and not mail.has("auto-submitted") and mail.automatic == "autoreply words"


def is_acknowledgement(subject: str, own: str) -> bool:
    """Another office tells that our letter has come, and asks nothing."""
    if _MINE.search(own) or _WANTS.search(own) or len(own) > 1_500:
        return False
    if (
        len(own) <= _JUST_RECEIVED_MAX
        and _JUST_RECEIVED.match(own)
        and (
            _REPLY.match(subject.strip())
            or _RECEIPT_NUMBER.search(own)
            or _RECEIPT_SUBJECT.match(subject.strip())
        )
    ):
        return True
    told = _RECEIVED.search(own) is not None or _RECEIPT_SUBJECT.match(subject.strip()) is not None
    numbered = _RECEIPT_NUMBER.search(own) is not None or "เลขรับ" in subject
    return told and (
        (
            numbered
            and (
                len(own) < 400
                or _YOURS.search(own) is not None
                or _RECEIPT_SUBJECT.match(subject.strip()) is not None
            )
        )
        or (_YOURS.search(own) is not None and len(own) < 400 and _RECEIVED.search(own) is not None)
    )


def _is_of_the_state(mail: Mail) -> bool:
    """By its address, which DMARC guards; names are for everybody to take."""
    failed = any(
        "dmarc=fail" in said.replace(" ", "") for said in mail.headers.get("authentication-results", ())
    )
    return mail.sender is not None and mail.sender.address.lower().endswith(".go.th") and not failed


def _advertising(mail: Mail, own: str) -> int:
    text = f"{mail.subject}\n{own[:4_000]}"
    points = sum(points for points, words in _ADVERTISING_WORDS if words.search(text))
    baited = all(words.search(text) for words in (_HOOK, _BAIT, _TO_THE_READER))
    if baited and not _SPEAKS.search(own) and not _is_of_the_state(mail):
        points += _BAIT_POINTS
    if mail.has("list-unsubscribe"):
        points += 2
    if "yes" in "".join(mail.headers.get("x-spam-flag", ())):
        points += 1
    if _BUSINESS.search(text):
        points -= 3
    return points
