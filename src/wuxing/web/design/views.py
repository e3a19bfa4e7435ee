"""The page of components; staff only."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.core.errors import NotAllowed
from wuxing.web.components.marks import STATES
from wuxing.web.design import samples, samples_lists
from wuxing.web.forms import Form


class Sample(Form):
    """Every kind of field."""

    units = {"hours": _("hours")}

    name = forms.CharField(label="客户姓名", max_length=60)
    phone = forms.RegexField(
        r"^1\d{10}$",
        label="手机",
        help_text="11 位数字，用来通知上门时间。",
        error_messages={"invalid": "少 2 位，请填 11 位手机号。"},
    )
    hours = forms.IntegerField(
        label="承诺答复时限", min_value=1, error_messages={"min_value": "要大于 0。安全投诉请填 24 或更短。"}
    )
    day = forms.DateField(label="购买日期", required=False)
    channel = forms.ChoiceField(label="受理渠道", choices=[("", "请选"), ("hotline", "客服热线"), ("qr", "扫码")])
    result = forms.ChoiceField(
        label="怎样处理",
        widget=forms.RadioSelect,
        choices=[("fix", "现场修"), ("take", "带回"), ("later", "改日 / 换人")],
    )
    fault = forms.CharField(label="故障描述", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    told = forms.BooleanField(label="已在开工前告知收费")
    photo = forms.FileField(label="照片", required=False)


def _guard(request: HttpRequest) -> None:
    actor = getattr(request, "actor", None)
    if actor is None:
        raise NotAllowed(str(_("sign in first")))
    actor.require(Permission.DESIGN_READ)


def _all() -> dict[str, Any]:
    modules = (samples, samples_lists)
    return {name.lower(): getattr(module, name) for module in modules for name in dir(module) if name.isupper()}


def design(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    _guard(request)
    return render(request, "web/design/design.html", {**_all(), "states": STATES.items()})


def form(request: HttpRequest) -> HttpResponse:
    """Show the form, and after sending it its errors."""
    _guard(request)
    if request.method == "POST":
        shown = Sample(request.POST, request.FILES)
    else:
        shown = Sample({"hours": "0", "phone": "138001380"}) if "wrong" in request.GET else Sample()
    return render(request, "web/design/form.html", {"form": shown})


def phone(request: HttpRequest) -> HttpResponse:
    """Show the technician's phone parts."""
    _guard(request)
    return render(request, "web/design/phone.html", _all())
