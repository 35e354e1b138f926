# pool.py JOBS CALLS ITEMS: multiprocessing.Pool(2), medians of five runs after one that does not count, a second each line.
import statistics
import sys
import time
from multiprocessing import Pool


def nothing():
    pass


def next_one(x):
    return x + 1


def per_second(count, run):
    figures = []
    for _ in range(6):
        start = time.perf_counter()
        run()
        figures.append(count / (time.perf_counter() - start))
    return statistics.median(figures[1:])


if __name__ == "__main__":
    jobs, calls, items = (int(argument) for argument in sys.argv[1:])
    with Pool(2) as pool:

        def later():
            for result in [pool.apply_async(nothing) for _ in range(jobs)]:
                result.get()

        def now():
            for _ in range(calls):
                pool.apply(nothing)

        print("apply_async", per_second(jobs, later))
        print("apply", per_second(calls, now))
        print("map", per_second(items, lambda: pool.map(next_one, range(items))))
