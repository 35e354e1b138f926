namespace Workbook.Ipc.Wire;

/// <summary>Something that lives outside the process, so that what travels to another one is not the thing but a ticket for it:
/// a region of shared memory, a lock in it, the end of a pipe.</summary>
/// <remarks>An argument, a result or a message of such a type arrives attached to the same thing.</remarks>
public interface IShareable<TSelf> where TSelf : IShareable<TSelf>
{
    /// <summary>What the other process needs to find this. A descriptor is handed to <paramref name="handover"/> and named by the number
    /// that it returns.</summary>
    string WriteTicket(Handover handover);

    /// <summary>The other side's: attaches to what the ticket names.</summary>
    static abstract TSelf FromTicket(string ticket, Handover handover);
}
