"""Round trips of a 64-byte object over multiprocessing.Pipe, both processes on one core.

A line with a number comes in: so many round trips are made, then a line goes out.
"""
import multiprocessing
import os
import sys


def echo(connection):
    os.sched_setaffinity(0, {0})
    while True:
        try:
            connection.send(connection.recv())
        except EOFError:
            return


if __name__ == "__main__":
    here, there = multiprocessing.Pipe()
    child = multiprocessing.Process(target=echo, args=(there,), daemon=True)
    child.start()
    there.close()
    os.sched_setaffinity(0, {0})
    message = {"bytes": bytes(64), "record": {"Sensor": 17, "Time": 1234567890, "Value": 21.5, "Unit": "degrees C"}}[sys.argv[1]]
    for line in sys.stdin:
        for _ in range(int(line)):
            here.send(message)
            here.recv()
        print("done", flush=True)
