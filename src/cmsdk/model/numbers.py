"""Personal numbers in free text: phones, identity numbers and bank cards, however their digits are grouped.

A text is searched for runs: groups of digits with little between them. Neighbouring groups of a run are then judged
by their digits and by how they are grouped, so that a date, a price or a coordinate with as many digits stays.
"""

import re
from typing import Final
import unicodedata

PHONE, IDENTITY, ACCOUNT = "[电话]", "[证件号]", "[账号]"

_KINDS: Final = {
    " ": "() \t\u00a0\u2000-\u200a\u3000（）\u034f\u115f\u1160\u3164\uffa0\ufe0e\ufe0f\u20e3",
    "-": r"\-\u2010-\u2015\u2212\uff0d",
    ".": ".\uff0e·•_*",
    ",": ",\uff0c",
    "/": "/\uff0f",
}
"""What people put between the digits of a number, by kind."""
_BETWEEN: Final = f"[{''.join(_KINDS.values())}]"
_KIND_OF: Final = tuple((kind, re.compile(f"[{marks}]")) for kind, marks in _KINDS.items() if kind != " ")
_LONG: Final = re.compile(rf"\d(?:{_BETWEEN}{{0,3}}\d){{9}}")
"""Ten digits: the shortest number that is masked is a landline phone with its area code."""
_RUN: Final = re.compile(rf"(?:\+?[(（]?)(?:{_LONG.pattern})(?:{_BETWEEN}{{0,3}}\d)*(?:[Xx](?![A-Za-z0-9]))?")
_GROUP: Final = re.compile(r"\d+")
_MOST: Final = 20
"""More digits than any number that is masked has."""

_LOOSE: Final = frozenset({" ", "-"})
"""Kinds that only group digits; a dot, comma or slash may also divide one number from the next."""
_MOBILE: Final = re.compile(r"1[3-9]\d{9}\Z")
_LANDLINE: Final = re.compile(r"0(?:10|2\d|[3-9]\d\d)[2-9]\d{6,7}\Z")
_DAY: Final = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_IDENTITY: Final = re.compile(rf"[1-9]\d{{5}}(?:(?:19|20)\d{{2}}{_DAY}\d{{3}}[\dX]|\d{{2}}{_DAY}\d{{3}})\Z")
_CARD: Final = re.compile(r"(?:[3-6]|9[058])\d{15,18}\Z")
_GROUPED_MOBILE: Final = frozenset({(3, 4, 4), (4, 3, 4), (3, 3, 5)})
_GROUPED_LANDLINE: Final = frozenset((area, *rest) for area in (3, 4) for rest in ((7,), (8,), (3, 4), (4, 4)))
_GROUPED_CARD: Final = re.compile(r"4, 4, 4, [4-7](, [1-3])?\Z|6, (10|13)\Z|1(, 1)*\Z")
_FEWEST: Final = 3
"""A number that is grouped in no usual way still begins with three digits."""

_LEAST: Final = 11
"""Digits of a mobile number; only a landline number, which begins with 0, has one less."""

Gaps = frozenset[str]
Lengths = tuple[int, ...]


def _luhn(digits: str) -> bool:
    doubled = (2 * int(d) if n % 2 else int(d) for n, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0  # noqa: PLR2004  the sum of a doubled digit's digits


def _spelt(lengths: Lengths, gaps: Gaps) -> bool:
    """Whether the groups are parts of one number, and not a row of numbers: digit by digit, or none alone."""
    return gaps <= _LOOSE and (max(lengths) == 1 or (lengths[0] >= _FEWEST and min(lengths) > 1))


def _phone(digits: str, lengths: Lengths, gaps: Gaps) -> bool:
    prefix = 4 if digits.startswith("0086") else 2 * digits.startswith("86")
    if prefix and lengths[0] >= prefix:
        first, *rest = lengths
        apart = first == prefix
        lengths = tuple(rest) if apart else (first - prefix, *rest)
        digits = digits[prefix:]
        if apart and lengths and not digits.startswith("0") and not _MOBILE.match(digits):
            digits, lengths = f"0{digits}", (lengths[0] + 1, *lengths[1:])
    even = len(gaps) <= 1 or gaps <= _LOOSE
    if _LANDLINE.match(digits):
        return len(lengths) == 1 or (even and lengths in _GROUPED_LANDLINE)
    if not _MOBILE.match(digits):
        return False
    if len(lengths) == 1 or (even and lengths in _GROUPED_MOBILE):
        return True
    return _spelt(lengths, gaps)


def _identity(digits: str, lengths: Lengths, gaps: Gaps) -> bool:
    return bool(_IDENTITY.match(digits)) and (len(lengths) == 1 or lengths[0] == 6 or _spelt(lengths, gaps))  # noqa: PLR2004


def _card(digits: str, lengths: Lengths, gaps: Gaps) -> bool:
    if not _CARD.match(digits):
        return False
    if len(lengths) == 1:
        return digits.startswith("62") or _luhn(digits)
    return gaps <= _LOOSE and bool(_GROUPED_CARD.match(str(lengths)[1:-1]))


def _mask(digits: str, lengths: Lengths, gaps: Gaps, *, lettered: bool) -> str:
    """What the digits are, as a mask; nothing where they are no personal number."""
    size = len(digits)
    if size >= 15 and _identity(digits, lengths, gaps):  # noqa: PLR2004  digits of the older identity numbers
        return IDENTITY
    if _phone(digits, lengths, gaps):
        return PHONE
    if lettered:
        return ""
    if size in {15, 18} and len(lengths) == 1:
        return IDENTITY
    return ACCOUNT if size >= 16 and _card(digits, lengths, gaps) else ""  # noqa: PLR2004  digits of the shortest card


def _kind(gap: str) -> str:
    return next((kind for kind, marks in _KIND_OF if marks.search(gap)), " ")


def _found(run: str, groups: list[re.Match[str]], first: int, *, lettered: bool) -> tuple[str, int, int] | None:
    """The longest personal number that begins with group ``first``: its mask, the group after it, where it ends."""
    digits, gaps = "", frozenset[str]()
    lengths: Lengths = ()
    best = None
    end = groups[first].start()
    for number in range(first, len(groups)):
        group = groups[number]
        if number > first:
            gaps |= {_kind(run[end : group.start()])}
        end = group.end()
        digits += group.group()
        if len(digits) > _MOST:
            break
        lengths = (*lengths, end - group.start())
        if len(digits) < 10:  # noqa: PLR2004  digits of the shortest phone number
            continue
        if len(digits) == 17 and run[end:].upper() == "X" and _identity(f"{digits}X", lengths, gaps):  # noqa: PLR2004
            return IDENTITY, number + 1, len(run)
        mask = _mask(digits, lengths, gaps, lettered=lettered)
        if mask:
            best = mask, number + 1, end
    return best


def _masked(match: re.Match[str]) -> str:
    run, before = match.group(), match.string[: match.start()][-1:]
    if not run.isascii():
        run = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in run)
    groups = list(_GROUP.finditer(run))
    if not groups[0].group().startswith("0") and sum(len(g.group()) for g in groups) < _LEAST:
        return match.group()  # most often a day and an hour
    parts, done, first = [], 0, 0
    while first < len(groups):
        lettered = first == 0 and before.isascii() and before.isalpha()
        found = _found(run, groups, first, lettered=lettered)
        if found is None:
            first += 1
            continue
        start = groups[first].start()
        mask, first, end = found
        # the marks of an international or an area code go with the number
        opened = ")" in run[start:end] or "）" in run[start:end]
        while start > done and (run[start - 1] == "+" or (opened and run[start - 1] in "(（")):
            start -= 1
        parts += [run[done:start], mask]
        done = end
    return "".join((*parts, run[done:])) if parts else match.group()


_TEN: Final = re.compile(r"(?:\D*+\d){10}")
"""Ten digits anywhere: most texts have fewer, which is seen at once."""


def mask_numbers(text: str) -> str:
    """``text`` with phone numbers, identity numbers and bank cards masked."""
    return _RUN.sub(_masked, text) if _TEN.match(text) and _LONG.search(text) else text


OWN_LEAST: Final = 7
"""Digits of the shortest phone number that is looked for because it is the sender's own."""
_ANY: Final = r"(?:[^\w]|_){0,3}"
"""Whatever stands between the digits of a number that is known: nothing else has its digits in its order."""
_OWN: Final = re.compile(rf"\d(?:{_ANY}\d){{{OWN_LEAST - 1},}}")
_SEVEN: Final = re.compile(rf"(?:\D*+\d){{{OWN_LEAST}}}")
SEVERAL: Final = re.compile("[,;/|、，；\n]")
"""What stands between two numbers in one field."""
_LONGEST: Final = len("008602984212345")
_CODES: Final = re.compile(r"\A(?:(?:00)?86)?(?:0(?:10|2\d|[3-9]\d\d))?(?=\d{7})")


def own_numbers(phone: str) -> tuple[str, ...]:
    """The numbers in a phone field, as digits, without country and area code: what people write of them."""
    if phone.isdigit() and phone.startswith("1"):
        return (phone,) if len(phone) >= OWN_LEAST else ()
    found: list[str] = []
    for written in SEVERAL.split(phone):
        groups = _GROUP.findall(written)
        digits = "".join(groups)
        # two numbers with a space between them are no longer number
        found += [digits] if len(digits) <= _LONGEST else groups
    return tuple(_CODES.sub("", digits) for digits in found if len(digits) >= OWN_LEAST)


ID_LEAST: Final = 6
"""Signs of the shortest identity number that is looked for because it is the sender's own."""


def without_identity(text: str, own: str) -> str:
    """``text`` with the identity number ``own`` (letters and digits only) masked, in whatever groups it stands there.

    Also a passport or a permit, whose form alone gives nothing away.
    """
    return re.sub(_ANY.join(own), IDENTITY, text, flags=re.IGNORECASE)


def without_numbers(text: str, own: tuple[str, ...]) -> str:
    """``text`` with the numbers ``own`` (digits only) masked, in whatever groups they stand there."""
    if not _SEVEN.match(text):
        return text
    digits = "".join(_GROUP.findall(text))
    for number in own:
        if number in digits:
            break
    else:
        return text

    def hide(match: re.Match[str]) -> str:
        run = match.group()
        digits = "".join(_GROUP.findall(run))
        for number in own:
            if number in digits:
                run = re.sub(_ANY.join(number), PHONE, run)
        return run

    return _OWN.sub(hide, text)
