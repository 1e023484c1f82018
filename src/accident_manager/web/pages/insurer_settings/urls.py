"""Addresses of the settings, behind an insurer's door."""

from django.urls import path

from accident_manager.web.pages.insurer_settings import branding, help_desk, login, security

urlpatterns = [
    path("settings/", help_desk.first, name="settings"),
    path("settings/help-desk", help_desk.help_desk, name="settings-help-desk"),
    path("settings/help-desk/preview", help_desk.preview, name="settings-help-desk-preview"),
    path("settings/branding", branding.branding, name="settings-branding"),
    path("settings/branding/preview", branding.preview, name="settings-branding-preview"),
    path("settings/branding/colours.css", branding.colours, name="settings-branding-colours"),
    path("settings/security", security.security, name="settings-security"),
    path("settings/security/save", security.save, name="settings-security-save"),
    path("settings/login", login.login, name="settings-login"),
    path("settings/login/save", login.save, name="settings-login-save"),
    path("settings/login/check", login.check, name="settings-login-check"),
    path("settings/login/emergency", login.emergency, name="settings-login-emergency"),
]
