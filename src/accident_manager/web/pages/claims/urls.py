from django.urls import path

from accident_manager.web.pages.claims import decide, documents, file, journal, lists, money

urlpatterns = [
    path("claims/", lists.claims, name="claims"),
    path("claims/<str:number>/", file.overview, name="claim"),
    path("claims/<str:number>/declaration", file.declaration, name="claim-declaration"),
    path("claims/<str:number>/documents", file.documents, name="claim-documents"),
    path("claims/<str:number>/letters", file.letters, name="claim-letters"),
    path("claims/<str:number>/journal", journal.journal, name="claim-journal"),
    path("claims/<str:number>/national-number", file.national_number, name="claim-national-number"),
    path("claims/<str:number>/benefits", money.benefits, name="claim-benefits"),
    path("claims/<str:number>/benefits/wage", money.enter_wage, name="claim-wage"),
    path("claims/<str:number>/benefits/incapacity", money.enter_incapacity, name="claim-incapacity"),
    path("claims/<str:number>/accept", decide.accept, name="claim-accept"),
    path("claims/<str:number>/ask", decide.ask, name="claim-ask"),
    path("claims/<str:number>/doubt", decide.doubt, name="claim-doubt"),
    path("claims/<str:number>/refuse", decide.refuse, name="claim-refuse"),
    path("claims/<str:number>/refusal", decide.refusal, name="claim-refusal"),
    path("claims/<str:number>/authority", decide.authority, name="claim-authority"),
    path("documents/<uuid:document_id>", documents.document, name="document"),
]
