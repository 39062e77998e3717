import sys
from argparse import ArgumentParser

from .cli import add_arguments, run_as_told

parser = ArgumentParser(prog="python -m chats.sandbox", description="Runs the stand-in for Yandex Market.")
add_arguments(parser)
sys.exit(run_as_told(vars(parser.parse_args()), lambda text: print(text, flush=True)))  # noqa: T201
