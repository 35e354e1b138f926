using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Tests.Conformance.Scenarios;

public static class AsyncSequences
{
    private static async IAsyncEnumerable<int> Count(int n, List<string>? log = null,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        try
        {
            for (var i = 0; i < n; i++)
            {
                cancel.ThrowIfCancellationRequested();
                if (i % 2 == 0) await Task.Yield();
                else await Task.Run(() => { });
                yield return i;
            }
        }
        finally { log?.Add("end"); }
    }

    public static string Gone_through()
    {
        async Task<string> Run()
        {
            var text = "";
            var log = new List<string>();
            await foreach (var x in Count(4, log)) text += x;
            await foreach (var x in Count(4, log).ConfigureAwait(false))
            {
                text += x;
                if (x == 1) break;
            }
            return text + string.Join(",", log);
        }
        return Run().Result;
    }

    public static string Canceled()
    {
        async Task<string> Run()
        {
            using var source = new CancellationTokenSource();
            var text = "";
            try
            {
                await foreach (var x in Count(4).WithCancellation(source.Token))
                {
                    text += x;
                    if (x == 1) source.Cancel();
                }
            }
            catch (OperationCanceledException e) { text += e.CancellationToken == source.Token; }
            return text;
        }
        return Run().Result;
    }

    public static string By_hand_and_blocking()
    {
        async Task<string> Run()
        {
            var e = Count(2).GetAsyncEnumerator();
            var text = $"{await e.MoveNextAsync()}{e.Current}{await e.MoveNextAsync()}{e.Current}{await e.MoveNextAsync()}";
            await e.DisposeAsync();
            return text;
        }
        return Seen.All(Run().Result, string.Join("", Count(3).ToBlockingEnumerable()));
    }

    public static string Each_as_it_is_completed()
    {
        async Task<string> Run()
        {
            TaskCompletionSource<int> a = new(), b = new(), c = new();
            var text = "";
            b.SetResult(2);
            var each = Task.WhenEach(a.Task, b.Task, c.Task);
            var rest = Task.Run(() => { c.SetResult(3); a.SetException(new FormatException()); });
            await foreach (var task in each)
            {
                text += task.IsFaulted ? "!" : task.Result;
            }
            await foreach (var task in each) text += "again";
            await rest;
            await foreach (var task in Task.WhenEach(new List<Task> { Task.CompletedTask })) text += task.Status;
            await foreach (var task in Task.WhenEach(Array.Empty<Task>())) text += "none";
            return text;
        }
        return Run().Result;
    }

    public static string Each_until_it_is_cancelled()
    {
        async Task<string> Run()
        {
            using var source = new CancellationTokenSource();
            var each = Task.WhenEach(Task.CompletedTask, new TaskCompletionSource().Task);
            var text = "";
            try
            {
                await foreach (var task in each.WithCancellation(source.Token))
                {
                    text += task.Status;
                    source.Cancel();
                }
            }
            catch (OperationCanceledException) { text += " canceled"; }
            return text;
        }
        return Run().Result;
    }

    public static string Disposed_of()
    {
        async Task<string> Run()
        {
            var log = new List<string>();
            await using (new Held(log)) log.Add("in");
            await using (new Held(log).ConfigureAwait(false)) log.Add("in too");
            try
            {
                await using var held = new Held(log);
                throw new FormatException();
            }
            catch (FormatException) { log.Add("caught"); }
            return string.Join(",", log);
        }
        return Run().Result;
    }

    private sealed class Held(List<string> log) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            log.Add("disposed");
        }
    }
}
