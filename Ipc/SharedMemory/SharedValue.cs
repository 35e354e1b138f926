using System.Diagnostics;
using System.Runtime.CompilerServices;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.SharedMemory;

/// <summary>One small value that several processes see at once; each read and write is atomic.</summary>
/// <typeparam name="T">Without references, up to 8 bytes. It stands in a word of 8 bytes, the rest of which is zero.</typeparam>
/// <remarks>
/// <para>Any thread may call any member but <see cref="Dispose"/>, which is for when no thread of this process uses the value any
/// more. A write is seen by every later read, together with all that was written before it (release and acquire).</para>
/// <para>Reading, changing and writing is three steps: use <see cref="CompareExchange"/>,
/// <c>Interlocked.Add(ref value.Reference, 1)</c>, or hold <see cref="Mutex"/> meanwhile.</para>
/// </remarks>
[DebuggerDisplay("{Name}: {Value}")] // takes no lock
public sealed unsafe class SharedValue<T> : IDisposable, IShareable<SharedValue<T>> where T : unmanaged
{
    private const string Kind = "value";

    private readonly SharedElements _elements;
    private readonly ulong* _word;

    private SharedValue(SharedElements elements)
    {
        _elements = elements;
        _word = (ulong*)elements.First;
    }

    private ref ulong Word
    {
        get
        {
            _elements.ThrowIfDisposed();
            return ref *_word;
        }
    }

    /// <summary>Makes a value, all zero bits.</summary>
    /// <param name="name">See <see cref="SharedRegion.Create(string, long)"/>; values have names of their own.</param>
    /// <exception cref="IOException">The name is in use, or there is no room.</exception>
    /// <exception cref="NotSupportedException">A <typeparamref name="T"/> has more than 8 bytes.</exception>
    public static SharedValue<T> Create(string name) => Made(name);

    /// <summary>Makes one without a name to choose; it travels as an argument or a message.</summary>
    /// <inheritdoc cref="Create"/>
    public static SharedValue<T> CreateAnonymous() => Made(null);

    /// <summary>Attaches to one that exists.</summary>
    /// <exception cref="FileNotFoundException">There is none of that name.</exception>
    /// <exception cref="InvalidDataException">It is of another type; the message says which.</exception>
    public static SharedValue<T> Open(string name) => new(SharedElements.Open<T>(SharedRegion.Open(name, Kind)));

    /// <summary>What it was created as.</summary>
    public string Name => _elements.Region.Name;

    /// <summary>The value, read and written in one piece.</summary>
    public T Value
    {
        get => FromBits(Volatile.Read(ref Word));
        set => Volatile.Write(ref Word, ToBits(value));
    }

    /// <summary>The value by reference, for <see cref="Interlocked"/>. Do not use it after <see cref="Dispose"/>.</summary>
    public ref T Reference => ref Unsafe.As<ulong, T>(ref Word);

    /// <summary>A lock that belongs to the value; nothing here takes it by itself.</summary>
    public SharedMutex Mutex => _elements.Mutex;

    /// <summary>Writes a value and returns the one it replaced, in one step.</summary>
    public T Exchange(T value) => FromBits(Interlocked.Exchange(ref Word, ToBits(value)));

    /// <summary>Writes <paramref name="value"/> if the present one has the bits of <paramref name="comparand"/>, in one
    /// step.</summary>
    /// <returns>The one that was there; the exchange took place if it has the bits of the comparand.</returns>
    public T CompareExchange(T value, T comparand) =>
        FromBits(Interlocked.CompareExchange(ref Word, ToBits(value), ToBits(comparand)));

    /// <inheritdoc cref="SharedRegion.Unlink"/>
    public void Unlink() => _elements.Region.Unlink();

    /// <inheritdoc cref="SharedRegion.Dispose"/>
    public void Dispose() => _elements.Dispose();

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => _elements.Region.WriteTicket(handover);

    /// <inheritdoc/>
    public static SharedValue<T> FromTicket(string ticket, Handover handover) =>
        new(SharedElements.Open<T>(SharedRegion.FromTicket(ticket, handover)));

    private static SharedValue<T> Made(string? name) => sizeof(T) <= sizeof(ulong)
        ? new(SharedElements.Create<T>(name, Kind, length: 1))
        : throw new NotSupportedException(
            $"{typeof(T).Name} has {sizeof(T)} bytes, and no more than {sizeof(ulong)} are read in one piece; " +
            "use a SharedArray of one, and its Mutex.");

    private static ulong ToBits(T value)
    {
        ulong bits = 0;
        Unsafe.As<ulong, T>(ref bits) = value;
        return bits;
    }

    private static T FromBits(ulong bits) => Unsafe.As<ulong, T>(ref bits);
}
