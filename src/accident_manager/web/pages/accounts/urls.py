"""Addresses of the accounts, behind an insurer's door. Nothing but the mails sends people here from outside."""

from django.urls import path

from accident_manager.web.pages.accounts import acts, detail, importing, lists, new, roles

urlpatterns = [
    path("accounts/", lists.accounts, name="accounts"),
    path("accounts/resend", lists.resend, name="accounts-resend"),
    path("accounts/employers", new.employers, name="account-employers"),
    path("accounts/new", new.new, name="account-new"),
    path("accounts/import", importing.choose, name="account-import"),
    path("accounts/import/template", importing.template, name="account-import-template"),
    path("accounts/import/<uuid:import_id>/", importing.preview, name="account-import-preview"),
    path("accounts/import/<uuid:import_id>/start", importing.start, name="account-import-start"),
    path("accounts/import/<uuid:import_id>/drop", importing.drop, name="account-import-drop"),
    path("accounts/import/<uuid:import_id>/refused", importing.refused, name="account-import-refused"),
    path("accounts/<uuid:account_id>/", detail.detail, name="account-detail"),
    path("accounts/<uuid:account_id>/correct", acts.correct, name="account-correct"),
    path("accounts/<uuid:account_id>/block", acts.block, name="account-block"),
    path("accounts/<uuid:account_id>/link", acts.link, name="account-link"),
    path("accounts/<uuid:account_id>/end-sessions", acts.end_sessions, name="account-end-sessions"),
    path("accounts/<uuid:account_id>/release", acts.release, name="account-release"),
    path("accounts/<uuid:account_id>/reset-factor", acts.reset_factor, name="account-reset-factor"),
    path("accounts/<uuid:account_id>/roles/new", roles.form, name="account-role-new"),
    path("accounts/<uuid:account_id>/roles/give", roles.give, name="account-role-give"),
    path("accounts/<uuid:account_id>/roles/<uuid:grant_id>/", roles.ending, name="account-role"),
    path("accounts/<uuid:account_id>/roles/<uuid:grant_id>/end", roles.end, name="account-role-end"),
]
