//      asks                          answers
//      0, 1, 2, ... ---- there ----> counts along
//                   <---- back ----  after 1,000,000 messages (one way) or after each (round trip)

using System.Runtime.InteropServices;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;

namespace Bench.Programs;

/// <summary>Messages of 64 bytes between two processes, ours beside the same ring in C++. Wanted: one way 13 million messages/s
/// and 0.9x of C++; a round trip 210 ns; with futex only, on one core, under 5 us.</summary>
internal sealed class SharedRing : IProgramBenchmark
{
    private const int Length = 64, Capacity = 1 << 16, Many = 1_000_000;
    private const string OneWay = "one-way", RoundTrip = "round-trip", Futex = "futex";

    public void Run(FigureTable figures)
    {
        var cpp = Peer.Cpp("shared_ring.cpp");
        figures.Measure("shared ring, 64 B, one way, million/s", () => PerSecond(OneWay) / 1e6, Goal.AtLeast(13),
            new Contender("C++", () => cpp.Measure(OneWay) / 1e6, Goal.AtLeast(0.9)));
        figures.Measure("shared ring, 64 B, there and back, ns", () => 1e9 / PerSecond(RoundTrip), Goal.AtMost(210),
            new Contender("C++", () => 1e9 / cpp.Measure(RoundTrip)));
        figures.Measure("shared ring, the same, futex only, one core, us", () => 1e6 / PerSecond(Futex), Goal.AtMost(5),
            new Contender("C++", () => 1e6 / cpp.Measure(Futex)));
    }

    private static double PerSecond(string mode)
    {
        using var there = SharedSpscRing.CreateAnonymous(Capacity);
        using var back = SharedSpscRing.CreateAnonymous(Capacity);
        return Children.Measure(
            ChildProcess.Start(Ask, mode, there, back, Children.Daemon),
            ChildProcess.Start(Answer, mode, there, back, Children.Daemon));
    }

    private static double Ask(string mode, SharedSpscRing there, SharedSpscRing back)
    {
        Prepare(mode, 0, there, back);
        var message = new byte[Length];
        var (perAnswer, answers) = mode == OneWay ? (Many, 1) : (1, 1000);
        Receive(back, message); // the other is ready
        var rate = Rate.PerSecondWarm(perAnswer * answers, () =>
        {
            for (var i = 0; i < answers; i++) Exchange(there, back, message, perAnswer);
        });
        there.Complete();
        return rate;
    }

    private static void Exchange(SharedSpscRing there, SharedSpscRing back, Span<byte> message, int perAnswer)
    {
        for (long number = 0; number < perAnswer; number++)
        {
            MemoryMarshal.Write(message, number);
            there.Write(message);
        }
        Receive(back, message);
    }

    private static void Answer(string mode, SharedSpscRing there, SharedSpscRing back)
    {
        Prepare(mode, 1, there, back);
        Span<byte> message = stackalloc byte[Length];
        var perAnswer = mode == OneWay ? Many : 1;
        long expected = 0;
        back.Write(message);
        while (there.Read(message, out _))
        {
            var isNext = MemoryMarshal.Read<long>(message) == expected;
            if (!isNext) throw new InvalidOperationException("A message was lost, or came twice.");
            if (++expected < perAnswer) continue;
            back.Write(message);
            expected = 0;
        }
    }

    private static void Receive(SharedSpscRing ring, Span<byte> message)
    {
        if (!ring.Read(message, out _)) throw new InvalidOperationException("The other process has ended.");
    }

    private static void Prepare(string mode, int core, SharedSpscRing there, SharedSpscRing back)
    {
        Core.Use(mode == Futex ? 0 : core);
        there.SpinTime = back.SpinTime = mode == Futex ? TimeSpan.Zero : TimeSpan.FromMicroseconds(10);
    }
}
