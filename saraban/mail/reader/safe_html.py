"""The HTML of a letter, cleaned for a sandboxed frame: nothing is fetched, nothing runs."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

HTML_MAX = 2_000_000  # characters; what is longer is shown as text only
INLINE_BYTES_MAX = 2_000_000  # of all pictures that a page may show
INLINE_IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")

_TAGS = {
    "a", "abbr", "address", "b", "big", "blockquote", "br", "caption", "center", "code", "col", "colgroup", "dd",
    "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "li",
    "ol", "p", "pre", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "tt", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"align", "dir", "lang", "title", "valign"},
    "a": {"href"},
    "font": {"color", "size"},
    "img": {"alt", "height", "src", "width"},
    "td": {"bgcolor", "colspan", "rowspan", "width"},
    "th": {"bgcolor", "colspan", "rowspan", "width"},
    "table": {"bgcolor", "border", "cellpadding", "cellspacing", "width"},
    "ol": {"start", "type"},
    "col": {"span", "width"},
}
_PAGE = """<!doctype html><html lang="th"><head><meta charset="utf-8"><style>
body{{font:16px/1.7 "Noto Sans Thai Looped","Leelawadee UI",Tahoma,sans-serif;margin:12px;overflow-wrap:anywhere}}
img{{max-width:100%;height:auto}}table{{max-width:100%}}</style></head><body>{}</body></html>"""


def safe_page(html: str, images: Mapping[str, str]) -> str:
    """A whole page to be served under `default-src 'none'`. `images`: Content-ID → data: address."""
    if len(html) > HTML_MAX:
        return _PAGE.format(escape("จดหมายนี้ยาวเกินกว่าจะแสดงแบบเดิม โปรดอ่านแบบข้อความ หรือดาวน์โหลดต้นฉบับ"))

    def keep(tag: str, name: str, value: str) -> str | None:
        if (tag, name) != ("img", "src"):
            return value
        return images.get(value[4:].strip("<>")) if value.lower().startswith("cid:") else None

    import nh3

    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"script", "style", "title", "head", "noscript", "template", "iframe", "object"},
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "tel", "data", "cid"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return _PAGE.format(cleaned)
