pytest_plugins = ["tests.sandbox_fixture", "tests.desk_fixture", "tests.security.sweep"]
