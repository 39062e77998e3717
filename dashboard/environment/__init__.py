"""Reads the settings of an installation from the environment and from an env file.

A value that cannot be used becomes a fault, one line each: the name of the setting, what is wrong, what would be right.
No line ever holds a value, because any value may be a secret that was put in the wrong place. Libraries for env files
(django-environ, python-dotenv) skip a line they cannot read, or print it; here it is a fault like any other.
"""

from dashboard.environment.addresses import (
    API_ADDRESS,
    ENGINE_ADDRESS,
    HOST_NAMES,
    LISTENING_HOST,
    NETWORKS,
    ORIGINS,
    PROXY_ADDRESS,
)
from dashboard.environment.database import DATABASE, Database
from dashboard.environment.reading import Environment, UnusableSettings
from dashboard.environment.values import (
    BACKENDS,
    CERTIFICATES,
    NAME_PART,
    PATH,
    SECRET,
    SWITCH,
    TASKS,
    ZONE,
    Kind,
    Unusable,
    fernet_keys,
    number,
    some_of,
    whole,
)

__all__ = [
    "API_ADDRESS",
    "BACKENDS",
    "CERTIFICATES",
    "DATABASE",
    "ENGINE_ADDRESS",
    "HOST_NAMES",
    "LISTENING_HOST",
    "NAME_PART",
    "NETWORKS",
    "ORIGINS",
    "PATH",
    "PROXY_ADDRESS",
    "SECRET",
    "SWITCH",
    "TASKS",
    "ZONE",
    "Database",
    "Environment",
    "Kind",
    "Unusable",
    "UnusableSettings",
    "fernet_keys",
    "number",
    "some_of",
    "whole",
]
