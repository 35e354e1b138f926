// The raiser of an event waits for handlers that are asynchronous:
//
//      raiser                              handler (async void)
//      raises the event -----------------> using (source.GetDeferral())
//      await WaitForDeferralsAsync             await ...
//              ... waits ...                   ...
//      goes on <-------------------------- end of using
//
//   I1  _allDone is incomplete while a deferral is out, and null or completed otherwise.

using System.Diagnostics;
using Workbook.Concurrency.Locks;

namespace Workbook.Concurrency.Async;

/// <summary>Counts the deferrals of one event, for the one who raises it.</summary>
/// <remarks>Any thread may call any member. A handler takes its deferral before it returns, or nobody will not know.</remarks>
[DebuggerDisplay("{_out} deferrals out")] // takes no lock
public sealed class DeferralManager
{
    private readonly TestAndTestAndSetLock _lock = new(); // held for some assignments. Guards both:
    private int _out;
    private TaskCompletionSource? _allDone;

    /// <summary>No deferral is out.</summary>
    public DeferralManager() => DeferralSource = new Source(this);

    /// <summary>For the handlers.</summary>
    public IDeferralSource DeferralSource { get; }

    /// <summary>A task that completes when no deferral is out; completed if none is now.</summary>
    public Task WaitForDeferralsAsync()
    {
        using (_lock.Hold()) return _out == 0 ? Task.CompletedTask : _allDone!.Task;
    }

    private void Increment()
    {
        using (_lock.Hold())
        {
            if (_out++ == 0) _allDone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); // I1
        }
    }

    private void Decrement()
    {
        using (_lock.Hold())
        {
            Debug.Assert(_out > 0, "I1");
            if (--_out == 0) _allDone!.SetResult(); // foreign code runs later, not under the lock
        }
    }

    private sealed class Source(DeferralManager manager) : IDeferralSource
    {
        public IDisposable GetDeferral()
        {
            manager.Increment();
            return new Deferral(manager);
        }
    }

    private sealed class Deferral(DeferralManager manager) : IDisposable
    {
        private DeferralManager? _manager = manager; // taken away by the first Dispose

        public void Dispose() => Interlocked.Exchange(ref _manager, null)?.Decrement();
    }
}
