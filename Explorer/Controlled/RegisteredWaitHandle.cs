using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Scheduling;
using Platform = System.Threading.RegisteredWaitHandle;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer: a thread of the background waits for the handle, and calls, or has others
/// call if it waits again and again. The third time-out and those after it come when nobody else can move.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public sealed class RegisteredWaitHandle : MarshalByRefObject
{
    private const int AtAnyMoment = 2, Patience = 200; // time-outs; steps: as Ticker has it

    private readonly Cell _state = new("a registered wait"); // whoever uses the fields below takes a step on it first
    private readonly ManualResetEvent _unregistered = new(false);
    private readonly WaitHandle _awaited;
    private readonly Action<bool> _call;
    private readonly int _milliseconds;
    private readonly bool _once;
    private bool _isUnregistered, _waitsNoMore;
    private int _running;
    private WaitHandle? _told;

    internal RegisteredWaitHandle(WaitHandle awaited, Action<bool> call, int milliseconds, bool once)
    {
        (_awaited, _call, _milliseconds, _once) = (awaited, call, milliseconds, once);
        ControlledScheduler.Queue("registered wait", Wait, isOfTimer: milliseconds > 0);
    }

    /// <summary>It waits no more. Does not wait for a call that has begun, or that comes for a signal taken before.</summary>
    /// <param name="waitObject">Set once no call is running or to come; null: nobody waits for that.</param>
    /// <returns>False: it was unregistered before.</returns>
    public bool Unregister(WaitHandle? waitObject)
    {
        _state.Exchange();
        if (_isUnregistered) return false;
        (_isUnregistered, _told) = (true, waitObject);
        TellIfOver();
        _unregistered.Set();
        return true;
    }

    private void Wait()
    {
        var timeouts = 0;
        do
        {
            // One that is disposed of stays as it is, as on the platform, which keeps it as long as it is waited for.
            var which = WaitHandle.WaitAny([_unregistered, _awaited], new Limit(_milliseconds)
            {
                Patience = timeouts < AtAnyMoment ? 0 : Execution.Current!.Steps.Count + Patience,
            });
            _state.Exchange();
            if (which == 0)
            {
                _waitsNoMore = true;
                TellIfOver();
                return;
            }
            _running++; // even if it was unregistered just now: a signal that was taken is told, as on the platform
            _waitsNoMore = _once;
            var timedOut = which < 0;
            if (timedOut) timeouts++;
            if (_once) Call(timedOut);
            else ControlledScheduler.Queue("registered wait", () => Call(timedOut));
        }
        while (!_once);
    }

    private void Call(bool timedOut)
    {
        try { _call(timedOut); }
        finally
        {
            _state.Exchange();
            _running--;
            TellIfOver();
        }
    }

    private void TellIfOver()
    {
        if (_isUnregistered && _waitsNoMore && _running == 0) _told?.Give();
    }
}
