// As the platform's async iterator: waits until there may be an item, takes all that are there one by one, and waits again.

using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Controlled.Channels;

/// <summary>Takes items from a channel one after the other, until it is completed.</summary>
[DebuggerStepThrough]
internal sealed class ChannelWalker<T>(ControlledReader<T> reader, CancellationToken cancel, CancellationTokenSource? both)
    : IAsyncEnumerator<T>
{
    private bool _waits = true, _isOver;

    public T Current { get; private set; } = default!;

    // This library is not rewritten, so the controlled builder and awaiter are named here.
    [AsyncMethodBuilder(typeof(Tasks.AsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> MoveNextAsync()
    {
        while (!_isOver)
        {
            if (!_waits && reader.TryRead(out var item))
            {
                Current = item;
                return true;
            }
            _waits = false;
            _isOver = true; // if the wait throws
            var ready = reader.WaitToReadAsync(cancel);
            _isOver = !(ready.IsCompleted ? ready.Result
                : await new Tasks.ConfiguredTaskAwaitable<bool>(ready.AsTask(), ConfigureAwaitOptions.None));
        }
        return false;
    }

    public ValueTask DisposeAsync()
    {
        _isOver = true;
        both?.Dispose();
        return default;
    }
}
