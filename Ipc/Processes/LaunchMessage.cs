using System.Text;

namespace Workbook.Ipc.Processes;

/// <summary>The first thing that a child reads: what it is, and what it shall call.</summary>
/// <param name="Entry">The function.</param>
/// <param name="Arguments">Each as <see cref="Wire.ObjectCodec"/> writes it.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsDaemon">Whether it ends with its parent.</param>
/// <param name="ParentId">Its parent's process id.</param>
/// <param name="Descriptors">How many descriptors came along, from the number after the control channel's on.</param>
/// <param name="IgnoreInterrupt">Whether Ctrl+C is not for it.</param>
internal sealed record LaunchMessage(EntryPoint Entry, byte[][] Arguments, string Name, bool IsDaemon, int ParentId, int Descriptors, bool IgnoreInterrupt)
{
    public byte[] Write()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(Entry.AssemblyPath);
        writer.Write(Entry.Version.ToByteArray());
        writer.Write(Entry.Token);
        WriteAll(writer, Entry.TypeArguments);
        WriteAll(writer, Entry.MethodArguments);
        writer.Write(Arguments.Length);
        foreach (var argument in Arguments)
        {
            writer.Write(argument.Length);
            writer.Write(argument);
        }
        writer.Write(Name);
        writer.Write(IsDaemon);
        writer.Write(ParentId);
        writer.Write(Descriptors);
        writer.Write(IgnoreInterrupt);
        return bytes.ToArray();
    }

    public static LaunchMessage Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var entry = new EntryPoint(reader.ReadString(), new Guid(reader.ReadBytes(16)), reader.ReadInt32(), ReadAll(reader), ReadAll(reader));
        var arguments = new byte[reader.ReadInt32()][];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = reader.ReadBytes(reader.ReadInt32());
        return new LaunchMessage(entry, arguments, reader.ReadString(), reader.ReadBoolean(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean());
    }

    private static void WriteAll(BinaryWriter writer, string[] strings)
    {
        writer.Write(strings.Length);
        foreach (var each in strings) writer.Write(each);
    }

    private static string[] ReadAll(BinaryReader reader)
    {
        var strings = new string[reader.ReadInt32()];
        for (var i = 0; i < strings.Length; i++) strings[i] = reader.ReadString();
        return strings;
    }
}
