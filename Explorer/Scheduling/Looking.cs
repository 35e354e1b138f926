namespace Workbook.Explorer.Scheduling;

/// <summary>Why somebody looks whether a task is completed.</summary>
internal enum Looking
{
    /// <summary>To know.</summary>
    ToKnow,

    /// <summary>To go on at once, or to wait.</summary>
    ToAwait,

    /// <summary>To complete another with it.</summary>
    ToFollow,
}
