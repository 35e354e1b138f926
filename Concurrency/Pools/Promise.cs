using System.Diagnostics;

namespace Workbook.Concurrency.Pools;

/// <summary>The producer's end of a <see cref="Future{T}"/>: who holds it delivers the result, once, on whatever
/// thread.</summary>
/// <remarks>
/// <para>Any thread may call any member; of several that set the end, the first one wins. Setting it wakes those who wait, and
/// runs the callbacks before it returns.</para>
/// <para>Until <see cref="TryStart"/> the other side may cancel: a producer that does not call it uses the Try forms, or a
/// <c>SetResult</c> that comes too late throws. Python: set_running_or_notify_cancel.</para>
/// <para>A promise that is dropped leaves its waiters waiting for ever: set it on every path.</para>
/// </remarks>
[DebuggerDisplay("{Future.Display,nq}")] // takes no lock
public sealed class Promise<T>
{
    /// <summary>The consumer's end.</summary>
    public Future<T> Future { get; } = new();

    /// <summary>Begins: from here on the consumer cannot cancel.</summary>
    /// <returns>False when it was begun before, or has ended: then there is nothing to do.</returns>
    public bool TryStart() => Future.TryStart();

    /// <summary>Ends it with a value.</summary>
    /// <exception cref="InvalidOperationException">It has ended before, and stays as it was.</exception>
    public void SetResult(T value) => Require(TrySetResult(value));

    /// <summary>Ends it with an exception, which is thrown to whoever asks for the value.</summary>
    /// <exception cref="InvalidOperationException">It has ended before, and stays as it was.</exception>
    public void SetException(Exception failure) => Require(TrySetException(failure));

    /// <summary>Ends it without either. Unlike <see cref="Pools.Future.Cancel"/>, also when it runs.</summary>
    /// <exception cref="InvalidOperationException">It has ended before, and stays as it was.</exception>
    public void SetCanceled() => Require(TrySetCanceled());

    /// <summary>Ends it with a value, unless it has ended.</summary>
    /// <returns>False when it has ended before, and stays as it was.</returns>
    public bool TrySetResult(T value) => Future.TrySucceed(value);

    /// <summary>Ends it with an exception, unless it has ended.</summary>
    /// <returns>False when it has ended before, and stays as it was.</returns>
    public bool TrySetException(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return Future.TryFail(failure);
    }

    /// <summary>Ends it without either, unless it has ended.</summary>
    /// <returns>False when it has ended before, and stays as it was.</returns>
    public bool TrySetCanceled() => Future.TryBeCanceled();

    /// <summary>Begins, runs <paramref name="body"/> here, and ends with what comes out of it; nothing when it cannot
    /// begin.</summary>
    internal void Run(Func<T> body)
    {
        if (!TryStart()) return;
        T value;
        try { value = body(); }
        catch (Exception e)
        {
            Future.TryEndBy(e);
            return;
        }
        TrySetResult(value);
    }

    private void Require(bool wasSet)
    {
        if (!wasSet)
            throw new InvalidOperationException(
                $"This promise has ended before ({Future.State}); set it once, or use a Try form where others may be faster.");
    }
}
