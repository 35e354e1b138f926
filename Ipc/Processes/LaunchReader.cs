namespace Workbook.Ipc.Processes;

/// <summary>Reads what a <see cref="LaunchWriter"/> wrote, in the same order.</summary>
/// <remarks>No BinaryReader, because the first UTF-8 takes a new process 2 ms. This is three methods to compile.</remarks>
internal sealed class LaunchReader(byte[] bytes)
{
    private int _next;

    public int ReadNumber()
    {
        var number = BitConverter.ToInt32(bytes, _next);
        _next += sizeof(int);
        return number;
    }

    public byte[] ReadBytes()
    {
        var part = new byte[ReadNumber()];
        Buffer.BlockCopy(bytes, _next, part, 0, part.Length);
        _next += part.Length;
        return part;
    }

    public string ReadText()
    {
        var characters = new char[ReadNumber()];
        Buffer.BlockCopy(bytes, _next, characters, 0, characters.Length * sizeof(char));
        _next += characters.Length * sizeof(char);
        return new string(characters);
    }
}
