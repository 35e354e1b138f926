namespace Workbook.Examples.Exercises;

/// <summary>Finds the word that a mistyped one may have meant.</summary>
internal static class Spelling
{
    /// <summary>The candidate nearest to <paramref name="word"/>; null when none is near.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        word = word.ToLowerInvariant();
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var candidate in candidates)
        {
            // A part of a name is near: someone knew it, and stopped typing.
            var bare = word.Trim('-');
            var distance = bare.Length >= 3 && candidate.Contains(bare, StringComparison.Ordinal) ? 0 : Distance(word, candidate);
            if (distance < least && distance <= Math.Max(1, candidate.Length / 3)) (nearest, least) = (candidate, distance);
        }
        return nearest;
    }

    /// <summary>How many letters to insert, remove, replace or swap with their neighbour (Damerau, CACM 1964).</summary>
    public static int Distance(string from, string to)
    {
        var steps = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++) steps[i, 0] = i;
        for (var j = 0; j <= to.Length; j++) steps[0, j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var replace = steps[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(replace, 1 + Math.Min(steps[i - 1, j], steps[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }
        return steps[from.Length, to.Length];
    }
}
