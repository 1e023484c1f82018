"""What happens in these tests. `conftest` declares it while they run: it is not among what the product can do."""

from accident_manager.audit.events import EventType

OPENED = EventType("tests.opened", "%(actor)s opened the file.")
PAID = EventType("tests.paid", "%(actor)s paid %(amount)s on %(day)s.", ("amount", "day"))
KEPT = EventType("tests.kept", "%(actor)s kept values.", ("a", "b", "c"))
