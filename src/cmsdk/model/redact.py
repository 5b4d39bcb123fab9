"""Personal data out of free text (脱敏) before it reaches entries, projections and trails (contracts §9).

Masks as used by published Chinese case texts: ［电话］, ［证件号］, ［车牌］, ［邮箱］. Digits may be written
full width; numbers may be broken by spaces or hyphens. A mask is better than a leak: what looks like a
phone number is masked even if it was an order number.
"""

import re

_GAP = r"[ \u00a0\u3000\u2010-\u2014\uff0d-]?"
"""What people put between the groups of a number: a space or a hyphen of either width."""

_MASKS = (
    (re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), "[邮箱]"),
    (
        re.compile(rf"(?<!\d)\d{{6}}{_GAP}(?:19|20)\d{{2}}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]){_GAP}\d{{3}}[\dXx](?!\d)"),
        "[证件号]",
    ),
    (re.compile(r"(?<!\d)\d{15}(?:\d{2}[\dXx])?(?!\d)"), "[证件号]"),
    (
        # 138 0000 0001, 1380 000 0001, 138 000 00001
        re.compile(
            rf"(?<!\d)(?:\+?86{_GAP})?1[3-9]\d"
            rf"(?:{_GAP}\d{{4}}{_GAP}\d{{4}}|\d{_GAP}\d{{3}}{_GAP}\d{{4}}|{_GAP}\d{{3}}{_GAP}\d{{5}})(?!\d)"
        ),
        "[电话]",
    ),
    (re.compile(rf"(?<!\d)[(（]?0\d{{2,3}}[)）]?{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)"), "[电话]"),
    (
        # letters and at least one digit: the words after such a character are seldom that
        re.compile(
            r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·• ]?"
            r"(?=[A-Za-z]*\d)[A-Za-z0-9]{5,6}(?![A-Za-z0-9])"
        ),
        "[车牌]",
    ),
)
_SUSPECT = re.compile(r"\d{7}|\d[ \u00a0\u3000\u2010-\u2014\uff0d-]\d{4}|@|[\u4e00-\u9fff][A-Za-z][·• ]?[A-Za-z0-9]{5}")
"""Cheap test that spares most texts the six searches: every masked form holds one of these."""


def redact(text: str) -> str:
    """``text`` with phone numbers, ID numbers, number plates and mail addresses masked.

    ``text`` is NFKC-normalised by the caller, so that full-width digits are plain ones.
    """
    if not _SUSPECT.search(text):
        return text
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    return text
