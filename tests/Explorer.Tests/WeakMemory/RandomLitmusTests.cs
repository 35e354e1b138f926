using Workbook.Explorer.Strategies;
using Workbook.Explorer.Tests.Strategies;

namespace Workbook.Explorer.Tests.WeakMemory;

/// <summary>Litmus tests that nobody thought of, and small programs with locks and events in them.</summary>
[Collection("store buffers")]
public class RandomLitmusTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_outcomes_of_the_machine_with_store_buffers_are_seen_and_no_other(ulong seed)
    {
        var dice = new Dice(seed);
        var tests = Enumerable.Range(0, 40).Select(number => Make(ref dice, number)).Where(test => test.Registers.Length > 0 && test.Variables.Length > 0)
            .ToList();
        var compiled = Litmus.Compile(tests);
        for (var i = 0; i < tests.Count; i++)
        {
            var name = string.Join(" || ", tests[i].Threads);
            Assert.Equal((name, string.Join("; ", TsoMachine.Outcomes(tests[i], MemoryModel.Tso))),
                (name, string.Join("; ", Litmus.Outcomes(compiled[i], MemoryModel.Tso))));
        }
    }

    // Reduced and plain search, with everything that a thread can wait for.
    [Fact]
    public void Partial_order_reduction_sees_what_plain_search_sees()
    {
        var compared = 0;
        foreach (var (program, test) in SmallProgram.Compile(RandomPrograms.Make(5, 60, threads: 2, operations: 3, mayFail: false)))
        {
            var reduced = Seen.By(test, () => new SourceDpor(), limit: 5_000, memory: MemoryModel.Tso);
            var all = Seen.By(test, () => new BoundedSearch(BoundedSearch.Everything), limit: 5_000, memory: MemoryModel.Tso);
            if (!reduced.IsComplete || !all.IsComplete || all.Failures.Count + reduced.Failures.Count > 0) continue;
            compared++;
            Assert.Equal((program.Name, string.Join("; ", all.States)), (program.Name, string.Join("; ", reduced.States)));
            Assert.True(all.Behaviours.SetEquals(reduced.Behaviours), program.Name);
            var interleaved = Seen.By(test, () => new SourceDpor(), limit: 5_000);
            Assert.True(interleaved.States.IsSubsetOf(reduced.States), program.Name); // a buffer may always be emptied at once
        }
        Assert.InRange(compared, 30, 60);
    }

    private static Litmus Make(ref Dice dice, int number)
    {
        var (threads, register) = (new string[2 + (dice.Next(4) == 0 ? 1 : 0)], 0);
        for (var thread = 0; thread < threads.Length; thread++)
        {
            var steps = new string[1 + dice.Next(threads.Length == 2 ? 4 : 2)];
            for (var i = 0; i < steps.Length; i++)
            {
                var variable = "xyz"[dice.Next(number % 3 == 0 ? 3 : 2)];
                steps[i] = dice.Next(10) switch
                {
                    < 5 => $"{variable}={1 + (10 * thread) + i}",
                    < 9 => $"r{register++}={variable}",
                    _ => dice.Next(2) == 0 ? "fence" : $"r{register++}=xchg {variable} {1 + (10 * thread) + i}",
                };
            }
            threads[thread] = string.Join("; ", steps);
        }
        return new Litmus($"{number}", threads);
    }
}
