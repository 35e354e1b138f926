namespace Workbook.Examples.Queues.Pools;

/// <summary>How far a worker has come with a job.</summary>
public enum JobStep
{
    /// <summary>It was taken from the queue.</summary>
    Begins,

    /// <summary>It came to its end.</summary>
    Done,

    /// <summary>It ended by an exception.</summary>
    Throws,
}
