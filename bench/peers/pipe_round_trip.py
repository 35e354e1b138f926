"""pipe_round_trip.py object|record: 64 bytes over multiprocessing.Pipe to another process and back, both on one core; prints how
many round trips a second."""

import multiprocessing
import os
import sys

from rate import per_second

BATCH = 1000
MESSAGES = {"object": bytes(64), "record": {"Sensor": 17, "Time": 1234567890, "Value": 21.5, "Unit": "degrees C"}}


def echo(connection, other):
    other.close()  # a fork has it too; the end of the stream comes when nobody has it
    os.sched_setaffinity(0, {0})
    while True:
        try:
            connection.send(connection.recv())
        except EOFError:
            return


if __name__ == "__main__":
    here, there = multiprocessing.Pipe()
    child = multiprocessing.Process(target=echo, args=(there, here), daemon=True)
    child.start()
    there.close()
    os.sched_setaffinity(0, {0})
    message = MESSAGES[sys.argv[1]]

    def trips():
        for _ in range(BATCH):
            here.send(message)
            here.recv()

    print(per_second(BATCH, trips))
