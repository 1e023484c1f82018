"""Papers leave the encrypted storage as attachments only: the browser never runs them."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse

from accident_manager.claims import queries
from accident_manager.web.access import Request, page


@page(may="documents.read", methods=("GET", "HEAD"))
def document(request: Request, document_id: UUID) -> HttpResponse:
    opened = queries.open_document(document_id, request.actor)
    response = HttpResponse(opened.content, content_type=opened.media_type)
    plain = opened.filename.encode("ascii", "replace").decode().replace("?", "_").replace('"', "'").replace("\\", "_")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(opened.filename)}"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
