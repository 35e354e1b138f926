using Workbook.Concurrency.Threads;
using Workbook.Ipc.Messages;
using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Messages;

/// <summary>Queues between this process and its children.</summary>
public sealed class MessageQueueProcessTests
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(60); // a new process may take long on a busy machine

    private static void PutNumbers(MessageQueue<int> queue, int from, int count)
    {
        for (var number = from; number < from + count; number++) queue.Put(number);
    }

    private static void PutLarge(MessageQueue<byte[]> queue, int length)
    {
        var item = new byte[length];
        new Random(length).NextBytes(item);
        queue.Put(item);
    }

    private static int[] TakeAll(MessageQueue<int> queue) => [.. queue.TakeAll()];

    private static void WorkOff(MessageQueue<int> queue)
    {
        foreach (var _ in queue.TakeAll()) queue.TaskDone();
    }

    private static string PutUntilClosed(MessageQueue<int> queue)
    {
        try
        {
            while (true) queue.Put(1);
        }
        catch (InvalidOperationException e) { return e.Message; }
    }

    private static void Answer(string name)
    {
        using var questions = MessageQueue<string>.Open($"{name}-questions");
        using var answers = MessageQueue<string>.Open($"{name}-answers");
        foreach (var question in questions.TakeAll()) answers.Put($"{question} of {ChildProcess.Current!.Name}");
        answers.Close();
    }

    [Fact]
    public void Two_producers_and_two_consumers_lose_nothing_and_keep_the_order_of_each_producer()
    {
        const int each = 30_000;
        using var queue = MessageQueue<int>.CreateAnonymous(32);
        using var first = ChildProcess.Start(PutNumbers, queue, 0, each);
        using var second = ChildProcess.Start(PutNumbers, queue, each, each);
        using var consumer = ChildProcess.Start(TakeAll, queue);
        int[] mine = [];
        var me = WorkerThread.Start("consumer", () => mine = TakeAll(queue), background: true);

        Assert.True(first.Join(_bound) && second.Join(_bound));
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        queue.Close();
        Assert.True(me.Join(_bound));
        var theirs = consumer.Result();

        Assert.Equal(Enumerable.Range(0, 2 * each), mine.Concat(theirs).Order());
        foreach (var taken in new[] { mine, theirs })
        {
            Assert.Equal(taken.Where(number => number < each).Order(), taken.Where(number => number < each));
            Assert.Equal(taken.Where(number => number >= each).Order(), taken.Where(number => number >= each));
        }
        Assert.True(queue.IsEmpty);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void What_a_process_has_put_stays_when_it_ends()
    {
        using var queue = MessageQueue<int>.CreateAnonymous(1_000);
        using (var child = ChildProcess.Start(PutNumbers, queue, 1, 1_000))
            Assert.True(child.Join(_bound)); // before anything is taken
        Assert.True(queue.IsFull);
        Assert.Equal(1_000, queue.Count);
        queue.Close();
        Assert.Equal(Enumerable.Range(1, 1_000), queue.TakeAll());
    }

    // Through a pipe this would be a deadlock: nobody reads, so the child cannot finish writing.
    [Fact]
    public void A_process_that_has_put_a_large_item_ends_before_it_is_taken()
    {
        const int length = 500_000;
        using var queue = MessageQueue<byte[]>.CreateAnonymous(1);
        using (var child = ChildProcess.Start(PutLarge, queue, length)) Assert.True(child.Join(_bound));
        Assert.True(queue.TryTake(out var item));
        var expected = new byte[length];
        new Random(length).NextBytes(expected);
        Assert.Equal(expected, item);
    }

    [Fact]
    public void Close_tells_a_producer_in_another_process()
    {
        using var queue = MessageQueue<int>.CreateAnonymous(2);
        using var child = ChildProcess.Start(PutUntilClosed, queue);
        Assert.True(SpinWait.SpinUntil(() => queue.Bytes.Puts.Sleepers.Any, _bound));
        queue.Close();
        Assert.Contains("closed", child.Result());
        Assert.Equal([1, 1], queue.TakeAll());
    }

    [Fact]
    public void Tasks_that_another_process_works_off_can_be_waited_for()
    {
        using var queue = MessageQueue<int>.CreateAnonymous(8);
        using var child = ChildProcess.Start(WorkOff, queue);
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 20; i++) Assert.True(queue.TryPut(i, _bound));
            Assert.True(queue.JoinTasks(_bound));
            Assert.Equal((0, 0), (queue.UnfinishedTasks, queue.Count));
        }
        queue.Close();
        Assert.True(child.Join(_bound));
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public void Two_processes_that_know_only_names_find_each_other()
    {
        var name = $"test-{Guid.NewGuid():N}";
        using var questions = MessageQueue<string>.Create($"{name}-questions", 2);
        using var answers = MessageQueue<string>.Create($"{name}-answers", 2);
        using var child = ChildProcess.Start(Answer, name, new ChildOptions { Name = "ann" });
        for (var i = 0; i < 10; i++)
        {
            questions.Put($"question {i}");
            Assert.True(answers.TryTake(out var answer, _bound));
            Assert.Equal($"question {i} of ann", answer);
        }
        questions.Close();
        Assert.False(answers.TryTake(out _, _bound));
        Assert.True(answers.IsClosed);
        Assert.True(child.Join(_bound));
    }
}
