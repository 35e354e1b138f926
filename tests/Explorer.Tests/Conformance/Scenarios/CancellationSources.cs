namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class CancellationSources
{
    public static string Arguments()
    {
        using var source = new CancellationTokenSource();
        return Seen.All(Seen.Of(() => new CancellationTokenSource(-2)),
            Seen.Of(() => new CancellationTokenSource(TimeSpan.FromDays(60))),
            Seen.Of(() => new CancellationTokenSource(TimeSpan.FromMilliseconds(-2))), Seen.Of(() => source.CancelAfter(-2)),
            Seen.Of(() => source.CancelAfter(TimeSpan.FromMilliseconds(-3))), Seen.Of(() => source.Token.Register(null!)),
            Seen.Of(() => source.Token.Register((Action<object?, CancellationToken>)null!, 1)),
            Seen.Of(() => source.Token.UnsafeRegister((Action<object?>)null!, 1)),
            Seen.Of(() => CancellationTokenSource.CreateLinkedTokenSource(null!)),
            Seen.Of(() => CancellationTokenSource.CreateLinkedTokenSource(Array.Empty<CancellationToken>())),
            Seen.Of(() => CancellationTokenSource.CreateLinkedTokenSource(
                ReadOnlySpan<CancellationToken>.Empty).Token.CanBeCanceled));
    }

    public static string Canceled_and_not()
    {
        using var source = new CancellationTokenSource();
        var token = source.Token;
        var before = Seen.All(source.IsCancellationRequested, token.IsCancellationRequested, token.CanBeCanceled,
            Seen.Of(() => token.ThrowIfCancellationRequested()), token.WaitHandle.WaitOne(0));
        source.Cancel();
        source.Cancel();
        return Seen.All(before, source.IsCancellationRequested, token.IsCancellationRequested,
            Seen.Of(() => token.ThrowIfCancellationRequested()),
            token.WaitHandle.WaitOne(), token.WaitHandle.WaitOne(), source.TryReset());
    }

    public static string Tokens_without_a_source()
    {
        CancellationToken none = default, canceled = new(true), never = new(false);
        var calls = 0;
        var registration = none.Register(() => calls++);
        using var late = canceled.Register(() => calls++);
        return Seen.All(none == CancellationToken.None, none == never, none.Equals(canceled), none.CanBeCanceled,
            canceled.CanBeCanceled,
            canceled.IsCancellationRequested, calls, registration == default, late == default, registration.Unregister(),
            registration.Token == none,
            canceled.WaitHandle.WaitOne(0), none.WaitHandle.WaitOne(0), Seen.Of(() => canceled.ThrowIfCancellationRequested()));
    }

    public static string Equality()
    {
        using CancellationTokenSource a = new(), b = new();
        return Seen.All(a.Token == a.Token, a.Token == b.Token, a.Token != b.Token, a.Token.Equals((object)a.Token),
            a.Token.Equals(a),
            a.Token.GetHashCode() == a.Token.GetHashCode());
    }

    public static string Callbacks_are_called_the_latest_first()
    {
        using var source = new CancellationTokenSource();
        var order = "";
        source.Token.Register(() => order += "a");
        source.Token.Register(state => order += state, "b");
        source.Token.Register((state, token) => order += $"{state}{token == source.Token}", "c");
        source.Token.UnsafeRegister(state => order += state, "d");
        source.Token.UnsafeRegister((state, token) => order += $"{state}{token.IsCancellationRequested}", "e");
        source.Token.Register(() => order += "f", useSynchronizationContext: true);
        source.Token.Register(state => order += state, "g", useSynchronizationContext: true);
        source.Cancel();
        source.Token.Register(() => order += "h");
        return order;
    }

    public static string What_callbacks_throw_is_gathered()
    {
        using var source = new CancellationTokenSource();
        var calls = 0;
        source.Token.Register(() => calls++);
        source.Token.Register(() => throw new InvalidOperationException("1"));
        source.Token.Register(() => throw new ArgumentException("2", "x"));
        try
        {
            source.Cancel();
            return "no exception";
        }
        catch (AggregateException e)
        {
            return Seen.All(calls, string.Join("; ", e.InnerExceptions.Select(inner => inner.Message)));
        }
    }

    public static string The_first_that_throws_ends_it()
    {
        using var source = new CancellationTokenSource();
        var calls = 0;
        var left = source.Token.Register(() => calls++);
        source.Token.Register(() => throw new InvalidOperationException("1"));
        return Seen.All(Seen.Of(() => source.Cancel(throwOnFirstException: true)), calls, source.IsCancellationRequested,
            Seen.Of(() => source.Cancel()), calls,
            left.Unregister());
    }

    public static string A_callback_may_do_everything()
    {
        using var source = new CancellationTokenSource();
        var seen = "";
        CancellationTokenRegistration itself = default;
        var other = source.Token.Register(() => seen += "other ");
        itself = source.Token.Register(() =>
        {
            seen += Seen.All(source.IsCancellationRequested, itself.Unregister(), other.Unregister(),
                Seen.Of(() => itself.Dispose()), Seen.Of(() => source.Cancel()));
            source.Token.Register(() => seen += " at once");
        });
        source.Cancel();
        return seen;
    }

    public static string Registrations()
    {
        using var source = new CancellationTokenSource();
        var calls = 0;
        CancellationTokenRegistration first = source.Token.Register(() => calls++),
            second = source.Token.Register(() => calls++), copy = first;
        return Seen.All(first == copy, first.Equals(copy), first == second, first != second, first.Equals((object)second),
            first.GetHashCode() == copy.GetHashCode(),
            first.Token == source.Token, first.Unregister(), first.Unregister(), copy.Unregister(),
            Seen.Of(() => first.Dispose()), Seen.Of(() => source.Cancel()), calls,
            second.Unregister(), Seen.Of(() => second.Dispose()), default(CancellationTokenRegistration).Unregister(),
            default(CancellationTokenRegistration) == default);
    }

    public static string Linked()
    {
        using CancellationTokenSource a = new(), b = new(), c = new();
        using var two = CancellationTokenSource.CreateLinkedTokenSource(a.Token, b.Token);
        using var one = CancellationTokenSource.CreateLinkedTokenSource(two.Token);
        using var many = CancellationTokenSource.CreateLinkedTokenSource([a.Token, b.Token, c.Token, default]);
        using var none = CancellationTokenSource.CreateLinkedTokenSource(default, default);
        var disposed = CancellationTokenSource.CreateLinkedTokenSource(b.Token);
        disposed.Dispose();
        b.Cancel();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(b.Token);
        many.Cancel();
        return Seen.All(two.IsCancellationRequested, one.IsCancellationRequested, many.IsCancellationRequested,
            none.IsCancellationRequested,
            none.Token.CanBeCanceled, late.IsCancellationRequested, disposed.IsCancellationRequested,
            a.IsCancellationRequested, c.IsCancellationRequested);
    }

    public static string Disposed()
    {
        var source = new CancellationTokenSource();
        var token = source.Token;
        var calls = 0;
        var registration = token.Register(() => calls++);
        source.Dispose();
        source.Dispose();
        return Seen.All(Seen.Of(() => source.Token), Seen.Of(() => source.Cancel()), Seen.Of(() => source.CancelAfter(1)),
            Seen.Of(() => source.TryReset()),
            source.IsCancellationRequested, token.IsCancellationRequested,
            Seen.Of(() => token.Register(() => calls++) == default), Seen.Of(() => token.WaitHandle),
            Seen.Of(() => token.ThrowIfCancellationRequested()), Seen.Of(() => registration.Unregister()),
            Seen.Of(() => registration.Dispose()), calls);
    }

    public static string Disposed_after_it_was_canceled()
    {
        var source = new CancellationTokenSource();
        var token = source.Token;
        source.Cancel();
        source.Dispose();
        var calls = 0;
        token.Register(() => calls++);
        return Seen.All(source.IsCancellationRequested, token.IsCancellationRequested, calls,
            Seen.Of(() => token.WaitHandle), Seen.Of(() => source.Cancel()));
    }

    public static string Reset()
    {
        using var source = new CancellationTokenSource(60_000);
        var calls = 0;
        source.Token.Register(() => calls++);
        var was = source.TryReset();
        source.CancelAfter(Timeout.Infinite);
        source.Cancel();
        return Seen.All(was, calls, source.TryReset());
    }

    public static string Times()
    {
        using CancellationTokenSource now = new(0), soon = new(TimeSpan.FromMilliseconds(1)),
            never = new(Timeout.Infinite), later = new();
        later.CancelAfter(TimeSpan.FromMilliseconds(1));
        var token = soon.Token;
        return Seen.All(now.IsCancellationRequested, soon.Token.WaitHandle.WaitOne(20_000), token.IsCancellationRequested,
            later.Token.WaitHandle.WaitOne(20_000),
            never.IsCancellationRequested, Seen.Of(() => later.CancelAfter(5)));
    }

    public static string Exceptions_and_tokens()
    {
        using var source = new CancellationTokenSource();
        var thrown = new OperationCanceledException("x", source.Token);
        source.Cancel();
        try { source.Token.ThrowIfCancellationRequested(); }
        catch (OperationCanceledException e)
        {
            return Seen.All(e.CancellationToken == source.Token, e.Message, thrown.CancellationToken == source.Token,
                thrown.Message,
                new OperationCanceledException(source.Token).CancellationToken.Equals(e.CancellationToken));
        }
        return "no exception";
    }

    public static string A_class_of_ones_own()
    {
        var mine = new Mine();
        using (mine) mine.Cancel();
        return Seen.All(mine.Disposals, mine.IsCancellationRequested);
    }

    private sealed class Mine : CancellationTokenSource
    {
        public int Disposals { get; private set; }

        protected override void Dispose(bool disposing)
        {
            Disposals++;
            base.Dispose(disposing);
        }
    }
}
