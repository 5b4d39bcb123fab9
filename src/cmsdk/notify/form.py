"""A notice as others get it: one JSON object."""

from cmsdk.contract.notices import Addressed
from cmsdk.serial import StoredForm

FORM = StoredForm("addressed")
"""What receivers read; it carries ``"v"`` like every stored form."""


def notice_json(addressed: Addressed) -> str:
    """The notice and whom it goes to, as JSON on one line. ``id`` is the same each time that it is sent."""
    notice, to = addressed.notice, addressed.to
    return FORM.dump(
        {
            "id": notice.id,
            "city": notice.city,
            "case": notice.stream,
            "version": notice.version,
            "entry": notice.entry,
            "at": notice.at.isoformat(),
            "command": notice.command,
            "audience": notice.audience,
            "recipient": notice.recipient,
            "name": to.name,
            "phone": to.phone,
            "text": next(iter(notice.texts.values())),
            "texts": dict(notice.texts),
            "attempt": addressed.attempt,
        }
    )
