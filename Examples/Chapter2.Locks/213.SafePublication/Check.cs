// Compiled together with the learner's file. Each check is a small scenario that must hold under every interleaving. If a thread
// reads what another one wrote and nothing orders the two, it has failed as well: the race is found even if the value is right.

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Locks.SafePublication;

[NeverPolls("who has to wait for a factory sleeps neither nor spins", Points = 1,
    Explains = "A caller waits by sleeping for a while or by looking again and again; it should be woken when the factory ends.")]
[Without("is built without Lazy", "System.Lazy", "System.Threading.LazyInitializer", Points = 1,
    Explains = "Lazy and LazyInitializer are what is to be built here; a lock and a volatile field are enough.")]
public static class Check
{
    [Check("one factory runs, and all get its value", Points = 1,
        Explains = "A factory ran while another did, or after one had succeeded: what was seen outside the lock is old inside.")]
    public static void One_factory()
    {
        var cell = new OnceCell<Page>();
        List<string> made = [];
        Page? first = null, second = null;
        Page Make(string name)
        {
            made.Add(name); // one factory runs at a time, or this is a race
            return new Page(name);
        }
        Together.Run(
            ("a", () => first = cell.GetOrCreate(() => Make("a"))),
            ("b", () => second = cell.GetOrCreate(() => Make("b"))));
        Must.Hold(made.Count == 1, $"there should be one page, and pages were made by {string.Join(" and by ", made)}");
        foreach (var page in (Page?[])[second, cell.GetOrCreate(() => Make("a later call"))])
            Must.Hold(page is not null && ReferenceEquals(first, page), $"a got {first}, and b, or a later call, {page}");
    }

    [Check("all who wait for a factory go on", Points = 1,
        Explains = "Two waited while a factory ran, and one of them was not woken when it had ended.")]
    public static void All_go_on()
    {
        var cell = new OnceCell<Page>();
        Thread b = new(Asks) { Name = "b" }, c = new(Asks) { Name = "c" };
        void Asks() => cell.GetOrCreate(() => new Page("nobody"));
        cell.GetOrCreate(() =>
        {
            b.Start();
            AllOthersRest(); // b waits for the factory
            c.Start();
            return new Page("main");
        });
        b.Join();
        c.Join();
    }

    [Check("who finds the value finds it complete", Points = 1,
        Explains = "Nothing orders the reading of the value, or of IsCreated, after the making; or the value is out too early.")]
    public static void Complete()
    {
        var cell = new OnceCell<Page>();
        var index = 0; // a factory may fill more than the object that it returns
        Page Make()
        {
            index = 42;
            return new Page("writer");
        }
        void Reads()
        {
            if (!cell.IsCreated) return;
            var page = cell.GetOrCreate(() => throw new CheckFailedException("IsCreated was true, and a factory was called"));
            Must.Hold(page is not null, "IsCreated was true, and then GetOrCreate returned null");
            Must.Equal("writer", page!.Author, "the author of the page");
            Must.Equal(42, index, "what the factory wrote beside the page");
            Must.Hold(cell.IsCreated, "IsCreated was true, and then false");
        }
        Must.Hold(!cell.IsCreated, "IsCreated is true of a cell that nobody has asked yet");
        Together.Run(("writer", () => cell.GetOrCreate(Make)), ("reader", Reads));
        Must.Hold(cell.IsCreated, "the value was made, and IsCreated is false");
    }

    [Check("when a factory throws, the next caller tries", Points = 1,
        Explains = "Its caller gets the exception, and the cell stays empty: who waited, or comes later, can make the value.")]
    public static void Factory_throws()
    {
        var cell = new OnceCell<Page>();
        var page = new Page("b");
        Page? second = null;
        static Page Fail() => throw new FormatException("the page cannot be read");
        void FailsOrFinds()
        {
            Page? found;
            try { found = cell.GetOrCreate(Fail); }
            catch (FormatException) { return; } // a came first, and got its own failure back
            Must.Hold(ReferenceEquals(page, found), $"a's own factory throws, and a got {found}, which b did not make");
        }
        Must.Throw<FormatException>(() => cell.GetOrCreate(Fail), "a factory that throws FormatException");
        Must.Hold(!cell.IsCreated, "a factory threw, and IsCreated is true");
        Together.Run(("a", FailsOrFinds), ("b", () => second = cell.GetOrCreate(() => page)));
        Must.Hold(ReferenceEquals(page, second), "b's factory made a page, and b did not get it");
        Must.Hold(cell.IsCreated, "b's factory made a page, and IsCreated is false");
    }

    [Check("null is refused, and so is asking one's own cell", Points = 1,
        Explains = "Null is an InvalidOperationException, a factory that asks its own cell a LockRecursionException.")]
    public static void Misuse()
    {
        var cell = new OnceCell<Page>();
        Must.Throw<InvalidOperationException>(() => cell.GetOrCreate(() => null!), "a factory that returns null");
        Must.Hold(!cell.IsCreated, "a factory returned null, and IsCreated is true");
        Must.Throw<LockRecursionException>(() => cell.GetOrCreate(() => cell.GetOrCreate(() => new Page("inner"))),
            "a factory that asks its own cell");
        Must.Hold(!cell.IsCreated, "a factory asked its own cell, and IsCreated is true");
        Must.Equal("later", cell.GetOrCreate(() => new Page("later")).Author, "the author of the page, after two refusals,");
    }

    // Not too much: the factory of one cell ends only when another thread is through with two other cells.
    [Check("a factory holds up nobody who asks another cell", Points = 1,
        Explains = "All cells share a lock, or a mark: while a factory runs, callers of another cell wait or are refused.")]
    public static void Cells_are_independent()
    {
        OnceCell<Page> slow = new(), full = new(), empty = new(), inner = new();
        var page = full.GetOrCreate(() => new Page("main"));
        using var otherIsThrough = new ManualResetEventSlim();
        Page MakeSlowly()
        {
            otherIsThrough.Wait();
            return new Page("slow");
        }
        void AsksTheOthers()
        {
            var found = full.GetOrCreate(() => new Page("other"));
            Must.Hold(ReferenceEquals(page, found), $"a cell that had the page of main gave {found}");
            empty.GetOrCreate(() => inner.GetOrCreate(() => new Page("other"))); // a factory may ask another cell
            otherIsThrough.Set();
        }
        Together.Run(("slow", () => slow.GetOrCreate(MakeSlowly)), ("other", AsksTheOthers));
    }

    // A time-out of a second is up only when nobody else can move: time is virtual while this is explored.
    private static void AllOthersRest()
    {
        using var never = new ManualResetEventSlim();
        never.Wait(TimeSpan.FromSeconds(1));
    }

    private sealed record Page(string Author)
    {
        public override string ToString() => $"the page of {Author}";
    }
}
