using System.Diagnostics;

namespace Workbook.Ipc.Processes;

/// <summary>What the kernel said of a process at one moment; it may be gone by now.</summary>
[DebuggerDisplay("{Id} {Name,nq} {State}")]
public sealed record ProcessInfo
{
    /// <summary>Its number.</summary>
    public required int Id { get; init; }

    /// <summary>Who started it, or, if that one has ended, who took it in; 0 for none.</summary>
    public required int ParentId { get; init; }

    /// <summary>Its process group: the id of the process that founded it.</summary>
    public required int GroupId { get; init; }

    /// <summary>Its session: the id of the process that founded it.</summary>
    public required int SessionId { get; init; }

    /// <summary>R running or ready, S asleep, D asleep and not to be disturbed, T stopped, t stopped by a debugger, Z zombie, X
    /// going, I an idle thread of the kernel.</summary>
    public required char State { get; init; }

    /// <summary>The program's file name, of which Linux keeps 15 bytes.</summary>
    public required string Name { get; init; }

    /// <summary>The program and its arguments, with blanks between; what has none (a zombie, a thread of the kernel) has its name
    /// in brackets. The process may have overwritten it.</summary>
    public required string CommandLine { get; init; }

    /// <summary>Time that its threads have computed in its own code; the kernel counts in steps of 10 ms.</summary>
    public required TimeSpan UserTime { get; init; }

    /// <summary>Time that the kernel has computed for it, in steps of 10 ms.</summary>
    public required TimeSpan SystemTime { get; init; }

    /// <summary>Memory that it has in RAM, in bytes; what it shares with others is counted in each.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>How many threads it has; 1 in a zombie.</summary>
    public required int Threads { get; init; }

    /// <summary>When it was started, in clock ticks since the machine was: with <see cref="Id"/>, which is given again to
    /// others, it means this process and no other.</summary>
    public required long StartTicks { get; init; }

    /// <summary>When it was started, exact to about 10 ms.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>User and system time together.</summary>
    public TimeSpan ProcessorTime => UserTime + SystemTime;

    /// <summary>Whether it has ended, and waits for its parent to ask how.</summary>
    public bool IsZombie => State == 'Z';

    /// <summary>Whether it can still do anything: neither a zombie nor just going.</summary>
    public bool IsAlive => State is not ('Z' or 'X');

    /// <summary><see cref="State"/> as a word.</summary>
    public string StateName => State switch
    {
        'R' => "running",
        'S' => "sleeping",
        'D' => "waiting",
        'T' => "stopped",
        't' => "traced",
        'Z' => "zombie",
        'X' => "dead",
        'I' => "idle",
        _ => $"{State}",
    };
}
