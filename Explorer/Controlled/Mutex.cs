using Workbook.Explorer.Scheduling;
using Platform = System.Threading.Mutex;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="Platform"/> under the explorer. One with a name is of the whole system: that is refused.</summary>
[Replaces(typeof(Platform))]
[System.Diagnostics.DebuggerStepThrough]
public sealed class Mutex : WaitHandle
{
    /// <inheritdoc cref="System.Threading.Mutex.Mutex()"/>
    public Mutex() : this(false) { }

    /// <inheritdoc cref="System.Threading.Mutex.Mutex(bool)"/>
    public Mutex(bool initiallyOwned) : base(new MutexState("a Mutex", typeof(Platform)))
    {
        if (initiallyOwned) State.Take(Primitive.Self); // nobody else knows it yet
    }

    /// <inheritdoc cref="System.Threading.Mutex.Mutex(bool, string)"/>
    /// <exception cref="NotSupportedException">It has a name.</exception>
    public Mutex(bool initiallyOwned, string? name) : this(initiallyOwned) => Named.Refuse(name, nameof(Mutex));

    /// <inheritdoc cref="Mutex(bool, string)"/>
    public Mutex(bool initiallyOwned, string? name, out bool createdNew) : this(initiallyOwned, name) => createdNew = true;

    /// <inheritdoc cref="Mutex(bool, string)"/>
    public Mutex(bool initiallyOwned, string? name, NamedWaitHandleOptions options) : this(initiallyOwned, name) { }

    /// <inheritdoc cref="Mutex(bool, string)"/>
    public Mutex(bool initiallyOwned, string? name, NamedWaitHandleOptions options, out bool createdNew)
        : this(initiallyOwned, name) => createdNew = true;

    /// <inheritdoc cref="Mutex(bool, string)"/>
    public Mutex(string? name, NamedWaitHandleOptions options) : this(false, name) { }

    /// <inheritdoc cref="Platform.ReleaseMutex"/>
    public void ReleaseMutex()
    {
        State.ThrowIfDisposed();
        State.Give();
    }

    /// <summary>Refused.</summary>
    /// <exception cref="NotSupportedException">It has a name.</exception>
    public static Mutex OpenExisting(string name) => throw Named.Refusal(name, nameof(Mutex));

    /// <inheritdoc cref="OpenExisting(string)"/>
    public static Mutex OpenExisting(string name, NamedWaitHandleOptions options) => OpenExisting(name);

    /// <inheritdoc cref="OpenExisting(string)"/>
    public static bool TryOpenExisting(string name, out Mutex? result) => throw Named.Refusal(name, nameof(Mutex));

    /// <inheritdoc cref="OpenExisting(string)"/>
    public static bool TryOpenExisting(string name, NamedWaitHandleOptions options, out Mutex? result) =>
        TryOpenExisting(name, out result);
}
