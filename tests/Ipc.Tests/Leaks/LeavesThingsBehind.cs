using System.Diagnostics;
using System.IO.Pipes;
using Workbook.Tests.Support.Leaks;

namespace Workbook.Ipc.Tests.Leaks;

// Not public, so that no run finds it but that of LeakCheckTests.
#pragma warning disable xUnit1000

/// <summary>Tests that pass, and leave things behind.</summary>
internal sealed class LeavesThingsBehind
{
    /// <summary>The run that they belong to.</summary>
    public static LeakCheck Run { get; set; } = null!;

    /// <summary>What keeps a descriptor from the finaliser.</summary>
    public static AnonymousPipeServerStream? Forgotten { get; private set; }

    [Fact]
    public void A_process_whose_parent_has_ended()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "sleep 77 > /dev/null 2>&1 &"]);
        start.Environment[RunTraces.MarkVariable] = Run.Traces.Mark;
        using var process = Process.Start(start)!;
        process.WaitForExit();
    }

    [Fact]
    public void A_file() => File.WriteAllText(Path.Combine(Run.Traces.TempFolder, "CoreFxPipe_forgotten"), "");

    [Fact]
    public void A_shared_file()
    {
        Directory.CreateDirectory(Path.Combine(Run.Traces.SharedFolder, "workbook-0"));
        File.WriteAllText(Path.Combine(Run.Traces.SharedFolder, "workbook-0", "seats.region"), "");
    }

    [Fact]
    public void A_pipe() => Forgotten = new AnonymousPipeServerStream();
}
