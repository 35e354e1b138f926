namespace Workbook.Concurrency.Async;

/// <summary>Tasks that are completed already, one object each for the whole process.</summary>
public static class TaskConstants
{
    /// <summary>Completed with true.</summary>
    public static Task<bool> BooleanTrue { get; } = Task.FromResult(true);

    /// <summary>Completed with false.</summary>
    public static Task<bool> BooleanFalse => TaskConstants<bool>.Default;

    /// <summary>Completed with 0.</summary>
    public static Task<int> Int32Zero => TaskConstants<int>.Default;

    /// <summary>Completed with -1.</summary>
    public static Task<int> Int32NegativeOne { get; } = Task.FromResult(-1);

    /// <summary>Completed.</summary>
    public static Task Completed => Task.CompletedTask;

    /// <summary>Canceled.</summary>
    public static Task Canceled => TaskConstants<bool>.Canceled;
}
