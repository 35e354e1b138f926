namespace Workbook.Examples.Exercises;

/// <summary>What a check requires of the learner's class.</summary>
public static class Must
{
    /// <summary>Fails the check unless it holds.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="otherwise">What was seen if not, with values: <c>$"T{ticket} was sold twice"</c>.</param>
    /// <exception cref="CheckFailedException">It does not hold.</exception>
    public static void Hold(bool holds, string otherwise)
    {
        if (!holds) throw new CheckFailedException(otherwise);
    }

    /// <summary>Fails the check unless both are the same.</summary>
    /// <param name="expected">What it must be.</param>
    /// <param name="actual">What it is.</param>
    /// <param name="what">Of what this is the value: "the number of tickets sold".</param>
    /// <exception cref="CheckFailedException">They are not.</exception>
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new CheckFailedException($"{what} is {Show(actual)} and should be {Show(expected)}");
    }

    /// <summary>Fails the check unless both are the same, item by item.</summary>
    /// <exception cref="CheckFailedException">They are not.</exception>
    public static void EqualSequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
    {
        T[] wanted = [.. expected], seen = [.. actual];
        if (!wanted.AsSpan().SequenceEqual(seen))
            throw new CheckFailedException($"{what}: {Show(seen)}; it should be {Show(wanted)}");
    }

    /// <summary>Fails the check unless the action throws an exception of that type, or of one derived from it.</summary>
    /// <param name="action">What must be refused.</param>
    /// <param name="what">What the action does: "selling with no window name".</param>
    /// <returns>The exception.</returns>
    /// <exception cref="CheckFailedException">It throws none, or another one.</exception>
    public static T Throw<T>(Action action, string what) where T : Exception
    {
        try { action(); }
        catch (T expected) { return expected; }
        catch (Exception other) when (IsOfTheCandidate(other))
        {
            throw new CheckFailedException($"{what} throws {other.GetType().Name} ({other.Message}); it should be {typeof(T).Name}");
        }
        throw new CheckFailedException($"{what} throws nothing; it should throw {typeof(T).Name}");
    }

    // What the explorer throws to end an execution is none of ours.
    private static bool IsOfTheCandidate(Exception thrown) =>
        thrown.GetType().Namespace?.StartsWith("Workbook.Explorer", StringComparison.Ordinal) != true;

    private static string Show<T>(T value) => value switch
    {
        null => "nothing",
        string text => $"\"{text}\"",
        _ => $"{value}",
    };

    private static string Show<T>(T[] values) => values is [] ? "nothing" : string.Join(", ", values.Select(Show));
}
