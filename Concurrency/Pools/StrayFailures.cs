namespace Workbook.Concurrency.Pools;

/// <summary>Where exceptions go that no caller can get: of a posted job, of a callback of a future.</summary>
/// <remarks>They end no thread and no process. Each is written to standard error, unless somebody listens.</remarks>
public static class StrayFailures
{
    /// <summary>Called with where it happened and with the exception, on the thread where it happened. As long as somebody
    /// listens, standard error stays quiet. Add and remove on any thread.</summary>
    public static event Action<string, Exception>? Seen;

    /// <summary>Never throws: whoever comes here has other things to do.</summary>
    internal static void Report(string where, Exception failure)
    {
        try
        {
            if (Seen is { } seen) seen(where, failure);
            else Console.Error.WriteLine($"{where} failed, and nobody could be told: {failure}");
        }
        catch (Exception) { } // of the listener, or of a closed stream: there is nobody left to tell
    }
}
