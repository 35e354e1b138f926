using Workbook.Explorer.Strategies;

namespace Workbook.Explorer.Tests.Strategies;

/// <summary>Partial-order reduction against plain search, on programs made by chance.</summary>
public class RandomProgramTests
{
    // By hand: more programs, other seeds.
    private static readonly int _times = int.Parse(Environment.GetEnvironmentVariable("RANDOM_PROGRAMS") ?? "1", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void All_behaviours_and_final_states_of_programs_that_end_are_seen_once()
    {
        for (var seed = 1; seed <= _times; seed++) Check(RandomPrograms.Make((ulong)seed, 60, threads: 2, operations: 2, mayFail: false), plain: true);
        for (var seed = 1; seed <= _times; seed++) Check(RandomPrograms.Make((ulong)seed, 30, threads: 3, operations: 2, mayFail: false), plain: false);
    }

    [Fact]
    public void A_failure_is_found_where_there_is_one()
    {
        for (var seed = 1; seed <= _times; seed++) Check(RandomPrograms.Make((ulong)seed + 1_000, 40, threads: 3, operations: 3, mayFail: true), plain: false);
    }

    private static void Check(SmallProgram[] programs, bool plain)
    {
        var tooLarge = 0;
        foreach (var (program, test) in SmallProgram.Compile(programs))
        {
            var reduced = Seen.By(test, () => new SourceDpor(), limit: 20_000);
            var everything = Seen.By(test, () => new BoundedSearch(BoundedSearch.Everything, skipsSeen: !plain), limit: plain ? 800 * _times : 4_000 * _times);
            if (!everything.IsComplete || !reduced.IsComplete)
            {
                tooLarge++;
                continue;
            }
            Assert.True(everything.Failures.Count > 0 == reduced.Failures.Count > 0, $"{program}: {string.Join(' ', everything.Failures)} / {string.Join(' ', reduced.Failures)}");
            if (everything.Failures.Count > 0) continue; // what comes after a failure is not looked for
            Assert.True(everything.States.SetEquals(reduced.States), $"{program}: {string.Join("; ", everything.States)} / {string.Join("; ", reduced.States)}");
            Assert.True(everything.Behaviours.SetEquals(reduced.Behaviours), $"{program}: {everything.Behaviours.Count} / {reduced.Behaviours.Count}");
            Assert.True(reduced.Executions - reduced.Redundant == reduced.Behaviours.Count, $"{program}: twice");
        }
        Assert.True(tooLarge <= programs.Length / 2, $"{tooLarge} are too large");
    }
}
