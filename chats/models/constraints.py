from django.db import models
from django.db.models import Q

# `required_db_features` of a model with a JSON column. Without it Django 6 opens the database to check the model, and
# `check`, `serve` and others run their checks before the first start has made the folder of SQLite's file.
JSON_COLUMNS = ("supports_json_field",)


def positive(field: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__gte": 1}), name=f"%(class)s_{field}_positive")
