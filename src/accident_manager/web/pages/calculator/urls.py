from django.urls import path

from accident_manager.web.pages.calculator import views

urlpatterns = [
    path("calculator/", views.subjects, name="calculator"),
    path("calculator/codes/<str:table>", views.code_options, name="calculator-codes"),
    path("calculator/<str:topic>/", views.question, name="calculator-topic"),
    path("calculator/<str:topic>/paper", views.as_paper, name="calculator-paper"),
]
