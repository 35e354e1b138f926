namespace Workbook.Concurrency.Coroutines;

/// <summary>What a coroutine that waited for the end of others is told about failures.</summary>
internal enum Verdict
{
    /// <summary>Nothing is thrown: it will look for itself.</summary>
    None,

    /// <summary>The failure of the one that it waited for.</summary>
    Failure,

    /// <summary>All of them, in one <see cref="AggregateException"/>.</summary>
    AllFailures,
}
