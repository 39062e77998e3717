from django.db import models
from django.db.models import Q


def positive(field: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__gte": 1}), name=f"%(class)s_{field}_positive")
