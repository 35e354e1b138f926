namespace Workbook.Examples.Threads.NoGil;

/// <summary>How one way of running a job came out.</summary>
/// <param name="Way">One after another, threads or processes.</param>
/// <param name="Workers">How many did parts at the same time.</param>
/// <param name="Seconds">From the start to the combined result, the serial part included.</param>
/// <param name="SerialSeconds">What of that went before any part could start.</param>
/// <param name="Cores">How many cores this process had meanwhile, on average; its children not counted.</param>
/// <param name="Count">What was counted in total.</param>
/// <param name="StartupMs">What a child process took in which it did not work, on average; null where there are none.</param>
public sealed record Measured(
    string Way, int Workers, double Seconds, double SerialSeconds, double Cores, long Count, double? StartupMs = null);
