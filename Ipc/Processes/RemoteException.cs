// The exception itself stays in the process where it was thrown: its type may not exist here, and what it refers to does not.
// What travels is its name, the names of its base types, its message, its stack as text, and the same of its inner exceptions.
// So the parent catches RemoteException always, and asks what it was:
//
//      catch (RemoteException e) when (e.Is<FileNotFoundException>())

namespace Workbook.Ipc.Processes;

/// <summary>An exception that was thrown in another process.</summary>
public sealed class RemoteException : Exception
{
    private const int DeepestInner = 20; // deeper ones are in RemoteStack only

    private readonly string[] _types; // its own first, then its bases up to System.Exception

    /// <param name="typeName">The full name of its type.</param>
    /// <param name="message">Its message.</param>
    /// <param name="remoteStack">Where it was thrown over there, with its inner exceptions.</param>
    public RemoteException(string typeName, string message, string remoteStack) : this([typeName], message, remoteStack, null) { }

    private RemoteException(string[] types, string message, string remoteStack, RemoteException? inner) : base(message, inner)
    {
        _types = types;
        RemoteStack = remoteStack;
    }

    /// <summary>The full name of the exception's type over there.</summary>
    public string TypeName => _types[0];

    /// <summary>Its text over there: type, message, stack with the innermost call first, and its inner exceptions.</summary>
    public string RemoteStack { get; }

    /// <summary>Whether it was a <typeparamref name="T"/> over there, or derived from it. Compares full names.</summary>
    public bool Is<T>() where T : Exception => Array.IndexOf(_types, typeof(T).FullName) >= 0;

    /// <summary>Both stacks: that of the other process first.</summary>
    public override string ToString() =>
        $"{TypeName}: {Message}\n--- in the other process ---\n{RemoteStack}\n--- here ---\n{StackTrace}";

    /// <summary>What travels of an exception; of one that came from a third process, what came from there.</summary>
    internal static RemoteException Of(Exception exception) => Of(exception, depth: 0)!;

    /// <summary>The same once more: an exception that is thrown twice would mix up its stacks.</summary>
    internal RemoteException Again() => new(_types, Message, RemoteStack, (RemoteException?)InnerException);

    internal void Write(BinaryWriter writer)
    {
        writer.Write(_types.Length);
        foreach (var type in _types) writer.Write(type);
        writer.Write(Message);
        writer.Write(RemoteStack);
        writer.Write(InnerException is not null);
        (InnerException as RemoteException)?.Write(writer);
    }

    internal static RemoteException Read(BinaryReader reader)
    {
        var types = new string[reader.ReadInt32()];
        for (var i = 0; i < types.Length; i++) types[i] = reader.ReadString();
        return new(types, reader.ReadString(), reader.ReadString(), reader.ReadBoolean() ? Read(reader) : null);
    }

    private static RemoteException? Of(Exception? exception, int depth)
    {
        if (exception is null || depth > DeepestInner) return null;
        if (exception is RemoteException remote) return remote.Again();
        List<string> types = [];
        for (var type = exception.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            types.Add(type.FullName ?? type.Name);
        return new([.. types], Text(() => exception.Message), Text(exception.ToString), Of(exception.InnerException, depth + 1));
    }

    // An exception of somebody else's making may fail to describe itself.
    private static string Text(Func<string> describe)
    {
        try { return describe() ?? ""; }
        catch (Exception e) { return $"({e.GetType().Name} while it was being described)"; }
    }
}
