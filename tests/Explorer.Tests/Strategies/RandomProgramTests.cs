using System.Diagnostics;
using System.Globalization;
using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Strategies;

/// <summary>Partial-order reduction and remembered beginnings against plain search, on programs made by chance. Others than these
/// by hand: <c>RANDOM_SEED=100 RANDOM_MINUTES=10 dotnet test tests/Explorer.Tests --filter RandomProgramTests</c>.</summary>
public class RandomProgramTests
{
    private static readonly int _first = Given("RANDOM_SEED", 1), _minutes = Given("RANDOM_MINUTES", 0);

    [Fact]
    public void All_behaviours_and_final_states_of_two_threads_are_seen_once() =>
        ForEach(seed => RandomPrograms.Make(seed, 60, threads: 2, operations: 2, mayFail: false), test => Everything(test, plain: true));

    [Fact]
    public void All_behaviours_and_final_states_of_three_threads_are_seen_once() =>
        ForEach(seed => RandomPrograms.Make(seed, 30, threads: 3, operations: 2, mayFail: false), test => Everything(test, plain: false));

    [Fact]
    public void A_failure_is_found_where_there_is_one() =>
        ForEach(seed => RandomPrograms.Make(seed + 1_000_000, 40, threads: 3, operations: 3, mayFail: true), test => Everything(test, plain: false));

    [Fact]
    public void All_behaviours_and_final_states_of_two_tasks_are_seen_once() =>
        ForEach(seed => RandomAsyncPrograms.Make(seed, 60, operations: 2, mayFail: false), test => Everything(test, plain: false));

    [Fact]
    public void A_failure_of_tasks_is_found_where_there_is_one() =>
        ForEach(seed => RandomAsyncPrograms.Make(seed + 1_000_000, 40, operations: 2, mayFail: true),
            test => Everything(test, plain: false));

    [Fact]
    public void No_behaviour_within_a_bound_is_lost_by_leaving_out_what_was_seen() =>
        ForEach(seed => RandomPrograms.Make(seed + 2_000_000, 40, threads: 2, operations: 3, mayFail: true), UpToTwo);

    // What is wrong; null: they are too many to be compared.
    private static string? Everything(Action test, bool plain)
    {
        var reduced = Seen.By(test, () => new SourceDpor(), limit: 20_000);
        var all = Seen.By(test, () => new BoundedSearch(BoundedSearch.Everything, skipsSeen: !plain), limit: plain ? 1_000 : 4_000);
        if (!all.IsComplete || !reduced.IsComplete) return null;
        if (all.Failures.Count + reduced.Failures.Count > 0) // what comes after a failure is not looked for
            return all.Failures.Count > 0 == reduced.Failures.Count > 0 ? "" : Difference("failures", all.Failures, reduced.Failures);
        if (!all.States.SetEquals(reduced.States)) return Difference("states", all.States, reduced.States);
        if (!all.Behaviours.SetEquals(reduced.Behaviours)) return Difference("behaviours", all.Behaviours, reduced.Behaviours);
        return reduced.Executions - reduced.Redundant == reduced.Behaviours.Count ? "" : "a behaviour was run twice";
    }

    private static string? UpToTwo(Action test)
    {
        for (var bound = 0; bound <= 2; bound++)
        {
            var most = bound;
            var fewer = Seen.By(test, () => new BoundedSearch(most), limit: 1_000);
            var all = Seen.By(test, () => new BoundedSearch(most, skipsSeen: false), limit: 1_000);
            if (!all.IsComplete || !fewer.IsComplete) return bound > 0 ? "" : null;
            if (!all.Failures.SetEquals(fewer.Failures)) return $"{bound}: {Difference("failures", all.Failures, fewer.Failures)}";
            if (!all.States.SetEquals(fewer.States)) return $"{bound}: {Difference("states", all.States, fewer.States)}";
            if (!all.Behaviours.SetEquals(fewer.Behaviours)) return $"{bound}: {Difference("behaviours", all.Behaviours, fewer.Behaviours)}";
            if (fewer.Executions > all.Executions) return $"{bound}: more executions";
        }
        return "";
    }

    private static string Difference<T>(string what, SortedSet<T> all, SortedSet<T> reduced) =>
        $"{what}: {all.Count} and {reduced.Count}; only by plain search: {string.Join("; ", all.Except(reduced).Take(5))}; "
        + $"only by the other: {string.Join("; ", reduced.Except(all).Take(5))}";

    private static void ForEach(Func<ulong, SmallProgram[]> make, Func<Action, string?> check)
    {
        var start = Stopwatch.GetTimestamp();
        var wrong = new List<string>();
        var (programs, tooLarge) = (0, 0);
        for (var seed = _first; seed == _first || Stopwatch.GetElapsedTime(start).TotalMinutes < _minutes; seed++)
        {
            foreach (var (program, test) in SmallProgram.Compile(make((ulong)seed)))
            {
                programs++;
                var outcome = check(test);
                if (outcome is null) tooLarge++;
                else if (outcome != "") wrong.Add($"{program}: {outcome}");
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {programs}:\n{string.Join('\n', wrong.Take(20))}");
        Assert.True(tooLarge <= programs / 2, $"{tooLarge} of {programs} are too large");
    }

    private static int Given(string name, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(name) ?? $"{otherwise}", CultureInfo.InvariantCulture);
}
