using Workbook.Ipc.Processes;

namespace Workbook.Examples.Processes.Pools;

/// <summary>What a worker sends back for an item: a value, or what there is to know about an exception.</summary>
public sealed record Reply<T>(T? Value, string? Type = null, string? Message = null, string? Stack = null)
{
    /// <summary>In the worker: it threw this.</summary>
    public static Reply<T> Of(Exception thrown) => new(default, thrown.GetType().FullName, thrown.Message, thrown.ToString());

    /// <summary>In the pool: what the map says of its item.</summary>
    public JobOutcome<T> ToOutcome() => new(Value, Type is null ? null : new RemoteException(Type, Message!, Stack!));
}
