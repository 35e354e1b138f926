using System.Runtime.InteropServices;

namespace Workbook.Ipc.Processes;

/// <summary>Writes what a child reads before its function: numbers, bytes and text (UTF-16), each as it stands in memory, the last
/// two after their length.</summary>
internal sealed class LaunchWriter
{
    private readonly MemoryStream _bytes = new();

    public void Write(int number) => _bytes.Write(BitConverter.GetBytes(number));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Write(bytes.Length);
        _bytes.Write(bytes);
    }

    public void Write(string text)
    {
        Write(text.Length);
        _bytes.Write(MemoryMarshal.AsBytes(text.AsSpan()));
    }

    public byte[] ToArray() => _bytes.ToArray();
}
