namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class LazyInitializers
{
    private static List<int>? _list;
    private static object? _lock;

    public static string By_reference()
    {
        List<int>? made = null, given = null;
        string? none = null, text = null;
        return Seen.All(LazyInitializer.EnsureInitialized(ref made).Count, made!.Count,
            LazyInitializer.EnsureInitialized(ref given, () => [1]).Count,
            LazyInitializer.EnsureInitialized(ref given, () => [1, 2]).Count,
            Seen.Of(() => LazyInitializer.EnsureInitialized(ref none)),
            Seen.Of(() => LazyInitializer.EnsureInitialized(ref none, () => null!)), none ?? "null",
            Seen.Of(() => LazyInitializer.EnsureInitialized(ref text, null!)));
    }

    public static string With_a_flag()
    {
        var (value, other, flag, otherFlag) = (0, 0, false, false);
        object? held = null, otherHeld = null;
        return Seen.All(LazyInitializer.EnsureInitialized(ref value, ref flag, ref held, () => 5), flag, held is null,
            LazyInitializer.EnsureInitialized(ref value, ref flag, ref held, () => 6),
            LazyInitializer.EnsureInitialized(ref other, ref otherFlag, ref otherHeld), otherFlag,
            Seen.Of(() =>
            {
                var (broken, brokenFlag, brokenLock) = (0, false, (object?)null);
                try
                {
                    return LazyInitializer.EnsureInitialized(ref broken, ref brokenFlag, ref brokenLock,
                        () => throw new InvalidOperationException());
                }
                finally { if (brokenFlag) throw new ArgumentException("set"); }
            }));
    }

    public static string With_a_lock()
    {
        string? value = null, none = null;
        object? held = null, otherHeld = null;
        return Seen.All(LazyInitializer.EnsureInitialized(ref value, ref held, () => "a"),
            LazyInitializer.EnsureInitialized(ref value, ref held, () => "b"), held is null,
            Seen.Of(() => LazyInitializer.EnsureInitialized(ref none, ref otherHeld, () => null!)), none ?? "null");
    }

    public static string Two_threads()
    {
        (_list, _lock) = (null, null);
        var (made, calls) = (new List<int>[2], 0);
        Thread a = new(() => made[0] = LazyInitializer.EnsureInitialized(ref _list, ref _lock, Make)),
            b = new(() => made[1] = LazyInitializer.EnsureInitialized(ref _list, ref _lock, Make));
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        return Seen.All(ReferenceEquals(made[0], made[1]), calls);

        List<int> Make()
        {
            Interlocked.Increment(ref calls);
            return [];
        }
    }
}
