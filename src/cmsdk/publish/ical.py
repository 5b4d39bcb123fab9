"""Sessions of duty as an iCalendar file (RFC 5545), which phones and office calendars subscribe to."""

from collections.abc import Iterable
from datetime import datetime

from cmsdk.contract.plan import CityPlan
from cmsdk.model.errors import RejectedInput
from cmsdk.model.problem import problem
from cmsdk.model.words import label
from cmsdk.model.works.duty import Duty


def calendar(sessions: Iterable[Duty], plan: CityPlan, now: datetime, lang: str) -> bytes:
    """An event for each session, in the city's time zone; one that nobody is left for is marked as cancelled.

    Raises:
        RejectedInput: the package ``icalendar`` is not installed (CMS906).
    """
    try:
        import icalendar
    except ImportError as error:
        raise RejectedInput([problem("CMS906", "ics", package="icalendar", extra="calendar")]) from error
    made = icalendar.Calendar()
    made.add("prodid", "-//cmsdk//duty//EN")
    made.add("version", "2.0")
    city = plan.profile.name_en or plan.profile.name if lang == "en" else plan.profile.name
    made.add("x-wr-calname", f"{city} {label('duty', lang)}")
    for duty in sessions:
        if duty.planned_from is None or duty.planned_until is None:
            continue
        event = icalendar.Event()
        event.add("uid", duty.id)
        event.add("dtstamp", now)
        event.add("dtstart", duty.planned_from.astimezone(plan.zone))
        event.add("dtend", duty.planned_until.astimezone(plan.zone))
        event.add("summary", " ".join(filter(None, (label(duty.duty.value, lang), _where(duty, plan)))))
        event.add("location", _where(duty, plan))
        event.add("description", _who(duty, plan, lang))
        event.add("status", "CONFIRMED" if duty.officers or duty.headcount else "CANCELLED")
        event.add("categories", [label(duty.duty.value, lang)])
        made.add_component(event)
    made.add_missing_timezones()
    text: bytes = made.to_ical()
    return text


def _where(duty: Duty, plan: CityPlan) -> str:
    station = plan.stations.get(duty.station)
    return " ".join(filter(None, (station.name if station else "", duty.place)))


def _who(duty: Duty, plan: CityPlan, lang: str) -> str:
    names = [plan.officers[name].name if name in plan.officers else name for name in duty.officers]
    count = max(len(duty.officers), duty.headcount)
    return f"{'、'.join(names) if lang == 'zh' else ', '.join(names)} ({label('headcount', lang)} {count})".strip()
