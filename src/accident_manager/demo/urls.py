"""Addresses of the demo's own pages."""

from django.urls import path

from accident_manager.demo import pages
from accident_manager.web.pages.catalogue import catalogue

urlpatterns = [
    path("", pages.cast, name="demo-cast"),
    path("cast.json", pages.cast_json, name="demo-cast-json"),
    path("codes", pages.codes, name="demo-codes"),
    path("mailbox", pages.mailbox, name="demo-mailbox"),
    path("mailbox/<uuid:mail_id>", pages.mail, name="demo-mail"),
    path("mailbox/<uuid:mail_id>/html", pages.mail_html, name="demo-mail-html"),
    path("mailbox/<uuid:mail_id>/<int:which>", pages.attachment, name="demo-attachment"),
    path("components", catalogue, name="demo-components"),
]
