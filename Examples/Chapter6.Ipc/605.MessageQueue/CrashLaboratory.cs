// A process is killed (SIGKILL, which it cannot refuse) at a step of its own, and we look what the queue of the library does:
//
//      producer:after-claim    it has room for a message                     the room is as free as before
//      producer:mid-write      ... and has written half of it                the next one writes over it
//      producer:blocked        it sleeps, because the queue is full          it has put nothing
//      consumer:mid-take       it reads the oldest message, in place         the next one gets that message
//      consumer:blocked        it sleeps, because the queue is empty         the next one gets the next message
//
// The victim tells us when it is there, or we see in the queue that it sleeps: nothing here depends on the time.

using System.Diagnostics;
using System.Text;
using Workbook.Examples.Exercises;
using Workbook.Ipc.Messages;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Ipc.Letters;

/// <summary>Kills a producer or a consumer at a chosen step.</summary>
internal sealed class CrashLaboratory
{
    private const int Capacity = 2, ClaimedBytes = 64;
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(30); // a queue that is broken would let us wait for ever

    private readonly Stage _stage;
    private readonly ByteQueue _queue;
    private readonly List<string[]> _rows = [];
    private readonly List<string> _put = [], _taken = [];
    private bool _isKilled;

    private CrashLaboratory(Stage stage, ByteQueue queue) => (_stage, _queue) = (stage, queue);

    /// <summary>What <c>--kill</c> may be.</summary>
    public static IReadOnlyList<string> Victims { get; } =
        ["producer:after-claim", "producer:mid-write", "producer:blocked", "consumer:mid-take", "consumer:blocked"];

    public static void Play(Stage stage, string victim)
    {
        using var queue = ByteQueue.CreateAnonymous(Capacity);
        new CrashLaboratory(stage, queue).Kill(victim);
    }

    private void Kill(string victim)
    {
        var role = victim[..victim.IndexOf(':')];
        if (victim != "consumer:blocked") Put("Ann");
        if (victim == "producer:blocked") Put("Bob"); // full
        using var said = MessageQueue<string>.CreateAnonymous(1);
        using (var child = ChildProcess.Start(Victim, victim, _queue, said,
            new ChildOptions { IsDaemon = true, IgnoreInterrupt = true }))
        {
            var isAsleep = () => role == "producer" ? _queue.HasWaitingProducers : _queue.HasWaitingConsumers;
            var what = "";
            while (what.Length == 0) // [there] until it has said where it is, or sleeps
            {
                if (!child.IsAlive)
                    throw child.Failure ?? throw new InvalidOperationException($"The {role} ended before it was killed.");
                if (victim.EndsWith(":blocked", StringComparison.Ordinal)) what = isAsleep() ? "sleeps in the queue" : "";
                if (what.Length == 0 && said.TryTake(out var word, TimeSpan.FromMilliseconds(5), _stage.Cancel)) what = word;
            }
            Tell($"{role} {child.Id}", what);
            child.Kill();                                                   // [kill]
            child.Join(_stage.Cancel);
            Tell("", $"process {child.Id} has ended, code {child.ExitCode}");
            _isKilled = true;
        }
        if (victim == "producer:blocked") Take(); // makes room
        Put("Cem");                                                         // [go on]
        while (_taken.Count < _put.Count && Take()) { }
        var empty = !_queue.TryTake(new byte[ClaimedBytes], out _);
        Tell("we", empty ? "find nothing else" : "FIND MORE THAN WAS PUT");
        _stage.Table($"kill {victim}", ["who", "what", "then holds"], _rows);
        var dead = role == "producer" ? "nothing of the dead producer came out" : "the dead consumer took nothing with it";
        _stage.WriteLine(empty && _put.SequenceEqual(_taken)
            ? $"{_put.Count} put, {_taken.Count} taken, in order; {dead}"
            : $"put {string.Join(", ", _put)}; taken {string.Join(", ", _taken)}: BROKEN");
    }

    /// <summary>Runs in a process of its own, up to the step at which it is killed.</summary>
    public static void Victim(string victim, ByteQueue queue, MessageQueue<string> said)
    {
        switch (victim)
        {
            case "producer:after-claim":
                queue.Claim(ClaimedBytes);
                said.Put($"has claimed {ClaimedBytes} bytes");
                break;
            case "producer:mid-write":
                var claim = queue.Claim(ClaimedBytes);
                claim.Bytes[..(ClaimedBytes / 2)].Fill((byte)'?');
                said.Put($"has claimed {ClaimedBytes} bytes and written {ClaimedBytes / 2}");
                break;
            case "producer:blocked":
                queue.Put("from the dead"u8);
                break;
            case "consumer:mid-take":
                queue.Hold(out var message);
                said.Put($"reads {Encoding.UTF8.GetString(message.Bytes)}");
                break;
            case "consumer:blocked":
                queue.Take(new byte[ClaimedBytes], out _);
                break;
        }
        Thread.Sleep(Timeout.Infinite);
    }

    private void Put(string message)
    {
        var start = Stopwatch.GetTimestamp();
        if (!_queue.TryPut(Encoding.UTF8.GetBytes(message), _bound, _stage.Cancel))
            throw new InvalidOperationException("The queue is broken.");
        _put.Add(message);
        Tell("we", $"put {message}{Took(start)}");
    }

    private bool Take()
    {
        var start = Stopwatch.GetTimestamp();
        Span<byte> into = stackalloc byte[ClaimedBytes];
        if (!_queue.TryTake(into, out var length, _bound, _stage.Cancel)) return false;
        _taken.Add(Encoding.UTF8.GetString(into[..length]));
        Tell("we", $"take {_taken[^1]}{Took(start)}");
        return true;
    }

    private void Tell(string who, string what) => _rows.Add([who, what, $"{_queue.Count}"]);

    // Of what came after the kill; and what is done at once needs no mention.
    private string Took(long start) =>
        _isKilled && Stopwatch.GetElapsedTime(start).TotalMilliseconds is >= 0.5 and var time ? $", after {time:F0} ms" : "";
}
