namespace Workbook.Concurrency.Signals;

/// <summary>A <see cref="CyclicBarrier"/> lost one of its parties, so the others would have waited for ever.</summary>
public sealed class BrokenBarrierException : Exception
{
    /// <param name="message">Says in which phase it broke, and why.</param>
    /// <param name="cause">What the phase action threw, if that was it.</param>
    public BrokenBarrierException(string message, Exception? cause = null) : base(message, cause) { }
}
