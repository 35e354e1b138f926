using System.Text;

namespace Workbook.Ipc.Processes;

/// <summary>The first thing that a child reads: what it is, and what it shall call.</summary>
/// <remarks>Fields: each property would be two methods that every child compiles.</remarks>
internal sealed class LaunchMessage
{
    /// <summary>The function, or the class of the worker.</summary>
    public required EntryPoint Entry;

    /// <summary>The arguments, or the worker's fields: each as <see cref="Wire.ObjectCodec"/> writes it.</summary>
    public required byte[][] Arguments;

    public required string Name;

    public required bool IsDaemon;

    public required bool IgnoreInterrupt;

    public required int ParentId;

    /// <summary>How many descriptors came along, from the number after the control channel's on.</summary>
    public required int Descriptors;

    /// <summary>See <see cref="ChildProcess.AuthenticationKey"/>.</summary>
    public required byte[] Key;

    public byte[] Write()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        Entry.Write(writer);
        writer.Write(Arguments.Length);
        foreach (var argument in Arguments)
        {
            writer.Write(argument.Length);
            writer.Write(argument);
        }
        writer.Write(Name);
        writer.Write(IsDaemon);
        writer.Write(IgnoreInterrupt);
        writer.Write(ParentId);
        writer.Write(Descriptors);
        writer.Write(Key.Length);
        writer.Write(Key);
        return bytes.ToArray();
    }

    public static LaunchMessage Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var entry = EntryPoint.Read(reader);
        var arguments = new byte[reader.ReadInt32()][];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = reader.ReadBytes(reader.ReadInt32());
        return new LaunchMessage // an initialiser runs in the order in which it is written: that of Write
        {
            Entry = entry,
            Arguments = arguments,
            Name = reader.ReadString(),
            IsDaemon = reader.ReadBoolean(),
            IgnoreInterrupt = reader.ReadBoolean(),
            ParentId = reader.ReadInt32(),
            Descriptors = reader.ReadInt32(),
            Key = reader.ReadBytes(reader.ReadInt32()),
        };
    }
}
