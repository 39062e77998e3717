"""A client of Yandex Market's Partner API. It does not need Django."""
