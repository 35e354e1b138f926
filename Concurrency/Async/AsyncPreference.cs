namespace Workbook.Concurrency.Async;

/// <summary>Who goes first at an <see cref="AsyncReaderWriterLock"/>.</summary>
public enum AsyncPreference
{
    /// <summary>A waiting writer goes before all readers, also those who came earlier: readers may starve.</summary>
    Writers,

    /// <summary>A reader goes in while others read, past waiting writers: writers may starve.</summary>
    Readers,

    /// <summary>In the order of the calls; readers next to each other go in together. Nobody starves.</summary>
    Arrival,
}
