using System.Diagnostics.CodeAnalysis;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Processes;

/// <summary>A child process whose function returns something, which travels back.</summary>
/// <remarks>Any thread may call any member.</remarks>
public sealed class ChildProcess<TResult> : ChildProcess
{
    internal ChildProcess(Delegate function, object?[] arguments, ChildOptions? options) : base(function, arguments, options)
    {
        if (typeof(Task).IsAssignableFrom(typeof(TResult)))
            throw new ArgumentException("A task stays over there. Use the form for Func<..., Task<T>>.", nameof(function));
    }

    /// <summary>Blocks until it has ended, and returns what its function returned.</summary>
    /// <exception cref="RemoteException">The function threw; it says what.</exception>
    /// <exception cref="ChildDiedException">The process ended without returning.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before it ended; it runs on.</exception>
    /// <exception cref="InvalidOperationException">It was not started.</exception>
    /// <exception cref="ObjectDisposedException">It was closed.</exception>
    public TResult Result(CancellationToken cancel = default)
    {
        Join(cancel);
        return Take();
    }

    /// <summary>Blocks until it has ended, but not for longer than <paramref name="timeout"/>.</summary>
    /// <param name="result">What its function returned.</param>
    /// <param name="timeout">Zero to <see cref="int.MaxValue"/> ms, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="cancel">Ends the wait, not the process.</param>
    /// <returns>False when it still ran.</returns>
    /// <inheritdoc cref="Result" path="/exception"/>
    public bool TryResult([MaybeNullWhen(false)] out TResult result, TimeSpan timeout, CancellationToken cancel = default)
    {
        var hasEnded = Join(timeout, cancel);
        result = hasEnded ? Take() : default;
        return hasEnded;
    }

    private TResult Take()
    {
        if (Failure is { } failure) throw failure.Again(); // each who throws it adds a stack
        if (ResultBytes is not { } bytes) throw new ChildDiedException(Name, Exit!.Value, ExitMessage);
        return (TResult)ObjectCodec.Decode(bytes, typeof(TResult), new Handover())!;
    }
}
