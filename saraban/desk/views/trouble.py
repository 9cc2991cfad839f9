"""Pages for what went wrong: what did not happen, why, what to do, and that nothing is lost."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400, "อ่านคำขอนี้ไม่ได้ จึงยังไม่ได้ทำอะไร โปรดย้อนกลับแล้วลองใหม่ ข้อมูลเดิมอยู่ครบ")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403, "เปิดหน้านี้ไม่ได้ เพราะบัญชีของท่านไม่มีหน้าที่ในส่วนนี้ โปรดติดต่อผู้ดูแลระบบ")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        "ยังไม่ได้บันทึก เพราะหน้านี้เปิดค้างไว้นานเกินไปหรือถูกเปิดจากที่อื่น โปรดย้อนกลับ โหลดหน้าใหม่ แล้วทำอีกครั้ง ข้อมูลเดิมอยู่ครบ",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404, "ไม่พบหน้าหรือรายการนี้ อาจพิมพ์ที่อยู่ผิดหรือไม่ใช่ของหน่วยงานท่าน โปรดกลับไปที่โต๊ะ")


def failed(request: HttpRequest) -> HttpResponse:
    message = "ยังทำรายการนี้ไม่สำเร็จ เพราะระบบขัดข้อง โปรดลองอีกครั้ง หากยังเป็นอยู่ให้แจ้งผู้ดูแลระบบ ข้อมูลที่บันทึกแล้วอยู่ครบ"
    # Without the request: what its context asks of the database may be the very thing that failed.
    page = render_to_string("trouble/trouble.html", {"message": message, "status": 500})
    return HttpResponse(page, status=500)


def _page(request: HttpRequest, status: int, message: str) -> HttpResponse:
    return render(request, "trouble/trouble.html", {"message": message, "status": status}, status=status)
