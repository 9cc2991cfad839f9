"""What a password must be, said in Thai: Django's own checks, whose words have no Thai."""

from __future__ import annotations

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"ยังไม่ได้ตั้งรหัสผ่าน เพราะสั้นเกินไป โปรดใช้อย่างน้อย {self.min_length} ตัวอักษร เช่น คำสามสี่คำต่อกัน"

    def get_help_text(self) -> str:
        return f"อย่างน้อย {self.min_length} ตัวอักษร เช่น คำสามสี่คำต่อกัน"


class NotCommon(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "ยังไม่ได้ตั้งรหัสผ่าน เพราะเป็นรหัสที่คนใช้กันมากและเดาได้ง่าย โปรดใช้รหัสอื่น"

    def get_help_text(self) -> str:
        return "ไม่ใช่รหัสที่คนใช้กันทั่วไป"


class NotTheAddress(UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return "ยังไม่ได้ตั้งรหัสผ่าน เพราะคล้ายอีเมลของท่าน โปรดใช้รหัสอื่น"

    def get_help_text(self) -> str:
        return "ไม่คล้ายอีเมลของท่าน"
