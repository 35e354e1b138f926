namespace Workbook.Explorer.Tests.Sct;

/// <summary>Work is pushed and popped at one end, and stolen at the other; only for the last item a lock is needed. The bad thief looks
/// before it claims, so that the owner may have the same item (after the work-stealing queue of CHESS).</summary>
internal static class StolenWork
{
    private const int Items = 4;

    public static void Bad() => Run(claimsFirst: false);

    public static void Good() => Run(claimsFirst: true);

    private static void Run(bool claimsFirst)
    {
        var queue = new Deque(claimsFirst);
        var done = new int[Items];
        var thief = new Thread(() =>
        {
            for (var i = 0; i < 2; i++)
            {
                if (queue.Steal() is { } item) Interlocked.Increment(ref done[item]);
            }
        });
        thief.Start();
        for (var i = 0; i < Items; i += 2)
        {
            queue.Push(i);
            queue.Push(i + 1);
            if (queue.Pop() is { } item) Interlocked.Increment(ref done[item]);
        }
        for (var i = 0; i < Items / 2; i++)
        {
            if (queue.Pop() is { } item) Interlocked.Increment(ref done[item]);
        }
        thief.Join();
        Assert.All(done, times => Assert.Equal(1, times));
    }

    // head <= the next to steal; tail: where the next is pushed. Who pops takes tail down first, and then looks at head; the thief takes
    // head up first, and then looks at tail. So both can never think that they have the last item.
    private sealed class Deque(bool claimsFirst)
    {
        private readonly object _mutex = new();
        private readonly int[] _items = new int[Items];
        private int _head, _tail;

        public void Push(int item)
        {
            Volatile.Write(ref _items[_tail], item);
            Volatile.Write(ref _tail, _tail + 1);
        }

        public int? Pop()
        {
            var tail = Volatile.Read(ref _tail) - 1;
            Volatile.Write(ref _tail, tail);
            if (Volatile.Read(ref _head) <= tail) return Volatile.Read(ref _items[tail]);
            Volatile.Write(ref _tail, tail + 1);
            lock (_mutex)
            {
                if (Volatile.Read(ref _head) > tail) return null;
                Volatile.Write(ref _tail, tail);
                return Volatile.Read(ref _items[tail]);
            }
        }

        public int? Steal()
        {
            lock (_mutex)
            {
                var head = Volatile.Read(ref _head);
                if (claimsFirst) Volatile.Write(ref _head, head + 1);
                if (head < Volatile.Read(ref _tail))
                {
                    if (!claimsFirst) Volatile.Write(ref _head, head + 1);
                    return Volatile.Read(ref _items[head]);
                }
                if (claimsFirst) Volatile.Write(ref _head, head);
                return null;
            }
        }
    }
}
