using System.Reflection;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Tests.Conformance.Scenarios;

namespace Workbook.Explorer.Tests.Conformance;

/// <summary>What a program sees of a type is the same natively and under the explorer. Each scenario is a method that returns
/// what it saw,
/// and sees the same whatever the interleaving.</summary>
public class ConformanceTests
{
    private static readonly Type[] _classes =
    [
        typeof(Threads), typeof(Monitors), typeof(Locks), typeof(Atomics), typeof(SlimSemaphores), typeof(SlimEvents),
            typeof(Events),
        typeof(Handles), typeof(Semaphores), typeof(Mutexes), typeof(Countdowns), typeof(Barriers), typeof(ReaderWriterLocks),
        typeof(SpinLocks), typeof(SpinWaits), typeof(CancellationSources), typeof(Lazies), typeof(LazyInitializers),
        typeof(ThreadLocals),
        typeof(Clockworks), typeof(Checks),
        typeof(Queues), typeof(Stacks), typeof(Bags), typeof(Dictionaries), typeof(BlockingCollections), typeof(Channels),
        typeof(WaitingChannels), typeof(Immutables),
        typeof(AsyncSemaphores), typeof(Flows), typeof(Timers), typeof(PoolWaits), typeof(Parallels),
        typeof(Tasks), typeof(TaskWaiting), typeof(TaskContinuations), typeof(TaskFactories), typeof(TaskSchedulers),
        typeof(Promises), typeof(AsyncMethods), typeof(ValueTasks), typeof(AsyncSequences),
    ];

    private static readonly Lazy<Assembly> _rewritten = new(() =>
        RewrittenProgram.FromFile(typeof(ConformanceTests).Assembly.Location, null).Assembly);

    public static TheoryData<string, string> Scenarios
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (type, method) in _classes.SelectMany(type => MethodsOf(type).Select(method => (type, method))))
                data.Add(type.Name, method.Name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void It_sees_the_same(string type, string scenario)
    {
        var method = MethodsOf(_classes.First(candidate => candidate.Name == type)).First(candidate =>
            candidate.Name == scenario);
        var native = Natively(method.CreateDelegate<Func<string>>());
        var copy = _rewritten.Value.GetType(method.DeclaringType!.FullName!)!.GetMethod(method.Name)!
            .CreateDelegate<Func<string>>();
        var seen = new HashSet<string>();
        void Run() => seen.Add(copy());
        foreach (var strategy in new[] { StrategyKind.Bounded, StrategyKind.Pct, StrategyKind.Pos })
        {
            using var exploration = new Exploration(Run, new ExploreOptions { Strategy = strategy, Bound = 1, Schedules = 50 });
            var failed = exploration.Search();
            Assert.True(failed is null, $"{failed?.Failure!.Kind}: {failed?.Failure!.Message} {failed?.Failure!.Exception}");
        }
        Assert.True(seen.SetEquals([native]), $"""
            natively:
            {native}
            explored:
            {string.Join("\n", seen)}
            """);
    }

    private static IEnumerable<MethodInfo> MethodsOf(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(method =>
        method.ReturnType == typeof(string));

    // On a thread of its own: what a scenario does to its thread stays there.
    private static string Natively(Func<string> scenario)
    {
        var (result, thrown) = ("", (Exception?)null);
        var thread = new Thread(() =>
        {
            try { result = scenario(); }
            catch (Exception e) { thrown = e; }
        });
        thread.IsBackground = true;
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)), "natively it does not end");
        Assert.Null(thrown);
        return result;
    }
}
