using Workbook.Concurrency.Deadlocks;
using Workbook.Concurrency.Locks;
using Workbook.Concurrency.Threads;

namespace Workbook.Concurrency.Tests.Deadlocks;

public sealed class LockOrderCheckerTests
{
    private readonly LockOrderChecker _recording = new(throws: false);

    private TrackedLock New(string name, int? rank = null, LockOrderChecker? order = null, bool reentrant = false) =>
        new(name) { Order = order ?? _recording, Rank = rank, IsReentrant = reentrant };

    private static void Nest(TrackedLock outer, TrackedLock inner) => Patience.OnAnotherThread(() =>
    {
        using (outer.Hold()) using (inner.Hold()) { }
    });

    [Fact]
    public void Two_orders_of_two_locks_are_reported_with_both_places_of_both_though_nobody_waited()
    {
        TrackedLock a = New("A"), b = New("B");
        CallSite a1 = default, b1 = default, b2 = default, a2 = default;
        WorkerThread.Start("first", () =>
        {
            a.Acquire(); a1 = CallSite.Here();
            b.Acquire(); b1 = CallSite.Here();
            b.Release();
            a.Release();
        }).Ends();
        WorkerThread.Start("second", () =>
        {
            b.Acquire(); b2 = CallSite.Here();
            a.Acquire(); a2 = CallSite.Here();
            a.Release();
            b.Release();
        }).Ends();
        var violation = Assert.Single(_recording.Violations);
        Assert.Equal(new LockOrderEdge(b, b2, a, a2, "second"), violation.Edge);
        Assert.Equal([new LockOrderEdge(a, a1, b, b1, "first")], violation.Against);
        Assert.Equal(
            $"lock order violated\n"
            + $"  now:    A wanted at {a2} while B was held since {b2}, by second\n"
            + $"  before: B wanted at {b1} while A was held since {a1}, by first", $"{violation}");
    }

    [Fact]
    public void A_circle_of_three_in_three_threads_at_different_times_is_reported_with_the_way_that_it_closes()
    {
        TrackedLock a = New("A"), b = New("B"), c = New("C");
        Nest(a, b);
        Nest(b, c);
        Assert.Empty(_recording.Violations);
        Nest(a, c); // along the order
        Assert.Empty(_recording.Violations);
        Assert.Equal(3, _recording.Learned.Count);

        Nest(c, a);
        var violation = Assert.Single(_recording.Violations);
        Assert.Equal((c, a), (violation.Edge.Held, violation.Edge.Wanted));
        Assert.Equal([(a, c)], violation.Against.Select(edge => (edge.Held, edge.Wanted))); // the shortest way
        Assert.Equal(3, _recording.Learned.Count); // and is not learned
    }

    [Fact]
    public void The_way_may_have_several_steps()
    {
        var locks = "ABCD".Select(name => New($"{name}")).ToArray();
        Nest(locks[1], locks[2]);
        Nest(locks[0], locks[1]);
        Nest(locks[2], locks[3]);
        Nest(locks[3], locks[0]);
        Assert.Equal(["A", "B", "C"], Assert.Single(_recording.Violations).Against.Select(edge => edge.Held.Name));
    }

    [Fact]
    public void All_held_locks_count_not_only_the_last()
    {
        TrackedLock a = New("A"), b = New("B"), c = New("C");
        using (a.Hold()) using (b.Hold()) using (c.Hold()) { }
        Assert.Equal([(a, b), (a, c), (b, c)],
            _recording.Learned.Select(edge => (edge.Held, edge.Wanted)));
        using (c.Hold()) using (b.Hold()) using (a.Hold()) { }
        Assert.Equal([(c, b), (c, a), (b, a)], _recording.Violations.Select(found => (found.Edge.Held, found.Edge.Wanted)));
    }

    [Fact]
    public void A_checker_that_records_lets_it_go_on_and_tells_once()
    {
        var told = new List<LockOrderViolation>();
        var checker = new LockOrderChecker(throws: false, told.Add);
        TrackedLock a = New("A", order: checker), b = New("B", order: checker);
        Nest(a, b);
        for (var i = 0; i < 3; i++)
            using (b.Hold())
            using (a.Hold())
                Assert.True(a.IsHeldByCurrentThread);
        Assert.Equal(checker.Violations, told);
        Assert.Single(told);
    }

    [Fact]
    public void A_checker_that_throws_does_so_each_time_and_the_lock_is_not_taken()
    {
        var told = 0;
        var checker = new LockOrderChecker(throws: true, _ => told++);
        TrackedLock a = New("A", order: checker), b = New("B", order: checker);
        Nest(a, b);
        using (b.Hold())
            for (var i = 0; i < 2; i++)
            {
                var thrown = Assert.Throws<LockOrderException>(() => a.Acquire());
                Assert.Same(checker.Violations[0], thrown.Violation);
                Assert.Equal($"{thrown.Violation}", thrown.Message);
                Assert.Throws<LockOrderException>(() => a.Hold().Dispose());
                Assert.Throws<LockOrderException>(() => a.TryAcquire(Timeout.InfiniteTimeSpan));
                Assert.False(a.IsHeldByCurrentThread);
                Assert.True(b.IsHeldByCurrentThread);
            }
        Assert.Equal(1, told);
        using (a.Hold()) using (b.Hold()) { } // the right way still works
    }

    [Fact]
    public void The_callback_may_use_tracked_locks()
    {
        TrackedLock? log = null;
        var told = 0;
        var checker = new LockOrderChecker(throws: false, _ => { using (log!.Hold()) told++; });
        TrackedLock a = New("A", order: checker), b = New("B", order: checker), c = New("C", order: checker);
        log = New("log", order: checker);
        using (a.Hold()) using (b.Hold()) using (c.Hold()) { }
        using (c.Hold()) using (b.Hold()) using (a.Hold()) Assert.True(a.IsHeldByCurrentThread);
        Assert.Equal(3, told);
        Assert.Equal(3, checker.Violations.Count);
    }

    [Fact]
    public void What_the_callback_throws_comes_out_of_the_acquire_and_the_lock_is_not_taken()
    {
        var checker = new LockOrderChecker(throws: false, _ => throw new InvalidTimeZoneException());
        TrackedLock a = New("A", order: checker), b = New("B", order: checker);
        Nest(a, b);
        using (b.Hold())
        {
            Assert.Throws<InvalidTimeZoneException>(() => a.Acquire());
            Assert.False(a.IsHeldByCurrentThread);
            using (a.Hold()) { } // it was told once
        }
        Assert.Single(checker.Violations);
    }

    [Fact]
    public void Ranks_are_checked_without_anything_having_been_learned()
    {
        TrackedLock low = New("low", 1), high = New("high", 2);
        Nest(low, high);
        Assert.Empty(_recording.Violations);
        var fresh = new LockOrderChecker(throws: true);
        (low, high) = (New("low", 1, fresh), New("high", 2, fresh));
        using (high.Hold())
        {
            var violation = Assert.Throws<LockOrderException>(() => low.Acquire()).Violation;
            Assert.Empty(violation.Against);
            Assert.EndsWith("  ranks:  high has 2, low has 1: not higher", $"{violation}");
        }
    }

    [Fact]
    public void Two_locks_of_one_rank_are_not_held_together()
    {
        Nest(New("one", 7), New("other", 7));
        Assert.EndsWith("one has 7, other has 7: not higher", $"{Assert.Single(_recording.Violations)}");
    }

    [Fact]
    public void A_circle_through_locks_with_and_without_a_rank_is_found()
    {
        TrackedLock low = New("low", 1), high = New("high", 2), plain = New("plain");
        Nest(low, high);
        Nest(high, plain);
        Nest(plain, low);
        Assert.Equal([low, high], Assert.Single(_recording.Violations).Against.Select(edge => edge.Held));
    }

    [Fact]
    public void What_cannot_wait_for_ever_is_not_checked_but_counts_as_held()
    {
        var checker = new LockOrderChecker(throws: true);
        TrackedLock a = New("A", order: checker), b = New("B", order: checker), c = New("C", order: checker);
        Nest(a, b);
        using (b.Hold())
        {
            Assert.True(a.TryAcquire());
            c.Acquire();
            c.Release();
            a.Release();
            Assert.True(a.TryAcquire(Patience.Long));
            a.Release();
        }
        Assert.Contains(checker.Learned, edge => edge.Held == a && edge.Wanted == c);
        Assert.Empty(checker.Violations);
    }

    [Fact]
    public void The_holder_of_a_reentrant_lock_may_acquire_it_again_under_others()
    {
        var checker = new LockOrderChecker(throws: true);
        TrackedLock outer = New("outer", 1, checker, reentrant: true), inner = New("inner", 2, checker);
        using (outer.Hold()) using (inner.Hold()) using (outer.Hold()) { }
        Assert.Empty(checker.Violations);
    }

    [Fact]
    public void A_second_acquire_of_a_plain_lock_is_a_recursion_and_no_question_of_order()
    {
        var a = New("A", 1, new LockOrderChecker(throws: true));
        using (a.Hold()) Assert.Throws<LockRecursionException>(() => a.Acquire());
    }

    [Fact]
    public void A_lock_of_another_checker_or_none_is_not_asked_about()
    {
        TrackedLock a = New("A"), foreign = New("foreign", order: new LockOrderChecker(throws: true)), none = new("none");
        Nest(foreign, a);
        Nest(none, a);
        Nest(a, none);
        Nest(a, foreign);
        Assert.Empty(_recording.Learned);
    }

    [Fact]
    public void Through_the_interface_the_place_of_the_second_acquire_is_looked_up()
    {
        TrackedLock a = New("A"), b = New("B");
        using (a.Hold()) using (((ILock)b).Hold()) { }
        Assert.StartsWith($"{nameof(LockOrderCheckerTests)}.cs:", $"{Assert.Single(_recording.Learned).WantedAt}");
    }

    // Threads learn at the same time, in one order: nothing is reported. Then one goes against all of it.
    [Fact]
    public void Threads_that_keep_the_order_learn_it_together()
    {
        var locks = Enumerable.Range(0, 6).Select(k => New($"L{k}")).ToArray();
        var group = new ThreadGroup();
        for (var t = 0; t < 4; t++)
        {
            var random = new Random(t);
            group.Start($"orderly {t}", () =>
            {
                for (var i = 0; i < 500; i++)
                {
                    var mine = locks.Where(_ => random.Next(2) == 0).ToList();
                    mine.ForEach(@lock => @lock.Acquire());
                    mine.ForEach(@lock => @lock.Release());
                }
            }, background: true);
        }
        group.End();
        Assert.Empty(_recording.Violations);
        Assert.Equal(15, _recording.Learned.Count); // each pair once
        Assert.All(_recording.Learned, edge => Assert.True(string.CompareOrdinal(edge.Held.Name, edge.Wanted.Name) < 0));
        foreach (var @lock in locks.Reverse()) @lock.Acquire();
        foreach (var @lock in locks) @lock.Release();
        Assert.Equal(15, _recording.Violations.Count);
    }

    [Fact]
    public void The_debugger_shows_edges_and_violations()
    {
        TrackedLock a = New("A"), b = New("B");
        Nest(a, b);
        Nest(b, a);
        Assert.Equal("Edges = 1, Violations = 1", DebuggerText.Of(_recording));
        Assert.Equal("A: free", DebuggerText.Of(a));
    }
}
