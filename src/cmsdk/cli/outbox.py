"""``cmsdk outbox``: notices that wait, were sent, or were given up. ``send``, ``list``, ``retry``."""

import click

from cmsdk.contract.plan import CityPlan
from cmsdk.contract.ports_outbox import NoticeState, Posted
from cmsdk.model.clock import before
from cmsdk.publish.forms import time_form
from cmsdk.publish.view import clock_time
from cmsdk.serial import Form

from . import options
from .answer import DONE, LOOK, Answer, Asked
from .lang import LANG, say
from .opening import Opened, opened
from .progress import progress
from .screen import Screen, short
from .spoken import SpokenGroup

group = SpokenGroup("outbox", help="help-outbox")

COLUMNS = ("notice", "state", "audience", "attempts", "next", "words")


def notice_form(posted: Posted, plan: CityPlan) -> Form:
    """A notice for a machine; the recipient by key or id only."""
    notice, error = posted.notice, posted.error
    return {
        "id": notice.id, "case": notice.stream, "version": notice.version, "command": notice.command,
        "audience": notice.audience, "recipient": notice.recipient, "channel": notice.channel,
        "texts": dict(notice.texts), "made": time_form(notice.at, plan), "state": posted.state,
        "attempts": posted.attempts, "next": time_form(posted.next, plan),
        "error": error and error.as_json(LANG.get()),
    }  # fmt: skip


@group.command("send", help="help-outbox-send")
@options.option("--limit", type=click.IntRange(min=1), default=None, help="option-most-notices")
@options.working
@options.answering
def send(asked: Asked, limit: int | None) -> Answer:
    """Send what is due."""
    with opened(asked) as city, progress(asked, "progress-outbox") as tell:
        found = city.city.deliver_outbox(now=city.at, limit=limit, progress=tell)
        counts = {"sent": found.sent, "again": found.again, "dead": found.dead}
        told = say("outbox-sent", **counts) if any(counts.values()) else _nothing(city)

    def show(screen: Screen) -> None:
        screen.line(told, "bold")

    return Answer(counts, show, found.problems, LOOK if found.problems or found.again or found.dead else DONE)


def _nothing(city: Opened) -> str:
    """That nothing is due, and when the next of what waits is.

    A moment that has passed is that of a notice behind another one of its case, in somebody's hands, or for a channel
    that is not there.
    """
    plan, now = city.city.plan, city.now
    waiting = city.city.notices(state=NoticeState.WAITING)
    coming = [one.next for one in waiting if before(now, one.next) and one.notice.channel in plan.notifiers]
    return say("outbox-next", at=clock_time(min(coming), plan.zone)) if coming else say("outbox-nothing")


@group.command("list", help="help-outbox-list")
@options.option("--state", type=click.Choice([str(state) for state in NoticeState]), default=None)
@options.option("--channel", default=None, metavar="ID", help="option-notifier")
@options.option("--case", default=None, metavar="ID")
@options.option("--after", default="", metavar="ID")
@options.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="option-most-notices")
@options.working
@options.answering
def list_notices(
    asked: Asked, state: str | None, channel: str | None, case: str | None, after: str, limit: int
) -> Answer:
    """A page of notices, each with how far it has come."""
    with opened(asked) as city:
        plan = city.city.plan
        found = city.city.notices(state=state, channel=channel, case=case, after=after, limit=limit + 1)
    page, following = found[:limit], len(found) > limit

    def show(screen: Screen) -> None:
        if page:
            screen.table([say(f"column-{name}") for name in COLUMNS], [_row(posted, plan) for posted in page])
        for posted in page:
            if posted.error:
                screen.line(posted.error.what(LANG.get()))
        screen.line(say("outbox-count", count=len(page)) if page else say("outbox-none"))
        if following:
            screen.line(say("cases-more", after=page[-1].notice.id))

    forms = [notice_form(posted, plan) for posted in page]
    return Answer({"notices": forms, "next": page[-1].notice.id if following else None}, show)


def _row(posted: Posted, plan: CityPlan) -> tuple[str, ...]:
    notice, lang = posted.notice, LANG.get()
    words = notice.texts.get(lang) or next(iter(notice.texts.values()))
    state, when = say(f"notice-{posted.state}"), clock_time(posted.next, plan.zone)
    return notice.id, state, say(f"audience-{notice.audience}"), str(posted.attempts), when, short(words, 40)


@group.command("retry", help="help-outbox-retry")
@click.argument("notice_id", metavar="ID")
@options.working
@options.answering
def retry(asked: Asked, notice_id: str) -> Answer:
    """Let a dead letter wait once more."""
    with opened(asked) as city:
        city.city.retry_notice(notice_id, now=city.at)
    return Answer({"id": notice_id}, lambda screen: screen.line(say("outbox-retried", id=notice_id)))
