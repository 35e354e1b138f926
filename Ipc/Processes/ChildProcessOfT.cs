using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Processes;

/// <summary>A child process whose function returns something, which travels back.</summary>
/// <remarks>Any thread may call any member.</remarks>
public sealed class ChildProcess<TResult> : ChildProcess
{
    internal ChildProcess(Delegate function, object?[] arguments, ChildOptions? options) : base(function, arguments, options) { }

    /// <summary>Blocks until it has ended, and returns what its function returned.</summary>
    /// <exception cref="RemoteException">The function threw; it says what.</exception>
    /// <exception cref="ChildDiedException">The process ended without returning.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before it ended; it runs on.</exception>
    /// <exception cref="InvalidOperationException">Not started.</exception>
    public TResult Result(CancellationToken cancel = default)
    {
        Join(cancel);
        if (Failure is { } failure) throw failure;
        if (ResultBytes is not { } bytes) throw new ChildDiedException(Name, Exit!.Value);
        return (TResult)ObjectCodec.Decode(bytes, typeof(TResult), new Handover())!;
    }
}
