"""Personal data out of free text (脱敏) before it reaches entries, projections and trails (contracts §9).

Masks as used by published Chinese case texts: ［电话］, ［证件号］, ［账号］, ［车牌］, ［邮箱］. A mask is better
than a leak: what looks like a phone number is masked even if it was an order number.
"""

import re
from typing import Final

from .numbers import ACCOUNT, IDENTITY, PHONE, mask_numbers

NAME: Final = "某"
"""Stands for the name of the reporter."""
ADDRESS: Final = "[住址]"
"""Stands for where the reporter lives."""
_ENGLISH: Final = {
    "[邮箱]": "[mail]", "[车牌]": "[plate]", PHONE: "[phone]", IDENTITY: "[id number]", ACCOUNT: "[account]",
    ADDRESS: "[address]", NAME: "[name]",
}  # fmt: skip
_MAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+[@＠][A-Za-z0-9-]+(?:[.．。][A-Za-z0-9-]+)+")
_GAP = r"[-·•. \u2010-\u2015\uff0d]{0,2}"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    # at least three digits: the words after such a character are seldom that
    rf"[{_PROVINCES}] ?[A-Za-z]{_GAP}(?=(?:[A-Za-z]*\d){{3}})[A-Za-z0-9]{{4}}"
    r"(?:[A-Za-z0-9]{1,2}(?![A-Za-z0-9])|[港澳学警领挂试超])(?!高速|公路|栋|号楼|号文|文件)"
    rf"|(?<![A-Za-z])[Ww][Jj]{_GAP}[{_PROVINCES}]?{_GAP}\d{{4}}[A-Za-z0-9](?![A-Za-z0-9]|高速|公路|栋|号楼|号文|文件)"
    # 使 is also "to make": ten thousand households are no embassy's car
    r"|使(?:\d{5,6}|\d{3}[·•.]\d{3})(?=[的号车轿停违占在]|[^\w.㎡]|\Z)"
)
_LETTER: Final = re.compile("[A-Za-z使]")
"""Every plate has one."""
_FIRST: Final = re.compile(f"[{_PROVINCES}使Ww]")
"""Every plate begins with one."""
_THREE: Final = re.compile(r"(?:\D*+\d){3}")
"""Every plate has three digits."""
_SHORTEST: Final = len("a@b.c")
"""Characters of the shortest text that something is masked in."""
_ORDER: Final = re.compile(
    r"[A-Za-z]*(?!0086|[1-9]\d{5}(?:19\d\d|200\d|201[0-5])\d{8}\Z|[1-9]\d{5}[3-9]\d{8}\Z)\d{14,}\Z"
    r"|(?=\d*[A-Fa-f])(?:[0-9a-f]{12,}|[0-9A-F]{12,}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\Z"
)
"""Codes that a system gives: so many digits, unless they are the identity number of somebody who is old enough to
report, or a hexadecimal digest."""


def redact(text: str) -> str:
    """``text`` with phone, identity and account numbers, number plates and mail addresses masked.

    ``text`` is cleaned by the caller: full-width digits are plain ones, and nothing invisible stands between them.
    """
    if len(text) < _SHORTEST:
        return text
    if "@" in text or "＠" in text:
        text = _MAIL.sub("[邮箱]", text)
    text = mask_numbers(text)
    plated = _LETTER.search(text) and _FIRST.search(text) and _THREE.match(text)
    return _PLATE.sub("[车牌]", text) if plated else text


def without_name(text: str, name: str) -> str:
    """``text`` without ``name``; one of several words also as files are called by it: ``zoe_quill``."""
    text = text.replace(name, NAME)
    words = name.split()
    if len(words) > 1 and words[-1].casefold() in text.casefold():
        spelt = r"[\s._-]*".join(map(re.escape, words))
        text = re.sub(rf"(?<![^\W\d_]){spelt}(?![^\W\d_])", NAME, text, flags=re.IGNORECASE)
    return text


def masks_in(lang: str, text: str, masked: str) -> str:
    """``masked``, which was made from ``text``, with its masks in words of ``lang``: ``zh``, else English.

    A word that the sender wrote stays as it is, also where it looks like a mask.
    """
    if lang == "zh" or masked == text:
        return masked
    for chinese, english in _ENGLISH.items():
        if chinese not in text:
            masked = masked.replace(chinese, english)
    return masked


def redact_code(code: str) -> str:
    """:func:`redact` for a code that a system gave: a long order number is no identity number or account."""
    masked = redact(code)
    return code if masked != code and _ORDER.match(code) else masked
