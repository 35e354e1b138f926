namespace Workbook.Concurrency.Async;

/// <summary>A method that helps the platform along and decides nothing: an explorer, which has a thread for everybody, leaves it
/// out.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NotExploredAttribute : Attribute;
