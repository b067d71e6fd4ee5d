"""Cold starts: each function in a process of its own, from its bundle alone, next to a process that only creates a
DynamoDB client.

As on Lambda, a function has the bytecode of its bundle and cannot write any; the runtime's boto3 has its own. One more
row is for a bundle built where no Python of Lambda's version was available. Runs are interleaved. The aim applies to
processor time: a cold start is one thread that waits for nothing, and this machine may be busy with other things.
"""

import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

import boto3

from bench.figure import Figure, table
from infra.bundle import BUILD, ROOT, bundle, here

RUNS = 20
AIM = 1.2
FLOOR = "floor"
WITHOUT = " without bytecode"
BARE = f"search handler{WITHOUT}"
# What Lambda's Python runtime brings itself.
RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six.py")
FUNCTIONS = [
    (path.parent.name, path.stem)
    for name in ("handler", "consumer", "relay", "sweeper", "builder")
    for path in sorted((ROOT / "backend").glob(f"*/{name}.py"))
    if path.parent.name != "shared"
]
_ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "TABLE": "t", "SERVICE": "s", "BUS": "b",
    "CURRENCY": "EUR",
}  # fmt: skip


def unpack(service: str, folder: Path) -> Path:
    """Return a service's bundle, unpacked next to what the runtime provides."""
    made = folder / bundle(service, here()).stem
    if not made.exists():
        zipfile.ZipFile(bundle(service, here())).extractall(made)
    return made


def runtime(folder: Path) -> Path:
    """Return boto3 and its dependencies only."""
    made = folder / "runtime"
    made.mkdir(parents=True, exist_ok=True)
    installed = Path(boto3.__file__).parent.parent
    for name in RUNTIME:
        if not (made / name).exists():
            (made / name).symlink_to(installed / name)
    return made


def without_bytecode(service: str, folder: Path) -> Path:
    """Return the same bundle as built on a machine without a Python of the function's version."""
    made = folder / f"{unpack(service, folder).name}-without"
    if not made.exists():
        shutil.copytree(unpack(service, folder), made, ignore=shutil.ignore_patterns("*.pyc"))
    return made


def start(path: Path, code: str, runtime: Path) -> tuple[float, float]:
    """Return the processor and elapsed milliseconds of a process that runs the code and ends."""
    command = [
        sys.executable,
        "-S",
        *(() if path == runtime else ("-B",)),
        "-c",
        f"import sys; sys.path[:0] = [{str(path)!r}, {str(runtime)!r}]; {code}",
    ]
    environment = {
        "PATH": os.environ["PATH"],
        **_ENVIRONMENT,
        **({} if path == runtime else {"AWS_LAMBDA_FUNCTION_NAME": "x"}),
    }
    before, started = _processor_seconds(), time.perf_counter()
    subprocess.run(command, cwd=path, env=environment, check=True)
    return (_processor_seconds() - before) * 1000, (time.perf_counter() - started) * 1000


def _processor_seconds() -> float:
    """Return the processor seconds of all processes that were started here and have ended."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run() -> list[Figure]:
    folder = BUILD / "bench"
    boto = runtime(folder)
    codes = {FLOOR: (boto, "import boto3; boto3.client('dynamodb')")}
    codes |= {
        f"{service} {door}": (unpack(service, folder), f"import backend.{service}.{door}")
        for service, door in FUNCTIONS
    }
    bare = without_bytecode(BARE.split()[0], folder)
    codes[BARE] = (bare, codes[BARE.removesuffix(WITHOUT)][1])
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in codes}
    for number in range(RUNS + 1):
        for name, (path, code) in codes.items():
            taken = start(path, code, boto)
            if number:  # the first compiles
                times[name].append(taken)
    return _figures(times)


def _figures(times: dict[str, list[tuple[float, float]]]) -> list[Figure]:
    least = {name: min(cpu for cpu, _ in each) for name, each in times.items()}
    middle = {name: median(cpu for cpu, _ in each) for name, each in times.items()}
    rows = [
        (
            name,
            least[name],
            middle[name],
            min(wall for _, wall in each),
            median(wall for _, wall in each),
            least[name] / least[FLOOR],
        )
        for name, each in times.items()
    ]
    print(table([("process", "cpu min", "median", "wall min", "median ms", "× floor"), *rows]))
    ratios = {name: least[name] / least[FLOOR] for name in times if name not in (FLOOR, BARE)}
    slowest = max(ratios, key=lambda name: ratios[name])
    return [
        Figure(
            "cold start, slowest function",
            round(ratios[slowest], 3),
            "× floor",
            AIM,
            f"{slowest}, least processor time of {RUNS}",
        ),
        Figure(
            "cold start, bundle without bytecode",
            round(least[BARE] / least[FLOOR], 3),
            "× floor",
            None,
            BARE.removesuffix(WITHOUT),
        ),
        Figure("the floor", round(least[FLOOR], 1), "ms", None, "least processor time"),
    ]
