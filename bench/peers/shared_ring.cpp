// The ring of Ipc/SharedMemory/SharedSpscRing.cs once more, in C++: same layout, same steps, same way to sleep. g++ -O2.
//
//      shared_ring one-way       64 bytes, spin 10 us then sleep;   messages a second
//      shared_ring round-trip    the same, there and back;          rounds a second
//      shared_ring futex         no spinning, both on one core;     rounds a second
//
// It measures for 200 ms after as long to warm up, and prints one number, as Programs/SharedRing.cs does.

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <immintrin.h>
#include <linux/futex.h>
#include <new>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
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

static const int64_t End = -1;

static void send(Producer &out, char *message, int64_t number) {
    memcpy(message, &number, sizeof number);
    out.write(message, 64);
}

// Counts along. Answers after so many messages.
static int answer(Shared *there, Shared *back, int64_t per_answer) {
    Consumer in{there};
    Producer out{back};
    char message[64] = {};
    out.write(message, 64); // ready
    for (int64_t expected = 0;;) {
        in.read(message);
        int64_t number;
        memcpy(&number, message, sizeof number);
        if (number == End) return 0;
        if (number != expected) return 1;
        if (++expected < per_answer) continue;
        out.write(message, 64);
        expected = 0;
    }
}

static double ask(Shared *there, Shared *back, int64_t per_answer, int answers) {
    Producer out{there};
    Consumer in{back};
    char message[64] = {};
    in.read(message); // the other is ready
    double per_second = 0;
    for (int pass = 0; pass < 2; pass++) {
        double start = now(), took = 0;
        int64_t done = 0;
        while (took < 200e6) {
            for (int i = 0; i < answers; i++) {
                for (int64_t number = 0; number < per_answer; number++) send(out, message, number);
                in.read(message);
            }
            done += per_answer * answers;
            took = now() - start;
        }
        per_second = done / took * 1e9;
    }
    send(out, message, End);
    return per_second;
}

int main(int count, char **arguments) {
    if (count < 2) return 2;
    bool one_way = !strcmp(arguments[1], "one-way"), futex_only = !strcmp(arguments[1], "futex");
    if (futex_only) spin_ns = 0;
    pin(0);
    syscall(SYS_membarrier, 4, 0, 0);
    Shared *there = make(), *back = make();
    int64_t per_answer = one_way ? 1'000'000 : 1;
    if (fork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (!futex_only) pin(1); // two processes on one core fill the ring and empty it by turns, six times as fast and without any traffic
        syscall(SYS_membarrier, 4, 0, 0);
        _exit(answer(there, back, per_answer));
    }
    printf("%.0f\n", ask(there, back, per_answer, one_way ? 1 : 1000));
    int status;
    wait(&status);
    return status == 0 ? 0 : 1;
}
