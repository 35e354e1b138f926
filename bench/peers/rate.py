"""How many a second, measured for a fixed time: once to warm up, once that counts. As Programs/Rate.cs."""

import time


def per_second(count, run):
    """Repeats run, which is count operations."""
    for _ in range(2):
        done, start = 0, time.perf_counter()
        while (took := time.perf_counter() - start) < 0.2:
            run()
            done += count
    return done / took
