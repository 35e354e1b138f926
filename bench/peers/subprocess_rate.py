"""subprocess_rate.py true|captured: runs a command again and again, without or with its output captured; prints how many a
second."""

import subprocess
import sys

from rate import per_second

BATCH = 20


def true():
    for _ in range(BATCH):
        subprocess.run(["/bin/true"], check=True)


def captured():
    for _ in range(BATCH):
        subprocess.run(["/bin/echo", "hello"], check=True, capture_output=True)


print(per_second(BATCH, {"true": true, "captured": captured}[sys.argv[1]]))
