"""History of every change: the old value, who changed it, when and why (domain §6)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.signals import pre_save
from simple_history.models import HistoricalRecords

from ratings.models.data_version import change_timestamp

FIRST_RECORDED = "as first recorded"


class HistoricalRecordsM2M(HistoricalRecords):
    """django-simple-history, which also records a row's value before its first change.

    Rows of the shipped record are loaded without history. Before one is changed for the
    first time, its value until then is recorded, with the reason "as first recorded":
    a correction never loses what it corrects.
    """

    def __init__(self, *m2m_fields: Any) -> None:
        super().__init__(
            m2m_fields=m2m_fields,
            history_change_reason_field=models.TextField(null=True),
        )

    def fields_included(self, model: type[models.Model]) -> list[models.Field[Any, Any]]:
        """Leave out generated columns: the database derives them from the others."""
        return [field for field in super().fields_included(model) if not field.generated]

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        super().finalize(sender, **kwargs)
        if self.cls is sender:
            pre_save.connect(self.pre_save, sender=sender, weak=False)

    def pre_save(self, instance: models.Model, raw: bool = False, **_: Any) -> None:
        if not raw:
            self._keep_first_value(instance)

    def pre_delete(self, instance: models.Model, **kwargs: Any) -> None:
        super().pre_delete(instance, **kwargs)
        self._keep_first_value(instance)

    def m2m_changed(self, instance: models.Model, action: str, **kwargs: Any) -> None:
        if action.startswith("pre_") and not kwargs["reverse"]:
            self._keep_first_value(instance)
        super().m2m_changed(instance, action, **kwargs)

    def create_historical_record(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """Date the row by `change_timestamp`: in order of writing, even if the clock goes back."""
        instance._history_date = change_timestamp()
        super().create_historical_record(instance, *args, **kwargs)

    def _keep_first_value(self, instance: models.Model) -> None:
        model: Any = type(instance)
        if instance.pk is None or instance._state.adding:
            return
        history = getattr(model, model._meta.simple_history_manager_attribute)
        if history.filter(**{model._meta.pk.attname: instance.pk}).exists():
            return
        before = model._default_manager.filter(pk=instance.pk).first()
        if before is not None:
            before._change_reason = FIRST_RECORDED
            self.create_historical_record(before, "+")
