// The parent's side. A checker is kept warm from job to job, and replaced when it dies:
//
//      a check hangs         killed after Limits.Time; that check failed ("hung"), the others are run by the next checker
//      a check crashes it    that check failed ("crashed"), with what the runtime said on standard error; the others the same
//      too much memory       killed; the same
//
//   I1  Each check of a job has one result, however many checkers it takes: a check that has begun is never begun again.

using System.Diagnostics;
using Workbook.Coursework.Compiling;

namespace Workbook.Coursework.Checking;

/// <summary>Has candidates checked in a child process, with limits.</summary>
/// <remarks>One job at a time: a single thread calls <see cref="Run"/>. Shutdown: <see cref="Dispose"/> ends the child, and it
/// ends by itself when this process does.</remarks>
/// <param name="command">The program that runs a <see cref="Checker"/>, and its arguments; it is given the handle of the pipe
/// for its results as a last one.</param>
/// <param name="limits">What a candidate may take.</param>
public sealed class CheckerProcess(IReadOnlyList<string> command, Limits? limits = null) : IDisposable
{
    private const int MostInVain = 2; // the first may have been broken by the candidate before, when that was done already

    private readonly Limits _limits = limits ?? new Limits();
    private CheckerChild? _child;

    /// <summary>Starts a child now, so that it is warm when the first job comes.</summary>
    public void Warm() => _child ??= CheckerChild.Start(command, _limits);

    /// <summary>Compiles and checks a candidate. Blocks until all results are there: at most for each check as long as the
    /// limits say.</summary>
    /// <param name="job">What to check.</param>
    /// <param name="progress">Told of each check that begins (by its name) and ends.</param>
    /// <param name="cancel">Kills the child.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">The job's directory cannot be written, or no child can be started.</exception>
    public CheckReport Run(CheckJob job, IProgress<CheckProgress>? progress = null, CancellationToken cancel = default)
    {
        try { return Check(job, progress, cancel); }
        catch
        {
            Discard(); // what it has still to tell would be taken for the answer to the next job
            throw;
        }
    }

    private CheckReport Check(CheckJob job, IProgress<CheckProgress>? progress, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        var results = new List<CheckResult>();
        IReadOnlyList<CheckInfo>? checks = null;
        IReadOnlyList<string> remarks = [];
        var inVain = 0; // children in a row that ended before they began a check
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            var child = _child ??= CheckerChild.Start(command, _limits);
            string? running = null;
            child.Send(checks is null ? job : Rest());
            var told = Stopwatch.GetTimestamp(); // when it sent its last message
            while (true)
            {
                var message = child.Receive(_limits.Time - Stopwatch.GetElapsedTime(told), cancel);
                if (message is null) // it is dead
                {
                    var (isKilled, (kind, why)) = (child.IsKilled, child.CauseOfDeath());
                    Discard();
                    if (running is not null)
                    {
                        var check = checks!.First(candidate => candidate.Name == running);
                        End(CheckResult.Failed(check, kind, why) with { Seconds = Stopwatch.GetElapsedTime(told).TotalSeconds });
                    }
                    else if (isKilled || ++inVain == MostInVain)
                    {
                        throw new IOException($"the checker ended before it could check: {why}");
                    }
                    if (results.Count == checks?.Count) return Report();
                    break; // the others, with the next child
                }
                told = Stopwatch.GetTimestamp();
                if (message.Trouble is { } trouble) throw new IOException(trouble);
                if (message.Errors is { Count: > 0 } errors)
                {
                    child.ReceiveDone(cancel);
                    return new CheckReport { Errors = errors, Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
                }
                if (message.Checks is { } all) (checks, remarks) = (checks ?? all, message.Remarks ?? []);
                if (message.Begins is { } name)
                {
                    (running, inVain) = (name, 0);
                    progress?.Report(new CheckProgress(name, null, results.Count, checks!.Count));
                }
                if (message.Ends is { } result)
                {
                    running = null;
                    End(result);
                    if (result.Kind is "hung") // its thread is still at it
                    {
                        Discard();
                        if (results.Count == checks!.Count) return Report();
                        break;
                    }
                }
                if (message.Done) return Report();
            }
        }

        CheckJob Rest() => job with
        {
            Only = [.. checks!.Select(check => check.Name).Except(results.Select(result => result.Name))],
            Noted = [.. results.SelectMany(result => result.Notes)],
        };

        void End(CheckResult result)
        {
            results.Add(result);
            progress?.Report(new CheckProgress(result.Name, result, results.Count, checks!.Count));
        }

        CheckReport Report() => new()
        {
            Checks = [.. checks!.Select(check => results.First(result => result.Name == check.Name))],
            Remarks = remarks,
            Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
        };
    }

    /// <summary>Ends the child. Blocks until it is gone.</summary>
    public void Dispose() => Discard();

    private void Discard()
    {
        _child?.Dispose();
        _child = null;
    }
}
