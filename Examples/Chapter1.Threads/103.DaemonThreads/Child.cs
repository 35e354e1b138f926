// The child writes a line for all that happens, "milliseconds, who, what":
//
//      5230000 main begins
//      5230201 background 1
//      5230202 foreground 1
//      ...
//      5230501 main returns
//      ...                             by whoever is still alive
//      5231205 foreground tidies up    the finally block of a thread that could finish
//
// The milliseconds are those of the machine's clock, which all processes share: the end of the child is told by its parent.

using System.Diagnostics;
using Workbook.Concurrency.Threads;

namespace Workbook.Examples.Threads.DaemonThreads;

/// <summary>What the child process does: start two workers, stay a while, return without joining them.</summary>
internal static class Child
{
    /// <summary>The time on a clock that only runs forward and is the same in every process of this machine.</summary>
    public static long MachineMilliseconds => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1000);

    /// <summary>Blocks for <paramref name="mainMs"/> milliseconds. The workers are not joined; that is the point.</summary>
    public static void Work(int foreground, int background, int stepMs, int mainMs)
    {
        // Each line goes out at once: what a process still keeps in a buffer at its end is lost.
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        void Tell(string who, string what) => output.WriteLine($"{MachineMilliseconds} {who} {what}");

        void DoSteps(string who, int steps)
        {
            try
            {
                for (var step = 1; step <= steps; step++)
                {
                    Thread.Sleep(stepMs);
                    Tell(who, $"{step}");  // [step]
                }
            }
            finally
            {
                Tell(who, "tidies up"); // [finally]
            }
        }

        Tell("main", "begins");
        WorkerThread.Start("background", DoSteps, "background", background, background: true); // [background]
        if (foreground > 0) WorkerThread.Start("foreground", DoSteps, "foreground", foreground); // [foreground]
        Thread.Sleep(mainMs);
        Tell("main", "returns");
    }
}
