using System.Buffers;
using System.Text;

namespace Workbook.Examples.Learning;

/// <summary>Reads a learner's file: UTF-8, or what its byte-order mark says.</summary>
internal static class SourceReader
{
    /// <exception cref="DecoderFallbackException">It is neither; the message says why.</exception>
    public static string Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true),
                detectEncodingFromByteOrderMarks: true);
            var text = reader.ReadToEnd();
            if (!text.Contains('\0', StringComparison.Ordinal)) return text;
        }
        catch (DecoderFallbackException) { }
        throw new DecoderFallbackException(WhereNotUtf8(File.ReadAllBytes(path)));
    }

    // "the byte 0xE9 in line 3 is no UTF-8"
    private static string WhereNotUtf8(ReadOnlySpan<byte> bytes)
    {
        for (var line = 1; !bytes.IsEmpty;)
        {
            var isText = Rune.DecodeFromUtf8(bytes, out var letter, out var length) == OperationStatus.Done;
            if (!isText) return $"the byte 0x{bytes[0]:X2} in line {line} is no UTF-8";
            if (letter.Value == 0) return $"there is a byte 0 in line {line}, as in UTF-16 without its mark";
            if (letter.Value == '\n') line++;
            bytes = bytes[length..];
        }
        return "it is no UTF-8"; // it was changed meanwhile
    }
}
