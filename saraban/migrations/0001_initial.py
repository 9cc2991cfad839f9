import django.db.models.deletion
import django.utils.timezone
import saraban.law.deadlines
import saraban.law.electronic_act_2565
import saraban.law.initial_level_manual_2566
import saraban.mail.gateway
import saraban.mail.references
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="อีเมล")),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("practice", models.BooleanField(default=False, verbose_name="โหมดฝึกหัด")),
                ("founded_at", models.DateTimeField(auto_now_add=True)),
                ("arranged", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อบัญชี")),
                ("bank", models.CharField(max_length=3, verbose_name="ธนาคาร")),
                ("number", models.CharField(max_length=15, verbose_name="เลขที่บัญชี")),
                ("biller", models.CharField(blank=True, max_length=15, verbose_name="Biller ID")),
                ("promptpay", models.CharField(blank=True, max_length=13, verbose_name="พร้อมเพย์")),
                ("columns", models.JSONField(default=dict, verbose_name="คอลัมน์ของรายการเดินบัญชี")),
                ("opened_at", models.DateTimeField(verbose_name="ใช้ตั้งแต่")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="เลิกใช้เมื่อ")),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "บัญชีรับชำระเงิน",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency", "bank", "number"),
                        name="account_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=60)),
                ("verb", models.CharField(max_length=60)),
                ("noun", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("facts", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "รายการบันทึก",
                "indexes": [models.Index(fields=["agency", "noun", "subject_id"], name="audit_story")],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "number"), name="audit_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อไฟล์")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("columns", models.JSONField(default=dict, verbose_name="คอลัมน์ที่ใช้อ่าน")),
                ("taken_at", models.DateTimeField(verbose_name="นำเข้าเมื่อ")),
                ("first_day", models.DateField(null=True, verbose_name="ตั้งแต่วันที่")),
                ("last_day", models.DateField(null=True, verbose_name="ถึงวันที่")),
                ("lines_read", models.PositiveIntegerField(verbose_name="รายการเงินเข้าในไฟล์")),
                ("lines_fresh", models.PositiveIntegerField(verbose_name="รายการใหม่")),
                ("satang", models.PositiveBigIntegerField(verbose_name="เงินเข้าใหม่ (สตางค์)")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="saraban.account",
                        verbose_name="บัญชี",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "รายการเดินบัญชี",
            },
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField(verbose_name="แถวในไฟล์")),
                ("fingerprint", models.CharField(max_length=64)),
                ("paid_at", models.DateTimeField(verbose_name="เงินเข้าเมื่อ")),
                ("paid_on", models.DateField(verbose_name="เงินเข้าวันที่")),
                ("time_known", models.BooleanField(default=False)),
                ("satang", models.PositiveBigIntegerField(verbose_name="จำนวนเงิน (สตางค์)")),
                ("reference1", models.CharField(blank=True, max_length=60, verbose_name="รหัสอ้างอิง 1")),
                ("reference2", models.CharField(blank=True, max_length=60, verbose_name="รหัสอ้างอิง 2")),
                (
                    "bank_reference",
                    models.CharField(blank=True, max_length=60, verbose_name="เลขอ้างอิงของธนาคาร"),
                ),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="รายการ")),
                ("payer", models.CharField(blank=True, max_length=200, verbose_name="ผู้ชำระ")),
                ("channel", models.CharField(blank=True, max_length=200, verbose_name="ช่องทาง")),
                ("placed", models.PositiveBigIntegerField(default=0, verbose_name="จับคู่แล้ว (สตางค์)")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="saraban.account",
                        verbose_name="บัญชี",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="saraban.bankstatement",
                        verbose_name="ไฟล์",
                    ),
                ),
            ],
            options={
                "verbose_name": "เงินเข้าบัญชี",
                "indexes": [
                    models.Index(
                        condition=models.Q(("placed__lt", models.F("satang"))),
                        fields=["agency", "paid_at"],
                        name="lines_not_placed",
                    ),
                    models.Index(fields=["agency", "paid_on", "id"], name="lines_of_a_day"),
                    models.Index(fields=["agency", "bank_reference"], name="lines_of_reference"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "account", "fingerprint"), name="line_came_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("placed__lte", models.F("satang"))), name="line_placed_within"
                    ),
                    models.CheckConstraint(condition=models.Q(("satang__gt", 0)), name="line_of_money"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "register",
                    models.CharField(
                        choices=[
                            ("incoming", "หนังสือรับ"),
                            ("outgoing", "หนังสือส่ง"),
                            ("circular", "หนังสือเวียน (ว)"),
                            ("order", "คำสั่ง"),
                            ("certificate", "หนังสือรับรอง"),
                            ("secret_in", "หนังสือลับ (รับ)"),
                            ("secret_out", "หนังสือลับ (ส่ง)"),
                        ],
                        max_length=20,
                        verbose_name="ทะเบียน",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="ปี พ.ศ.")),
                ("first", models.PositiveIntegerField(default=1, verbose_name="เลขแรกในระบบนี้")),
                (
                    "old_last",
                    models.PositiveIntegerField(default=0, verbose_name="เลขสุดท้ายที่นำเข้าจากทะเบียนเดิม"),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="ปิดเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "ทะเบียนของปี",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "register", "year"), name="book_year_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="ปี พ.ศ.")),
                ("confirmed", models.BooleanField(default=False, verbose_name="ยืนยันแล้ว")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "ปีปฏิทิน",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year"), name="calendar_year_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("applicant", models.CharField(max_length=300, verbose_name="ผู้ยื่น")),
                ("address", models.CharField(blank=True, max_length=320, verbose_name="อีเมล")),
                ("phone", models.CharField(blank=True, max_length=100, verbose_name="โทรศัพท์")),
                (
                    "replies",
                    models.CharField(
                        choices=[("electronic", "ทางอิเล็กทรอนิกส์"), ("paper", "เป็นกระดาษ")],
                        default=saraban.law.electronic_act_2565.ReplyBy["ELECTRONIC"],
                        max_length=12,
                        verbose_name="ประสงค์ให้ตอบ",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=saraban.mail.references.new_reference, max_length=16, verbose_name="รหัสเรื่อง"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "ตรวจเอกสาร"),
                            ("incomplete", "รอผู้ยื่นแก้ไข"),
                            ("complete", "พิจารณา"),
                            ("approved", "อนุญาต"),
                            ("refused", "ไม่อนุญาต"),
                            ("answered", "ดำเนินการแล้ว"),
                            ("returned", "คืนคำขอ"),
                            ("struck_off", "จำหน่ายเรื่อง"),
                            ("withdrawn", "ผู้ยื่นถอนเรื่อง"),
                            ("forwarded", "ส่งต่อหน่วยงานอื่น"),
                            ("merged", "รวมกับเรื่องอื่น"),
                        ],
                        default="checking",
                        max_length=20,
                        verbose_name="ขั้น",
                    ),
                ),
                (
                    "waits_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("office", "หน่วยงาน"),
                            ("applicant", "ผู้ยื่น"),
                            ("head", "ผู้อนุญาต"),
                            ("others", "หน่วยงานอื่น"),
                            ("", "–"),
                        ],
                        max_length=12,
                        verbose_name="รอ",
                    ),
                ),
                ("due_on", models.DateField(null=True, verbose_name="กำหนด")),
                ("opened_at", models.DateTimeField(verbose_name="เปิดเรื่องเมื่อ")),
                ("complete_on", models.DateField(null=True, verbose_name="คำขอครบถ้วนวันที่")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="พิจารณาเสร็จเมื่อ")),
                ("told_at", models.DateTimeField(null=True, verbose_name="แจ้งผลเมื่อ")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="สิ้นสุดเมื่อ")),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                ("unreachable_at", models.DateTimeField(null=True, verbose_name="ติดต่อไม่ได้ตั้งแต่")),
                ("heard_at", models.DateTimeField(null=True, verbose_name="ผู้ยื่นติดต่อล่าสุด")),
                ("restricted", models.BooleanField(default=False, verbose_name="จำกัดผู้เห็น")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="saraban.case",
                        verbose_name="รวมกับ",
                    ),
                ),
            ],
            options={
                "verbose_name": "เรื่อง",
            },
        ),
        migrations.CreateModel(
            name="CaseLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("opened", "เปิดเรื่อง"),
                            ("thread", "ตอบจดหมายของเรา"),
                            ("reference", "อ้างรหัสเรื่อง"),
                            ("number", "อ้างเลขรับ"),
                            ("officer", "เจ้าหน้าที่รวม"),
                            ("issuer", "หน่วยงานอื่นตอบ"),
                        ],
                        max_length=10,
                        verbose_name="รวมเพราะ",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("joined", "อยู่ในเรื่อง"),
                            ("proposed", "อาจเป็นของเรื่องนี้"),
                            ("declined", "ไม่ใช่ของเรื่องนี้"),
                        ],
                        default="joined",
                        max_length=10,
                    ),
                ),
                ("joined_at", models.DateTimeField(verbose_name="รวมเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="saraban.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "หนังสือในเรื่อง",
            },
        ),
        migrations.CreateModel(
            name="CaseMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("request", "แจ้งแก้ไข"),
                            ("return", "คืนคำขอ"),
                            ("delay", "แจ้งเหตุล่าช้า"),
                            ("result", "แจ้งผล"),
                            ("proofing", "ยืนยันตัวตน"),
                            ("word", "ตอบผู้ยื่น"),
                            ("issuer", "ขอตรวจสอบเอกสาร"),
                            ("onward", "ส่งต่อหน่วยงานอื่น"),
                            ("bill", "แจ้งชำระเงิน"),
                            ("copy", "สำเนาให้ ก.พ.ร."),
                        ],
                        max_length=10,
                        verbose_name="เรื่อง",
                    ),
                ),
                ("times", models.PositiveSmallIntegerField(default=1, verbose_name="ส่งครั้งที่")),
                ("again_on", models.DateField(null=True, verbose_name="จะส่งอีกครั้ง")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mails", to="saraban.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "จดหมายของเรื่อง",
            },
        ),
        migrations.CreateModel(
            name="CaseMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(default=0)),
                ("today", models.DateField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "ข่าวถึงเรื่อง",
                "constraints": [models.UniqueConstraint(fields=("agency",), name="one_case_mark")],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อ")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="อีเมล")),
                ("phone", models.CharField(blank=True, max_length=100, verbose_name="โทรศัพท์")),
                ("active", models.BooleanField(default=True, verbose_name="ใช้อยู่")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "รายชื่อติดต่อ",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "name"), name="contact_named_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "register", "year"), name="one_counter")
                ],
            },
        ),
        migrations.CreateModel(
            name="DaySeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="วันที่")),
                ("first", models.BigIntegerField(verbose_name="รายการบันทึกแรก")),
                ("last", models.BigIntegerField(verbose_name="รายการบันทึกสุดท้าย")),
                ("head", models.CharField(max_length=64, verbose_name="ปลายบันทึก")),
                ("counts", models.JSONField(verbose_name="จำนวน")),
                ("root", models.CharField(max_length=64, verbose_name="ราก")),
                ("counters", models.JSONField(verbose_name="เลขสุดท้ายของทุกทะเบียน")),
                ("prev", models.CharField(max_length=64, verbose_name="ตราของวันก่อน")),
                ("digest", models.CharField(max_length=64, verbose_name="ตรา")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "ตราปิดวัน",
                "constraints": [models.UniqueConstraint(fields=("agency", "day"), name="day_sealed_once")],
            },
        ),
        migrations.CreateModel(
            name="Fee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="รหัส")),
                ("name", models.CharField(max_length=200, verbose_name="ค่าธรรมเนียม")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="เลิกเก็บเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "ค่าธรรมเนียม",
                "constraints": [models.UniqueConstraint(fields=("agency", "code"), name="fee_of_a_code")],
            },
        ),
        migrations.CreateModel(
            name="FeeRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("satang", models.PositiveBigIntegerField(verbose_name="อัตรา (สตางค์)")),
                ("since", models.DateField(verbose_name="ใช้ตั้งแต่วันที่")),
                ("law", models.CharField(max_length=300, verbose_name="ตามกฎหมาย")),
                ("exemption", models.CharField(blank=True, max_length=500, verbose_name="ยกเว้น")),
                ("refund", models.CharField(blank=True, max_length=500, verbose_name="การคืนเงิน")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "fee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rates", to="saraban.fee"
                    ),
                ),
            ],
            options={
                "verbose_name": "อัตราค่าธรรมเนียม",
            },
        ),
        migrations.CreateModel(
            name="FormLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="form_look",
                        to="saraban.caseletter",
                    ),
                ),
            ],
            options={
                "verbose_name": "การหาแบบคำขอในหนังสือ",
            },
        ),
        migrations.CreateModel(
            name="Forwarding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("forward", "ส่งเรื่องต่อให้หน่วยงานนั้น และแจ้งผู้ยื่น"),
                            ("redirect", "แจ้งผู้ยื่นให้ติดต่อหน่วยงานนั้นเอง"),
                        ],
                        max_length=10,
                        verbose_name="ส่งต่ออย่างไร",
                    ),
                ),
                ("because", models.CharField(max_length=300, verbose_name="เพราะ")),
                ("at", models.DateTimeField(verbose_name="ส่งต่อเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forwardings",
                        to="saraban.case",
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forwarding",
                        to="saraban.casemail",
                    ),
                ),
                (
                    "notice",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forwarding_notice",
                        to="saraban.casemail",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.contact",
                        verbose_name="หน่วยงานที่รับผิดชอบ",
                    ),
                ),
            ],
            options={
                "verbose_name": "การส่งต่อหน่วยงานอื่น",
            },
        ),
        migrations.CreateModel(
            name="Found",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "ทะเบียนหนังสือรับ"), (2, "หนังสือที่รอลงรับ"), (3, "ทะเบียนหนังสือส่ง")]
                    ),
                ),
                ("row_id", models.BigIntegerField()),
                ("at", models.DateTimeField(verbose_name="เมื่อ")),
                ("text", models.TextField()),
                ("body", models.TextField(blank=True)),
                ("closed", models.BooleanField(default=False)),
                ("unread_since", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "สิ่งที่ค้นพบได้",
                "indexes": [
                    models.Index(
                        condition=models.Q(("unread_since__isnull", False)),
                        fields=["agency", "id"],
                        name="found_unread",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "kind", "row_id"), name="found_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HandedIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("paper", "กระดาษ"), ("other", "ช่องทางอื่น")],
                        max_length=10,
                        verbose_name="ช่องทาง",
                    ),
                ),
                ("channel_name", models.CharField(blank=True, max_length=100, verbose_name="มาทาง")),
                (
                    "answer_address",
                    models.EmailField(blank=True, max_length=320, verbose_name="อีเมลสำหรับตอบ"),
                ),
                ("subject", models.CharField(max_length=1000, verbose_name="เรื่อง")),
                ("sender", models.CharField(max_length=300, verbose_name="จาก")),
                ("arrived_at", models.DateTimeField(verbose_name="งานสารบรรณได้รับเมื่อ")),
                ("told_at", models.DateTimeField(null=True, verbose_name="แจ้งผู้ส่งแล้วเมื่อ")),
                ("key", models.UUIDField(editable=False, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "หนังสือที่ส่งด้วยมือ",
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("began_on", models.DateField(verbose_name="ติดต่อไม่ได้วันที่")),
                ("last_day", models.DateField(verbose_name="ครบ 30 วัน")),
                ("tried", models.CharField(blank=True, max_length=300, verbose_name="ได้ลองติดต่อ")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="เลิกรอเมื่อ")),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="saraban.case"
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.casemail",
                    ),
                ),
            ],
            options={
                "verbose_name": "การรอ 30 วัน",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["agency", "last_day"],
                        name="holds_over",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency", "case"),
                        name="one_hold_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="วันที่")),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อวันหยุด")),
                ("kind", models.CharField(max_length=30, verbose_name="ประเภท")),
                ("provinces", models.JSONField(default=list, verbose_name="เฉพาะจังหวัด")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="ที่มา")),
                ("removed", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "วันหยุดราชการ",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed", False)), fields=("agency", "day"), name="closed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InboundEmail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            (saraban.mail.gateway.Role["INBOX"], "จดหมายเข้า"),
                            (saraban.mail.gateway.Role["JUNK"], "จดหมายขยะ"),
                        ],
                        max_length=10,
                        verbose_name="พบในกล่อง",
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("body_sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("arrived_at", models.DateTimeField(verbose_name="เข้าระบบเมื่อ")),
                ("host_received_at", models.DateTimeField(null=True, verbose_name="เวลาที่เครื่องรับจดหมายบันทึก")),
                ("fetched_at", models.DateTimeField(verbose_name="ดึงมาเมื่อ")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="ผู้ส่งลงเวลาไว้")),
                ("sender_name", models.CharField(blank=True, max_length=300, verbose_name="ชื่อผู้ส่ง")),
                ("sender_address", models.CharField(blank=True, max_length=320, verbose_name="อีเมลผู้ส่ง")),
                ("answer_address", models.CharField(blank=True, max_length=320, verbose_name="อีเมลสำหรับตอบ")),
                ("subject", models.CharField(blank=True, max_length=1000, verbose_name="เรื่อง")),
                ("excerpt", models.CharField(blank=True, max_length=300, verbose_name="ข้อความย่อ")),
                ("message_id", models.CharField(blank=True, max_length=998)),
                ("thread_ids", models.JSONField(default=list)),
                ("reference", models.CharField(blank=True, max_length=16)),
                ("attachments", models.PositiveSmallIntegerField(default=0, verbose_name="ไฟล์แนบ")),
                ("brings", models.CharField(blank=True, max_length=20)),
                ("of_a_question", models.BooleanField(default=False)),
                ("automatic", models.CharField(blank=True, max_length=60, verbose_name="จดหมายอัตโนมัติ")),
                ("bounce", models.BooleanField(default=False, verbose_name="แจ้งส่งไม่ถึง")),
                ("bounce_status", models.CharField(blank=True, max_length=11)),
                ("unreadable", models.CharField(blank=True, max_length=200, verbose_name="อ่านไม่ได้เพราะ")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unsorted", "รอลงรับ"),
                            ("moving", "กำลังย้ายออกจากจดหมายขยะ"),
                            ("registered", "ลงรับแล้ว"),
                            ("not_registered", "ไม่ต้องลงรับ"),
                            ("misdirected", "ส่งผิดหน่วยงาน"),
                            ("spam", "ขยะหรือโฆษณา"),
                            ("secret", "เรื่องลับ"),
                        ],
                        default="unsorted",
                        max_length=20,
                    ),
                ),
                ("state_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผล")),
                ("put_off_at", models.DateTimeField(null=True, verbose_name="ดูแล้ว รอ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "copy_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="saraban.inboundemail",
                    ),
                ),
            ],
            options={
                "verbose_name": "จดหมายเข้า",
            },
        ),
        migrations.CreateModel(
            name="IncomingEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(blank=True, max_length=40)),
                ("year", models.PositiveSmallIntegerField(verbose_name="ปี พ.ศ.")),
                ("number", models.PositiveIntegerField(verbose_name="เลขทะเบียนรับ")),
                ("arrived_at", models.DateTimeField(verbose_name="เข้าระบบเมื่อ")),
                ("deemed_at", models.DateTimeField(verbose_name="ถือว่าได้รับเมื่อ")),
                ("registered_at", models.DateTimeField(verbose_name="ลงทะเบียนเมื่อ")),
                ("letter_number", models.CharField(blank=True, max_length=100, verbose_name="ที่")),
                ("dated_on", models.DateField(blank=True, null=True, verbose_name="ลงวันที่")),
                ("sender", models.CharField(max_length=300, verbose_name="จาก")),
                ("addressee", models.CharField(blank=True, max_length=300, verbose_name="ถึง")),
                ("subject", models.CharField(max_length=1000, verbose_name="เรื่อง")),
                ("action", models.CharField(blank=True, max_length=500, verbose_name="การปฏิบัติ")),
                (
                    "old_action",
                    models.CharField(blank=True, max_length=500, verbose_name="การปฏิบัติในทะเบียนเดิม"),
                ),
                ("remarks", models.CharField(blank=True, max_length=500, verbose_name="หมายเหตุ")),
                (
                    "no_answer_because",
                    models.CharField(blank=True, max_length=200, verbose_name="ไม่ตอบทางอีเมลเพราะ"),
                ),
                (
                    "urgency",
                    models.CharField(
                        blank=True,
                        choices=[("urgent", "ด่วน"), ("very", "ด่วนมาก"), ("most", "ด่วนที่สุด")],
                        max_length=10,
                        verbose_name="ชั้นความเร็ว",
                    ),
                ),
                ("restricted", models.BooleanField(default=False, verbose_name="จำกัดผู้เห็น")),
                ("recalled_at", models.DateTimeField(null=True, verbose_name="เรียกกลับเมื่อ")),
                ("paper_at", models.DateTimeField(null=True, verbose_name="ได้รับฉบับกระดาษเมื่อ")),
                ("corrected_because", models.CharField(blank=True, max_length=300, verbose_name="แก้ไขเพราะ")),
                ("struck_at", models.DateTimeField(null=True, verbose_name="ขีดฆ่าเมื่อ")),
                ("struck_because", models.CharField(blank=True, max_length=300, verbose_name="ขีดฆ่าเพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "email",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="saraban.inboundemail",
                    ),
                ),
                (
                    "handed_in",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="saraban.handedin",
                    ),
                ),
            ],
            options={
                "verbose_name": "รายการทะเบียนหนังสือรับ",
            },
        ),
        migrations.AddField(
            model_name="caseletter",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_letter",
                to="saraban.incomingentry",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case",
                to="saraban.incomingentry",
                verbose_name="เลขรับ",
            ),
        ),
        migrations.CreateModel(
            name="IndexMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("lease_by", models.CharField(blank=True, max_length=40)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=500)),
                ("number", models.BigIntegerField(default=0)),
                ("seen", models.JSONField(default=dict)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "ดัชนีถึงรายการบันทึก",
                "constraints": [models.UniqueConstraint(fields=("agency",), name="one_index_mark")],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference1", models.CharField(max_length=20, verbose_name="รหัสอ้างอิง 1")),
                ("reference2", models.CharField(max_length=20, verbose_name="รหัสอ้างอิง 2")),
                ("payer", models.CharField(max_length=300, verbose_name="ผู้ชำระ")),
                ("what", models.CharField(max_length=300, verbose_name="รายการ")),
                ("satang", models.PositiveBigIntegerField(verbose_name="จำนวนเงิน (สตางค์)")),
                ("issued_on", models.DateField(verbose_name="วันที่แจ้ง")),
                ("due_on", models.DateField(null=True, verbose_name="ชำระภายใน")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "รอชำระ"),
                            ("settled", "ชำระครบแล้ว"),
                            ("exempted", "ยกเว้น"),
                            ("cancelled", "ยกเลิก"),
                        ],
                        default="due",
                        max_length=10,
                        verbose_name="สถานะ",
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="ชำระครบเมื่อ")),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="saraban.account",
                        verbose_name="บัญชี",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "ใบแจ้งชำระ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "due")), fields=["agency", "id"], name="invoices_due"
                    ),
                    models.Index(fields=["agency", "reference1"], name="invoices_of_reference"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["due", "settled", "exempted", "cancelled"])),
                        name="invoice_states",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "due")),
                        fields=("agency", "reference1", "reference2"),
                        name="invoice_due_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseInvoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bills", to="saraban.case"
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.casemail",
                    ),
                ),
                (
                    "invoice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="of_case",
                        to="saraban.invoice",
                    ),
                ),
            ],
            options={
                "verbose_name": "ใบแจ้งชำระของเรื่อง",
            },
        ),
        migrations.CreateModel(
            name="LawVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("law", models.CharField(max_length=200, verbose_name="กฎหมาย")),
                ("version", models.CharField(max_length=60, verbose_name="ฉบับ")),
                ("in_force_from", models.DateField(verbose_name="ใช้ตั้งแต่วันที่")),
                ("in_force_until", models.DateField(blank=True, null=True, verbose_name="ใช้ถึงวันที่")),
                ("result_notice_days", models.PositiveSmallIntegerField(verbose_name="แจ้งผลภายใน (วัน)")),
                (
                    "delay_notice_every_days",
                    models.PositiveSmallIntegerField(verbose_name="แจ้งเหตุล่าช้าทุก (วัน)"),
                ),
                ("delay_notice_copy_to", models.CharField(max_length=200, verbose_name="สำเนาส่ง")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "ฉบับของกฎหมายอำนวยความสะดวก",
            },
        ),
        migrations.CreateModel(
            name="Letterhead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.TextField(blank=True, max_length=300, verbose_name="ที่อยู่ของหน่วยงาน")),
                ("thai_digits", models.BooleanField(default=True, verbose_name="ใช้เลขไทยในหนังสือ")),
                ("emblem_sha256", models.CharField(blank=True, max_length=64)),
                ("emblem_kind", models.CharField(blank=True, max_length=20, verbose_name="ชนิดของไฟล์ตรา")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "หัวหนังสือ",
                "constraints": [models.UniqueConstraint(fields=("agency",), name="one_letterhead")],
            },
        ),
        migrations.CreateModel(
            name="LicenceKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อใบอนุญาต")),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="ชุดตั้งต้น")),
                ("law", models.CharField(blank=True, max_length=2000, verbose_name="กฎหมาย")),
                ("fields", models.JSONField(default=list, verbose_name="รายการในใบอนุญาต")),
                (
                    "numbered_as",
                    models.CharField(default="{number}/{year}", max_length=100, verbose_name="รูปแบบเลขที่"),
                ),
                (
                    "lasts",
                    models.CharField(
                        choices=[
                            ("calendar_year", "ถึงสิ้นปีปฏิทิน"),
                            ("years", "ตามจำนวนปี"),
                            ("days", "ตามจำนวนวัน"),
                            ("no_end", "ไม่มีกำหนดสิ้นอายุ"),
                            ("by_hand", "กำหนดเป็นรายฉบับ"),
                        ],
                        default="calendar_year",
                        max_length=20,
                        verbose_name="อายุ",
                    ),
                ),
                ("lasts_for", models.PositiveSmallIntegerField(default=0, verbose_name="จำนวนปีหรือวัน")),
                ("conditions", models.TextField(blank=True, max_length=2000, verbose_name="เงื่อนไข")),
                ("place_needed", models.BooleanField(default=True, verbose_name="ต้องมีสถานที่ตั้ง")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="เลิกออกเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "ชนิดใบอนุญาต",
                "constraints": [models.UniqueConstraint(fields=("agency", "name"), name="licence_kind_once")],
            },
        ),
        migrations.CreateModel(
            name="Licence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=20, verbose_name="ชุดเลข")),
                ("year", models.PositiveSmallIntegerField(verbose_name="ปี พ.ศ.")),
                ("number", models.PositiveIntegerField(verbose_name="เลข")),
                ("licence_number", models.CharField(max_length=150, verbose_name="เลขที่ใบอนุญาต")),
                ("holder", models.CharField(max_length=500, verbose_name="ผู้รับใบอนุญาต")),
                ("holder_id", models.CharField(blank=True, max_length=13, verbose_name="เลขประจำตัว")),
                ("trade_name", models.CharField(blank=True, max_length=500, verbose_name="ชื่อสถานประกอบการ")),
                ("place", models.CharField(blank=True, max_length=500, verbose_name="สถานที่ตั้ง")),
                ("particulars", models.JSONField(default=list, verbose_name="รายการ")),
                ("conditions", models.TextField(blank=True, verbose_name="เงื่อนไข")),
                ("issued_on", models.DateField(verbose_name="ออกให้วันที่")),
                ("valid_from", models.DateField(verbose_name="ใช้ได้ตั้งแต่")),
                ("expires_on", models.DateField(null=True, verbose_name="ใช้ได้ถึง")),
                ("token", models.CharField(max_length=20, unique=True)),
                ("annulled_at", models.DateTimeField(null=True, verbose_name="ยกเลิกเมื่อ")),
                ("annulled_because", models.CharField(blank=True, max_length=300, verbose_name="ยกเลิกเพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licences",
                        to="saraban.case",
                        verbose_name="เรื่อง",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="saraban.licence",
                        verbose_name="ออกแทน",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licences",
                        to="saraban.licencekind",
                        verbose_name="ชนิด",
                    ),
                ),
            ],
            options={
                "verbose_name": "ใบอนุญาต",
                "indexes": [models.Index(fields=["agency", "licence_number"], name="licence_by_number")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "kind", "year", "number"), name="licence_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on", None), ("expires_on__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="licence_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=320, verbose_name="ที่อยู่อีเมลกลาง")),
                ("inbox_url", models.CharField(max_length=500, verbose_name="รับจดหมายจาก")),
                ("outbox_url", models.CharField(max_length=500, verbose_name="ส่งจดหมายทาง")),
                ("secret", models.CharField(blank=True, max_length=100, verbose_name="ชื่อแฟ้มรหัสผ่าน")),
                ("since", models.DateField(verbose_name="รับจดหมายที่เข้ามาตั้งแต่วันที่")),
                (
                    "provider_keeps_sent",
                    models.BooleanField(default=False, verbose_name="ผู้ให้บริการเก็บสำเนาที่ส่งให้เอง"),
                ),
                ("active", models.BooleanField(default=True, verbose_name="เปิดรับ")),
                ("checked_by", models.JSONField(default=list, verbose_name="เครื่องที่ตรวจว่าใครส่ง")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "กล่องอีเมลกลาง",
                "constraints": [models.UniqueConstraint(fields=("agency", "address"), name="mailbox_once")],
            },
        ),
        migrations.CreateModel(
            name="LedgerLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("folder", models.CharField(max_length=300)),
                ("uidvalidity", models.BigIntegerField()),
                ("uid", models.BigIntegerField()),
                ("outcome", models.CharField(max_length=10)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("not_before", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "email",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger",
                        to="saraban.inboundemail",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.mailbox",
                    ),
                ),
            ],
            options={
                "verbose_name": "บัญชีจดหมายในกล่อง",
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "failed")),
                        fields=["agency", "mailbox", "folder"],
                        name="uid_withheld",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "mailbox", "folder", "uidvalidity", "uid"), name="uid_settled_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="inboundemail",
            name="mailbox",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.mailbox",
            ),
        ),
        migrations.CreateModel(
            name="FolderWatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                (
                    "role",
                    models.CharField(
                        choices=[("inbox", "inbox"), ("junk", "junk"), ("trash", "trash"), ("sent", "sent")],
                        max_length=10,
                    ),
                ),
                ("uidvalidity", models.BigIntegerField()),
                ("high_uid", models.BigIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="folders",
                        to="saraban.mailbox",
                    ),
                ),
            ],
            options={
                "verbose_name": "กล่องย่อยที่ตรวจ",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "mailbox", "name"), name="folder_watched_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MailboxWatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("lease_by", models.CharField(blank=True, max_length=40)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=500)),
                ("looked_at", models.DateTimeField(null=True, verbose_name="ตรวจล่าสุด")),
                ("failing_since", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "mailbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="watch",
                        to="saraban.mailbox",
                    ),
                ),
            ],
            options={
                "verbose_name": "การตรวจกล่อง",
                "indexes": [models.Index(fields=["not_before"], name="watch_due")],
            },
        ),
        migrations.CreateModel(
            name="Manual",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="ฉบับที่")),
                ("in_force_from", models.DateField(verbose_name="ใช้ตั้งแต่วันที่")),
                ("published_at", models.DateTimeField(verbose_name="ประกาศเมื่อ")),
                ("law", models.CharField(blank=True, max_length=2000, verbose_name="กฎหมาย")),
                ("days", models.PositiveSmallIntegerField(default=0, verbose_name="ระยะเวลา")),
                (
                    "unit",
                    models.CharField(
                        choices=[("working_days", "วันทำการ"), ("calendar_days", "วัน")],
                        default=saraban.law.deadlines.Unit["WORKING_DAYS"],
                        max_length=20,
                        verbose_name="นับเป็น",
                    ),
                ),
                ("steps", models.JSONField(default=list, verbose_name="ขั้นตอน")),
                ("papers", models.JSONField(default=list, verbose_name="รายการเอกสาร")),
                ("fee_satang", models.PositiveBigIntegerField(default=0, verbose_name="ค่าธรรมเนียม (สตางค์)")),
                (
                    "fee_due",
                    models.CharField(
                        choices=[("decision", "ชำระก่อนพิจารณา"), ("licence", "ชำระก่อนรับใบอนุญาตหรือเอกสาร")],
                        default="licence",
                        max_length=10,
                        verbose_name="ชำระเมื่อ",
                    ),
                ),
                ("appeal", models.JSONField(default=dict, verbose_name="การอุทธรณ์")),
                (
                    "in_person_because",
                    models.CharField(blank=True, max_length=2000, verbose_name="ต้องมาด้วยตนเองตาม"),
                ),
                ("form_fields", models.JSONField(default=list, verbose_name="ช่องในแบบคำขอ")),
                (
                    "risk",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("disclosure", "ขอให้เปิดเผยข้อมูลส่วนบุคคล"),
                            ("claim", "ขอสิทธิตามกฎหมาย"),
                            ("cancellation", "ยกเลิกการขออนุญาต หรือขอเพิกถอนการจดทะเบียน"),
                            ("withdrawn_complaint", "ถอนเรื่องร้องทุกข์หรือร้องเรียน หรือปฏิเสธสิทธิใด ๆ"),
                            ("withdrawn_application", "ขอยกเลิกคำร้องคำขอที่ได้ยื่นไปแล้ว"),
                        ],
                        max_length=30,
                        verbose_name="เรื่องความเสี่ยงสูง",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "คู่มือสำหรับประชาชน",
            },
        ),
        migrations.CreateModel(
            name="FormReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(blank=True, default="", max_length=300, verbose_name="ไฟล์")),
                ("said", models.JSONField(default=dict, verbose_name="ที่กรอกมา")),
                ("altered", models.BooleanField(verbose_name="ช่องไม่ตรงกับแบบที่ประกาศ")),
                ("read_at", models.DateTimeField(verbose_name="อ่านเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="form_readings",
                        to="saraban.caseletter",
                    ),
                ),
                (
                    "manual",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="saraban.manual"
                    ),
                ),
            ],
            options={
                "verbose_name": "คำขอที่กรอกมา",
            },
        ),
        migrations.AddField(
            model_name="case",
            name="manual",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.manual",
                verbose_name="คู่มือ",
            ),
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("lease_by", models.CharField(blank=True, max_length=40)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=500)),
                (
                    "away_from",
                    models.CharField(
                        choices=[("inbox", "inbox"), ("junk", "junk"), ("trash", "trash"), ("sent", "sent")],
                        max_length=10,
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[("inbox", "inbox"), ("junk", "junk"), ("trash", "trash"), ("sent", "sent")],
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(null=True)),
                ("state", models.CharField(default="waiting", max_length=10)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "email",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="saraban.inboundemail",
                    ),
                ),
            ],
            options={
                "verbose_name": "การย้ายจดหมาย",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["not_before"], name="move_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("agency", "email"),
                        name="one_move_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "done", "gone", "cancelled"])),
                        name="move_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Officer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อเจ้าหน้าที่")),
                ("position", models.CharField(blank=True, max_length=150, verbose_name="ตำแหน่ง")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="อีเมล")),
                ("phone", models.CharField(blank=True, max_length=100, verbose_name="โทรศัพท์")),
                ("active", models.BooleanField(default=True, verbose_name="ปฏิบัติหน้าที่อยู่")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "เจ้าหน้าที่",
            },
        ),
        migrations.CreateModel(
            name="Minute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "end",
                    models.CharField(
                        choices=[
                            ("proposed", "เสนอ"),
                            ("noted", "ทราบ"),
                            ("circulated", "เวียน"),
                            ("assigned", "มอบ"),
                            ("reply", "ตอบ"),
                            ("filed", "เก็บ"),
                        ],
                        max_length=12,
                        verbose_name="เกษียน",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="ข้อความ")),
                ("position", models.CharField(blank=True, max_length=150, verbose_name="ตำแหน่ง")),
                ("signed_at", models.DateTimeField(verbose_name="เกษียนเมื่อ")),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="saraban.incomingentry",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้เกษียน",
                    ),
                ),
            ],
            options={
                "verbose_name": "เกษียน",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end__in", ["proposed", "noted", "circulated", "assigned", "reply", "filed"])
                        ),
                        name="minute_ends",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("taken_back_at", None), models.Q(("end", "proposed"), _negated=True)
                        ),
                        fields=("agency", "entry"),
                        name="one_word_to_a_letter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailboxBalance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("evening", models.DateField(null=True, verbose_name="ของเย็นวันที่")),
                ("counted_at", models.DateTimeField(verbose_name="นับเมื่อ")),
                ("folders", models.JSONField(default=list, verbose_name="ยอดของแต่ละกล่อง")),
                ("difference", models.IntegerField(verbose_name="ต่าง")),
                ("unexplained", models.JSONField(default=list, verbose_name="ฉบับที่อธิบายไม่ได้")),
                ("withheld", models.JSONField(default=list, verbose_name="ฉบับที่เซิร์ฟเวอร์ไม่ส่งให้")),
                ("gone", models.JSONField(default=list, verbose_name="ฉบับที่ไม่อยู่ในเซิร์ฟเวอร์แล้ว")),
                ("gone_count", models.PositiveIntegerField(verbose_name="จำนวนที่ไม่อยู่ในเซิร์ฟเวอร์แล้ว")),
                ("gone_spam", models.PositiveIntegerField(verbose_name="ขยะที่เซิร์ฟเวอร์ลบแล้ว")),
                ("gone_known", models.BooleanField(default=True, verbose_name="ทราบว่าฉบับใดไม่อยู่แล้ว")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balances",
                        to="saraban.mailbox",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้สั่งนับ",
                    ),
                ),
            ],
            options={
                "verbose_name": "การนับกล่องเทียบบัญชี",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("evening", None), _negated=True),
                        fields=("agency", "mailbox", "evening"),
                        name="one_balance_an_evening",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="incomingentry",
            name="meant_for_officer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.officer",
                verbose_name="เห็นควรมอบ",
            ),
        ),
        migrations.AddField(
            model_name="handedin",
            name="officer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.officer",
                verbose_name="ผู้รับ",
            ),
        ),
        migrations.CreateModel(
            name="EntryOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked", models.JSONField(default=list, verbose_name="รายการที่จะลง")),
                ("given_at", models.DateTimeField(verbose_name="สั่งเมื่อ")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="สิ้นสุดเมื่อ")),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="สิ้นสุดเพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "email",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="saraban.inboundemail",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="เจ้าหน้าที่",
                    ),
                ),
            ],
            options={
                "verbose_name": "คำสั่งลงรับจดหมายขยะ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["given_at"], name="orders_standing"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency", "email"),
                        name="one_standing_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("items", models.JSONField(default=list, verbose_name="รายการที่ขอ")),
                ("due_on", models.DateField(verbose_name="ภายในวันที่")),
                ("asked_at", models.DateTimeField(verbose_name="แจ้งเมื่อ")),
                ("because", models.CharField(blank=True, max_length=300, verbose_name="ขอเพิ่มหลังครบถ้วนเพราะ")),
                ("answered", models.BooleanField(default=False)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="saraban.case",
                    ),
                ),
                (
                    "mail",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request",
                        to="saraban.casemail",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้แจ้ง",
                    ),
                ),
            ],
            options={
                "verbose_name": "การแจ้งแก้ไข",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["agency", "due_on"],
                        name="requests_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DayClose",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="วันทำการ")),
                ("line_mark", models.BigIntegerField(default=0)),
                ("posting_mark", models.BigIntegerField(default=0)),
                ("figures", models.JSONField(default=dict, verbose_name="ยอด")),
                ("rules", models.CharField(max_length=300, verbose_name="ตาม")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("closed_at", models.DateTimeField(verbose_name="ปิดยอดเมื่อ")),
                ("reviewed_at", models.DateTimeField(null=True, verbose_name="สอบทานเมื่อ")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.BigIntegerField(default=0)),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="ถอนเมื่อ")),
                ("withdrawn_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.dayclose",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้ปิดยอด",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้สอบทาน",
                    ),
                ),
            ],
            options={
                "verbose_name": "ปิดยอดวัน",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("agency", "day"),
                        name="day_closed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reviewed_at", None), ("withdrawn_at", None), _connector="OR"),
                        name="reviewed_or_withdrawn",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseViewer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="viewers", to="saraban.case"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="เจ้าหน้าที่",
                    ),
                ),
            ],
            options={
                "verbose_name": "ผู้เห็นเรื่องที่จำกัด",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency", "case", "officer"),
                        name="viewer_named_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="officer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.officer",
                verbose_name="ผู้รับผิดชอบ",
            ),
        ),
        migrations.AddField(
            model_name="bankstatement",
            name="officer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.officer",
            ),
        ),
        migrations.CreateModel(
            name="BalanceWatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("lease_by", models.CharField(blank=True, max_length=40)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=500)),
                ("since", models.DateTimeField()),
                ("failing_since", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "mailbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="balance_watch",
                        to="saraban.mailbox",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                    ),
                ),
            ],
            options={
                "verbose_name": "การนับกล่องที่จะถึง",
                "indexes": [models.Index(fields=["not_before"], name="balance_due")],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("registry", "เจ้าหน้าที่สารบรรณ"),
                            ("case", "เจ้าหน้าที่ผู้รับผิดชอบเรื่อง"),
                            ("finance", "เจ้าหน้าที่การเงิน"),
                            ("head", "หัวหน้าหน่วยงาน"),
                            ("administrator", "ผู้ดูแลระบบ"),
                            ("auditor", "ผู้ตรวจสอบ"),
                            ("secrets", "นายทะเบียนข้อมูลข่าวสารลับ"),
                        ],
                        max_length=20,
                        verbose_name="หน้าที่",
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="saraban.officer",
                    ),
                ),
            ],
            options={
                "verbose_name": "การมอบหน้าที่",
                "indexes": [models.Index(fields=["agency", "officer", "duty"], name="duties_of_officer")],
            },
        ),
        migrations.CreateModel(
            name="Acting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.CharField(max_length=100, verbose_name="คำสั่ง")),
                ("ordered_on", models.DateField(verbose_name="ลงวันที่")),
                ("first_day", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("last_day", models.DateField(verbose_name="ถึงวันที่")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="เลิกเมื่อ")),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                (
                    "kind",
                    models.CharField(
                        choices=[("for_all", "รักษาราชการแทน"), ("delegated", "ปฏิบัติราชการแทน")],
                        max_length=12,
                        verbose_name="แทนอย่างไร",
                    ),
                ),
                ("stands_for", models.CharField(max_length=150, verbose_name="แทนตำแหน่ง")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "absent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="แทนใคร",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="saraban.officer",
                        verbose_name="ผู้แทน",
                    ),
                ),
            ],
            options={
                "verbose_name": "การรักษาราชการแทน",
            },
        ),
        migrations.CreateModel(
            name="OldRegister",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "register",
                    models.CharField(
                        choices=[
                            ("incoming", "หนังสือรับ"),
                            ("outgoing", "หนังสือส่ง"),
                            ("circular", "หนังสือเวียน (ว)"),
                            ("order", "คำสั่ง"),
                            ("certificate", "หนังสือรับรอง"),
                            ("secret_in", "หนังสือลับ (รับ)"),
                            ("secret_out", "หนังสือลับ (ส่ง)"),
                        ],
                        max_length=20,
                        verbose_name="ทะเบียน",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="ปี พ.ศ.")),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อไฟล์")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("offered_at", models.DateTimeField(verbose_name="เลือกไฟล์เมื่อ")),
                ("entered_at", models.DateTimeField(null=True, verbose_name="นำเข้าเมื่อ")),
                ("entered", models.PositiveIntegerField(default=0, verbose_name="นำเข้าแล้ว (แถว)")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้นำเข้า",
                    ),
                ),
            ],
            options={
                "verbose_name": "ทะเบียนเดิมที่นำเข้า",
            },
        ),
        migrations.AddField(
            model_name="incomingentry",
            name="old_register",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.oldregister",
                verbose_name="นำเข้าจาก",
            ),
        ),
        migrations.CreateModel(
            name="OpenedLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "email",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opened",
                        to="saraban.inboundemail",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="saraban.officer"
                    ),
                ),
            ],
            options={
                "verbose_name": "หนังสือที่เปิดอยู่",
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("noun", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField()),
                ("opened", models.JSONField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="saraban.auditentry",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "noun", "subject_id"], name="opening_story")],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=5000, verbose_name="ข้อความ")),
                ("written_at", models.DateTimeField(verbose_name="เขียนเมื่อ")),
                ("answer", models.TextField(blank=True, max_length=5000, verbose_name="คำตอบ")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="ตอบเมื่อ")),
                ("proof", models.CharField(blank=True, max_length=600, verbose_name="ยืนยันโดย")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้ตอบ",
                    ),
                ),
                (
                    "answered_in",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion",
                        to="saraban.inboundemail",
                        verbose_name="ตอบทางอีเมล",
                    ),
                ),
                (
                    "asked_officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ถาม",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="saraban.case",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้เขียน",
                    ),
                ),
            ],
            options={
                "verbose_name": "ความเห็นภายใน",
            },
        ),
        migrations.CreateModel(
            name="OutboundEmail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("lease_by", models.CharField(blank=True, max_length=40)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=500)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer", "ตอบรับ"),
                            ("routing", "ส่งต่อภายใน"),
                            ("misdirected", "แจ้งส่งผิดหน่วยงาน"),
                            ("forward", "ส่งต่อหน่วยงานอื่น"),
                            ("letter", "หนังสือส่ง"),
                            ("case", "ถึงผู้ยื่น"),
                            ("seal", "ตราปิดวัน"),
                            ("digest", "แจ้งงานเจ้าหน้าที่"),
                            ("question", "ถามความเห็นเจ้าหน้าที่"),
                        ],
                        max_length=20,
                    ),
                ),
                ("to_address", models.CharField(max_length=320, verbose_name="ถึง")),
                ("to_name", models.CharField(blank=True, max_length=300, verbose_name="ชื่อผู้รับ")),
                ("from_name", models.CharField(max_length=300, verbose_name="ในนาม")),
                ("subject", models.CharField(max_length=1000, verbose_name="เรื่อง")),
                ("body", models.TextField(verbose_name="ข้อความ")),
                ("message_id", models.CharField(max_length=998)),
                ("server_message_id", models.CharField(blank=True, max_length=998)),
                ("thread_ids", models.JSONField(default=list)),
                ("part", models.CharField(blank=True, max_length=40)),
                ("attached", models.JSONField(default=list, verbose_name="ไฟล์แนบ")),
                ("tells", models.CharField(blank=True, max_length=40, verbose_name="แจ้งเลข")),
                ("for_machines", models.TextField(blank=True, verbose_name="ข้อมูลลงนามสำหรับระบบ")),
                ("one_time", models.CharField(blank=True, max_length=31)),
                ("dated_at", models.DateTimeField()),
                ("automatic", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "รอส่ง"),
                            ("held", "พักไว้"),
                            ("sent", "ส่งแล้ว"),
                            ("uncertain", "ไม่แน่ว่าถึง"),
                            ("bounced", "ส่งไม่ถึง"),
                            ("failed", "ส่งไม่ได้"),
                            ("recalled", "เรียกกลับแล้ว"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("state_reason", models.CharField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(null=True, verbose_name="ส่งเมื่อ")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("doubts", models.PositiveSmallIntegerField(default=0)),
                ("handed_over_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "encloses",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.inboundemail",
                        verbose_name="แนบจดหมาย",
                    ),
                ),
                (
                    "in_reply_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="our_letters",
                        to="saraban.inboundemail",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.mailbox",
                    ),
                ),
            ],
            options={
                "verbose_name": "จดหมายออก",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "queued")), fields=["not_before"], name="outbox_due"
                    ),
                    models.Index(fields=["agency", "to_address", "sent_at"], name="outbox_caps"),
                    models.Index(fields=["agency", "sent_at"], name="outbox_hour"),
                    models.Index(
                        condition=models.Q(("state__in", ["held", "uncertain", "bounced", "failed"])),
                        fields=["agency", "-id"],
                        name="outbox_troubled",
                    ),
                    models.Index(
                        condition=models.Q(("server_message_id", ""), ("state", "sent")),
                        fields=["sent_at"],
                        name="outbox_unread_back",
                    ),
                    models.Index(fields=["agency", "server_message_id"], name="outbound_server_id"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "message_id"), name="outbound_message_id_once"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind", "answer"), models.Q(("state", "recalled"), _negated=True)
                        ),
                        fields=("agency", "in_reply_to", "part"),
                        name="one_answer_per_letter",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "seal")),
                        fields=("agency", "to_address", "part"),
                        name="seal_mailed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["queued", "held", "sent", "uncertain", "bounced", "failed", "recalled"],
                            )
                        ),
                        name="outbound_states",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailedQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code_sha256", models.CharField(blank=True, max_length=64)),
                ("valid_until", models.DateTimeField(null=True, verbose_name="ตอบทางอีเมลได้ถึง")),
                ("spent_at", models.DateTimeField(null=True, verbose_name="รหัสใช้ไปเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้ถูกถาม",
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailed",
                        to="saraban.opinion",
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="question",
                        to="saraban.outboundemail",
                    ),
                ),
            ],
            options={
                "verbose_name": "ถามความเห็นทางอีเมล",
            },
        ),
        migrations.AddField(
            model_name="inboundemail",
            name="answers",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replies",
                to="saraban.outboundemail",
            ),
        ),
        migrations.AddField(
            model_name="handedin",
            name="answer",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.outboundemail",
            ),
        ),
        migrations.AddField(
            model_name="casemail",
            name="letter",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_mail",
                to="saraban.outboundemail",
            ),
        ),
        migrations.CreateModel(
            name="OutgoingEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outgoing", "หนังสือส่ง"),
                            ("circular", "หนังสือเวียน (ว)"),
                            ("order", "คำสั่ง"),
                            ("certificate", "หนังสือรับรอง"),
                        ],
                        max_length=20,
                        verbose_name="ชนิด",
                    ),
                ),
                ("register", models.CharField(max_length=20)),
                ("year", models.PositiveSmallIntegerField(verbose_name="ปี พ.ศ.")),
                ("number", models.PositiveIntegerField(verbose_name="เลขทะเบียนส่ง")),
                ("letter_number", models.CharField(max_length=100, verbose_name="ที่")),
                ("dated_on", models.DateField(null=True, verbose_name="ลงวันที่")),
                ("sender", models.CharField(blank=True, max_length=300, verbose_name="จาก")),
                ("addressee", models.CharField(blank=True, max_length=300, verbose_name="ถึง")),
                ("subject", models.CharField(blank=True, max_length=1000, verbose_name="เรื่อง")),
                ("action", models.CharField(blank=True, max_length=500, verbose_name="การปฏิบัติ")),
                ("remarks", models.CharField(blank=True, max_length=500, verbose_name="หมายเหตุ")),
                (
                    "urgency",
                    models.CharField(
                        blank=True,
                        choices=[("urgent", "ด่วน"), ("very", "ด่วนมาก"), ("most", "ด่วนที่สุด")],
                        max_length=10,
                        verbose_name="ชั้นความเร็ว",
                    ),
                ),
                ("key", models.UUIDField(editable=False, null=True)),
                ("says", models.TextField(blank=True, verbose_name="ข้อความเพิ่มในอีเมล")),
                ("registered_at", models.DateTimeField(verbose_name="ลงทะเบียนเมื่อ")),
                ("issued_at", models.DateTimeField(null=True, verbose_name="ส่งเมื่อ")),
                ("reserved_until", models.DateField(null=True, verbose_name="จองถึง")),
                ("reserved_because", models.CharField(blank=True, max_length=300, verbose_name="จองเพราะ")),
                ("recalled_at", models.DateTimeField(null=True, verbose_name="เรียกกลับเมื่อ")),
                ("corrected_because", models.CharField(blank=True, max_length=300, verbose_name="แก้ไขเพราะ")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="ยกเลิกเมื่อ")),
                ("void_because", models.CharField(blank=True, max_length=300, verbose_name="ยกเลิกเพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="เจ้าหน้าที่",
                    ),
                ),
                (
                    "old_register",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.oldregister",
                        verbose_name="นำเข้าจาก",
                    ),
                ),
                (
                    "reply_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="saraban.incomingentry",
                        verbose_name="ตอบเลขรับ",
                    ),
                ),
            ],
            options={
                "verbose_name": "รายการทะเบียนหนังสือส่ง",
            },
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("lease_by", models.CharField(blank=True, max_length=40)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=500)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("external_letter", "หนังสือภายนอก"),
                            ("memo", "บันทึกข้อความ"),
                            ("sealed_letter", "หนังสือประทับตรา"),
                            ("order", "คำสั่ง"),
                            ("announcement", "ประกาศ"),
                            ("certificate", "หนังสือรับรอง"),
                            ("licence", "ใบอนุญาต"),
                            ("refusal", "หนังสือแจ้งไม่อนุญาต"),
                            ("delay_notice", "หนังสือแจ้งเหตุล่าช้า"),
                            ("return", "หนังสือคืนคำขอ"),
                            ("disposal_memo", "บันทึกขออนุมัติจำหน่ายเรื่อง"),
                            ("routing_slip", "ใบส่งเรื่อง"),
                            ("receipt", "ใบเสร็จรับเงิน"),
                        ],
                        max_length=20,
                        verbose_name="ชนิด",
                    ),
                ),
                (
                    "replaces_because",
                    models.CharField(blank=True, max_length=300, verbose_name="ออกแทนเพราะ"),
                ),
                ("said", models.JSONField(default=dict, verbose_name="ร่าง")),
                ("subject", models.CharField(max_length=1000, verbose_name="เรื่อง")),
                ("drafted_at", models.DateTimeField(verbose_name="ร่างเมื่อ")),
                ("asked_at", models.DateTimeField(null=True, verbose_name="เสนอลงนามเมื่อ")),
                ("sent_back_because", models.CharField(blank=True, max_length=300, verbose_name="ส่งคืนเพราะ")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "ร่าง"),
                            ("signed", "ลงนามแล้ว"),
                            ("numbered", "ออกเลขแล้ว"),
                            ("sent", "ออกแล้ว"),
                            ("dropped", "เลิกร่าง"),
                            ("voided", "ยกเลิก"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="ขั้น",
                    ),
                ),
                ("papers", models.JSONField(default=list, verbose_name="เอกสารที่ลงนาม")),
                (
                    "content_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="ค่าแฮชของเนื้อหาที่ลงนาม"),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[("system", "ลงนามในระบบ"), ("paper", "ลงนามในกระดาษแล้วสแกน")],
                        max_length=10,
                        verbose_name="ลงนามโดย",
                    ),
                ),
                ("signed_at", models.DateTimeField(null=True, verbose_name="ลงนามเมื่อ")),
                ("signed_as", models.CharField(blank=True, max_length=700, verbose_name="ลงนามในฐานะ")),
                ("recipients", models.JSONField(default=list, verbose_name="ผู้รับ")),
                ("seals", models.BooleanField(default=False, verbose_name="ประทับรับรอง")),
                ("numbered_at", models.DateTimeField(null=True, verbose_name="ออกเลขเมื่อ")),
                ("waits", models.CharField(blank=True, max_length=400, verbose_name="รอ")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="ออกเมื่อ")),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                (
                    "acting",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.acting",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issues",
                        to="saraban.case",
                        verbose_name="เรื่อง",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="saraban.issue",
                        verbose_name="ออกแทน",
                    ),
                ),
                (
                    "licence",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issue",
                        to="saraban.licence",
                        verbose_name="ใบอนุญาต",
                    ),
                ),
                (
                    "licence_kind",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.licencekind",
                        verbose_name="ชนิดใบอนุญาต",
                    ),
                ),
                (
                    "drafter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้ร่าง",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้ออก",
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้ลงนาม",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issue",
                        to="saraban.outgoingentry",
                        verbose_name="เลขส่ง",
                    ),
                ),
            ],
            options={
                "verbose_name": "การออกเอกสาร",
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="ผู้รับ")),
                ("address", models.CharField(blank=True, max_length=320, verbose_name="อีเมล")),
                ("acknowledged_at", models.DateTimeField(null=True, verbose_name="ปลายทางตอบรับเมื่อ")),
                ("their_number", models.CharField(blank=True, max_length=60, verbose_name="เลขรับของปลายทาง")),
                ("their_received_at", models.DateTimeField(null=True, verbose_name="ปลายทางได้รับเมื่อ")),
                ("phoned_at", models.DateTimeField(null=True, verbose_name="โทรถามเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "acknowledgement",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.inboundemail",
                        verbose_name="จดหมายตอบรับ",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="saraban.outboundemail",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dispatches",
                        to="saraban.outgoingentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "การส่งถึงผู้รับ",
                "indexes": [
                    models.Index(fields=["agency", "entry"], name="dispatches_of_letter"),
                    models.Index(fields=["agency", "letter"], name="dispatch_of_mail"),
                    models.Index(
                        condition=models.Q(("acknowledged_at", None), ("phoned_at", None)),
                        fields=["agency", "id"],
                        name="dispatches_unheard",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                (
                    "found",
                    models.CharField(
                        choices=[
                            ("whole", "ครบ"),
                            ("unclear", "ไม่ชัด"),
                            ("missing", "ขาด"),
                            ("not_needed", "ไม่ต้องใช้"),
                        ],
                        max_length=12,
                        verbose_name="ผลตรวจ",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("file_name", models.CharField(blank=True, max_length=300, verbose_name="ไฟล์")),
                ("checked_at", models.DateTimeField(verbose_name="ตรวจเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="saraban.case",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.caseletter",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้ตรวจ",
                    ),
                ),
            ],
            options={
                "verbose_name": "ผลตรวจเอกสาร",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "case", "key"), name="paper_checked_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said", models.CharField(max_length=300, verbose_name="ขอโดย")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="ขอเมื่อ")),
                ("given_at", models.DateTimeField(null=True, verbose_name="ส่งมอบเมื่อ")),
                ("given_said", models.CharField(blank=True, max_length=300, verbose_name="ส่งมอบอย่างไร")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="saraban.issue"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้บันทึก",
                    ),
                ),
            ],
            options={
                "verbose_name": "คำขอรับฉบับกระดาษ",
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("last_day", models.DateField(null=True, verbose_name="ถึงวันที่")),
                ("because", models.CharField(max_length=300, verbose_name="เพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="saraban.case"
                    ),
                ),
            ],
            options={
                "verbose_name": "การหยุดนับเวลา",
            },
        ),
        migrations.CreateModel(
            name="PaymentAnnouncement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="ข้อความ")),
                ("accounts", models.JSONField(default=list, verbose_name="บัญชีในประกาศ")),
                ("address", models.CharField(blank=True, max_length=320, verbose_name="อีเมลรับหลักฐาน")),
                ("channel", models.CharField(blank=True, max_length=200, verbose_name="ช่องทางอื่น")),
                ("position", models.CharField(max_length=150, verbose_name="ตำแหน่งผู้ลงนาม")),
                ("drafted_at", models.DateTimeField(verbose_name="ร่างเมื่อ")),
                ("announced_on", models.DateField(null=True, verbose_name="ประกาศ ณ วันที่")),
                ("signer", models.CharField(blank=True, max_length=200, verbose_name="ผู้ลงนาม")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="ประกาศไว้ที่")),
                ("announced_at", models.DateTimeField(null=True, verbose_name="บันทึกเมื่อ")),
                ("dropped_at", models.DateTimeField(null=True, verbose_name="ทิ้งร่างเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "announced_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้บันทึก",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้ร่าง",
                    ),
                ),
            ],
            options={
                "verbose_name": "ประกาศวิธีการชำระเงิน",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("announced_on", None),
                            models.Q(
                                models.Q(("place", ""), _negated=True),
                                models.Q(("signer", ""), _negated=True),
                                ("dropped_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="announced_somewhere",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อหน่วยงาน")),
                ("province", models.CharField(max_length=50, verbose_name="จังหวัด")),
                (
                    "registry_name",
                    models.CharField(default="งานสารบรรณกลาง", max_length=100, verbose_name="ชื่องานสารบรรณ"),
                ),
                ("registry_phone", models.CharField(max_length=100, verbose_name="โทรศัพท์งานสารบรรณ")),
                ("domain", models.CharField(blank=True, max_length=200, verbose_name="โดเมนของหน่วยงาน")),
                (
                    "head_title",
                    models.CharField(
                        default="หัวหน้าหน่วยงาน", max_length=100, verbose_name="ตำแหน่งหัวหน้าหน่วยงาน"
                    ),
                ),
                (
                    "close_inclusive",
                    models.BooleanField(default=True, verbose_name="เวลาปิดทำการนับเป็นเวลาราชการ"),
                ),
                (
                    "letter_code",
                    models.CharField(blank=True, max_length=60, verbose_name="รหัสและเลขประจำของหน่วยงาน"),
                ),
                (
                    "circulars_apart",
                    models.BooleanField(default=True, verbose_name="หนังสือเวียนใช้เลขชุดของตัวเอง"),
                ),
                ("presents_first", models.BooleanField(default=False, verbose_name="เสนอผู้บังคับบัญชาก่อนส่งต่อ")),
                (
                    "letter_json",
                    models.BooleanField(default=True, verbose_name="แนบ letter.json ที่ลงนามไว้กับหนังสือส่ง"),
                ),
                (
                    "numbers_notices",
                    models.BooleanField(default=False, verbose_name="แจ้งส่งผิดหน่วยงานและส่งต่อ ออกเลขหนังสือส่ง"),
                ),
                ("thai_digits", models.BooleanField(default=True, verbose_name="ใช้เลขไทยในตรารับและป้ายที่พิมพ์")),
                ("seals_to", models.EmailField(blank=True, max_length=254, verbose_name="ส่งตราปิดวันถึง")),
                (
                    "month_seals_to",
                    models.EmailField(blank=True, max_length=254, verbose_name="ส่งตราของทั้งเดือนถึง"),
                ),
                (
                    "digests",
                    models.BooleanField(
                        default=True, verbose_name="แจ้งงานที่รอทางอีเมล 09.00 และ 15.00 น. การเงิน 16.00 น."
                    ),
                ),
                (
                    "delays_copied_to",
                    models.EmailField(blank=True, max_length=254, verbose_name="สำเนาแจ้งเหตุล่าช้าถึง ก.พ.ร."),
                ),
                (
                    "finance_rules",
                    models.CharField(
                        default="หนังสือกระทรวงการคลัง ด่วนที่สุด ที่ กค 0402.2/ว 140 ลงวันที่ 19 สิงหาคม 2563",
                        max_length=300,
                        verbose_name="ตรวจสอบการรับเงินตาม",
                    ),
                ),
                ("tsa_url", models.URLField(blank=True, verbose_name="ที่อยู่ผู้ให้บริการประทับเวลา")),
                ("tsa_roots", models.TextField(blank=True, verbose_name="ใบรับรองรากของผู้ให้บริการประทับเวลา")),
                (
                    "channels_announced",
                    models.BooleanField(default=False, verbose_name="ประกาศช่องทางตามมาตรา 10 แล้ว"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "ข้อมูลหน่วยงาน",
                "constraints": [models.UniqueConstraint(fields=("agency",), name="one_profile")],
            },
        ),
        migrations.CreateModel(
            name="Proofing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            (
                                saraban.law.initial_level_manual_2566.ProofBy["IN_PERSON"],
                                "มายืนยันด้วยตนเองที่สำนักงาน",
                            ),
                            (saraban.law.initial_level_manual_2566.ProofBy["VIDEO_CALL"], "วิดีโอคอล"),
                            (saraban.law.initial_level_manual_2566.ProofBy["DIGITAL_ID"], "ดิจิทัลไอดี"),
                        ],
                        max_length=12,
                        verbose_name="วิธี",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "รอมายืนยัน"),
                            ("appointed", "นัดแล้ว"),
                            ("passed", "ผ่าน"),
                            ("failed", "ไม่ผ่าน"),
                            ("no_show", "ไม่มาตามนัด"),
                            ("called_off", "ยกเลิกนัด"),
                        ],
                        max_length=12,
                        verbose_name="ผล",
                    ),
                ),
                ("at", models.DateTimeField(null=True, verbose_name="นัดเวลา")),
                ("minutes", models.PositiveSmallIntegerField(default=15, verbose_name="นาที")),
                ("how", models.CharField(blank=True, max_length=500, verbose_name="ลิงก์หรือสถานที่")),
                ("consent", models.BooleanField(default=False, verbose_name="ยินยอมให้บันทึกภาพ")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="บันทึกผลเมื่อ")),
                ("picture_name", models.CharField(blank=True, max_length=200, verbose_name="ภาพ")),
                ("picture_type", models.CharField(blank=True, max_length=50)),
                ("picture_sha256", models.CharField(blank=True, max_length=64)),
                ("picture_size", models.BigIntegerField(default=0)),
                ("taken_at", models.DateTimeField(null=True, verbose_name="บันทึกภาพเมื่อ")),
                ("removed_at", models.DateTimeField(null=True, verbose_name="ลบภาพเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofings",
                        to="saraban.case",
                    ),
                ),
                (
                    "notice",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofing",
                        to="saraban.casemail",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="เจ้าหน้าที่",
                    ),
                ),
                (
                    "proof_mail",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proof_of",
                        to="saraban.casemail",
                    ),
                ),
            ],
            options={
                "verbose_name": "การยืนยันตัวตน",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "appointed")),
                        fields=["agency", "officer", "at"],
                        name="proofings_appointed",
                    ),
                    models.Index(
                        condition=models.Q(("removed_at", None), ("taken_at__isnull", False)),
                        fields=["agency", "taken_at"],
                        name="proofings_with_picture",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["offered", "appointed"])),
                        fields=("agency", "case"),
                        name="one_proofing_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("picture_sha256", ""), _negated=True),
                        fields=("agency", "picture_sha256"),
                        name="one_call_to_a_picture",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=300)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "email",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipt_look",
                        to="saraban.inboundemail",
                    ),
                ),
            ],
            options={
                "verbose_name": "การตรวจใบตอบรับของระบบ",
            },
        ),
        migrations.CreateModel(
            name="ReceiptOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.CharField(max_length=100, verbose_name="คำสั่ง")),
                ("ordered_on", models.DateField(verbose_name="ลงวันที่")),
                ("first_day", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("last_day", models.DateField(verbose_name="ถึงวันที่")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="เลิกเมื่อ")),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "คำสั่งให้ออกใบเสร็จรับเงินในระบบนี้",
                "indexes": [models.Index(fields=["agency", "first_day"], name="receipt_orders")],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="ปี พ.ศ.")),
                ("number", models.PositiveIntegerField(null=True, verbose_name="เลขที่")),
                (
                    "official_number",
                    models.CharField(blank=True, max_length=60, verbose_name="เลขที่ใบเสร็จรับเงินของระบบการเงิน"),
                ),
                ("payer", models.CharField(max_length=300, verbose_name="ได้รับเงินจาก")),
                ("what", models.CharField(max_length=300, verbose_name="รายการ")),
                ("satang", models.PositiveBigIntegerField(verbose_name="จำนวนเงิน (สตางค์)")),
                ("issued_on", models.DateField(verbose_name="วันที่")),
                ("issued_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True, verbose_name="ยกเลิกเมื่อ")),
                ("voided_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="saraban.invoice",
                        verbose_name="ใบแจ้งชำระ",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้รับเงิน",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.receiptorder",
                        verbose_name="ตามคำสั่ง",
                    ),
                ),
            ],
            options={
                "verbose_name": "หลักฐานรับแจ้งการชำระ",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year", "number"), name="receipt_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("agency", "invoice"),
                        name="receipt_of_an_invoice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", None), ("order", None)),
                            models.Q(("number__isnull", False), ("order__isnull", False)),
                            _connector="OR",
                        ),
                        name="receipt_numbered_by_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("because", models.CharField(max_length=100, verbose_name="รู้ได้จาก")),
                ("known_until", models.DateTimeField(verbose_name="ข้อมูลที่กู้คืนมีถึง")),
                ("marks", models.JSONField(default=list, verbose_name="เลขที่ออกไปแล้ว")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="เทียบเลขเสร็จเมื่อ")),
                ("trouble", models.CharField(blank=True, max_length=500, verbose_name="ยังเทียบไม่ได้เพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "การกู้คืนข้อมูล",
            },
        ),
        migrations.AddField(
            model_name="outgoingentry",
            name="recovery",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.recovery",
                verbose_name="กู้คืนข้อมูล",
            ),
        ),
        migrations.AddField(
            model_name="incomingentry",
            name="recovery",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.recovery",
                verbose_name="กู้คืนข้อมูล",
            ),
        ),
        migrations.CreateModel(
            name="ReplyLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=300)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "email",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reply_look",
                        to="saraban.inboundemail",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="saraban.mailedquestion",
                    ),
                ),
            ],
            options={
                "verbose_name": "การตรวจคำตอบทางอีเมล",
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="วันที่")),
                (
                    "slot",
                    models.CharField(
                        choices=[("morning", "รอบเช้า"), ("evening", "รอบเย็น")],
                        max_length=10,
                        verbose_name="รอบ",
                    ),
                ),
                ("signed_at", models.DateTimeField(verbose_name="ลงชื่อเมื่อ")),
                ("looked_at", models.DateTimeField(verbose_name="ระบบตรวจกล่องล่าสุด")),
                ("inbox", models.PositiveIntegerField(verbose_name="จดหมายเข้าที่มาถึงตั้งแต่รอบก่อน")),
                ("junk", models.PositiveIntegerField(verbose_name="จดหมายขยะที่มาถึงตั้งแต่รอบก่อน")),
                ("put_off", models.PositiveIntegerField(verbose_name="ดูแล้ว รอ")),
                ("up_to", models.BigIntegerField(verbose_name="นับถึงจดหมาย")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="เจ้าหน้าที่",
                    ),
                ),
            ],
            options={
                "verbose_name": "การลงชื่อตรวจกล่อง",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "day", "slot"), name="round_signed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ScanBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("lease_by", models.CharField(blank=True, max_length=40)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=500)),
                ("handed_at", models.DateTimeField(verbose_name="นำส่งเมื่อ")),
                (
                    "channel",
                    models.CharField(
                        choices=[("paper", "กระดาษ"), ("other", "ช่องทางอื่น")],
                        max_length=10,
                        verbose_name="ช่องทาง",
                    ),
                ),
                ("channel_name", models.CharField(blank=True, max_length=100, verbose_name="มาทาง")),
                ("together", models.BooleanField(default=False, verbose_name="เป็นหน้าของชุดเดียวกัน")),
                ("sender", models.CharField(blank=True, max_length=300, verbose_name="จาก")),
                ("subject", models.CharField(blank=True, max_length=1000, verbose_name="เรื่อง")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ข้อความถึงงานสารบรรณ")),
                (
                    "answer_address",
                    models.EmailField(blank=True, max_length=320, verbose_name="อีเมลสำหรับตอบ"),
                ),
                ("by_registry", models.BooleanField(default=False, verbose_name="งานสารบรรณสแกนเอง")),
                ("split_at", models.DateTimeField(null=True, verbose_name="แยกฉบับเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้นำส่ง",
                    ),
                ),
            ],
            options={
                "verbose_name": "ชุดสแกน",
                "indexes": [
                    models.Index(
                        condition=models.Q(("not_before__isnull", False)),
                        fields=["not_before"],
                        name="batches_to_split",
                    ),
                    models.Index(fields=["agency", "officer", "-handed_at"], name="batches_of_officer"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(max_length=50)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("place", models.PositiveSmallIntegerField(verbose_name="ลำดับไฟล์")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="saraban.scanbatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "ไฟล์ที่สแกน",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "batch", "place"), name="file_of_batch_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ScannedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(max_length=50)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "handed_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="saraban.handedin",
                    ),
                ),
            ],
            options={
                "verbose_name": "ไฟล์สแกน",
                "indexes": [models.Index(fields=["agency", "handed_in"], name="scans_of_letter")],
            },
        ),
        migrations.CreateModel(
            name="ScannedLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(max_length=50)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("place", models.PositiveIntegerField(verbose_name="ลำดับในชุด")),
                ("pages", models.JSONField(default=list, verbose_name="หน้าของไฟล์")),
                ("mark", models.CharField(blank=True, max_length=60, verbose_name="ป้ายที่หน้าแรก")),
                ("trouble", models.CharField(blank=True, max_length=300, verbose_name="ข้อสังเกต")),
                ("opened", models.BooleanField(default=True, verbose_name="เปิดดูได้")),
                ("received_at", models.DateTimeField(null=True, verbose_name="งานสารบรรณได้รับเมื่อ")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "รอลงรับ"),
                            ("entered", "ลงรับแล้ว"),
                            ("attached", "แนบกับเลขรับแล้ว"),
                            ("rebound", "รวมหรือแยกใหม่แล้ว"),
                            ("discarded", "ไม่ลงรับ"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="สถานะ",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผล")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="saraban.scanbatch",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scanned_letters",
                        to="saraban.incomingentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "ฉบับที่สแกน",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["agency", "batch", "place"],
                        name="letters_scanned_wait",
                    ),
                    models.Index(fields=["agency", "batch"], name="letters_of_batch"),
                    models.Index(
                        condition=models.Q(("entry__isnull", False)),
                        fields=["agency", "entry"],
                        name="letters_scanned_of_entry",
                    ),
                    models.Index(
                        condition=models.Q(("ended_at__isnull", False)),
                        fields=["agency", "-ended_at"],
                        name="letters_scanned_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealingCertificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                ("organisation", models.CharField(blank=True, max_length=300, verbose_name="ออกให้แก่")),
                ("name", models.CharField(blank=True, max_length=300, verbose_name="ชื่อในใบรับรอง")),
                ("issuer", models.CharField(blank=True, max_length=300, verbose_name="ผู้ออก")),
                ("serial", models.CharField(max_length=80, verbose_name="เลขใบรับรอง")),
                ("valid_from", models.DateTimeField(verbose_name="ใช้ได้ตั้งแต่")),
                ("valid_until", models.DateTimeField(verbose_name="ใช้ได้ถึง")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="เลิกใช้เมื่อ")),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "ใบรับรองของหน่วยงาน",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency",),
                        name="one_sealing_certificate",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="ลำดับ")),
                ("kind", models.CharField(max_length=20, verbose_name="ชนิด")),
                ("number", models.CharField(max_length=100, verbose_name="เลขที่")),
                ("token", models.CharField(max_length=20, unique=True)),
                ("code", models.CharField(max_length=8, verbose_name="รหัสตรวจสอบ")),
                ("paper", models.JSONField(default=dict, verbose_name="เนื้อหา")),
                ("made_sha256", models.CharField(blank=True, max_length=64)),
                ("made_size", models.BigIntegerField(default=0)),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="ชื่อไฟล์")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="ค่าแฮชของไฟล์")),
                ("size", models.BigIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True, verbose_name="ทำไฟล์เสร็จเมื่อ")),
                ("level", models.CharField(blank=True, max_length=10, verbose_name="ระดับ")),
                (
                    "kept_sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="ค่าแฮชของฉบับเก็บรักษา"),
                ),
                ("kept_size", models.BigIntegerField(default=0)),
                ("kept_level", models.CharField(blank=True, max_length=10, verbose_name="ระดับของฉบับเก็บรักษา")),
                ("prolong_at", models.DateTimeField(null=True)),
                ("prolong_tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued",
                        to="saraban.issue",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.sealingcertificate",
                        verbose_name="ประทับด้วย",
                    ),
                ),
            ],
            options={
                "verbose_name": "เอกสารที่ออก",
                "indexes": [
                    models.Index(fields=["sha256"], name="issued_by_file"),
                    models.Index(fields=["agency", "number"], name="issued_by_number"),
                    models.Index(
                        condition=models.Q(("prolong_at__isnull", False)),
                        fields=["agency", "prolong_at"],
                        name="issued_to_be_prolonged",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "issue", "place"), name="issued_paper_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SealStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("authority", models.CharField(max_length=200, verbose_name="ผู้ให้บริการประทับเวลา")),
                ("sha256", models.CharField(max_length=64)),
                ("stamped_at", models.DateTimeField(verbose_name="ประทับเวลาเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "seal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stamp",
                        to="saraban.dayseal",
                        verbose_name="ตราปิดวัน",
                    ),
                ),
            ],
            options={
                "verbose_name": "ตราประทับเวลา",
            },
        ),
        migrations.CreateModel(
            name="SecretStub",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "register",
                    models.CharField(
                        choices=[("secret_in", "รับ"), ("secret_out", "ส่ง")],
                        max_length=20,
                        verbose_name="รับหรือส่ง",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="ปี พ.ศ.")),
                ("number", models.PositiveIntegerField(verbose_name="เลขที่")),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("secret", "ลับ"), ("very", "ลับมาก"), ("most", "ลับที่สุด")],
                        max_length=10,
                        verbose_name="ชั้นความลับ",
                    ),
                ),
                ("dated_on", models.DateField(null=True, verbose_name="วันที่รับหรือส่ง")),
                ("kept_at", models.CharField(blank=True, max_length=200, verbose_name="ที่เก็บเอกสาร")),
                ("key", models.UUIDField(editable=False, null=True)),
                ("registered_at", models.DateTimeField(verbose_name="ลงสมุดเมื่อ")),
                ("struck_at", models.DateTimeField(null=True, verbose_name="ขีดฆ่าเมื่อ")),
                ("struck_because", models.CharField(blank=True, max_length=300, verbose_name="ขีดฆ่าเพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "email",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secret_stubs",
                        to="saraban.inboundemail",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="นายทะเบียน",
                    ),
                ),
                (
                    "recovery",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.recovery",
                        verbose_name="กู้คืนข้อมูล",
                    ),
                ),
            ],
            options={
                "verbose_name": "รายการในสมุดเรื่องลับ",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "register", "year", "number"), name="secret_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck_at", None)),
                        fields=("agency", "email"),
                        name="secret_letter_once",
                    ),
                    models.UniqueConstraint(fields=("agency", "key"), name="secret_entered_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SenderKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=320, verbose_name="อีเมล")),
                ("name", models.CharField(blank=True, max_length=300, verbose_name="ชื่อที่ลงนาม")),
                ("key", models.CharField(max_length=64, verbose_name="กุญแจ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "กุญแจลงนามของผู้ส่ง",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "address"), name="one_key_of_a_sender")
                ],
            },
        ),
        migrations.CreateModel(
            name="SentElsewhere",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                ("message_id", models.CharField(blank=True, max_length=998)),
                ("sent_at", models.DateTimeField(verbose_name="ส่งเมื่อ")),
                ("subject", models.CharField(blank=True, max_length=1000, verbose_name="เรื่อง")),
                ("recipients", models.JSONField(default=list, verbose_name="ถึง")),
                ("attachments", models.PositiveSmallIntegerField(default=0, verbose_name="ไฟล์แนบ")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "รอลงทะเบียนส่ง"),
                            ("entered", "ลงทะเบียนส่งแล้ว"),
                            ("dismissed", "ไม่ต้องลงทะเบียน"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("state_reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผล")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.mailbox",
                    ),
                ),
            ],
            options={
                "verbose_name": "จดหมายที่ส่งนอกระบบ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["agency", "sent_at"],
                        name="sent_elsewhere_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "sha256"), name="sent_elsewhere_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="outgoingentry",
            name="found",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entry",
                to="saraban.sentelsewhere",
                verbose_name="ส่งทางเว็บเมล",
            ),
        ),
        migrations.CreateModel(
            name="SentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(max_length=50)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_files",
                        to="saraban.outgoingentry",
                    ),
                ),
            ],
            options={
                "verbose_name": "ไฟล์ของหนังสือส่ง",
                "indexes": [models.Index(fields=["agency", "entry"], name="files_of_sent_letter")],
            },
        ),
        migrations.CreateModel(
            name="SentWatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("not_before", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("lease_by", models.CharField(blank=True, max_length=40)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=500)),
                ("since", models.DateTimeField()),
                ("folder", models.CharField(blank=True, max_length=300)),
                ("uidvalidity", models.BigIntegerField(default=0)),
                ("high_uid", models.BigIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "mailbox",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_watch",
                        to="saraban.mailbox",
                    ),
                ),
            ],
            options={
                "verbose_name": "การตรวจกล่องส่งแล้ว",
                "indexes": [models.Index(fields=["not_before"], name="sent_watch_due")],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อบริการ")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("permit", "ขออนุญาต ขึ้นทะเบียน หรือแจ้ง"),
                            ("complaint", "ร้องเรียน ร้องทุกข์"),
                            ("data", "ขอข้อมูลใบอนุญาต (มาตรา 21)"),
                            ("welfare", "ขอรับสวัสดิการหรือเงิน"),
                            ("other", "เรื่องอื่น"),
                        ],
                        max_length=20,
                        verbose_name="ประเภท",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="ชุดตั้งต้น")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="เลิกให้บริการเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "บริการ",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "name"), name="service_offered_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="manual",
            name="service",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="manuals",
                to="saraban.service",
            ),
        ),
        migrations.CreateModel(
            name="LicenceOfService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="saraban.licencekind",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="saraban.service"
                    ),
                ),
            ],
            options={
                "verbose_name": "ใบอนุญาตของบริการ",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency", "kind", "service"),
                        name="licence_of_service_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="service",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="saraban.service",
                verbose_name="บริการ",
            ),
        ),
        migrations.CreateModel(
            name="SigningAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อ")),
                ("position", models.CharField(blank=True, max_length=150, verbose_name="ตำแหน่ง")),
                ("address", models.CharField(max_length=320, verbose_name="อีเมลหรือชื่อผู้ใช้")),
                ("system", models.CharField(max_length=100, verbose_name="ระบบ")),
                ("since", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("last_day", models.DateField(null=True, verbose_name="ถึงวันที่")),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_accounts",
                        to="saraban.officer",
                        verbose_name="เจ้าหน้าที่",
                    ),
                ),
            ],
            options={
                "verbose_name": "บัญชีที่บันทึกไว้",
                "indexes": [models.Index(fields=["agency", "officer"], name="accounts_of_officer")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("last_day", None)),
                        fields=("agency", "system", "address"),
                        name="account_of_one_officer",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="mailedquestion",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.signingaccount",
                verbose_name="บัญชีที่ส่งไป",
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.signingaccount",
            ),
        ),
        migrations.CreateModel(
            name="SignInLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_in_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "ลิงก์เข้าระบบครั้งเดียว",
            },
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account_name", models.CharField(max_length=200, verbose_name="ชื่อบัญชีที่รับชำระเงิน")),
                ("paid_on", models.DateField(verbose_name="วันที่ชำระเงิน")),
                ("satang", models.PositiveBigIntegerField(verbose_name="จำนวนเงินที่ชำระ (สตางค์)")),
                ("reference", models.CharField(max_length=60, verbose_name="หมายเลขอ้างอิงของธุรกรรม")),
                ("bank", models.CharField(blank=True, max_length=3, verbose_name="ธนาคารที่โอนจาก")),
                (
                    "came",
                    models.CharField(
                        choices=[("mail", "ทางอีเมล"), ("counter", "ที่สำนักงาน"), ("portal", "ทางเว็บไซต์")],
                        max_length=10,
                        verbose_name="ส่งมา",
                    ),
                ),
                ("file", models.JSONField(default=dict, verbose_name="ไฟล์")),
                ("noted_at", models.DateTimeField(verbose_name="บันทึกเมื่อ")),
                ("because", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("found_at", models.DateTimeField(null=True, verbose_name="พบเงินเมื่อ")),
                ("refused_at", models.DateTimeField(null=True, verbose_name="ไม่รับเมื่อ")),
                ("refused_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "email",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.inboundemail",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="saraban.invoice",
                        verbose_name="ใบแจ้งชำระ",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                    ),
                ),
            ],
            options={
                "verbose_name": "หลักฐานการชำระ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("found_at", None), ("refused_at", None)),
                        fields=["agency", "id"],
                        name="slips_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("refused_at", None)),
                        fields=("agency", "reference", "bank"),
                        name="slip_used_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("satang", models.BigIntegerField(verbose_name="จำนวนเงิน (สตางค์)")),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("invoice", "ชำระตามใบแจ้ง"),
                            ("to_return", "ชำระเกินหรือซ้ำ รอคืน"),
                            ("other_revenue", "รายได้อื่น"),
                            ("not_ours", "โอนผิด ไม่ใช่เงินของหน่วยงาน"),
                        ],
                        max_length=15,
                        verbose_name="เป็นเงิน",
                    ),
                ),
                ("certain", models.BooleanField(default=False, verbose_name="ระบบจับคู่ได้แน่นอน")),
                ("because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                ("at", models.DateTimeField(verbose_name="ลงบัญชีเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="saraban.invoice",
                        verbose_name="ใบแจ้งชำระ",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="saraban.bankline",
                        verbose_name="เงินเข้า",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                    ),
                ),
                (
                    "takes_back",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back_by",
                        to="saraban.posting",
                    ),
                ),
                (
                    "slip",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="saraban.slip",
                        verbose_name="หลักฐาน",
                    ),
                ),
            ],
            options={
                "verbose_name": "การลงบัญชี",
                "indexes": [models.Index(fields=["agency", "id"], name="postings_in_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("satang__gt", 0), ("takes_back", None)),
                            models.Q(("satang__lt", 0), ("takes_back__isnull", False)),
                            _connector="OR",
                        ),
                        name="posting_or_taken_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("invoice__isnull", False), ("place", "invoice")),
                            models.Q(models.Q(("place", "invoice"), _negated=True), ("invoice", None)),
                            _connector="OR",
                        ),
                        name="posting_of_an_invoice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandingOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.CharField(max_length=100, verbose_name="คำสั่ง")),
                ("ordered_on", models.DateField(verbose_name="ลงวันที่")),
                ("first_day", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("last_day", models.DateField(verbose_name="ถึงวันที่")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="เลิกเมื่อ")),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                ("reason", models.CharField(max_length=300, verbose_name="เหตุผลที่แจ้ง")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้สั่ง",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.service",
                        verbose_name="บริการ",
                    ),
                ),
            ],
            options={
                "verbose_name": "คำสั่งให้ระบบส่งแจ้งเหตุล่าช้า",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["agency", "service", "last_day"],
                        name="standing_orders",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DelayNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("times", models.PositiveSmallIntegerField(verbose_name="ครั้งที่")),
                ("decision_due_on", models.DateField(verbose_name="ครบกำหนดพิจารณา")),
                ("due_on", models.DateField(verbose_name="ต้องแจ้งภายใน")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผล")),
                ("expected_on", models.DateField(null=True, verbose_name="คาดว่าแล้วเสร็จ")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="แจ้งเมื่อ")),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delays",
                        to="saraban.case",
                    ),
                ),
                (
                    "mail",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delay",
                        to="saraban.casemail",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้แจ้ง",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.standingorder",
                        verbose_name="ตามคำสั่ง",
                    ),
                ),
            ],
            options={
                "verbose_name": "การแจ้งเหตุล่าช้า",
                "indexes": [
                    models.Index(
                        condition=models.Q(("dropped_at", None), ("sent_at", None)),
                        fields=["agency", "id"],
                        name="delays_unsent",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at", None)),
                        fields=("agency", "case", "decision_due_on", "times"),
                        name="delay_told_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SystemOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("this_system", models.BooleanField(default=True, verbose_name="กำหนดระบบนี้")),
                ("others", models.JSONField(default=list, verbose_name="ระบบอื่น")),
                (
                    "personnel_unit",
                    models.CharField(blank=True, max_length=150, verbose_name="หน่วยที่จัดทำทะเบียนบัญชี"),
                ),
                (
                    "asks_for_accounts",
                    models.BooleanField(default=True, verbose_name="ให้ถือบัญชีที่บันทึกไว้เป็นการลงนาม"),
                ),
                ("in_force_from", models.DateField(verbose_name="มีผลตั้งแต่วันที่")),
                ("drafted_at", models.DateTimeField(verbose_name="ร่างเมื่อ")),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="เลขที่คำสั่ง")),
                ("signed_on", models.DateField(null=True, verbose_name="ลงวันที่")),
                ("signed_by", models.CharField(blank=True, max_length=200, verbose_name="ผู้ลงนาม")),
                ("last_day", models.DateField(null=True, verbose_name="ใช้ถึงวันที่")),
                ("ended_because", models.CharField(blank=True, max_length=300, verbose_name="เพราะ")),
                ("dropped_at", models.DateTimeField(null=True, verbose_name="ทิ้งร่างเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="system_order",
                        to="saraban.outgoingentry",
                        verbose_name="เลขในทะเบียน",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้ร่าง",
                    ),
                ),
            ],
            options={
                "verbose_name": "คำสั่งกำหนดระบบ",
                "indexes": [models.Index(fields=["agency", "in_force_from"], name="system_orders_in_force")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_on", None), models.Q(("number", ""), _negated=True), _connector="OR"
                        ),
                        name="signed_order_has_number",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asks",
                    models.CharField(
                        choices=[("approve", "อนุญาต"), ("refuse", "ไม่อนุญาต"), ("strike_off", "จำหน่ายเรื่อง")],
                        max_length=12,
                        verbose_name="เสนอ",
                    ),
                ),
                ("summary", models.CharField(blank=True, max_length=5000, verbose_name="สรุปเรื่อง")),
                ("facts", models.CharField(blank=True, max_length=5000, verbose_name="ข้อเท็จจริง")),
                ("law", models.CharField(blank=True, max_length=5000, verbose_name="ข้อกฎหมาย")),
                ("reasons", models.CharField(blank=True, max_length=5000, verbose_name="เหตุผล")),
                ("laid_at", models.DateTimeField(verbose_name="เสนอเมื่อ")),
                (
                    "word",
                    models.CharField(
                        choices=[
                            ("waiting", "รอพิจารณา"),
                            ("agreed", "เห็นชอบ"),
                            ("sent_back", "ส่งคืนให้แก้"),
                            ("asked", "ถามเพิ่ม"),
                            ("withdrawn", "ผู้เสนอถอน"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="ผล",
                    ),
                ),
                ("said", models.CharField(blank=True, max_length=300, verbose_name="คำสั่ง")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="พิจารณาเมื่อ")),
                ("lacking", models.CharField(blank=True, max_length=60, verbose_name="ยังขาด")),
                ("cured_at", models.DateTimeField(null=True, verbose_name="ทำให้ครบเมื่อ")),
                (
                    "cured_how",
                    models.CharField(
                        blank=True,
                        choices=[("paper", "ลงนามในกระดาษ"), ("confirmed", "ยืนยันอีกครั้งในระบบ")],
                        max_length=12,
                        verbose_name="ทำให้ครบโดย",
                    ),
                ),
                ("cured_said", models.CharField(blank=True, max_length=300, verbose_name="หลักฐาน")),
                (
                    "acting",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.acting",
                        verbose_name="ในฐานะ",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="saraban.case",
                    ),
                ),
                (
                    "cured_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้บันทึก",
                    ),
                ),
                (
                    "head",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้พิจารณา",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้เสนอ",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.signingaccount",
                        verbose_name="ด้วยบัญชี",
                    ),
                ),
                (
                    "system_order",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.systemorder",
                        verbose_name="ตามคำสั่ง",
                    ),
                ),
            ],
            options={
                "verbose_name": "การเสนอ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("word", "waiting")),
                        fields=["agency", "id"],
                        name="proposals_waiting",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("cured_at", None), ("word", "agreed"), models.Q(("lacking", ""), _negated=True)
                        ),
                        fields=["agency", "id"],
                        name="proposals_flagged",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("word", "waiting")),
                        fields=("agency", "case"),
                        name="one_proposal_at_a_time",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="issue",
            name="system_order",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.systemorder",
            ),
        ),
        migrations.CreateModel(
            name="SystemOrderFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อไฟล์")),
                ("content_type", models.CharField(max_length=50)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="saraban.systemorder",
                    ),
                ),
            ],
            options={
                "verbose_name": "ไฟล์คำสั่งกำหนดระบบ",
            },
        ),
        migrations.CreateModel(
            name="TellingMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("of", models.CharField(max_length=16)),
                ("told", models.CharField(blank=True, max_length=16)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "แจ้งเจ้าหน้าที่",
                "constraints": [models.UniqueConstraint(fields=("agency", "of"), name="one_telling_mark")],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="ชื่อหน่วย")),
                ("phone", models.CharField(blank=True, max_length=100, verbose_name="โทรศัพท์")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="อีเมล")),
                (
                    "keywords",
                    models.CharField(blank=True, max_length=500, verbose_name="คำที่บอกว่าเป็นงานของหน่วย"),
                ),
                ("active", models.BooleanField(default=True, verbose_name="ใช้อยู่")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "หน่วยภายใน",
                "constraints": [models.UniqueConstraint(fields=("agency", "name"), name="unit_named_once")],
            },
        ),
        migrations.CreateModel(
            name="Routing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="ส่งต่อเมื่อ")),
                ("recalled_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="รับเรื่องเมื่อ")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้รับเรื่อง",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routings",
                        to="saraban.incomingentry",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.outboundemail",
                        verbose_name="จดหมายแจ้ง",
                    ),
                ),
                (
                    "minute",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routings",
                        to="saraban.minute",
                        verbose_name="ตามเกษียน",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routings",
                        to="saraban.officer",
                        verbose_name="เจ้าหน้าที่",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routings",
                        to="saraban.unit",
                        verbose_name="หน่วย",
                    ),
                ),
            ],
            options={
                "verbose_name": "การส่งต่อ",
                "indexes": [models.Index(fields=["agency", "unit", "made_at"], name="unit_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("officer", None), ("unit", None), _negated=True),
                        name="routed_to_somebody",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="opinion",
            name="asked_unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.unit",
                verbose_name="ถามหน่วย",
            ),
        ),
        migrations.AddField(
            model_name="officer",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="officers",
                to="saraban.unit",
                verbose_name="หน่วย",
            ),
        ),
        migrations.AddField(
            model_name="incomingentry",
            name="meant_for_unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.unit",
                verbose_name="เห็นควรมอบหน่วย",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="saraban.unit",
                verbose_name="หน่วย",
            ),
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("misdirected", "ส่งผิดหน่วยงาน"),
                            ("spam", "ขยะหรือโฆษณา"),
                            ("no_registration", "ไม่ต้องลงรับ"),
                            ("secret", "เรื่องลับ"),
                        ],
                        max_length=20,
                        verbose_name="ผล",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="เหตุผล")),
                ("given_at", models.DateTimeField(verbose_name="เมื่อ")),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="เอากลับเมื่อ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="saraban.contact",
                        verbose_name="หน่วยงานที่รับผิดชอบ",
                    ),
                ),
                (
                    "email",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="saraban.inboundemail",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="เจ้าหน้าที่",
                    ),
                ),
            ],
            options={
                "verbose_name": "ผลการคัดแยก",
                "indexes": [models.Index(fields=["agency", "-id"], name="verdicts_newest_first")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("agency", "email"),
                        name="one_standing_verdict",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=40)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("linkage", "Linkage Center กรมการปกครอง"),
                            ("issuer", "ถามหน่วยงานผู้ออกทางอีเมล"),
                            ("estamp", "รหัส e-stamp กรมสรรพากร"),
                            ("signature", "ลายมือชื่อดิจิทัลใน PDF"),
                            ("certified", "เจ้าหน้าที่ทำสำเนาจากต้นฉบับและรับรอง"),
                        ],
                        max_length=10,
                        verbose_name="วิธีตรวจ",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "รอผู้ออกเอกสารตอบ"),
                            ("genuine", "ถูกต้อง"),
                            ("not_genuine", "ไม่ถูกต้อง"),
                            ("unknown", "ยังบอกไม่ได้"),
                            ("withdrawn", "ถอนคำถาม"),
                        ],
                        max_length=12,
                        verbose_name="ผล",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=100, verbose_name="เลขอ้างอิงหรือรหัส")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("asked_at", models.DateTimeField(verbose_name="ตรวจหรือถามเมื่อ")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="ทราบผลเมื่อ")),
                ("replied_at", models.DateTimeField(null=True, verbose_name="ผู้ออกตอบเมื่อ")),
                ("verdict", models.JSONField(default=dict, verbose_name="ผลตรวจลายมือชื่อ")),
                ("file_name", models.CharField(blank=True, max_length=300, verbose_name="ไฟล์")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifications",
                        to="saraban.case",
                    ),
                ),
                (
                    "mail",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verification",
                        to="saraban.casemail",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.officer",
                        verbose_name="ผู้ตรวจ",
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.caseletter",
                    ),
                ),
            ],
            options={
                "verbose_name": "การตรวจสอบเอกสาร",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["agency", "id"],
                        name="verifications_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "genuine", "not_genuine", "unknown", "withdrawn"])
                        ),
                        name="verification_states",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said", models.CharField(max_length=300, verbose_name="ขอถอนอย่างไร")),
                ("asked_at", models.DateTimeField(verbose_name="ขอถอนเมื่อ")),
                ("confirmed", models.BooleanField(default=False, verbose_name="ถอนแล้ว")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="saraban.case",
                    ),
                ),
                (
                    "notice",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="saraban.casemail",
                    ),
                ),
            ],
            options={
                "verbose_name": "การขอถอนเรื่อง",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("agency", "case"),
                        name="one_withdrawal_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("external_letter", "หนังสือภายนอก"),
                            ("memo", "บันทึกข้อความ"),
                            ("sealed_letter", "หนังสือประทับตรา"),
                            ("order", "คำสั่ง"),
                            ("announcement", "ประกาศ"),
                            ("certificate", "หนังสือรับรอง"),
                            ("licence", "ใบอนุญาต"),
                            ("refusal", "หนังสือแจ้งไม่อนุญาต"),
                            ("delay_notice", "หนังสือแจ้งเหตุล่าช้า"),
                            ("return", "หนังสือคืนคำขอ"),
                            ("disposal_memo", "บันทึกขออนุมัติจำหน่ายเรื่อง"),
                            ("routing_slip", "ใบส่งเรื่อง"),
                            ("receipt", "ใบเสร็จรับเงิน"),
                        ],
                        max_length=20,
                        verbose_name="ชนิด",
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="ฉบับที่")),
                ("subject", models.CharField(blank=True, max_length=1000, verbose_name="เรื่อง")),
                ("text", models.TextField(blank=True, verbose_name="ข้อความ")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="saraban.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "แบบข้อความ",
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "kind", "version"), name="wording_version_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.UniqueConstraint(
                fields=("agency", "account", "sha256"), name="statement_taken_once"
            ),
        ),
        migrations.AddIndex(
            model_name="inboundemail",
            index=models.Index(fields=["agency", "state", "role", "arrived_at"], name="desk_order"),
        ),
        migrations.AddIndex(
            model_name="inboundemail",
            index=models.Index(fields=["agency", "message_id"], name="inbound_message_id"),
        ),
        migrations.AddIndex(
            model_name="inboundemail",
            index=models.Index(fields=["agency", "sender_address"], name="inbound_of_a_sender"),
        ),
        migrations.AddIndex(
            model_name="inboundemail",
            index=models.Index(
                condition=models.Q(("state", "registered")),
                fields=["agency", "sender_name"],
                name="inbound_of_a_name",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundemail",
            index=models.Index(fields=["agency", "answers"], name="inbound_answers"),
        ),
        migrations.AddIndex(
            model_name="inboundemail",
            index=models.Index(
                condition=models.Q(("brings", "receipt.json"), ("state", "unsorted")),
                fields=["id"],
                name="inbound_receipts",
            ),
        ),
        migrations.AddIndex(
            model_name="inboundemail",
            index=models.Index(
                condition=models.Q(("of_a_question", True)), fields=["id"], name="inbound_of_questions"
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundemail",
            constraint=models.UniqueConstraint(fields=("agency", "sha256"), name="email_received_once"),
        ),
        migrations.AddConstraint(
            model_name="inboundemail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "unsorted",
                            "moving",
                            "registered",
                            "not_registered",
                            "misdirected",
                            "spam",
                            "secret",
                        ],
                    )
                ),
                name="inbound_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="handedin",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["paper", "other"])), name="handed_in_channels"
            ),
        ),
        migrations.AddConstraint(
            model_name="handedin",
            constraint=models.UniqueConstraint(fields=("agency", "key"), name="handed_in_once"),
        ),
        migrations.AddIndex(
            model_name="casemail",
            index=models.Index(
                condition=models.Q(("again_on__isnull", False)),
                fields=["agency", "again_on"],
                name="case_mails_again",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingentry",
            index=models.Index(
                condition=models.Q(("issued_at", None), ("voided_at", None)),
                fields=["agency", "year", "-number"],
                name="sent_reserved",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingentry",
            index=models.Index(
                condition=models.Q(("old_register__isnull", False)),
                fields=["agency", "year", "-number"],
                name="sent_of_old_books",
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingentry",
            index=models.Index(fields=["agency", "year", "-registered_at", "-id"], name="sent_newest_first"),
        ),
        migrations.AddIndex(
            model_name="outgoingentry",
            index=models.Index(fields=["agency", "registered_at"], name="sent_of_a_day"),
        ),
        migrations.AddConstraint(
            model_name="outgoingentry",
            constraint=models.UniqueConstraint(
                fields=("agency", "register", "year", "number"), name="sent_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoingentry",
            constraint=models.UniqueConstraint(fields=("agency", "key"), name="sent_once"),
        ),
        migrations.AddConstraint(
            model_name="manual",
            constraint=models.UniqueConstraint(
                fields=("agency", "service", "version"), name="manual_version_once"
            ),
        ),
        migrations.AddIndex(
            model_name="mailedquestion",
            index=models.Index(fields=["agency", "code_sha256"], name="questions_by_code"),
        ),
        migrations.AddConstraint(
            model_name="mailedquestion",
            constraint=models.UniqueConstraint(
                fields=("agency", "opinion", "officer"), name="question_mailed_once"
            ),
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(fields=["agency", "case"], name="issues_of_case"),
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(
                condition=models.Q(("stage__in", ["draft", "signed", "numbered"])),
                fields=["agency", "stage", "id"],
                name="issues_on_their_way",
            ),
        ),
        migrations.AddIndex(
            model_name="issue",
            index=models.Index(
                condition=models.Q(("stage", "numbered")), fields=["not_before"], name="issues_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage__in", ["draft", "signed", "numbered"])),
                fields=("agency", "case"),
                name="one_issue_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage__in", ["numbered", "sent"]), _negated=True),
                    ("entry__isnull", False),
                    _connector="OR",
                ),
                name="issue_has_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="officer",
            constraint=models.UniqueConstraint(fields=("agency", "user"), name="officer_signs_in_once"),
        ),
        migrations.AddIndex(
            model_name="incomingentry",
            index=models.Index(
                condition=models.Q(("letter_number", ""), _negated=True),
                fields=["agency", "letter_number"],
                name="entries_by_their_number",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingentry",
            index=models.Index(fields=["agency", "registered_at"], name="entries_of_a_day"),
        ),
        migrations.AddIndex(
            model_name="incomingentry",
            index=models.Index(
                condition=models.Q(("struck_at__isnull", False)),
                fields=["agency", "year", "-number"],
                name="entries_struck",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingentry",
            index=models.Index(
                condition=models.Q(("restricted", True)),
                fields=["agency", "year", "-number"],
                name="entries_restricted",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingentry",
            index=models.Index(
                condition=models.Q(("urgency", ""), _negated=True),
                fields=["agency", "year", "-number"],
                name="entries_urgent",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingentry",
            index=models.Index(
                condition=models.Q(("handed_in__isnull", False)),
                fields=["agency", "year", "-number"],
                name="entries_handed_in",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingentry",
            index=models.Index(
                condition=models.Q(("old_register__isnull", False)),
                fields=["agency", "year", "-number"],
                name="entries_of_old_books",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingentry",
            constraint=models.UniqueConstraint(fields=("agency", "year", "number"), name="number_given_once"),
        ),
        migrations.AddConstraint(
            model_name="incomingentry",
            constraint=models.UniqueConstraint(
                fields=("agency", "email", "part"), name="letter_entered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("email__isnull", False),
                        ("handed_in__isnull", True),
                        ("old_register__isnull", True),
                        ("recovery__isnull", True),
                    ),
                    models.Q(
                        ("email__isnull", True),
                        ("handed_in__isnull", False),
                        ("old_register__isnull", True),
                        ("recovery__isnull", True),
                    ),
                    models.Q(
                        ("email__isnull", True),
                        ("handed_in__isnull", True),
                        ("old_register__isnull", False),
                        ("recovery__isnull", True),
                    ),
                    models.Q(
                        ("email__isnull", True),
                        ("handed_in__isnull", True),
                        ("old_register__isnull", True),
                        ("recovery__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="entry_of_one_letter",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["agency", "officer", "due_on"],
                name="case_work",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_at", None), ("officer", None)),
                fields=["agency", "unit", "due_on"],
                name="case_work_of_a_unit",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["agency", "due_on"], name="case_due"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("ended_at", None)),
                fields=["agency", "state", "due_on"],
                name="case_by_state",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["agency", "service", "-opened_at"], name="case_of_a_service"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "checking",
                            "incomplete",
                            "complete",
                            "approved",
                            "refused",
                            "answered",
                            "returned",
                            "struck_off",
                            "withdrawn",
                            "forwarded",
                            "merged",
                        ],
                    )
                ),
                name="case_states",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("agency", "reference"), name="case_of_a_reference"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("checking", "incomplete", "complete", "approved", "refused")),
                    ("ended_at__isnull", False),
                    _connector="OR",
                ),
                name="case_ended_at",
            ),
        ),
    ]
