"""pool.py apply_async|apply|map COUNT: jobs that do nothing in multiprocessing.Pool(2), COUNT of them at a time; prints how many
a second."""

import sys
from multiprocessing import Pool

from rate import per_second


def nothing():
    pass


def next_one(x):
    return x + 1


def apply_async():
    for result in [pool.apply_async(nothing) for _ in range(count)]:
        result.get()


def apply():
    for _ in range(count):
        pool.apply(nothing)


def map_all():
    pool.map(next_one, range(count))


if __name__ == "__main__":
    count = int(sys.argv[2])
    with Pool(2) as pool:
        print(per_second(count, {"apply_async": apply_async, "apply": apply, "map": map_all}[sys.argv[1]]))
