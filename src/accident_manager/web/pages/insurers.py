"""The insurers' doors, outside of all of them: each with its own name and colour."""

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accident_manager.foundation import clock
from accident_manager.insurers import queries as insurers
from accident_manager.insurers.queries import InsurerInfo
from accident_manager.web.access import public_page
from accident_manager.web.components import colour


@public_page
@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """The page; with `?colours=…` the style sheet that gives each door its colour."""
    known = insurers.all_insurers()
    sheet = _style_sheet(known)
    version = sha256(sheet.encode()).hexdigest()[:12]
    if "colours" in request.GET:
        response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
        if request.GET["colours"] == version:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
    now = clock.now()
    context = {
        "doors": [{"insurer": insurer, "desk": insurer.help_desk(now)} for insurer in known],
        "colours": version,
        "demo": settings.ACM_DEMO,
    }
    return render(request, "pages/insurers/doors.html", context)


def _style_sheet(known: tuple[InsurerInfo, ...]) -> str:
    return "".join(
        f'[data-brand="{insurer.code}"]{{--brand-seed:{colour.seed(insurer.brand_seed)};'
        f"--brand-safe:{colour.safe(insurer.brand_seed)}}}\n"
        for insurer in known
    )
