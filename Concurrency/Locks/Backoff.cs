namespace Workbook.Concurrency.Locks;

/// <summary>How a spinning thread waits between two looks: by pauses that double, and once they are long, by giving its core away.</summary>
/// <remarks>Without the second half, ten spinning threads on two cores would use up whole time slices while the holder has none.</remarks>
internal struct Backoff
{
    private const int FirstPause = 4, LongestPause = 256; // in Thread.SpinWait units, each some nanoseconds

    private int _pause;

    /// <summary>Waits a little, the next time a little longer.</summary>
    public void Wait()
    {
        if (_pause < LongestPause) Thread.SpinWait(_pause = Math.Max(FirstPause, _pause * 2));
        else Thread.Yield(); // the thread that is waited for may have lost its core: let it run
    }
}
