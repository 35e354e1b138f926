namespace Workbook.Concurrency.Async.Interop;

/// <summary>What an event told its handler.</summary>
public struct EventArguments<TSender, TEventArgs>
{
    /// <summary>Who raised the event.</summary>
    public TSender Sender { get; set; }

    /// <summary>With what it was raised.</summary>
    public TEventArgs EventArgs { get; set; }
}
