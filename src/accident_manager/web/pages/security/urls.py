from django.urls import path

from accident_manager.web.pages.security import export, journal

urlpatterns = [
    path("security/", journal.journal, name="security"),
    path("security/export", export.export, name="security-export"),
]
