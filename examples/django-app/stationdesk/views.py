"""Pages of the desk: open cases, a report, a case with what may be done with it, and the doing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cmsdk import Refusal, RejectedInput

from .apps import held_city
from .faults import said
from .forms import ReportForm, StepForm
from .people import actor_of

LANG = "zh"
PAGE = 20
CHANNEL = "station-desk"


@require_GET
@login_required
def open_cases(request: HttpRequest) -> HttpResponse:
    """Open cases, newest first, a page at a time; those with certain words in them, where some are looked for."""
    city, text = held_city(), request.GET.get("text", "")
    try:
        page = city.desk.page(open_only=True, text=text, after=request.GET.get("after", ""), limit=PAGE)
    except RejectedInput as error:
        return render(request, "stationdesk/list.html", {"text": text, "wrong": said(error.problems)}, status=400)
    rows = [(case, city.as_json(case, LANG)) for case in page.cases]
    return render(request, "stationdesk/list.html", {"rows": rows, "next": page.next, "text": text})


@login_required
def report(request: HttpRequest) -> HttpResponse:
    """The report form. What somebody has likely reported already is shown before anything is filed."""
    form = ReportForm(request.POST or None)
    if not form.is_valid():
        return render(request, "stationdesk/report.html", {"form": form})
    city, payload = held_city(), form.payload()
    if not form.cleaned_data["sure"]:
        similar = [case for row in city.similar(CHANNEL, payload).reports for case in row.cases]
        if similar:
            return render(request, "stationdesk/report.html", {"form": form, "similar": similar})
    outcome = city.receive(CHANNEL, payload)
    for row in outcome.quarantined:
        form.add_error(None, said(row.problems))
    if form.errors:
        return render(request, "stationdesk/report.html", {"form": form})
    messages.success(request, "已登记。" if outcome.case_ids else "这件事已经登记过了。")
    return redirect("case", outcome.case_ids[0]) if outcome.case_ids else redirect("open-cases")


@require_GET
@login_required
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """A case: what it is, why it is there, and a button for each step that this officer may take now."""
    city = held_city()
    sheet, told = city.sheet(case_id, LANG, by=actor_of(request.user)), city.explain(case_id, LANG)
    trail = [(step.sentence(LANG, told.names), step.basis) for step in told.steps]
    steps = [StepForm(step) for step in sheet.possible]
    return render(request, "stationdesk/case.html", {"case": sheet.case, "told": told, "trail": trail, "steps": steps})


@require_POST
@login_required
def act(request: HttpRequest, case_id: str, command: str) -> HttpResponse:
    """Take a step; a refusal says why, and what would do."""
    city, fields = held_city(), {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    try:
        done = city.act(case_id, city.command(command, fields), actor_of(request.user))
    except RejectedInput as error:
        for line in said(error.problems):
            messages.error(request, line)
    else:
        if isinstance(done, Refusal):
            messages.error(request, city.in_words(done, case_id, LANG))
        else:
            messages.success(request, f"现在是：{city.as_json(done, LANG)['state_label']}。")
    return redirect("case", case_id)
