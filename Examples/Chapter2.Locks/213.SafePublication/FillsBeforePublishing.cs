namespace Workbook.Examples.Locks.SafePublication;

/// <summary>Shows readers nothing, and then all of it.</summary>
/// <param name="betweenTheSteps">Called between filling and publishing, so that a demo can let a reader look right there.</param>
public sealed class FillsBeforePublishing(Action betweenTheSteps)
{
    private Settings? _current; // Volatile.Write in Create (release) pairs with Volatile.Read in Current (acquire)

    /// <summary>Null, or complete: who reads the pointer that the release wrote reads all that was written before it.</summary>
    public Settings? Current => Volatile.Read(ref _current);

    public void Create(string host, int port)
    {
        var settings = new Settings { Host = host, Port = port }; // [fill]
        betweenTheSteps();
        Volatile.Write(ref _current, settings);                   // [publish] no write above may move below this line
    }
}
