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
        var writer = new LaunchWriter();
        Entry.Write(writer);
        writer.Write(Arguments.Length);
        foreach (var argument in Arguments) writer.Write(argument);
        writer.Write(Name);
        writer.Write(IsDaemon ? 1 : 0);
        writer.Write(IgnoreInterrupt ? 1 : 0);
        writer.Write(ParentId);
        writer.Write(Descriptors);
        writer.Write(Key);
        return writer.ToArray();
    }

    public static LaunchMessage Read(byte[] bytes)
    {
        var reader = new LaunchReader(bytes);
        var entry = EntryPoint.Read(reader);
        var arguments = new byte[reader.ReadNumber()][];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = reader.ReadBytes();
        return new LaunchMessage // an initialiser runs in the order in which it is written: that of Write
        {
            Entry = entry,
            Arguments = arguments,
            Name = reader.ReadText(),
            IsDaemon = reader.ReadNumber() != 0,
            IgnoreInterrupt = reader.ReadNumber() != 0,
            ParentId = reader.ReadNumber(),
            Descriptors = reader.ReadNumber(),
            Key = reader.ReadBytes(),
        };
    }
}
