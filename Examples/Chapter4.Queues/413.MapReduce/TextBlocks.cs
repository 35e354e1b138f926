// A file of any size goes through one buffer, and leaves it in blocks that are cut between words:
//
//      buffer   | It was late, and the last fer |        full: cut behind the last separator
//      block    | It was late, and the last |            given away
//      buffer   | fer| ...                               the rest stays, and the next characters come behind it
//
//   I1  The blocks, one after another, are the text: nothing is lost, and no word lies in two of them.
//   I2  The buffer never exceeds LongestWord characters, however long the file is.

using System.Text;

namespace Workbook.Examples.Queues.WordCounting;

/// <summary>Reads texts in blocks, so that no file is in memory as a whole.</summary>
public static class TextBlocks
{
    /// <summary>So many characters without a separator are no text, but something else.</summary>
    public const int LongestWord = 65_536;

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a source, block by block, each cut between words; read as it is asked for.</summary>
    /// <param name="source">UTF-8, or with a byte order mark UTF-16 or UTF-32.</param>
    /// <param name="length">Of a block, in characters; where a longer word comes, a block is longer.</param>
    /// <param name="bytesRead">Told how far in the file it is.</param>
    /// <exception cref="InvalidDataException">It cannot be read, or is no text: the message says which, in one line.</exception>
    public static IEnumerable<string> Read(TextSource source, int length, Action<long>? bytesRead = null)
    {
        using var stream = Open(source);
        using var reader = new StreamReader(stream, _strict, detectEncodingFromByteOrderMarks: true);
        var buffer = new char[Math.Min(length, LongestWord)];
        var held = 0; // characters at the front of the buffer that belong to the next block
        while (true)
        {
            var filled = held + Fill(reader, buffer.AsSpan(held), source.Name);
            bytesRead?.Invoke(stream.Position);
            if (filled < buffer.Length) // the end of the file
            {
                if (filled > 0) yield return new string(buffer, 0, filled);
                yield break;
            }
            var cut = filled;
            while (cut > 0 && !Words.Separates(buffer[cut - 1])) cut--;
            held = filled - cut;
            if (cut == 0) buffer = Longer(buffer, source.Name);
            else
            {
                yield return new string(buffer, 0, cut);
                buffer.AsSpan(cut, held).CopyTo(buffer);
            }
        }
    }

    private static Stream Open(TextSource source)
    {
        try { return source.Open(); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw Unreadable(source.Name, e); }
    }

    private static int Fill(StreamReader reader, Span<char> room, string name)
    {
        try
        {
            var read = reader.ReadBlock(room); // as much as there is room, unless the file ends
            if (room[..read].Contains('\0')) throw new InvalidDataException($"{name} is not a text: there is a zero in it");
            return read;
        }
        catch (DecoderFallbackException) { throw new InvalidDataException($"{name} is not a text in UTF-8"); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw Unreadable(name, e); }
    }

    private static char[] Longer(char[] buffer, string name)
    {
        if (buffer.Length == LongestWord)
            throw new InvalidDataException($"{name} is not a text: {LongestWord} letters without a space or a sign");
        Array.Resize(ref buffer, Math.Min(2 * buffer.Length, LongestWord));
        return buffer;
    }

    private static InvalidDataException Unreadable(string name, Exception e) => new($"{name} cannot be read: {e.Message}", e);
}
