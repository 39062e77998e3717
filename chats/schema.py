"""Whether the database fits this version of the desk: has every migration of its code been applied, and no other?"""

from dataclasses import dataclass
from functools import cache

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Migration = tuple[str, str]  # app and name


@dataclass(frozen=True, kw_only=True)
class Misfit:
    """The migrations that the database lacks, and those that only a newer version of the desk knows. Either makes it
    unfit, and newer ones cannot be helped by this version."""

    lacking: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def advice(self) -> str:
        """What is wrong and what to do, in one line for an administrator."""
        if self.unknown:
            return (
                f"The database was written by a newer version of the desk, which has {few(self.unknown)}. Update the "
                "desk to that version, or go back to a copy of the database from before the update."
            )
        return (
            f"The database is older than the desk and lacks {few(self.lacking)}. Restart the desk: `manage.py serve` "
            "brings it up to date."
        )


def misfit() -> Misfit | None:
    """Why the database does not fit this code, or None. Reads the table of applied migrations, and nothing else."""
    known, apps = migrations_of_the_code()
    applied = set(MigrationRecorder(connection).applied_migrations())
    lacking = named(known - applied)
    # An app that was taken out leaves its migrations behind, which hurt nobody.
    unknown = named({one for one in applied - known if one[0] in apps})
    return Misfit(lacking=lacking, unknown=unknown) if lacking or unknown else None


@cache
def migrations_of_the_code() -> tuple[frozenset[Migration], frozenset[str]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.disk_migrations), frozenset(loader.migrated_apps)


def explains(error: BaseException | None) -> bool:
    """Whether the database does not fit, and this error of a page may be the consequence: a table or a column that is
    not there, or one that the page left empty because it does not know it."""
    missing = isinstance(error, OperationalError) and ("no such " in str(error) or "no column" in str(error))
    if not (missing or isinstance(error, ProgrammingError | IntegrityError)):
        return False
    try:
        return misfit() is not None
    except (DatabaseError, InterfaceError):
        return False


def named(migrations: set[Migration] | frozenset[Migration]) -> tuple[str, ...]:
    return tuple(f"{app}.{name}" for app, name in sorted(migrations))


def few(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
