// What each waits for before it acts:
//
//      A   nothing; then, between its look and its swap, until B is done
//      B   A has looked

using Workbook.Concurrency.Signals;
using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.LockFreeStacks;

/// <summary>A pop that is overtaken by two pops and a push, which bring its node back.</summary>
public static class ReusedNode
{
    /// <summary>Plays it, shows each step, and says what came out.</summary>
    public static void Play(Stage stage, bool hasTags)
    {
        var stack = new PooledStack(nodes: 3, hasTags);
        OneShotLatch aHasLooked = new(), bIsDone = new();
        var rows = new List<IReadOnlyList<string>>(); // one thread writes at a time: the latches order them
        var popped = new List<char>();

        void Row(string a, string b) => rows.Add([$"{rows.Count + 1}", a, b, stack.Contents, stack.Pool]);
        void Popped(char? item) => popped.Add(item ?? throw new InvalidOperationException("The stack was empty."));

        foreach (var item in "abc") stack.Push(item);
        var hasPaused = false;
        stack.BetweenLookAndSwap = () =>
        {
            if (hasPaused || Thread.CurrentThread.Name != "A") return;
            hasPaused = true;
            Row("pops: looks at the top", "");
            aHasLooked.Open();
            bIsDone.Wait(stage.Cancel);
        };

        var group = new ThreadGroup();
        group.Start("A", () =>
        {
            var item = stack.TryPop();
            Popped(item);
            Row($"swaps, has {item}", "");
        });
        group.Start("B", () =>
        {
            aHasLooked.Wait(stage.Cancel);
            for (var i = 0; i < 2; i++)
            {
                var item = stack.TryPop();
                Popped(item);
                Row("", $"pops {item}");
            }
            stack.Push('d');
            Row("", "pushes d");
            bIsDone.Open();
        });
        group.Join();
        while (popped.Count < 10 && stack.TryPop() is { } item) popped.Add(item);

        stage.Table(
            hasTags ? "with a tag that every swap changes" : "nodes used again, without tags",
            ["step", "A", "B", "stack, top first", "pool"], rows);
        stage.WriteLine(Verdict(popped));
    }

    private static string Verdict(List<char> popped)
    {
        var twice = "abcd".Where(item => popped.Count(p => p == item) > 1).ToList();
        var lost = "abcd".Except(popped).ToList();
        var text = $"pushed: a b c d; popped until it was empty: {string.Join(' ', popped)}";
        if (twice.Count > 0) text += $"; TWICE: {string.Join(' ', twice)}";
        if (lost.Count > 0) text += $"; LOST: {string.Join(' ', lost)}";
        return twice.Count + lost.Count > 0 ? text : $"{text}; each once";
    }
}
