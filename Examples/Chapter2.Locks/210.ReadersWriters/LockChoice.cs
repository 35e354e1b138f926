namespace Workbook.Examples.Locks.ReadersWriters;

/// <summary>Which lock guards the page.</summary>
public enum LockChoice
{
    /// <summary>A reader comes in whenever a reader is inside: <c>ReaderPreferenceLock</c>.</summary>
    Preference,

    /// <summary>In the order of arrival: <c>FairReadersWriterLock</c>.</summary>
    Fair,

    /// <summary>One at a time, whoever it is: <c>ParkingMutex</c>.</summary>
    Mutex,

    /// <summary>The class of this exercise, <c>ReadersWriterGate</c>.</summary>
    Gate,

    /// <summary>One after the other.</summary>
    All,
}
