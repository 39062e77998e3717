"""A person in plain values: an instance of a model cannot be part of what is cached, since it compares equal by its
primary key alone."""

from typing import NamedTuple


class Person(NamedTuple):
    """An agent, as far as a list names one."""

    pk: int
    username: str
    first_name: str
    last_name: str

    def get_username(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
