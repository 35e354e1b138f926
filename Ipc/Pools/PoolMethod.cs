using Workbook.Ipc.Processes;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pools;

/// <summary>A function that jobs of a pool call: described to each worker once, named by its number from then on.</summary>
internal sealed class PoolMethod
{
    private readonly Type[] _parameterTypes;

    public PoolMethod(int id, Delegate function)
    {
        Id = id;
        _parameterTypes = [.. function.Method.GetParameters().Select(parameter => parameter.ParameterType)];
        ReturnType = function.Method.ReturnType;
        if (typeof(Task).IsAssignableFrom(ReturnType))
        {
            throw new ArgumentException(
                $"{function.Method.Name} returns a task, and a job ends with its function; wait for the task in the function.",
                nameof(function));
        }
        Definition = Describe(EntryPoint.Of(function));
    }

    public int Id { get; }

    public Type ReturnType { get; }

    /// <summary>The frame that describes it.</summary>
    public byte[] Definition { get; }

    /// <summary>Appends the arguments of one call; their descriptors go to <paramref name="handover"/>.</summary>
    /// <exception cref="NotSupportedException">One cannot travel.</exception>
    public void Encode(ReadOnlySpan<object?> arguments, FrameBuffer to, Handover handover)
    {
        for (var i = 0; i < arguments.Length; i++) to.WriteBytes(ObjectCodec.Encode(arguments[i], _parameterTypes[i], handover));
    }

    /// <summary>Reads what <see cref="Describe"/> wrote.</summary>
    public static (int Id, EntryPoint Entry) ReadDefinition(FrameCursor frame)
    {
        var id = frame.Read<int>();
        return (id, EntryPoint.Read(new LaunchReader(frame.Rest.ToArray())));
    }

    private byte[] Describe(EntryPoint entry)
    {
        var writer = new LaunchWriter();
        entry.Write(writer);
        var frame = new FrameBuffer();
        frame.Begin(FrameKind.Define);
        frame.Write(Id);
        frame.WriteRaw(writer.ToArray());
        frame.End();
        return frame.Written.ToArray();
    }
}
