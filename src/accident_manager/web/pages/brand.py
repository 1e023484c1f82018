"""The insurer's colour as a style sheet."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accident_manager.web.access import public_page
from accident_manager.web.components import colour


@public_page
@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """The pages link it with the seed in the address, so a new colour shows at once and an old one may be kept long."""
    sheet = colour.style_sheet(request.insurer.brand_seed)  # type: ignore[attr-defined]
    tag = f'"{sha256(sheet.encode()).hexdigest()[:16]}"'
    response = HttpResponse(sheet, content_type="text/css; charset=utf-8")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, max-age=86400"
    return get_conditional_response(request, etag=tag, response=response) or response
