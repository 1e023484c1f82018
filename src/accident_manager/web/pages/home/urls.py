from django.urls import path

from accident_manager.web.pages.home import accounts, home

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/", accounts.accounts, name="accounts"),
]
