// The ring of Ipc/SharedMemory/SharedSpscRing.cs once more, in C++: same layout, same steps, same way to sleep. g++ -O2.
//
//      shared_ring one-way <messages>            64 bytes, spin 10 us then sleep;   prints ns per message
//      shared_ring round-trip <rounds>           the same, there and back;          prints ns per round
//      shared_ring futex <rounds>                no spinning, both on one core;     prints ns per round

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <immintrin.h>
#include <linux/futex.h>
#include <new>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const int64_t Capacity = 1 << 16;

struct Shared {
    alignas(128) std::atomic<int64_t> tail;
    alignas(128) std::atomic<int64_t> head;
    alignas(128) std::atomic<uint32_t> consumer_sleep;
    alignas(128) std::atomic<uint32_t> producer_sleep;
    alignas(128) char data[Capacity];
};

static double now() { return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

static double spin_ns = 10'000;

struct Bed {
    static void wake_if_asleep(std::atomic<uint32_t> &word) {
        if (word.load(std::memory_order_acquire) == 0) return;
        if (word.exchange(0) != 0) syscall(SYS_futex, &word, FUTEX_WAKE, 1, nullptr, nullptr, 0);
    }

    template <class Condition> static void wait(std::atomic<uint32_t> &word, Condition is_there) {
        if (spin_ns > 0) {
            double end = now() + spin_ns;
            do {
                for (int i = 0; i < 32; i++) {
                    if (is_there()) return;
                    _mm_pause();
                }
            } while (now() < end);
        }
        while (!is_there()) {
            word.exchange(1);
            syscall(SYS_membarrier, 2, 0, 0);
            if (is_there()) break;
            timespec slice = {0, 20'000'000};
            syscall(SYS_futex, &word, FUTEX_WAIT, 1, &slice, nullptr, 0);
        }
        word.store(0, std::memory_order_relaxed);
    }
};

struct Producer {
    Shared *ring;
    alignas(128) int64_t next = 0, seen = 0;

    bool try_write(const char *message, int length) {
        int64_t size = (length + 8 + 7) & ~7, to_end = Capacity - (next & (Capacity - 1)), skipped = size <= to_end ? 0 : to_end;
        int64_t end = next + skipped + size;
        if (end - seen > Capacity) {
            seen = ring->head.load(std::memory_order_acquire);
            if (end - seen > Capacity) return false;
        }
        char *place = ring->data + ((next + skipped) & (Capacity - 1));
        *(int *)place = length;
        memcpy(place + 8, message, length);
        if (skipped) *(int *)(ring->data + (next & (Capacity - 1))) = -1;
        next = end;
        ring->tail.store(end, std::memory_order_release);
        Bed::wake_if_asleep(ring->consumer_sleep);
        return true;
    }

    void write(const char *message, int length) {
        while (!try_write(message, length))
            Bed::wait(ring->producer_sleep, [&] { return ring->head.load(std::memory_order_acquire) != seen; });
    }
};

struct Consumer {
    Shared *ring;
    alignas(128) int64_t next = 0, seen = 0;

    int try_read(char *buffer) {
        if (next == seen) {
            seen = ring->tail.load(std::memory_order_acquire);
            if (next == seen) return -1;
        }
        char *place = ring->data + (next & (Capacity - 1));
        int length = *(int *)place;
        if (length == -1) {
            next += Capacity - (next & (Capacity - 1));
            place = ring->data;
            length = *(int *)place;
        }
        memcpy(buffer, place + 8, length);
        next += (length + 8 + 7) & ~7;
        ring->head.store(next, std::memory_order_release);
        Bed::wake_if_asleep(ring->producer_sleep);
        return length;
    }

    int read(char *buffer) {
        int length;
        while ((length = try_read(buffer)) < 0)
            Bed::wait(ring->consumer_sleep, [&] { return ring->tail.load(std::memory_order_acquire) != next; });
        return length;
    }
};

static Shared *make() {
    return new (mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0)) Shared;
}

static void pin(int core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    sched_setaffinity(0, sizeof set, &set);
}

int main(int count, char **arguments) {
    if (count < 3) return 2;
    bool one_way = !strcmp(arguments[1], "one-way"), futex_only = !strcmp(arguments[1], "futex");
    long rounds = atol(arguments[2]);
    if (futex_only) {
        spin_ns = 0;
        pin(0);
    }
    syscall(SYS_membarrier, 4, 0, 0);
    Shared *there = make(), *back = make();
    char message[64] = {};
    int64_t sum = 0;
    if (fork() == 0) {
        syscall(SYS_membarrier, 4, 0, 0);
        Consumer in{there};
        Producer out{back};
        out.write(message, 64); // ready
        for (long i = 0; i < rounds; i++) {
            in.read(message);
            sum += *(int64_t *)message;
            if (!one_way) out.write(message, 64);
        }
        if (one_way) out.write(message, 64); // the last one has arrived
        _exit(sum == rounds * (rounds - 1) / 2 ? 0 : 1);
    }
    Producer out{there};
    Consumer in{back};
    in.read(message);
    double start = now();
    for (long i = 0; i < rounds; i++) {
        *(int64_t *)message = i;
        out.write(message, 64);
        if (!one_way) in.read(message);
    }
    if (one_way) in.read(message);
    printf("%.1f\n", (now() - start) / rounds);
    int status;
    wait(&status);
    return status;
}
