# Reads lines "how count", runs a command that often, answers "done". how: true (nothing captured) or captured (both outputs).
import subprocess
import sys

for line in sys.stdin:
    how, count = line.split()
    for _ in range(int(count)):
        if how == "true":
            subprocess.run(["/bin/true"], check=True)
        else:
            subprocess.run(["/bin/echo", "hello"], check=True, capture_output=True)
    print("done", flush=True)
