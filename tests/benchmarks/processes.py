"""Programs that are started for a measurement, and what they cost by /proc."""

import os
import platform
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def running(command: list[str], environment: Mapping[str, str], log: Path) -> Iterator["subprocess.Popen[str]"]:
    """`python command`, ended with all that it started. Its errors go to `log`."""
    with log.open("a") as errors:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=BASE_DIR,
            env=dict(environment),
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if command[0] == "-m" else errors,
            stderr=errors,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            end(process)


def end(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdout:
        process.stdout.close()


def output(command: list[str], environment: Mapping[str, str]) -> str:
    """What `python command` prints."""
    done = subprocess.run(
        [sys.executable, *command], cwd=BASE_DIR, env=dict(environment), text=True, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
    return done.stdout


def tree(pid: int) -> list[int]:
    """A process with all that descend from it."""
    parents = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int(fields(int(folder.name))[1])
        except OSError:
            continue
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def children(pid: int) -> list[int]:
    """Of one process, in the order in which they were started."""
    return [int(child) for child in (PROC / str(pid) / "task" / str(pid) / "children").read_text().split()]


def fields(pid: int) -> list[str]:
    """/proc/PID/stat from the third field on: the second may hold blanks."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def cpu_seconds(pid: int) -> float:
    """Processor time of the whole tree since its start, children that have ended included."""
    running = sum(nanoseconds(one) for one in tree(pid)) / 1e9
    return running + sum(int(field) for field in fields(pid)[13:15]) / TICK


def nanoseconds(pid: int) -> int:
    """Finer than the ticks of /proc/PID/stat."""
    return sum(int(task.read_text().split()[0]) for task in (PROC / str(pid) / "task").glob("*/schedstat"))


def memory(pid: int) -> tuple[float, float]:
    """Megabytes of the whole tree: shared pages counted once, and counted in each process that has them."""
    once = each = 0
    for one in tree(pid):
        for line in (PROC / str(one) / "smaps_rollup").read_text().splitlines():
            once += int(line.split()[1]) if line.startswith("Pss:") else 0
            each += int(line.split()[1]) if line.startswith("Rss:") else 0
    return once / 1024, each / 1024


def machine() -> str:
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = models[0].partition(":")[2].strip() if models else platform.machine()
    return (
        f"{os.cpu_count()} × {model}, Linux {platform.release()}, Python {platform.python_version()}, "
        f"load before the run {os.getloadavg()[0]:.1f}"
    )
