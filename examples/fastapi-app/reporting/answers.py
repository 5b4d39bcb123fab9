"""How the app answers: always one object, ``ok``, ``data``, ``problems``; errors by what the caller should do."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from cmsdk import NotAllowed, RejectedInput, StoreUnavailable

STATUS: dict[type[Exception], int] = {RejectedInput: 422, NotAllowed: 404, StoreUnavailable: 503}
"""Tell the sender what to mend; there is no such case; try again later."""


def answer(data: Any, problems: Any = (), status: int = 200, **headers: str) -> JSONResponse:  # noqa: ANN401  JSON
    """``data`` as the app sends it; everything from 400 on is not ok."""
    body = {"ok": status < 400, "data": data, "problems": list(problems)}  # noqa: PLR2004  HTTP's own number
    return JSONResponse(body, status, headers)


def language(request: Request) -> str:
    """English for those who ask for it, else Chinese."""
    return "en" if request.headers.get("accept-language", "").startswith("en") else "zh"


def _failed(request: Request, error: Exception) -> JSONResponse:
    """One of cmsdk's exceptions, with every problem that it carries, in the caller's language."""
    problems = [problem.as_json(language(request)) for problem in getattr(error, "problems", ())]
    later = {"Retry-After": "5"} if isinstance(error, StoreUnavailable) else {}
    return answer(None, problems, STATUS[type(error)], **later)


def answers_errors(app: FastAPI) -> None:
    """From now on ``app`` answers what cmsdk raises."""
    for kind in STATUS:
        app.add_exception_handler(kind, _failed)
