namespace Workbook.Examples.Tests.Cli.Assigned.Counters;

/// <summary>Gives numbers.</summary>
public interface INumbers
{
    /// <summary>The next one.</summary>
    int Next();
}
