"""What every row of an insurer has in common."""

from django.db import models
from django_scopes import ScopedManager

from accident_manager.foundation import scope
from accident_manager.storage.ids import new_id


class InsurerOwned(models.Model):
    """A row that belongs to one insurer: the one in scope when it is made. Its table needs `ProtectByInsurer`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    insurer_id = models.UUIDField(default=scope.current_or_none, editable=False, db_index=True)

    objects = ScopedManager(insurer="insurer_id")

    class Meta:
        abstract = True
