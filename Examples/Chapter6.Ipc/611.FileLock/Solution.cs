// A file that several processes append to, one line an entry:
//
//      Ann comes\n Bob comes\n Ann go        <- whoever wrote this was killed in the middle of an entry
//                             ^
//                             whole up to here: the next one cuts off the rest
//
//   I1  Who writes holds the lock on the whole file, from the look at its end to its last byte.
//   I2  While nobody holds the lock, the file is whole lines, and perhaps a piece of one that a dead process began.
//
// The kernel lets go of the lock when its holder dies, and tells nobody: it knows nothing of entries. So I2 is all that can be
// had, and each writer begins by looking at the end [mend].

using System.Diagnostics;
using System.Text;
using Workbook.Concurrency.Locks;
using Workbook.Ipc.Synchronization;

namespace Workbook.Examples.Ipc.FileLocks;

/// <summary>A log in a file, to which any number of processes append whole lines.</summary>
/// <remarks>Any thread may call any member. All who write have to use this class: the lock keeps out only those who ask for
/// it.</remarks>
[DebuggerDisplay("{_lock.Path,nq}")] // takes no lock
public sealed class AppendLog : IDisposable
{
    private const byte EndOfEntry = (byte)'\n';

    private readonly FileLock _lock; // guards the content of:
    private Microsoft.Win32.SafeHandles.SafeFileHandle File => _lock.File;

    /// <summary>Opens the file; makes it if it is missing.</summary>
    public AppendLog(string path) => _lock = new FileLock(path);

    /// <summary>Appends an entry, blocking while another one writes.</summary>
    /// <exception cref="ArgumentException">It has more than one line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another one wrote; nothing was appended.</exception>
    public void Append(string entry, CancellationToken cancel = default) => TryAppend(entry, Timeout.InfiniteTimeSpan, cancel);

    /// <summary>Appends an entry, waiting no longer than <paramref name="timeout"/> while another one writes.</summary>
    /// <returns>False: another one wrote for all that time; nothing was appended.</returns>
    /// <exception cref="ArgumentException">It has more than one line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while another one wrote; nothing was appended.</exception>
    public bool TryAppend(string entry, TimeSpan timeout, CancellationToken cancel = default)
    {
        if (entry.Contains('\n'))
            throw new ArgumentException("An entry is one line; append the others by themselves.", nameof(entry));
        if (!_lock.TryAcquire(timeout, cancel)) return false;      // [lock]
        try
        {
            var end = EndOfLastEntry();
            RandomAccess.SetLength(File, end);                     // [mend] what a dead one left
            RandomAccess.Write(File, Encoding.UTF8.GetBytes(entry + '\n'), end); // [write]
            return true;
        }
        finally { _lock.Release(); }                               // [unlock]
    }

    /// <summary>All whole entries, in the order in which they were appended.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while another one wrote.</exception>
    public IReadOnlyList<string> Entries(CancellationToken cancel = default)
    {
        using (_lock.Hold(cancel))
        {
            var bytes = new byte[EndOfLastEntry()];
            var read = RandomAccess.Read(File, bytes, 0);
            var text = Encoding.UTF8.GetString(bytes.AsSpan(0, read));
            return text.Length == 0 ? [] : text[..^1].Split('\n');
        }
    }

    /// <summary>Closes the file, which stays.</summary>
    public void Dispose() => _lock.Dispose();

    // Looks backwards, a block at a time: usually the last byte is the one.
    private long EndOfLastEntry()
    {
        Debug.Assert(_lock.IsHeldByCurrentThread, "I1");
        Span<byte> block = stackalloc byte[256];
        for (var end = RandomAccess.GetLength(File); end > 0; end -= block.Length)
        {
            var start = Math.Max(0, end - block.Length);
            var read = RandomAccess.Read(File, block[..(int)(end - start)], start);
            var last = block[..read].LastIndexOf(EndOfEntry);
            if (last >= 0) return start + last + 1;
        }
        return 0;
    }
}
