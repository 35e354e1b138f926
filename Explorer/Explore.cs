using System.Reflection;
using System.Runtime.CompilerServices;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Strategies;
using Workbook.Explorer.Timelines;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer;

/// <summary>Runs tests under every interleaving of their threads.</summary>
/// <remarks>Blocks until the verdict is there. Any thread may call it; one call at a time is fastest.</remarks>
public static class Explore
{
    /// <summary>Explores a test of the calling assembly: a static method, or a lambda that captures nothing.</summary>
    /// <param name="test">Starts threads, joins them, and throws when something is wrong.</param>
    /// <param name="options">How far to go.</param>
    /// <exception cref="RefusedException">It reaches something that can block or start work and is not controlled.</exception>
    /// <exception cref="ArgumentException">The test captures variables, or its assembly is not a file.</exception>
    public static Verdict Test(Action test, ExploreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        var method = test.Method;
        if (!method.IsStatic && method.DeclaringType!.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0)
            throw new ArgumentException("The test captures variables, and the explorer runs a rewritten copy of the code, where they do not exist. Declare them inside.", nameof(test));
        var path = method.Module.Assembly.Location;
        if (path.Length == 0) throw new ArgumentException("The test's assembly was not loaded from a file.", nameof(test));
        var program = RewrittenProgram.FromFile(path, (method.DeclaringType!.FullName!, method.Name));
        var rewritten = program.Assembly.GetType(method.DeclaringType.FullName!, throwOnError: true)!
            .GetMethod(method.Name, BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes)!;
        var target = rewritten.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(rewritten.DeclaringType!);
        return Run(rewritten.CreateDelegate<Action>(target), program.Sites, options ?? new ExploreOptions());
    }

    internal static Verdict Run(Action test, SourceMap sites, ExploreOptions options)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        using var exploration = new Exploration(test, options);
        var failed = exploration.Search();
        var found = exploration.Schedules;
        Execution? told = null;
        if (failed is not null)
        {
            told = new Shrinker(exploration).Shrink(failed);
            Confirm(exploration, told);
        }
        var races = exploration.Races.Found
            .Select(race => new RaceReport(race.Location, $"{sites[race.FirstSite]}", $"{sites[race.SecondSite]}", MattersHere: told is not null))
            .OrderBy(race => race.ToString(), StringComparer.Ordinal).ToList();
        return new Verdict
        {
            Strength = told is not null ? Strength.Failed
                : exploration.Behaviours is not null ? Strength.Proved
                : exploration.Bound >= options.Bound ? Strength.HeldToBound
                : Strength.Sampled,
            Failure = told?.Failure,
            Schedules = exploration.Schedules,
            Behaviours = exploration.Behaviours,
            Bound = exploration.Bound,
            FirstFailure = told is null ? null : found,
            Preemptions = told?.Steps.Count(step => step.IsPreemption) ?? 0,
            Schedule = told is null ? null : Schedule.Write(told.Steps.Select(step => step.Thread)),
            Timeline = told is null ? null : TextTimeline.Draw(told, sites),
            Races = races,
            Time = System.Diagnostics.Stopwatch.GetElapsedTime(start),
            Seed = options.Seed,
        };
    }

    // Twice, because a program that does something else the third time is not under our control, and must not be judged.
    private static void Confirm(Exploration exploration, Execution failed)
    {
        for (var i = 0; i < 2; i++)
        {
            var replay = new ReplayStrategy([.. failed.Steps.Select(step => step.Thread)]);
            var again = exploration.RunOnce(replay);
            if (replay.Diverged || again.Failure?.Kind != failed.Failure!.Kind)
                throw new InvalidOperationException("The test does not do the same twice under the same schedule: something in it (time, chance, a file, a static that is not set back) is not controlled.");
        }
    }
}
