// The forked half of an Invoke. It is pushed and awaited within one call, so its object is free again when the call returns:
//
//      thread's spare list      [ ] -> [ ] -> [ ]
//                      Rent takes the first  ^  Return puts it back
//
//   I1  An object on the list is in no deque, and nobody runs it or waits for it.
//
// I1 holds because Return comes after its end was seen, and its end is the last that the worker that ran it does to it. A
// thief that read the reference and lost the race for it does not look inside.

using System.Diagnostics;

namespace Workbook.Concurrency.Pools;

/// <summary>The half of an Invoke that others may steal; used again and again, so that Invoke allocates nothing.</summary>
internal sealed class SecondHalf<TState> : ForkJoinJob
{
    [ThreadStatic] private static SecondHalf<TState>? _spare;

    private SecondHalf<TState>? _nextSpare;
    private Action<TState>? _body;
    private TState? _state;

    private SecondHalf() { }

    public static SecondHalf<TState> Rent(ForkJoinWorker forker, Action<TState> body, TState state)
    {
        var half = _spare ?? new SecondHalf<TState>();
        (_spare, half._nextSpare) = (half._nextSpare, null);
        (half._body, half._state) = (body, state);
        half.BelongTo(forker);
        return half;
    }

    /// <summary>By the thread that rented it, when it is done and its outcome has been read.</summary>
    public void Return()
    {
        Debug.Assert(IsDone, "I1");
        (_body, _state) = (null, default);
        BelongToNobody();
        (_nextSpare, _spare) = (_spare, this);
    }

    private protected override void RunBody() => _body!(_state!);
}
