using Workbook.Examples.Exercises;

namespace Workbook.Examples.Queues.LockFreeStacks;

/// <summary>What holds of a stack without a lock.</summary>
public static class Scenarios
{
    [Scenario("two pushes at the same time: both items come out")]
    public static void TwoPushes()
    {
        var stack = new LockFreeStack<int>();
        Together.Run(("a", () => stack.Push(1)), ("b", () => stack.Push(2)));
        Require.That(stack.TryPop(out var first) && stack.TryPop(out var second) && first + second == 3);
        Require.That(stack.IsEmpty);
    }

    [Scenario("two pops never get the same item")]
    public static void TwoPops()
    {
        var stack = new LockFreeStack<int>();
        stack.Push(1);
        stack.Push(2);
        var (first, second) = (0, 0);
        Together.Run(("a", () => stack.TryPop(out first)), ("b", () => stack.TryPop(out second)));
        Require.That(first + second == 3);
    }
}
