"""What happens in these tests, declared once."""

from accident_manager.audit.events import event

OPENED = event("tests.opened", "%(actor)s opened the file.")
PAID = event("tests.paid", "%(actor)s paid %(amount)s on %(day)s.", ("amount", "day"))
KEPT = event("tests.kept", "%(actor)s kept values.", ("a", "b", "c"))
