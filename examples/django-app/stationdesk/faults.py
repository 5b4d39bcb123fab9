"""What cmsdk raises, as Django answers it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cmsdk import NotAllowed, StoreUnavailable

View = Callable[[HttpRequest], HttpResponse]


class Faults:
    """No such case is 404. A ledger that cannot be reached is 503: nothing was half done, try again."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the pages do."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for the two that any page may meet."""
        if isinstance(error, NotAllowed):
            raise Http404(" ".join(problem.what("zh") for problem in error.problems))
        if isinstance(error, StoreUnavailable):
            return render(request, "stationdesk/fault.html", {"problems": said(error.problems)}, status=503)
        return None


def said(problems: tuple) -> list[str]:
    """Problems in Chinese, each with its remedy."""
    return [f"{problem.what('zh')} {problem.remedy('zh')}" for problem in problems]
