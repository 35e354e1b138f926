namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Locks
{
    public static string Arguments()
    {
        Lock g = new();
        return Seen.All(Seen.Of(() => g.TryEnter(-2)), Seen.Of(() => g.TryEnter(TimeSpan.FromMilliseconds(-2))),
            Seen.Of(() => g.TryEnter(TimeSpan.FromDays(100))));
    }

    public static string Not_held()
    {
        Lock g = new();
        return Seen.All(Seen.Of(g.Exit), g.IsHeldByCurrentThread);
    }

    public static string Held_by_another()
    {
        Lock g = new();
        g.Enter();
        return Seen.All(Seen.OnAnother(() => g.TryEnter()), Seen.OnAnother(() => g.TryEnter(1)), Seen.OnAnother(g.Exit),
            Seen.OnAnother(() => g.IsHeldByCurrentThread), g.IsHeldByCurrentThread);
    }

    public static string Recursion()
    {
        Lock g = new();
        g.Enter();
        var again = Seen.All(g.TryEnter(), g.TryEnter(1), g.TryEnter(TimeSpan.Zero));
        for (var i = 0; i < 3; i++) g.Exit();
        var other = Seen.OnAnother(() => g.TryEnter());
        g.Exit();
        return Seen.All(again, other, g.IsHeldByCurrentThread, Seen.Of(g.Exit));
    }

    public static string A_scope()
    {
        Lock g = new();
        string inside;
        using (g.EnterScope())
        {
            inside = $"{g.IsHeldByCurrentThread}";
            lock (g) inside += Seen.OnAnother(() => g.TryEnter());
        }
        var scope = g.EnterScope();
        scope.Dispose();
        scope.Dispose(); // nothing
        default(Lock.Scope).Dispose();
        return Seen.All(inside, g.IsHeldByCurrentThread);
    }

    public static string Exclusion()
    {
        Lock g = new();
        var n = 0;
        void Add()
        {
            lock (g) n++;
        }
        Thread a = new(Add), b = new(Add);
        a.Start();
        b.Start();
        a.Join();
        b.Join();
        return $"{n}";
    }
}
