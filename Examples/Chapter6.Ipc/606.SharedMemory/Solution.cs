// A file, mapped: its bytes are memory of every process that maps it.
//
//      0          8          16        24        32
//      +----------+----------+---------+---------+---- - - --+
//      | the mark | Count    | counter | counter |           |    8 bytes each
//      +----------+----------+---------+---------+---- - - --+
//
//   I1  The mark is written last: a file without it is not a table, or not one yet.
//   I2  A counter stands at an address that 8 divides, so one load or store moves all of it.
//
// The address at which the file appears differs from process to process; only offsets mean the same in all.

using System.IO.MemoryMappedFiles;

namespace Workbook.Examples.Ipc.SharedCounters;

/// <summary>Counters that several processes share, in a file.</summary>
/// <remarks>Any thread may call any member but <see cref="Dispose"/>, which is for when no thread uses the table any
/// more.</remarks>
public sealed unsafe class CounterTable : IDisposable
{
    private const long Mark = 0x5352_4554_4e55_4f43; // "COUNTERS"
    private const int HeaderSize = 16;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start; // null once disposed

    private CounterTable(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor();
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>Makes the file, and the counters in it, all zero.</summary>
    /// <param name="path">Where the file is to be.</param>
    /// <param name="count">How many counters, at least 1.</param>
    /// <exception cref="IOException">There is such a file; it stays as it is.</exception>
    public static CounterTable Create(string path, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var length = HeaderSize + ((long)count * sizeof(long));
        var table = new CounterTable(MemoryMappedFile.CreateFromFile(path, FileMode.CreateNew, null, length)) { Count = count };
        ((long*)table._start)[1] = count;
        Volatile.Write(ref *(long*)table._start, Mark); // I1; partner: the read in Open
        return table;
    }

    /// <summary>Maps a table that another process made, or this one.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a table of counters.</exception>
    public static CounterTable Open(string path)
    {
        var length = new FileInfo(path).Length; // a file of no bytes cannot be mapped
        if (length < HeaderSize) throw new InvalidDataException($"'{path}' has {length} bytes, too few for a table of counters.");
        var table = new CounterTable(MemoryMappedFile.CreateFromFile(path, FileMode.Open));
        if (Volatile.Read(ref *(long*)table._start) == Mark) // I1: the mark first, then what it vouches for
        {
            var count = ((long*)table._start)[1];
            if (count is > 0 and <= int.MaxValue && count <= (length - HeaderSize) / sizeof(long))
            {
                table.Count = (int)count;
                return table;
            }
        }
        table.Dispose();
        throw new InvalidDataException($"'{path}' is not a table of counters, or not a whole one.");
    }

    /// <summary>How many counters there are.</summary>
    public int Count { get; private set; }

    /// <summary>What the counter holds now.</summary>
    public long Read(int index) => Volatile.Read(ref Counter(index));

    /// <summary>Sets the counter, whatever it held.</summary>
    public void Write(int index, long value) => Volatile.Write(ref Counter(index), value);

    /// <summary>Adds to the counter in one step, also in the eyes of other processes.</summary>
    /// <returns>What it holds then.</returns>
    public long Add(int index, long amount) => Interlocked.Add(ref Counter(index), amount);

    /// <summary>Unmaps the file, which stays. May be repeated.</summary>
    public void Dispose()
    {
        if (_start == null) return;
        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private ref long Counter(int index)
    {
        ObjectDisposedException.ThrowIf(_start == null, this);
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} counters.");
        return ref ((long*)(_start + HeaderSize))[index]; // I2
    }
}
