using System.Text;
using Workbook.Ipc.Synchronization;

namespace Workbook.Ipc.SharedMemory;

/// <summary>A region with a length, a type and a mutex before its elements: see the picture in SharedArray.cs.</summary>
internal sealed unsafe class SharedElements : IDisposable
{
    private const int SizeAt = 8, MutexAt = 16, TypeAt = 64, HeaderSize = 192;

    private SharedMutex? _mutex; // made when somebody asks: not every system has one

    private SharedElements(SharedRegion region)
    {
        Region = region;
        First = region.Pointer + HeaderSize;
        Length = region.ValueAt<long>(0);
    }

    public SharedRegion Region { get; }

    public byte* First { get; }

    public long Length { get; }

    public SharedMutex Mutex
    {
        get
        {
            ThrowIfDisposed();
            if (_mutex is not null) return _mutex;
            var made = new SharedMutex(Region.Pointer + MutexAt, $"{Region.Name}-mutex");
            return Interlocked.CompareExchange(ref _mutex, made, null) ?? made;
        }
    }

    /// <param name="name">Null: one is made up.</param>
    /// <param name="kind">The extension of its file.</param>
    /// <param name="length">In elements, at least 1.</param>
    public static SharedElements Create<T>(string? name, string kind, int length) where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var size = HeaderSize + Math.Max(sizeof(ulong), (long)length * sizeof(T)); // a value has a word
        var header = new byte[HeaderSize];
        BitConverter.TryWriteBytes(header, (long)length);
        BitConverter.TryWriteBytes(header.AsSpan(SizeAt), sizeof(T));
        TypeText<T>().CopyTo(header, TypeAt);
        return new SharedElements(name is null
            ? SharedRegion.CreateAnonymous(size, kind, header)
            : SharedRegion.Create(name, size, kind, header));
    }

    /// <summary>Takes over the region, or detaches from it and throws.</summary>
    public static SharedElements Open<T>(SharedRegion region) where T : unmanaged
    {
        try
        {
            if (region.Size < HeaderSize) throw new InvalidDataException($"'{region.Name}' is not an array or a value.");
            var type = TypeText<T>();
            var found = region.AsSpan(TypeAt, HeaderSize - TypeAt);
            if (!found[..type.Length].SequenceEqual(type) || (type.Length < found.Length && found[type.Length] != 0))
            {
                throw new InvalidDataException(
                    $"'{region.Name}' holds {Encoding.UTF8.GetString(found.TrimEnd((byte)0))}, not {typeof(T)}.");
            }
            var size = region.ValueAt<int>(SizeAt);
            if (size != sizeof(T))
            {
                throw new InvalidDataException(
                    $"'{region.Name}' holds elements of {size} bytes; {typeof(T)} has {sizeof(T)} here.");
            }
            var elements = new SharedElements(region);
            if (elements.Length < 1 || elements.Length > (region.Size - HeaderSize) / sizeof(T))
            {
                throw new InvalidDataException(
                    $"'{region.Name}' says it has {elements.Length} elements, and has no room for them.");
            }
            return elements;
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    public void ThrowIfDisposed() => Region.ThrowIfDisposed();

    public void Dispose()
    {
        _mutex?.Dispose();
        Region.Dispose();
    }

    private static byte[] TypeText<T>()
    {
        var text = Encoding.UTF8.GetBytes(typeof(T).ToString());
        return text.Length <= HeaderSize - TypeAt ? text : text[..(HeaderSize - TypeAt)];
    }
}
