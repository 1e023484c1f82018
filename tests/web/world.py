"""A small insurer with its people and one declared accident, and browsers that are already logged in."""

from dataclasses import dataclass, field
from uuid import UUID

from django.test import Client

from accident_manager.claims.queries import person_token
from accident_manager.foundation.actor import Actor
from accident_manager.identity.models import Account
from accident_manager.storage import scope
from casework import declaring

BACKEND = "accident_manager.identity.backend.AccountBackend"


class Visitor:
    """A browser behind an insurer's door, logged in as somebody or as nobody."""

    def __init__(self, door: str, actor: Actor | None = None) -> None:
        self.door, self.client = door, Client(enforce_csrf_checks=False)
        if actor is not None:
            with scope.of(actor.insurer_id):
                self.client.force_login(Account.objects.get(pk=actor.account_id), backend=BACKEND)

    def get(self, path: str, **query):
        return self.client.get(f"/{self.door}/{path}", query or None)

    def page(self, path: str, language: str = "en", **query) -> str:
        """The page as text; it must be there."""
        answer = self.get(path, lang=language, **query)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.content.decode()

    def post(self, path: str, **sent):
        return self.client.post(
            f"/{self.door}/{path}", {name.replace("__", "."): value for name, value in sent.items()}
        )


@dataclass
class World:
    """The people of an insurer by their role, and the number of a file."""

    insurer: object
    law: str
    number: str = ""
    actors: dict[str, Actor] = field(default_factory=dict)
    employer_id: UUID | None = None

    def visitor(self, role: str) -> Visitor:
        return Visitor(self.insurer.code, self.actors[role])

    def file(self, part: str = "") -> str:
        return f"claims/{self.number}/{part}"


def world_of(
    insurer, *, law: str = "private_1971", kbo: str = "0403019261", name: str = "Menuiserie Delcourt SRL"
) -> World:
    """Everybody once, and an accident that was declared today."""
    made = World(insurer, law)
    employer = declaring.employer(insurer, law=law, kbo=kbo, name=name)
    made.employer_id = employer.id
    made.actors["declarer"] = declaring.actor(insurer, "declarer", employer=employer)
    made.actors["prevention_adviser"] = declaring.actor(
        insurer, "prevention_adviser", employer=employer, name="Paul Peeters"
    )
    people = {
        "handler": "Nora Janssens", "second_handler": "Karim Diallo", "team_lead": "Lea Maes",
        "medical_adviser": "Eva Wolf",
        "support": "Sam Claes", "administrator": "Ada Lenoir", "auditor": "Otto Kern",
    }  # fmt: skip
    for role, person in people.items():
        made.actors[role] = declaring.actor(insurer, role.removeprefix("second_"), name=person)
    token = person_token(declaring.NISS)
    made.actors["victim"] = declaring.actor(insurer, "victim", name="Tomasz Zieliński", niss=token)
    changes = {"notified_at": "2026-11-20T10:40"} if law == "public_1967" else {}
    made.number = declaring.sent(employer.id, law, made.actors["declarer"], **changes).number
    return made
