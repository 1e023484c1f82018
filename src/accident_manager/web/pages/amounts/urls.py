from django.urls import path

from accident_manager.web.pages.amounts import notices, numbers

urlpatterns = [
    path("amounts/", numbers.numbers, name="amounts"),
    path("amounts/notices/<uuid:notice_id>/withdraw", notices.withdraw, name="amounts-withdraw"),
    path("amounts/<str:parameter>/", numbers.number, name="amounts-number"),
    path("amounts/<str:parameter>/notice", notices.add, name="amounts-notice"),
]
