"""Changing one's own password: the current one, and the new one twice."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accident_manager.foundation.refusal import N_, Refusal
from accident_manager.identity.actions import passwords
from accident_manager.web.access import Request, page
from accident_manager.web.pages.identity.company import words_of_employers
from accident_manager.web.pages.identity.login import REFUSED


@sensitive_post_parameters("current", "password", "again")
@page(may="account.own")
def change(request: Request) -> HttpResponse:
    errors: dict[str, Refusal] = {}
    session: Any = request.session
    if request.method == "POST":
        try:
            passwords.change(
                session,
                current=request.POST.get("current", ""),
                password=request.POST.get("password", ""),
                again=request.POST.get("again", ""),
                by=request.actor,
                company_words=words_of_employers,
            )
        except Refusal as refusal:
            errors[refusal.field or "password"] = refusal
        else:
            messages.success(
                request, N_("Your password has been changed. Your other sessions and remembered devices have ended.")
            )
            return redirect("account")
    values = {"errors": errors, "email": request.user.email}  # type: ignore[union-attr]
    return render(request, "pages/identity/account_password.html", values, status=REFUSED if errors else 200)
