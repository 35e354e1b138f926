"""Messages of 64 bytes through a bounded multiprocessing.Queue from another process to this one, blocking on both sides; prints
how many a second."""

import multiprocessing

from rate import per_second

BATCH = 1000


def produce(queue):
    message = bytes(64)
    while True:
        queue.put(message)


if __name__ == "__main__":
    queue = multiprocessing.Queue(1024)
    producer = multiprocessing.Process(target=produce, args=(queue,), daemon=True)
    producer.start()

    def take():
        for _ in range(BATCH):
            queue.get()

    print(per_second(BATCH, take))
    producer.kill()
