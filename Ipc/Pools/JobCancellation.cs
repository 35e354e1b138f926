// The pool rings the bell of the channel when somebody cancels a job that runs; a thread of the worker listens:
//
//      worker's main thread     Begin(7) ---- the job, which looks at Token ---- End
//      "cancellation"                      ^ Cancel(7): the token fires
//
// Cancel(7) may come before Begin(7), and after End: it is meant for job 7 alone.

namespace Workbook.Ipc.Pools;

/// <summary>In a worker: whether the job that runs has been cancelled.</summary>
/// <remarks>Any thread may call any member.</remarks>
internal sealed class JobCancellation
{
    private readonly Lock _lock = new(); // guards:
    private CancellationTokenSource? _source; // of the job that runs, once it has asked
    private long _running, _cancelled;

    /// <summary>Fires when the job that runs now is cancelled.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (_lock)
            {
                if (_running == 0) return CancellationToken.None;
                _source ??= new CancellationTokenSource();
                if (_cancelled == _running) _source.Cancel();
                return _source.Token;
            }
        }
    }

    /// <summary>Whether the job that runs now has been cancelled.</summary>
    public bool IsCancelled { get { lock (_lock) return _running != 0 && _cancelled == _running; } }

    public void Begin(long job)
    {
        lock (_lock) _running = job;
    }

    public void End()
    {
        lock (_lock) (_running, _source) = (0, null);
    }

    public void Cancel(long job)
    {
        CancellationTokenSource? source;
        lock (_lock)
        {
            _cancelled = job;
            source = _running == job ? _source : null;
        }
        source?.Cancel(); // outside the lock: it runs what the job has registered
    }
}
