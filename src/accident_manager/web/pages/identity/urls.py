"""Addresses of the login, behind an insurer's door."""

from django.urls import path

from accident_manager.web.pages.identity import account, faq, login, password, second_factor

urlpatterns = [
    path("login", login.log_in, name="login"),
    path("logout", login.log_out, name="logout"),
    path("forgot-password", password.forgot, name="forgot-password"),
    path("forgot-password/sent", password.sent, name="forgot-password-sent"),
    path("reset-password", password.reset, name="reset-password-form"),
    path("reset-password/done", password.done, name="reset-password-done"),
    path("reset-password/<str:token>", password.by_link, name="reset-password"),
    path("mfa/enrol", second_factor.enrol, name="mfa-enrol"),
    path("mfa/enrol/code", second_factor.enrol_by_key, name="mfa-enrol-code"),
    path("mfa/challenge", second_factor.challenge, name="mfa-challenge"),
    path("mfa/methods", second_factor.methods, name="mfa-methods"),
    path("mfa/recovery", second_factor.recovery_challenge, name="mfa-recovery-challenge"),
    path("mfa/recovery-code", second_factor.recovery_code, name="mfa-recovery-code"),
    path("account", account.own, name="account"),
    path("account/language", account.language, name="account-language"),
    path("account/devices/<uuid:device_id>/forget", account.forget_device, name="account-forget-device"),
    path("faq", faq.questions, name="faq"),
]
