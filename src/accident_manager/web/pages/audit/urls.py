from django.urls import path

from accident_manager.web.pages.audit import journal

urlpatterns = [path("audit/", journal.journal, name="audit")]
