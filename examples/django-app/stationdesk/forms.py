"""The report form, and a form for each step that a case may take next."""

import json
from uuid import uuid4

from django import forms
from django.utils.timezone import localtime

from cmsdk import Checked, Satisfaction, Transition

YES_NO = [("yes", "是"), ("no", "否")]
SATISFIED = dict(zip(Satisfaction, ("满意", "基本满意", "不满意"), strict=True))
CHECKED = dict(zip(Checked, ("通过", "不通过", "无法核查"), strict=True))


class ReportForm(forms.Form):
    """What the desk writes down. The number is made with the empty form: sent twice, it is filed once."""

    number = forms.CharField(widget=forms.HiddenInput, initial=lambda: f"ZD-{uuid4().hex[:12]}", max_length=40)
    text = forms.CharField(label="问题描述", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)
    place = forms.CharField(label="地点", required=False, max_length=200)
    division = forms.CharField(label="社区", required=False, max_length=100)
    lon = forms.FloatField(label="经度", required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label="纬度", required=False, min_value=-90, max_value=90)
    name = forms.CharField(label="上报人", required=False, max_length=50)
    phone = forms.CharField(label="电话", required=False, max_length=30)
    sure = forms.BooleanField(label="不是同一件事，仍要登记", required=False, widget=forms.HiddenInput)

    def payload(self) -> bytes:
        """The report as the channel ``station-desk`` reads it (see the city's ``channels.toml``)."""
        data = self.cleaned_data
        row = {
            "登记编号": data["number"], "登记时间": localtime().strftime("%Y-%m-%d %H:%M"), "问题描述": data["text"],
            "地点": data["place"], "社区": data["division"], "姓名": data["name"], "电话": data["phone"],
        }  # fmt: skip
        if data["lon"] is not None and data["lat"] is not None:
            row |= {"经度": data["lon"], "纬度": data["lat"]}
        return json.dumps({"登记": [row]}, ensure_ascii=False).encode()


FIELDS = {
    "reason": lambda: forms.CharField(label="理由"),
    "result": lambda: forms.CharField(label="办理结果"),
    "body": lambda: forms.CharField(label="有权处理的机关"),
    "path": lambda: forms.CharField(label="办理途径"),
    "measure": lambda: forms.CharField(label="措施编号"),
    "to": lambda: forms.CharField(label="首件编号"),
    "unit": lambda: forms.CharField(label="单位编号"),
    "officer": lambda: forms.CharField(label="经办人编号"),
    "until": lambda: forms.DateField(label="截止日期", widget=forms.DateInput(attrs={"type": "date"})),
    "solved": lambda: forms.ChoiceField(label="是否解决", choices=YES_NO),
    "valid": lambda: forms.ChoiceField(label="回访有效", choices=YES_NO, initial="no"),
    "satisfied": lambda: forms.ChoiceField(label="满意程度", choices=SATISFIED),
}
"""Field of a command → how the desk fills it; others are asked for by their id."""
OWN_FIELDS = {("check_after_handling", "result"): lambda: forms.ChoiceField(label="核查结果", choices=CHECKED)}
"""Where the same name asks for something else."""


class StepForm(forms.Form):
    """What a step asks for, by the row of the city's workflow that allows it."""

    def __init__(self, step: Transition) -> None:
        super().__init__(auto_id=f"{step.command}-%s")
        self.step = step
        for name in step.needs:
            made = OWN_FIELDS.get((step.command, name)) or FIELDS.get(name)
            self.fields[name] = made() if made else forms.CharField(label=name)
