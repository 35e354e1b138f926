using System.Text.RegularExpressions;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Threads.NoGil;

/// <summary>What a child process is told to do: <c>cpu:1/4</c>, the first of four parts of the prime job.</summary>
/// <param name="Job">The name of the job.</param>
/// <param name="Part">Which part, from 0.</param>
/// <param name="Parts">Of how many.</param>
public sealed partial record PartOption(string Job, int Part, int Parts)
{
    /// <exception cref="BadOptionException">It is no part of anything.</exception>
    public static PartOption Parse(string text)
    {
        if (Pattern().Match(text) is { Success: true } match)
        {
            var (number, parts) = (int.Parse(match.Groups["number"].Value), int.Parse(match.Groups["parts"].Value));
            if (number >= 1 && number <= parts) return new PartOption(match.Groups["job"].Value, number - 1, parts);
        }
        throw new BadOptionException("--part", $"{text} must be a job and a part of it, as cpu:1/4 or io:4/4");
    }

    [GeneratedRegex(@"^(?<job>cpu|io):(?<number>\d{1,4})/(?<parts>\d{1,4})$")]
    private static partial Regex Pattern();
}
