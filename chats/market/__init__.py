"""Talks to Yandex Market's Partner API. Imports in a Python that has no Django."""
