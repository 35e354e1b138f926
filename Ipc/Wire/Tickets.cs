using System.Collections.Concurrent;

namespace Workbook.Ipc.Wire;

/// <summary>How the things of one type are written as tickets, found by the type at run time.</summary>
internal abstract class Tickets
{
    private static readonly ConcurrentDictionary<Type, Tickets?> _byType = new();

    public abstract string Write(object thing, Handover handover);

    public abstract object Read(string ticket, Handover handover);

    /// <summary>Null for a type that is not <see cref="IShareable{TSelf}"/>.</summary>
    public static Tickets? Of(Type type) => type.IsPrimitive ? null : _byType.GetOrAdd(type, Make);

    private static Tickets? Make(Type type)
    {
        foreach (var candidate in type.GetInterfaces())
        {
            if (candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IShareable<>)
                && candidate.GenericTypeArguments[0] == type)
                return (Tickets)Activator.CreateInstance(typeof(For<>).MakeGenericType(type))!;
        }
        return null;
    }

    private sealed class For<T> : Tickets where T : IShareable<T>
    {
        public override string Write(object thing, Handover handover) => ((T)thing).WriteTicket(handover);

        public override object Read(string ticket, Handover handover) => T.FromTicket(ticket, handover);
    }
}
