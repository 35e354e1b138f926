using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.EventDriven;

/// <summary>What holds of an event loop that two threads post to.</summary>
public static class Scenarios
{
    [Scenario("what was accepted is dispatched, in order, by one thread")]
    public static void Dispatched()
    {
        var (module, seen, accepted) = (new EventModule(), new List<string>(), 0);
        module.Define("key");
        module.Register("key", seen.Add); // no lock: only the loop calls it
        Together.Run(
            ("loop", () => module.Run()),
            ("keyboard", () =>
            {
                foreach (var key in new[] { "a", "b" }) accepted += module.Post("key", key) ? 1 : 0;
            }
        ),
            ("stops", module.Stop));
        Require.That(seen.SequenceEqual(new[] { "a", "b" }.Take(accepted)));
    }

    [Scenario("a timer wakes the loop that sleeps")]
    public static void Timed()
    {
        var (module, ticks) = (new EventModule(), 0);
        module.Define("tick");
        module.Register("tick", _ => { ticks++; module.Stop(); });
        Together.Run(("loop", () => module.Run()), ("sets", () => module.After(TimeSpan.FromMilliseconds(5), "tick", "")));
        Require.That(ticks == 1);
    }

    [Scenario("who looks at one place instead misses a click", Fails = true)]
    public static void Polled()
    {
        var (clicked, isOver, seen) = (false, false, 0);
        Together.Run(
            ("device", () =>
            {
                Volatile.Write(ref clicked, true);
                Volatile.Write(ref clicked, true); // [overwrites] the first may not have been seen
                Volatile.Write(ref isOver, true);
            }
        ),
            ("polls", () =>
            {
                for (var last = false; ; last = Volatile.Read(ref isOver))
                {
                    if (Interlocked.Exchange(ref clicked, false)) seen++;
                    if (last) return;
                    Thread.Yield();
                }
            }
        ));
        Require.That(seen == 2);
    }
}
