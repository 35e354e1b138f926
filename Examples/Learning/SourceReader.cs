using System.Text;

namespace Workbook.Examples.Learning;

/// <summary>Reads a learner's file: UTF-8, or what its byte-order mark says.</summary>
internal static class SourceReader
{
    /// <exception cref="DecoderFallbackException">It is neither.</exception>
    public static string Read(string path)
    {
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    /// <summary>Says which byte is no UTF-8: <c>the byte 0xE9 in line 3 is no UTF-8</c>.</summary>
    public static string WhereNotUtf8(string path)
    {
        var line = 1;
        foreach (var bytes in File.ReadAllBytes(path).AsSpan().ToArray().Chunk(1))
        {
            if (bytes[0] == '\n') line++;
            if (bytes[0] >= 0x80) return $"the byte 0x{bytes[0]:X2} in line {line} is no UTF-8";
        }
        return "it is no UTF-8";
    }
}
