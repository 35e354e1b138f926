using System.Threading.Tasks.Sources;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class ValueTasks
{
    public static string Plain()
    {
        ValueTask none = default, bad = ValueTask.FromException(new FormatException()),
            gone = ValueTask.FromCanceled(new CancellationToken(true));
        ValueTask<int> value = new(3), task = new(Task.Run(() => 4));
        return Seen.All(none.IsCompleted, bad.IsFaulted, gone.IsCanceled, value.Result, task.Result, task.AsTask().Result,
            value.Preserve().Result,
            none == default, value.Equals(new ValueTask<int>(3)), Seen.Of(() => bad.GetAwaiter().GetResult()),
                Seen.Of(() => gone.GetAwaiter().GetResult()),
            none.IsCompletedSuccessfully, none.Preserve().IsCompleted, $"{new ValueTask<int>(9)}",
                ValueTask.FromResult(1).AsTask().Status);
    }

    public static string Of_a_source()
    {
        var source = new Source();
        var first = source.Next();
        var seen = Seen.All(first.IsCompleted, Seen.Of(() => first.Result));
        source.Core.SetResult(5);
        var read = Seen.All(first.IsCompletedSuccessfully, first.Result, Seen.Of(() => source.Core.SetResult(6)));
        var second = source.Next();
        source.Core.SetException(new FormatException());
        return Seen.All(seen, read, Seen.Of(() => first.Result), second.IsFaulted, Seen.Of(() => second.Result),
            source.Core.Version,
            Seen.Of(() => first.IsCompleted));
    }

    public static string Awaited_of_a_source()
    {
        var source = new Source();
        async Task<int> Read()
        {
            var sum = 0;
            sum += await source.Next();
            sum += await source.Next().ConfigureAwait(false);
            return sum + await source.Next().AsTask();
        }
        var read = Read();
        for (var i = 1; i <= 3; i++)
        {
            source.Asked.Wait();
            source.Core.SetResult(i);
        }
        return $"{read.Result}";
    }

    public static string A_source_without_a_result()
    {
        var source = new Source();
        async Task Wait() => await source.Nothing();
        var wait = Wait();
        source.Core.SetException(new OperationCanceledException());
        return Seen.All(Seen.Of(wait.Wait), wait.Status, source.Nothing().AsTask().IsCompleted);
    }

    public static string Awaited_twice()
    {
        var source = new Source();
        var value = source.Next();
        value.GetAwaiter().OnCompleted(() => { });
        return Seen.All(Seen.Of(() => value.GetAwaiter().OnCompleted(() => { })),
            Seen.Of(() => value.GetAwaiter().OnCompleted(null!)));
    }

    private sealed class Source : IValueTaskSource<int>, IValueTaskSource
    {
        public ManualResetValueTaskSourceCore<int> Core = new() { RunContinuationsAsynchronously = true };

        public SemaphoreSlim Asked { get; } = new(0);

        public ValueTask<int> Next()
        {
            Core.Reset();
            Asked.Release();
            return new ValueTask<int>(this, Core.Version);
        }

        public ValueTask Nothing()
        {
            Core.Reset();
            return new ValueTask(this, Core.Version);
        }

        public int GetResult(short token) => Core.GetResult(token);

        public ValueTaskSourceStatus GetStatus(short token) => Core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token,
            ValueTaskSourceOnCompletedFlags flags) =>
            Core.OnCompleted(continuation, state, token, flags);

        void IValueTaskSource.GetResult(short token) => Core.GetResult(token);
    }
}
