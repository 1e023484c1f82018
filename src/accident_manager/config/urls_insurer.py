"""Addresses behind an insurer's door, written without the insurer: SCRIPT_NAME carries it."""

from django.urls import include, path

from accident_manager.web.pages import errors

urlpatterns = [
    path("", include("accident_manager.web.pages.home.urls")),
    path("", include("accident_manager.web.pages.identity.urls")),
    path("", include("accident_manager.web.pages.declare.urls")),
    path("", include("accident_manager.web.pages.claims.urls")),
    path("", include("accident_manager.web.pages.accounts.urls")),
    path("", include("accident_manager.web.pages.amounts.urls")),
    path("", include("accident_manager.web.pages.calculator.urls")),
    path("", include("accident_manager.web.pages.audit.urls")),
    path("", include("accident_manager.web.pages.insurer_settings.urls")),
    path("", include("accident_manager.web.pages.security.urls")),
    path("", include("accident_manager.web.pages.branding.urls")),
]
handler400 = errors.bad_request
handler404 = errors.not_found
handler403 = errors.forbidden
handler500 = errors.broken
