using System.Runtime.CompilerServices;

namespace Workbook.Examples.Exercises;

/// <summary>What a scenario requires of the class that it uses.</summary>
public static class Require
{
    /// <summary>Fails the scenario unless it holds.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="claim">What does not hold otherwise; the condition itself as it is written, if nothing is given.</param>
    /// <exception cref="AssertionFailedException">It does not hold.</exception>
    public static void That(bool holds, [CallerArgumentExpression(nameof(holds))] string claim = "")
    {
        if (!holds) throw new AssertionFailedException(claim);
    }
}
