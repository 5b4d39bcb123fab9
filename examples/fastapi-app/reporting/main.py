"""The API. Run it with ``uvicorn reporting.main:app``."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException, Query, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from cmsdk import Actor, City, Purpose, Refusal

from .answers import answer, answers_errors, language
from .people import actor_of, officer_of, read_tokens
from .settings import Settings

MOST = 10 * 1024 * 1024
"""Largest body that is taken, in bytes."""


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the city once; the threads of all requests share it."""
    settings = Settings.from_environment()
    with City.open(settings.city, settings.ledger) as city:
        app.state.city, app.state.channel = city, settings.channel
        app.state.tokens = read_tokens(settings.tokens)
        yield


app = FastAPI(title="Reporting", lifespan=lifespan)
answers_errors(app)


# ---- what an endpoint asks for ----


async def open_city(request: Request) -> City:
    """The city that the app holds."""
    city: City = request.app.state.city
    return city


async def payload(request: Request) -> bytes:
    """The body as it came; cmsdk reads it."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST:
            raise HTTPException(413, f"at most {MOST} bytes")
    return bytes(body)


async def signed_in(
    request: Request,
    city: Annotated[City, Depends(open_city)],
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))],
) -> Actor:
    """The officer whose token came with the request. cmsdk logs nobody in: the app vouches for them."""
    officer = officer_of(given.credentials, request.app.state.tokens) if given else None
    if officer is None:
        raise HTTPException(401, "a token is needed", {"WWW-Authenticate": "Bearer"})
    actor = actor_of(officer, city)
    if actor is None:
        raise HTTPException(403, f"{officer} is not on the roster of {city.id}")
    return actor


Held = Annotated[City, Depends(open_city)]
Body = Annotated[bytes, Depends(payload)]
Officer = Annotated[Actor, Depends(signed_in)]
Lang = Annotated[str, Depends(language)]


# ---- citizens ----


@app.post("/reports")
def report(city: Held, body: Body, lang: Lang, request: Request) -> JSONResponse:
    """File what a citizen sends: stored first, then read. The receipt says what became of each item."""
    outcome = city.receive(request.app.state.channel, body)
    taken = outcome.case_ids or outcome.duplicates
    problems = [problem.as_json(lang) for problem in outcome.problems]
    return answer(city.as_json(outcome, lang), problems, 201 if outcome.case_ids else 200 if taken else 422)


@app.post("/reports/similar")
def similar(city: Held, body: Body, lang: Lang, request: Request) -> JSONResponse:
    """Has somebody reported it already? Asked before filing; nothing is stored."""
    found = city.similar(request.app.state.channel, body)
    problems = [*found.problems, *(problem for row in found.reports for problem in row.problems)]
    rows = [
        {"key": row.key, "case": row.known or None, "similar": [{"id": c.id, "state": c.state} for c in row.cases]}
        for row in found.reports
    ]
    return answer({"reports": rows}, [problem.as_json(lang) for problem in problems])


# ---- officers ----


@app.get("/cases")
def open_cases(
    city: Held, officer: Officer, lang: Lang, mine: bool = False, unit: str | None = None, text: str = "",
    due_within_hours: Annotated[int | None, Query(ge=0)] = None, after: str = "", limit: int = 50,
) -> JSONResponse:  # fmt: skip
    """A page of open cases, newest first, or soonest due. ``after`` is ``next`` of the page before."""
    span = None if due_within_hours is None else timedelta(hours=due_within_hours)
    page = city.desk.page(
        open_only=True, officer=officer.id if mine else None, unit=unit, text=text, due_within=span, after=after,
        limit=limit,
    )  # fmt: skip
    return answer({"cases": [city.as_json(case, lang) for case in page.cases], "next": page.next or None})


@app.get("/cases/{case_id}")
def show(city: Held, officer: Officer, lang: Lang, case_id: str) -> JSONResponse:
    """One case, and what this officer may do with it now."""
    return answer(city.sheet(case_id, lang, by=officer).as_json())


@app.get("/cases/{case_id}/why", dependencies=[Depends(signed_in)])
def why(city: Held, lang: Lang, case_id: str) -> JSONResponse:
    """Every decision on it, with the row that fired and its basis, and what happened since."""
    return answer(city.explain(case_id, lang).as_json())


class Given(BaseModel):
    """A command by its id or the city's own label (受理), with its fields as text."""

    command: str
    fields: dict[str, str] = {}


@app.post("/cases/{case_id}/commands")
def act(
    city: Held, officer: Officer, lang: Lang, case_id: str, given: Given,
    idempotency_key: Annotated[str, Header()] = "",
) -> JSONResponse:  # fmt: skip
    """Give a command: the case after it; or 409 with the reason and what would be possible instead."""
    done = city.act(case_id, city.command(given.command, given.fields), officer, key=idempotency_key)
    sheet = city.sheet(case_id, lang, by=officer).as_json()
    if isinstance(done, Refusal):
        refusal = {**done.as_json(lang), "in_words": city.in_words(done, case_id, lang)}
        return answer({"refusal": refusal, "possible": sheet["possible"]}, status=409)
    return answer(sheet)


@app.post("/cases/{case_id}/attachments")
def attach(city: Held, officer: Officer, lang: Lang, case_id: str, body: Body, purpose: Purpose) -> JSONResponse:
    """Attach a picture or a paper; what it is, is told by its bytes."""
    city.attach(case_id, body, by=officer, purpose=purpose)
    return answer(city.sheet(case_id, lang).as_json()["attachments"], status=201)


@app.get("/figures", dependencies=[Depends(signed_in)])
def figures(city: Held, period: str = "") -> JSONResponse:
    """How many cases, and the 7-2-1 mix against the city's aim; ``period`` is a month (``2026-11``), or all."""
    found = city.figures(period)
    mix = {row.approach: {"count": row.count, "share": row.share, "aim": row.target} for row in found.mix.shares}
    return answer({"total": found.total, "open": found.open, "late": found.late, "mix": mix})
