"""A bounded multiprocessing.Queue from another process to this one, messages of 64 bytes. Reads "take 100000" a line, takes
that many, blocking on both sides, and answers with a line."""

import multiprocessing
import sys


def produce(orders, queue):
    message = bytes(64)
    for count in iter(orders.get, 0):
        for _ in range(count):
            queue.put(message)


if __name__ == "__main__":
    orders, queue = multiprocessing.Queue(), multiprocessing.Queue(1024)
    producer = multiprocessing.Process(target=produce, args=(orders, queue), daemon=True)
    producer.start()
    for line in sys.stdin:
        count = int(line.split()[1])
        orders.put(count)
        for _ in range(count):
            queue.get()
        print("done", flush=True)
    orders.put(0)
    producer.join()
