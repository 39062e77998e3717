import signal

pytest_plugins = [
    "tests.suite",
    "tests.sandbox_fixture",
    "tests.desk_fixture",
    "tests.conversation_fixture",
    "tests.notification_fixture",
    "tests.serve_fixture",
    "tests.authority_fixture",
    "tests.security.sweep",
]

# A job that a shell starts in the background is deaf to Ctrl-C, and so would be the processes that tests stop with it.
signal.signal(signal.SIGINT, signal.default_int_handler)
