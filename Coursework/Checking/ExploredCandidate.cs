using System.Diagnostics;
using Workbook.Coursework.Compiling;
using Workbook.Explorer;
using Workbook.Explorer.Verdicts;

namespace Workbook.Coursework.Checking;

/// <summary>A compiled candidate as a file, and what the explorer says of its checks.</summary>
internal sealed class ExploredCandidate
{
    private const long MostSteps = 2_000_000, StepsOfWhoPolls = 200_000;
    private const int MuchOutput = 2_000; // letters of what the candidate printed
    private const int MostNamed = 3; // uses of what is refused, in a message
    private const string WhyStuck = "A call of the platform that never returns, or computes for very long, looks like this.";

    // Effort is counted in schedules; this is a guard, well below Limits.Time, so that what is merely slow is not taken for hung.
    private static readonly TimeSpan _guard = TimeSpan.FromSeconds(40);

    private readonly CheckJob _job;
    private readonly Compiled _compiled;
    private readonly string _path;
    private readonly List<string> _spins = []; // what was seen to spin in the candidate's own file, by an earlier checker too

    /// <param name="job">What to check.</param>
    /// <param name="compiled">Its candidate.</param>
    /// <param name="folder">Where the program is kept.</param>
    /// <param name="libraries">What it may refer to.</param>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public ExploredCandidate(CheckJob job, Compiled compiled, ProgramFolder folder, IReadOnlyList<string> libraries)
    {
        (_job, _compiled) = (job, compiled);
        _spins.AddRange(job.Noted.Where(IsOfTheCandidate));
        foreach (var library in libraries) folder.CopyWithSymbols(library);
        folder.Write($"Checked{job.Assignment.Number}.pdb", compiled.Symbols);
        _path = folder.Write($"Checked{job.Assignment.Number}.dll", compiled.Assembly);
    }

    public CheckResult Check(CheckInfo check) => check.Kind == CheckKind.Scenario ? Explore(check) : Rule(check);

    private CheckResult Explore(CheckInfo check)
    {
        if (_compiled.Refused is [_, ..] refused) return CheckResult.Failed(check, "refused", Refusal(refused));
        var start = Stopwatch.GetTimestamp();
        try
        {
            var verdict = Workbook.Explorer.Explore.Method(_path, check.Method!, new ExploreOptions
            {
                Schedules = _job.Schedules,
                TotalSteps = Polls ? StepsOfWhoPolls : MostSteps,
                Time = _guard,
                Seed = _job.Seed,
            });
            _spins.AddRange(verdict.Notes.Concat(verdict.LongLoops).Where(IsOfTheCandidate));
            return ResultOf(check, verdict, Stopwatch.GetElapsedTime(start));
        }
        catch (NoVerdictException e)
        {
            var (kind, why) = e switch
            {
                RefusedException { Uses: [_, ..] uses } => ("refused", Refusal(uses)),
                RefusedException => ("refused", e.Message),
                StuckException => ("hung", $"{e.Message} {WhyStuck}"),
                _ => ("no-verdict", e.Message),
            };
            return CheckResult.Failed(check, kind, WithoutPaths(why)) with
            {
                Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            };
        }
    }

    private static string Refusal(IReadOnlyList<string> uses) =>
        $"it uses {string.Join("; ", uses.Take(MostNamed))}"
        + (uses.Count > MostNamed ? $"; and {uses.Count - MostNamed} more. " : ". ")
        + "What that does cannot be run under every interleaving, and no answer needs it: leave it out.";

    // "w2 spins at TicketOffice.cs:33 until _taken changes"
    private bool IsOfTheCandidate(string note) => note.Contains($" at {_job.Candidate.Name}:", StringComparison.Ordinal)
        && (note.Contains(" spins ", StringComparison.Ordinal) || note.Contains(" goes round ", StringComparison.Ordinal));

    // Who polls can go round its loop in ever more ways; and that it polls is known already.
    private bool Polls => _compiled.Checks.Any(check =>
        check.Kind == CheckKind.NeverPolls && _compiled.Offences.Any(offence => offence.Check == check.Name));

    private CheckResult ResultOf(CheckInfo check, Verdict verdict, TimeSpan time)
    {
        var fails = verdict.Strength == Strength.Failed;
        var (kind, message) = fails ? ToldOf(verdict.Failure!) : (null, null);
        return new CheckResult
        {
            Name = check.Name,
            MaxPoints = check.Points,
            Passed = !fails,
            Verdict = $"{verdict.Strength}",
            Kind = kind,
            Message = message,
            Explains = check.Explains,
            Story = verdict.Story,
            Timeline = verdict.TimelineOf(_job.Width),
            Notes = [.. verdict.Races.Select(race => $"{race}"), .. verdict.Notes, .. verdict.LongLoops],
            Output = verdict.Output.Length > MuchOutput ? $"{verdict.Output[..MuchOutput]} ..." : verdict.Output,
            Schedules = verdict.Schedules,
            Behaviours = verdict.Behaviours,
            Bound = verdict.Bound,
            Preemptions = verdict.Preemptions,
            Seconds = time.TotalSeconds,
            Replay = verdict.Replay?.ToJson(),
            Page = _job.WantsPages ? verdict.ToHtml() : null,
        };
    }

    // What a check itself says has happened is told as it is, and what the platform says a little more plainly.
    private static (string Kind, string Message) ToldOf(Failure failure) => failure.Exception switch
    {
        { } said when said.GetType().Name == "CheckFailedException" => ("assertion", said.Message),
        InsufficientExecutionStackException full => ("crashed", Crash.StackOverflow(full.StackTrace ?? "")),
        OutOfMemoryException => ("memory", Crash.NoMemory),
        TypeInitializationException { InnerException: { } inner } =>
            (failure.Kind.Text(), $"{failure.Message}, because of {inner.GetType().Name}: {inner.Message}"),
        _ => (failure.Kind.Text(), failure.Message),
    };

    private CheckResult Rule(CheckInfo check)
    {
        string[] seen = [.. _compiled.Offences.Where(offence => offence.Check == check.Name).Select(offence => offence.Seen),
            .. check.Kind == CheckKind.NeverPolls ? _spins.Take(1).Select(note => note.TrimEnd('.')) : []];
        return seen is [] ? new CheckResult
        {
            Name = check.Name,
            MaxPoints = check.Points,
            Passed = true,
            Verdict = "Rule",
            Explains = check.Explains
        }
            : CheckResult.Failed(check, "rule", string.Join("; ", seen));
    }

    private string WithoutPaths(string message) =>
        message.Replace(Path.GetDirectoryName(_path)! + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}
