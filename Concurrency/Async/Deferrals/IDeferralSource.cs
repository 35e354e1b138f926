namespace Workbook.Concurrency.Async;

/// <summary>What the raiser of an event shows its handlers, so that they can ask it to wait for them.</summary>
public interface IDeferralSource
{
    /// <summary>Asks for a delay. It ends when the returned object is disposed; disposing that again changes nothing.</summary>
    IDisposable GetDeferral();
}
