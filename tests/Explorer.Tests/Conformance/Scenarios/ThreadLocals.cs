namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class ThreadLocals
{
    public static string Arguments() =>
        Seen.All(Seen.Of(() => new ThreadLocal<int>(null!)), Seen.Of(() => new ThreadLocal<int>(null!, true)));

    public static string Defaults()
    {
        using var local = new ThreadLocal<int>();
        return Seen.All(local.IsValueCreated, local.Value, local.IsValueCreated, local.Value = 5, local.Value, local,
            Seen.Of(() => local.Values));
    }

    public static string One_value_a_thread()
    {
        var made = 0;
        using var local = new ThreadLocal<int>(() => Interlocked.Increment(ref made), trackAllValues: true);
        return Seen.All(local.Values.Count, local.Value, Seen.OnAnother(() => local.Value),
            Seen.OnAnother(() => local.Value += 10), local.Value,
            string.Join(' ', local.Values), made);
    }

    public static string Recursion()
    {
        ThreadLocal<int> local = null!;
        var depth = 0;
        local = new ThreadLocal<int>(() => ++depth < 2 ? local.Value : depth);
        return Seen.All(Seen.Of(() => local.Value), Seen.Of(() => local.Value));
    }

    public static string Exceptions()
    {
        var made = 0;
        using var local = new ThreadLocal<int>(() => ++made < 2 ? throw new InvalidOperationException() : made);
        return Seen.All(Seen.Of(() => local.Value), local.IsValueCreated, Seen.Of(() => local.Value), local.IsValueCreated);
    }

    public static string Disposed()
    {
        var local = new ThreadLocal<int>(() => 1, trackAllValues: true);
        local.Dispose();
        local.Dispose();
        return Seen.All(Seen.Of(() => local.Value), Seen.Of(() => local.Value = 1), Seen.Of(() => local.IsValueCreated),
            Seen.Of(() => local.Values),
            Seen.Of(() => local.ToString()));
    }
}
