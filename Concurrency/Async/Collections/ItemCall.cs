namespace Workbook.Concurrency.Async;

/// <summary>What is asked of an <see cref="ItemBuffer{T, TStore}"/>.</summary>
internal enum ItemCall
{
    /// <summary>Add an item.</summary>
    Put,

    /// <summary>Remove an item.</summary>
    Take,

    /// <summary>Tell whether there is an item; false only when there never will be one.</summary>
    Watch,
}
