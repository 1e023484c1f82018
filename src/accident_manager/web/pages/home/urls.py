from django.urls import path

from accident_manager.web.pages.home import home

urlpatterns = [
    path("", home.home, name="home"),
]
