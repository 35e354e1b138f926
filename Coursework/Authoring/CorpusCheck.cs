// All candidates of all exercises, by as many workers as there are cores, each with a checker of its own:
//
//      trials    205 Solution | 205 Starter | 205 NoLock | 206 Solution | ...
//                     |             |
//                 worker 1      worker 2           each takes the next one
//
//   I1  _next is the first trial that nobody has taken; guarded by _lock, as are the outcomes.

using System.Runtime.ExceptionServices;
using Workbook.Coursework.Catalogue;
using Workbook.Coursework.Checking;

namespace Workbook.Coursework.Authoring;

/// <summary>Verifies that the checks of exercises are right: right answers pass, and wrong ones fail for their stated
/// reason.</summary>
public sealed class CorpusCheck
{
    private const int LeastMutants = 4, LeastVariants = 2;

    private readonly Lock _lock = new(); // guards:
    private readonly List<(Trial Trial, string? Wrong, CheckReport Report)> _outcomes = [];
    private int _next;

    private readonly IReadOnlyList<Trial> _trials;
    private readonly Func<CheckerProcess> _checker;
    private readonly string _directory;

    /// <param name="assignments">The exercises.</param>
    /// <param name="repeat">How often each candidate is checked, each time with another seed; at least 1.</param>
    /// <param name="checker">Makes a checker for a worker.</param>
    /// <param name="directory">Where compiled candidates are kept meanwhile; the caller's to delete.</param>
    public CorpusCheck(IEnumerable<Assignment> assignments, int repeat, Func<CheckerProcess> checker, string directory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeat, 1);
        (_checker, _directory) = (checker, directory);
        _trials = [.. Enumerable.Range(1, repeat)
            .SelectMany(seed => assignments.SelectMany(assignment => TrialsOf(assignment, (ulong)seed)))];
    }

    /// <summary>At most so many schedules a check, at least 1.</summary>
    public int Schedules { get; init; } = CheckJob.UsualSchedules;

    /// <summary>How many candidates there are to check.</summary>
    public int Count => _trials.Count;

    /// <summary>How many have been checked.</summary>
    public int Done { get { lock (_lock) return _outcomes.Count; } }

    /// <summary>Checks all. Blocks until that is done.</summary>
    /// <param name="workers">How many at a time, at least 1.</param>
    /// <param name="cancel">Ends it, without a report.</param>
    /// <returns>A report for each exercise, in their order.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="IOException">A checker cannot be started, or the disk cannot be written.</exception>
    public IReadOnlyList<ExerciseReport> Run(int workers, CancellationToken cancel = default)
    {
        Exception? trouble = null;
        void TryWork()
        {
            try { Work(cancel); }
            catch (Exception e) { Interlocked.CompareExchange(ref trouble, e, null); } // the first one is told
        }
        var threads = Enumerable.Range(1, workers)
            .Select(number => new Thread(TryWork) { Name = $"author check {number}" }).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        if (trouble is not null) ExceptionDispatchInfo.Throw(trouble);
        return [.. _outcomes.GroupBy(outcome => outcome.Trial.Assignment.Number).OrderBy(group => group.Key).Select(group => ReportOf([.. group]))];
    }

    private void Work(CancellationToken cancel)
    {
        using var checker = _checker();
        while (Take() is { } trial)
        {
            var report = checker.Run(new CheckJob
            {
                Assignment = trial.Assignment,
                Candidate = trial.File,
                Directory = Path.Combine(_directory, $"{trial.Assignment.Number}"),
                Seed = trial.Seed,
                Schedules = Schedules,
                WantsPages = false,
            }, cancel: cancel);
            lock (_lock) _outcomes.Add((trial, trial.Misgraded(report), report));
        }
    }

    private Trial? Take()
    {
        lock (_lock) return _next < _trials.Count ? _trials[_next++] : null; // I1
    }

    private static IEnumerable<Trial> TrialsOf(Assignment assignment, ulong seed) =>
    [
        new Trial(assignment, Role.Solution, assignment.Solution, seed),
        new Trial(assignment, Role.Starter, assignment.Starter, seed),
        .. assignment.Variants.Select(file => new Trial(assignment, Role.Variant, file, seed)),
        .. assignment.Mutants.Select(file => new Trial(assignment, Role.Mutant, file, seed)),
    ];

    private static ExerciseReport ReportOf(IReadOnlyList<(Trial Trial, string? Wrong, CheckReport Report)> outcomes)
    {
        var assignment = outcomes[0].Trial.Assignment;
        bool AllRight(Role role) => outcomes.All(outcome => outcome.Trial.Role != role || outcome.Wrong is null);
        int RightFiles(Role role) => outcomes.Where(outcome => outcome.Trial.Role == role)
            .GroupBy(outcome => outcome.Trial.File.Name).Count(file => file.All(outcome => outcome.Wrong is null));
        return new ExerciseReport
        {
            Assignment = assignment,
            Solution = AllRight(Role.Solution),
            StarterFails = AllRight(Role.Starter),
            VariantsPassed = RightFiles(Role.Variant),
            MutantsCaught = RightFiles(Role.Mutant),
            Misgraded = [.. outcomes.Where(outcome => outcome.Wrong is not null).GroupBy(outcome => outcome.Wrong!)
                .Select(same => same.Count() == 1 ? same.Key : $"{same.Key} ({same.Count()} times)")],
            Faults = [.. FaultsOf(assignment, outcomes.First(outcome => outcome.Trial.Role == Role.Solution).Report)],
            Seconds = outcomes.Sum(outcome => outcome.Report.Seconds),
            SolutionSeconds = outcomes.Where(outcome => outcome.Trial.Role == Role.Solution).Average(outcome => outcome.Report.Seconds),
        };
    }

    private static IEnumerable<string> FaultsOf(Assignment assignment, CheckReport solution)
    {
        if (assignment.Mutants.Count < LeastMutants) yield return $"{assignment.Mutants.Count} mutants; there must be at least {LeastMutants}";
        if (assignment.Variants.Count < LeastVariants) yield return $"{assignment.Variants.Count} variants; there must be at least {LeastVariants}";
        foreach (var variant in assignment.Variants.Where(variant => Expectation.PassesBecause(variant) is null))
            yield return $"Variants/{variant.Name} does not begin with // passes: and what is different";
        if (assignment.After.Length == 0) yield return "after.md is missing: what the reference does differently, and why";
        if (solution.Errors.Count > 0) yield break;
        if (solution.MaxPoints != assignment.Points)
            yield return $"the checks are worth {solution.MaxPoints} points, the exercise {assignment.Points}";
        foreach (var same in solution.Checks.GroupBy(check => check.Name).Where(same => same.Count() > 1))
            yield return $"{same.Count()} checks are called \"{same.Key}\"";
        foreach (var check in solution.Checks)
        {
            if (check.MaxPoints < 1) yield return $"\"{check.Name}\" is worth nothing";
            if (check.Explains.Length == 0) yield return $"\"{check.Name}\" does not explain itself";
            if (!assignment.Statement.Contains($"| {check.Name} | {check.MaxPoints} |", StringComparison.Ordinal))
                yield return $"the statement's table lacks \"| {check.Name} | {check.MaxPoints} |\"";
        }
        if (assignment.Hints.Length == 0) yield return "hints.md is missing";
    }
}
