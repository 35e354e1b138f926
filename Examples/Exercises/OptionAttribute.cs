namespace Workbook.Examples.Exercises;

/// <summary>Makes a parameter of a demo's <c>Run</c> an option of the command line, with its help and its range.</summary>
/// <remarks>
/// <c>int windows = 10</c> becomes <c>--windows 10</c>. A name that ends in <c>Ms</c> is a duration in milliseconds and is
/// written with its unit: <c>int delayMs = 100</c> becomes <c>--delay 100ms</c> (or 0.1s). A <c>bool</c> is a flag, a
/// <c>string</c> a text, an enum one of its names in kebab case. The default is the parameter's own.
/// </remarks>
/// <param name="help">One line, without a full stop.</param>
/// <param name="min">The smallest value that makes sense (milliseconds for a duration); numbers only.</param>
/// <param name="max">The largest value that makes sense; numbers only.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OptionAttribute(string help, double min = double.NaN, double max = double.NaN) : Attribute
{
    /// <summary>One line, without a full stop.</summary>
    public string Help => help;

    /// <summary>Whether only the demo itself uses it, for the processes that it starts; the help does not list it.</summary>
    public bool IsInternal { get; init; }

    /// <summary>The smallest value that makes sense; NaN for none.</summary>
    public double Min => min;

    /// <summary>The largest value that makes sense; NaN for none.</summary>
    public double Max => max;
}
