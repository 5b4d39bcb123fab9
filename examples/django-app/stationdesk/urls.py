"""Addresses of the pages."""

from django.contrib import admin
from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.open_cases, name="open-cases"),
    path("report/", views.report, name="report"),
    path("cases/<str:case_id>/", views.case, name="case"),
    path("cases/<str:case_id>/<slug:command>/", views.act, name="act"),
    path("accounts/", include("django.contrib.auth.urls")),
    path("admin/", admin.site.urls),
]
