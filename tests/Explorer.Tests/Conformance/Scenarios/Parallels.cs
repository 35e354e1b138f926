namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class Parallels
{
    private static readonly CancellationToken _canceled = new(true);

    public static string Arguments()
    {
        ParallelOptions none = null!, canceled = new() { CancellationToken = _canceled };
        return Seen.All(Seen.Of(() => Parallel.For(0, 1, (Action<int>)null!)), Seen.Of(() => Parallel.For(0, 1, none, _ => { })),
            Seen.Of(() => Parallel.For(0, 0, canceled, _ => { }).IsCompleted),
            Seen.Of(() => Parallel.For<int>(0, 1, null!, (_, _, x) => x, _ => { })),
            Seen.Of(() => Parallel.For<int>(0, 1, () => 1, null!, _ => { })),
            Seen.Of(() => Parallel.For<int>(0, 1, () => 1, (_, _, x) => x, null!)),
            Seen.Of(() => Parallel.ForEach((IEnumerable<int>)null!, _ => { })),
            Seen.Of(() => Parallel.ForEach([1], (Action<int>)null!)),
            Seen.Of(() => Parallel.ForEach([1], none, _ => { })),
            Seen.Of(() => Parallel.ForEach(new[] { 1 }, canceled, _ => { })),
            Seen.Of(() => Parallel.Invoke((Action[])null!)), Seen.Of(() => Parallel.Invoke(() => { }, null!)),
            Seen.Of(() => Parallel.Invoke(none, () => { })), Seen.Of(() => Parallel.Invoke(canceled)),
            Seen.Of(() => Parallel.Invoke()),
            Seen.Of(() => new ParallelOptions { MaxDegreeOfParallelism = 0 }),
            Seen.Of(() => Parallel.ForEachAsync((IEnumerable<int>)null!, (_, _) => default)),
            Seen.Of(() => Parallel.ForEachAsync([1], null!)), Seen.Of(() => Parallel.ForAsync(0, 1, null!)));
    }

    public static string Results() => Seen.All(
        Of(Parallel.For(0, 3, _ => { })), Of(Parallel.For(5, 1, _ => { })), Of(Parallel.For(0L, 2, (_, _) => { })),
        Of(Parallel.For(0, 3, (i, loop) => { if (i == 0) loop.Stop(); })),
        Of(Parallel.For(5, 8, (i, loop) => { if (i == 6) loop.Break(); })),
        Of(Parallel.ForEach("ab", _ => { })), Of(Parallel.ForEach([7, 8], (_, loop, i) => { if (i == 0) loop.Break(); })),
        Of(Parallel.ForEach(Numbers(3), _ => { })));

    public static string All_iterations_run_once()
    {
        var runs = new int[3];
        Parallel.For(0, 3, i => Interlocked.Increment(ref runs[i]));
        Parallel.ForEach(Numbers(3), new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => Interlocked.Increment(ref runs[i]));
        Parallel.ForEach([0, 1, 2], (x, _, i) => Interlocked.Add(ref runs[x], (int)i));
        return Seen.All(runs[0], runs[1], runs[2]);
    }

    public static string One_at_a_time_is_in_order()
    {
        var order = "";
        var one = new ParallelOptions { MaxDegreeOfParallelism = 1 };
        Parallel.For(0, 4, one, i => order += i);
        Parallel.ForEach("abc", one, c => order += c);
        Parallel.ForEach([1, 2, 3], one, (i, loop) =>
        {
            order += i;
            if (i == 2) loop.Stop();
        });
        return order;
    }

    public static string Each_worker_has_something_of_its_own()
    {
        var (sum, balance) = (0, 0);
        var result = Parallel.For(1, 5, () => { Interlocked.Increment(ref balance); return 0; }, (i, _, part) => part + i,
            part => { Interlocked.Add(ref sum, part); Interlocked.Decrement(ref balance); });
        Parallel.ForEach(Numbers(3), () => 0, (x, _, part) => part + x, part => Interlocked.Add(ref sum, part));
        return Seen.All(sum, balance, Of(result));
    }

    public static string What_is_thrown()
    {
        var finished = 0;
        return Seen.All(Thrown(() => Parallel.For(0, 1, _ => throw new FormatException())),
            Thrown(() => Parallel.Invoke(() => throw new FormatException(), () => throw new InvalidCastException(),
                () => finished++)), finished,
            Thrown(() => Parallel.For(0, 1, (_, loop) => { loop.Stop(); loop.Break(); })),
            Thrown(() => Parallel.For(0, 1, (_, loop) => { loop.Break(); loop.Stop(); })),
            Thrown(() => Parallel.For<int>(0, 1, () => throw new FormatException(), (_, _, x) => x, _ => finished++)), finished,
            Thrown(() => Parallel.For<int>(0, 1, () => 0, (_, _, x) => throw new FormatException(), _ => finished++)), finished,
            Thrown(() => Parallel.For<int>(0, 1, () => 0, (_, _, x) => x, _ => throw new FormatException())),
            Thrown(() => Parallel.ForEach(Failing(), _ => { })));
    }

    public static string What_an_iteration_sees_of_its_loop()
    {
        var seen = "";
        Parallel.For(3, 4, (i, loop) =>
        {
            seen += $"{loop.ShouldExitCurrentIteration} {loop.IsStopped} {loop.IsExceptional} {loop.LowestBreakIteration}; ";
            loop.Break();
            seen += $"{loop.ShouldExitCurrentIteration} {loop.IsStopped} {loop.LowestBreakIteration}";
        });
        return seen;
    }

    public static string Canceled()
    {
        string Within(Action<CancellationTokenSource, ParallelOptions> loop)
        {
            using var source = new CancellationTokenSource();
            return Thrown(() => loop(source, new ParallelOptions { CancellationToken = source.Token }));
        }
        return Seen.All(Within((source, options) => Parallel.For(0, 1, options, _ => source.Cancel())),
            Within((source, options) => Parallel.For(0, 1, options, _ =>
            {
                source.Cancel();
                source.Token.ThrowIfCancellationRequested();
            })),
            Within((source, options) => Parallel.For(0, 1, options, _ => { source.Cancel(); throw new FormatException(); })),
            Within((source, options) => Parallel.Invoke(options, source.Cancel)),
            Within((_, options) => Parallel.Invoke(options, () => throw new OperationCanceledException())));
    }

    public static string Asynchronously()
    {
        var runs = new int[4];
        var done = Parallel.ForEachAsync(Numbers(4), async (i, _) =>
        {
            await Task.Yield();
            Interlocked.Increment(ref runs[i]);
        });
        done.Wait();
        Parallel.ForAsync(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (i, _) =>
        {
            Interlocked.Increment(ref runs[i]);
            return default;
        }).Wait();
        Parallel.ForEachAsync(new Items(), CancellationToken.None, (i, _) =>
        {
            Interlocked.Increment(ref runs[i]);
            return default;
        }).Wait();
        return Seen.All(done.Status, runs[0], runs[1], runs[2], runs[3]);
    }

    public static string Asynchronously_thrown()
    {
        using var source = new CancellationTokenSource();
        return Seen.All(Ended(Parallel.ForEachAsync([1], (_, _) => throw new FormatException())),
            Ended(Parallel.ForEachAsync([1], async (_, _) =>
            {
                await Task.Yield();
                throw new FormatException();
            })),
            Ended(Parallel.ForEachAsync([1], _canceled, (_, _) => default)),
            Ended(Parallel.ForAsync(0, 1, (_, _) => throw new OperationCanceledException())),
            Ended(Parallel.ForEachAsync([1], source.Token, (_, _) =>
            {
                source.Cancel();
                return default;
            })));
    }

    private static string Ended(Task task) =>
        $"{Seen.Of(() => task.GetAwaiter().GetResult())} {task.Status} {task.Exception?.InnerExceptions.Count}";

    private static string Of(ParallelLoopResult result) => $"{result.IsCompleted}/{result.LowestBreakIteration}";

    private static string Thrown(Action loop)
    {
        try
        {
            loop();
            return "none";
        }
        catch (AggregateException e) { return string.Join("+", e.InnerExceptions.Select(inner => inner.GetType().Name).Order()); }
        catch (OperationCanceledException e) { return $"canceled {e.CancellationToken.IsCancellationRequested}"; }
    }

    private static IEnumerable<int> Numbers(int count)
    {
        for (var i = 0; i < count; i++) yield return i;
    }

    private static IEnumerable<int> Failing()
    {
        yield return 1;
        throw new FormatException();
    }

    /// <summary>1 and 2, each after a moment.</summary>
    private sealed class Items : IAsyncEnumerable<int>, IAsyncEnumerator<int>
    {
        public int Current { get; private set; }

        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public async ValueTask<bool> MoveNextAsync()
        {
            await Task.Yield();
            return ++Current <= 2;
        }

        public ValueTask DisposeAsync() => default;
    }
}
