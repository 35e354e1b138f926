using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Workbook.Ipc.Processes;
using Workbook.Ipc.SharedMemory;

namespace Bench;

/// <summary>Messages of 64 bytes between two processes, ours beside the same ring in C++, in turns. A whole program, as a
/// benchmark in one process cannot show it: <c>dotnet run -c Release --project bench -- shared-ring</c>. Wanted: one way 13
/// million messages/s and 0.9x of C++; a round trip 210 ns; with futex only, on one core, under 5 us.</summary>
public static partial class SharedRing
{
    private const int Size = 64, Capacity = 1 << 16, Turns = 5;

    private static readonly (string Name, int Rounds)[] _modes = [("one-way", 5_000_000), ("round-trip", 500_000), ("futex", 50_000)];

    public static void Run()
    {
        using var peer = Peer.Compile("shared_ring.cpp");
        Console.WriteLine("64 bytes, two processes; ns per message or round, median (least, most) of 5");
        Console.WriteLine($"{"",-12}{"C#",26}{"C++",26}{"C++ / C#",10}");
        foreach (var (name, rounds) in _modes)
        {
            var ours = new List<double>();
            var theirs = new List<double>();
            for (var turn = 0; turn < Turns; turn++)
            {
                ours.Add(Measure(name, rounds));
                if (peer is not null) theirs.Add(peer.Run(name, rounds));
            }
            var ratio = theirs.Count == 0 ? "-" : (Median(theirs) / Median(ours)).ToString("f2", CultureInfo.InvariantCulture);
            Console.WriteLine($"{name,-12}{Text(ours),26}{(theirs.Count == 0 ? "no g++ here" : Text(theirs)),26}{ratio,10}");
            if (name == "one-way") Console.WriteLine($"{"",-12}{1000 / Median(ours),18:f1} M/s");
        }
    }

    /// <summary>Measures in two processes of their own: this one has other threads, and for one mode both are to be bound to one
    /// core.</summary>
    private static double Measure(string mode, int rounds)
    {
        using var child = ChildProcess.Start(Ask, mode, rounds);
        return child.Result();
    }

    public static double Ask(string mode, int rounds)
    {
        if (mode == "futex") Pin();
        using var there = SharedSpscRing.CreateAnonymous(Capacity);
        using var back = SharedSpscRing.CreateAnonymous(Capacity);
        SetSpin(mode, there, back);
        using var child = ChildProcess.Start(Answer, mode, rounds, there, back);
        Span<byte> message = stackalloc byte[Size];
        back.Read(message, out _); // it is ready
        long took = 0;
        for (var warm = true; ; warm = false)
        {
            var start = Stopwatch.GetTimestamp();
            if (mode == "one-way") Send(there, back, message, rounds);
            else Exchange(there, back, message, rounds);
            took = Stopwatch.GetTimestamp() - start;
            if (!warm) break;
        }
        child.Join();
        return child.ExitCode == 0 ? took * 1e9 / Stopwatch.Frequency / rounds : throw new InvalidOperationException($"{child.Failure}");
    }

    public static void Answer(string mode, int rounds, SharedSpscRing there, SharedSpscRing back)
    {
        if (mode == "futex") Pin();
        SetSpin(mode, there, back);
        Span<byte> message = stackalloc byte[Size];
        back.Write(message);
        for (var i = 0; i < 2; i++) // once to warm up
        {
            long sum = 0;
            for (var round = 0; round < rounds; round++)
            {
                there.Read(message, out _);
                sum += MemoryMarshal.Read<long>(message);
                if (mode != "one-way") back.Write(message);
            }
            if (mode == "one-way") back.Write(message); // the last one has arrived
            if (sum != (long)rounds * (rounds - 1) / 2) throw new InvalidOperationException("A message was lost, or read twice.");
        }
        there.Dispose();
        back.Dispose();
    }

    private static void Send(SharedSpscRing there, SharedSpscRing back, Span<byte> message, int rounds)
    {
        for (long round = 0; round < rounds; round++)
        {
            MemoryMarshal.Write(message, round);
            there.Write(message);
        }
        back.Read(message, out _);
    }

    private static void Exchange(SharedSpscRing there, SharedSpscRing back, Span<byte> message, int rounds)
    {
        for (long round = 0; round < rounds; round++)
        {
            MemoryMarshal.Write(message, round);
            there.Write(message);
            back.Read(message, out _);
        }
    }

    private static void SetSpin(string mode, SharedSpscRing there, SharedSpscRing back)
    {
        if (mode == "futex") there.SpinTime = back.SpinTime = TimeSpan.Zero;
        else there.SpinTime = back.SpinTime = TimeSpan.FromMicroseconds(10);
    }

    // The calling thread, to the first core.
    private static unsafe void Pin()
    {
        ulong first = 1;
        _ = sched_setaffinity(0, sizeof(ulong), &first);
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static string Text(List<double> times) =>
        string.Create(CultureInfo.InvariantCulture, $"{Median(times):f1} ({times.Min():f1}, {times.Max():f1})");

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int sched_setaffinity(int thread, nuint size, ulong* cores);
}
