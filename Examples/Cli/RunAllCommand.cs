using System.CommandLine;
using System.Diagnostics;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook run all</c>: every demo once with small inputs, to see that all of them work here.</summary>
/// <remarks>It records no progress: nobody has looked at a demo that ran among all the others.</remarks>
internal static class RunAllCommand
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_unwinding = TimeSpan.FromSeconds(5);

    private enum Outcome { Passed, Failed, Skipped }

    public static Command Create(Session session)
    {
        var command = new Verb("all", "Runs every demo with small inputs, and reports each", "workbook run all");
        command.SetAction(_ => RunAll(session));
        return command;
    }

    private static int RunAll(Session session)
    {
        var cancel = session.Interruptible();
        var counts = new int[3];
        foreach (var exercise in session.Catalogue.Exercises)
        {
            var (outcome, detail) = Run(session, exercise, cancel);
            if (cancel.IsCancellationRequested) throw new CommandException(ExitCode.Interrupted, "interrupted");
            counts[(int)outcome]++;
            session.Output.WriteLine($"  {exercise.Name,-28} {detail}");
        }
        var (passed, failed, skipped) = (counts[(int)Outcome.Passed], counts[(int)Outcome.Failed], counts[(int)Outcome.Skipped]);
        session.Output.WriteLine($"{passed} passed, {failed} failed{(skipped > 0 ? $", {skipped} skipped" : "")}");
        return failed == 0 && passed > 0 ? ExitCode.Fine : ExitCode.Failed;
    }

    private static (Outcome, string Detail) Run(Session session, Exercise exercise, CancellationToken cancel)
    {
        if (session.Lacks(exercise.Needs) is { } lacking) return (Outcome.Skipped, $"skipped: {lacking}");

        var output = new StringWriter();
        var start = Stopwatch.GetTimestamp();
        try
        {
            RunWithin(s_limit, exercise, DemoCommand.ReadOptions(exercise, exercise.Small), output, cancel);
            return (Outcome.Passed, $"ok, {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s");
        }
        catch (Exception e) when (Failure.ExitCodeOf(e) == ExitCode.Lacking)
        {
            return (Outcome.Skipped, $"skipped: {string.Join("; ", Failure.Lines(e))}");
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            var shown = string.Concat(output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Where(line => line.Length > 0).Select(line => $"\n    | {line}"));
            return (Outcome.Failed, $"failed: {string.Join("; ", Failure.Lines(e))}{shown}");
        }
        catch (Exception e) when (Failure.IsCancellation(e))
        {
            return (Outcome.Failed, "interrupted");
        }
    }

    // On a thread of its own, so that one demo that hangs does not hide the others.
    private static void RunWithin(TimeSpan limit, Exercise exercise, IReadOnlyList<object?> arguments, StringWriter output, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var stage = new Stage(TextWriter.Synchronized(output), cancel: stop.Token);
        Exception? failure = null;
        var demo = WorkerThread.Start($"demo {exercise.Number}", () =>
        {
            try { exercise.Run(stage, arguments); }
            catch (Exception e) { failure = e; } // for the joiner, as it is
        }, background: true);

        if (demo.Join(limit))
        {
            if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            return;
        }
        stop.Cancel();
        var ended = demo.Join(s_unwinding);
        throw new TimeoutException($"still running after {limit.TotalSeconds} s{(ended ? "" : ", and deaf to Ctrl+C")}");
    }
}
