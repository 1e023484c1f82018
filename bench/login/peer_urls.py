"""The peer's addresses: allauth's own, and a home to arrive at."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


urlpatterns = [path("", home), path("", include("allauth.urls"))]
