// One reader, and writers that come and go. A letter is a line, and one write(2) of at most 4,096 bytes, so that the kernel
// keeps it together however many write at the same time:
//
//      writer A   [letter 1\n] [letter 2\n]  closes
//      writer B              [letter 1\n]                       closes
//      the pipe   [A letter 1\n][B letter 1\n][A letter 2\n]    end of stream ... until somebody opens it again
//
//   I1  _pending holds the beginning of at most one letter: whole ones are in _letters.
//   I2  The box has the pipe open for reading from its creation to its Dispose: a letter that was posted is not lost.
//
// The end of the stream says only that nobody has it open for writing just now. So the box opens it once more, and the first
// read on the new end waits for the next writer; the old end is closed after that, for I2.

using System.Diagnostics;
using System.Text;
using Workbook.Ipc.Pipes;

namespace Workbook.Examples.Ipc.Postboxes;

/// <summary>A letter box with a name: any program of this user posts, and one takes out.</summary>
/// <remarks>TryTake is for one thread. TryPost is for any.</remarks>
public sealed class LetterBox : IDisposable
{
    private const int LongestLetter = 4095; // bytes, with the end of the line 4,096: PIPE_BUF

    private readonly NamedPipe _pipe;
    private readonly Queue<string> _letters = new();
    private readonly List<byte> _pending = [];
    private PipeReader _reader;

    /// <param name="name">What others find it by.</param>
    /// <exception cref="IOException">There is one with that name.</exception>
    public LetterBox(string name)
    {
        _pipe = NamedPipe.Create(name);
        _reader = _pipe.OpenForReading();
    }

    /// <summary>How often all writers had gone.</summary>
    public int Pauses { get; private set; }

    /// <summary>Takes out the next letter; waits for one until the time is over.</summary>
    /// <exception cref="OperationCanceledException">None has come.</exception>
    public bool TryTake(out string letter, TimeSpan timeout, CancellationToken cancel = default)
    {
        var buffer = new byte[4096];
        var start = Stopwatch.GetTimestamp();
        while (_letters.Count == 0)
        {
            if (!_reader.TryRead(buffer, out var count, Left(timeout, start), cancel))      // [take]
            {
                letter = "";
                return false;
            }
            if (count == 0) OpenAgain();
            else Sort(buffer.AsSpan(0, count));
        }
        letter = _letters.Dequeue();
        return true;
    }

    /// <summary>Posts a letter into the box of that name; waits until it has room, or the time is over.</summary>
    /// <returns>True when the letter is in the box; false when no part of it is.</returns>
    /// <exception cref="FileNotFoundException">There is no such box.</exception>
    /// <exception cref="IOException">It was closed meanwhile.</exception>
    /// <exception cref="OperationCanceledException">There was still no room; nothing was posted.</exception>
    /// <exception cref="ArgumentException">More than one line, or more than 4,095 bytes in UTF-8; nothing was posted.</exception>
    public static bool TryPost(string name, string letter, TimeSpan timeout, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(letter);
        if (letter.Contains('\n')) throw new ArgumentException("A letter is one line.", nameof(letter));
        var bytes = Encoding.UTF8.GetBytes(letter + "\n");
        if (bytes.Length > LongestLetter + 1)
            throw new ArgumentException($"A letter of {bytes.Length - 1} bytes: {LongestLetter} is the most.", nameof(letter));

        var start = Stopwatch.GetTimestamp();
        using var pipe = NamedPipe.Open(name);
        using var writer = pipe.TryOpenForWriting(timeout, cancel);                         // [open]
        return writer?.TryWrite(bytes, Left(timeout, start), cancel) == bytes.Length;       // [post] whole, or not at all
    }

    /// <summary>Closes the box and removes its name.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _pipe.Dispose();
    }

    private static TimeSpan Left(TimeSpan timeout, long start)
    {
        if (timeout == Timeout.InfiniteTimeSpan) return timeout;
        var left = timeout - Stopwatch.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void OpenAgain()
    {
        Pauses++;
        var old = _reader;
        _reader = _pipe.OpenForReading();                                                   // [again]
        old.Dispose();
    }

    private void Sort(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (value != '\n')
            {
                _pending.Add(value);
                continue;
            }
            _letters.Enqueue(Encoding.UTF8.GetString([.. _pending]));
            _pending.Clear();
        }
    }
}
