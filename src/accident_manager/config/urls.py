"""Addresses outside the insurers' doors."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accident_manager.web.pages import errors, health, insurers

urlpatterns: list[URLPattern | URLResolver] = [
    path("", insurers.doors, name="doors"),
    path("healthz", health.process, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
if settings.ACM_DEMO:
    urlpatterns.append(path("demo/", include("accident_manager.demo.urls")))

handler400 = errors.bad_request
handler404 = errors.not_found
handler403 = errors.forbidden
handler500 = errors.broken
