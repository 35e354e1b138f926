"""The locks of multiprocessing, uncontended. Reads "lock 100000" or "semaphore 100000" a line, does that many
acquire-release pairs, and answers with a line."""

import multiprocessing
import sys

locks = {"lock": multiprocessing.Lock(), "semaphore": multiprocessing.Semaphore(3)}
for line in sys.stdin:
    name, count = line.split()
    acquire, release = locks[name].acquire, locks[name].release
    for _ in range(int(count)):
        acquire()
        release()
    print("done", flush=True)
