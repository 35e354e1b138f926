using Workbook.Concurrency.Queues;

namespace Workbook.Concurrency.Tests.Queues;

public sealed class TreiberStackTests : LockFreeContract
{
    private protected override bool IsStack => true;

    private protected override bool IsBounded => false;

    private protected override LockFreeObject Create(int capacity)
    {
        var stack = new TreiberStack<int>();
        return new(int.MaxValue, item => { stack.Push(item); return true; }, () => stack.TryPop(out var item) ? item : null);
    }

    [Fact]
    public void It_is_empty_before_the_first_push_and_after_the_last_pop()
    {
        var stack = new TreiberStack<string>();
        Assert.True(stack.IsEmpty);
        stack.Push("a");
        Assert.False(stack.IsEmpty);
        Assert.True(stack.TryPop(out var item));
        Assert.Equal("a", item);
        Assert.True(stack.IsEmpty);
        Assert.False(stack.TryPop(out item));
        Assert.Null(item);
    }

    [Fact]
    public void What_was_popped_is_left_to_the_collector() => Collected.AfterTaking(
        new TreiberStack<object>(), static (stack, item) => stack.Push(item), static stack => stack.TryPop(out _));

    [Fact]
    public void A_debugger_shows_the_top()
    {
        var stack = new TreiberStack<int>();
        Assert.Equal("empty", DebuggerText.Of(stack));
        stack.Push(7);
        Assert.Equal("top = 7", DebuggerText.Of(stack));
    }
}
