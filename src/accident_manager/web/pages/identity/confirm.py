"""Password and code again, for whoever opened a page that asks for it (`web.fresh`)."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from accident_manager.foundation.refusal import NotFound
from accident_manager.identity.actions import step_up
from accident_manager.web import fresh
from accident_manager.web.access import Request, page
from accident_manager.web.pages.identity import half


@sensitive_post_parameters(fresh.PASSWORD, fresh.CODE)
@page(may="account.own")
def confirm(request: Request) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    kind, wanted = sent.get("for", step_up.OWN), half.next_path(request) or reverse("account")
    if kind not in step_up.KINDS:
        raise NotFound
    refusal = None
    if fresh.SEND in request.POST:
        refusal = fresh.try_to_confirm(request, kind)
        if refusal is None:
            return HttpResponseRedirect(wanted)
    carried = [("for", kind), ("next", wanted)]
    return fresh.screen(request, refusal, to=reverse("account-confirm"), carried=carried)
