// What the region of an array holds; the same for a value, which is an array of one:
//
//      0        8         12      16                32           64                        192
//      +--------+---------+-------+-----------------+------------+-------------------------+-------- - - --
//      | length | element |       | SharedMutex     |  (empty)   | type of an element,     | elements, zero
//      |        | size    |       | (16 bytes)      |            | as text                 | at first
//      +--------+---------+-------+-----------------+------------+-------------------------+-------- - - --
//
//   I1  The type is written before anybody else can find the region's elements to be of another one: Open compares it.
//
// The array orders nothing: who writes an element that others read uses Volatile or Interlocked on the reference, or the Mutex
// that every array brings along.

using System.Diagnostics;
using Workbook.Ipc.Synchronization;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.SharedMemory;

/// <summary>An array that several processes see at once.</summary>
/// <typeparam name="T">Without references; not with addresses either, which mean nothing in another process.</typeparam>
/// <remarks>Any thread may call any member but <see cref="Dispose"/>, which is for when no thread of this process uses the array
/// any more.</remarks>
[DebuggerDisplay("{Name}: {Length} of {typeof(T).Name,nq}")] // takes no lock
public sealed unsafe class SharedArray<T> : IDisposable, IShareable<SharedArray<T>> where T : unmanaged
{
    private const string Kind = "array";

    private readonly SharedElements _elements;
    private readonly T* _first;

    private SharedArray(SharedElements elements)
    {
        _elements = elements;
        _first = (T*)elements.First;
        Length = (int)elements.Length;
    }

    /// <summary>Makes an array, all zero.</summary>
    /// <param name="name">See <see cref="SharedRegion.Create(string, long)"/>; arrays have names of their own.</param>
    /// <param name="length">In elements, at least 1.</param>
    /// <exception cref="IOException">The name is in use, or there is no room.</exception>
    public static SharedArray<T> Create(string name, int length) => new(SharedElements.Create<T>(name, Kind, length));

    /// <summary>Makes one without a name to choose; it travels as an argument or a message, and its creator's Dispose ends it for
    /// all who are not attached by then.</summary>
    /// <inheritdoc cref="Create"/>
    public static SharedArray<T> CreateAnonymous(int length) => new(SharedElements.Create<T>(null, Kind, length));

    /// <summary>Attaches to one that exists; it has the length that it was made with.</summary>
    /// <exception cref="FileNotFoundException">There is none of that name.</exception>
    /// <exception cref="InvalidDataException">It holds elements of another type; the message says which.</exception>
    public static SharedArray<T> Open(string name) => new(SharedElements.Open<T>(SharedRegion.Open(name, Kind)));

    /// <summary>What it was created as.</summary>
    public string Name => _elements.Region.Name;

    /// <summary>In elements.</summary>
    public int Length { get; }

    /// <summary>An element by reference: for plain reads and writes, and for <see cref="Volatile"/> and
    /// <see cref="Interlocked"/>.</summary>
    public ref T this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Length)
                throw new ArgumentOutOfRangeException(nameof(index), index, $"The array has {Length} elements.");
            _elements.ThrowIfDisposed();
            return ref _first[index];
        }
    }

    /// <summary>All elements. Do not use the span after <see cref="Dispose"/>.</summary>
    public Span<T> Span
    {
        get
        {
            _elements.ThrowIfDisposed();
            return new Span<T>(_first, Length);
        }
    }

    /// <summary>A lock that belongs to the array; nothing here takes it by itself.</summary>
    public SharedMutex Mutex => _elements.Mutex;

    /// <inheritdoc cref="SharedRegion.Verify"/>
    public void Verify() => _elements.Region.Verify();

    /// <inheritdoc cref="SharedRegion.Unlink"/>
    public void Unlink() => _elements.Region.Unlink();

    /// <inheritdoc cref="SharedRegion.Dispose"/>
    public void Dispose() => _elements.Dispose();

    /// <inheritdoc/>
    public string WriteTicket(Handover handover) => _elements.Region.WriteTicket(handover);

    /// <inheritdoc/>
    public static SharedArray<T> FromTicket(string ticket, Handover handover) =>
        new(SharedElements.Open<T>(SharedRegion.FromTicket(ticket, handover)));
}
