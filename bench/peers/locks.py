"""locks.py lock|semaphore: acquire and release of a lock of multiprocessing, uncontended; prints how many pairs a second."""

import multiprocessing
import sys

from rate import per_second

BATCH = 100_000


def use():
    for _ in range(BATCH):
        acquire()
        release()


lock = {"lock": multiprocessing.Lock, "semaphore": lambda: multiprocessing.Semaphore(3)}[sys.argv[1]]()
acquire, release = lock.acquire, lock.release
print(per_second(BATCH, use))
