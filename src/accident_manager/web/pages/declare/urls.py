from django.urls import path

from accident_manager.web.pages.declare import check, receipt, start, steps, tasks

urlpatterns = [
    path("declarations/", start.declarations, name="declarations"),
    path("claims/new", start.start, name="declare"),
    path("claims/new/<uuid:draft_id>/", tasks.tasks, name="declare-tasks"),
    path("claims/new/<uuid:draft_id>/discard", tasks.discard, name="declare-discard"),
    path("claims/new/<uuid:draft_id>/check", check.check, name="declare-check"),
    path("claims/new/<uuid:draft_id>/papers", steps.documents, name="declare-documents"),
    path("claims/new/<uuid:draft_id>/<slug:slug>", steps.step, name="declare-step"),
    path("claims/new/<uuid:draft_id>/<slug:slug>/save", steps.save, name="declare-save"),
    path("claims/<str:number>/receipt", receipt.receipt, name="receipt"),
    path("codes/<str:table>", steps.code_options, name="codes"),
]
