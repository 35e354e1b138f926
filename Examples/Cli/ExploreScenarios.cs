using System.Text.Json.Nodes;
using Workbook.Examples.Exercises;
using Workbook.Explorer;
using Workbook.Explorer.Verdicts;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook explore 205</c>: the scenarios of an exercise, one after the other.</summary>
internal static class ExploreScenarios
{
    public static int Run(Session session, Exercise exercise, bool wrong, Exploring exploring)
    {
        var scenarios = exercise.Scenarios.Where(scenario => scenario.Fails == wrong).ToList();
        if (scenarios is []) throw new CommandException(ExitCode.Refused, Without(session, exercise, wrong));
        var path = scenarios[0].AssemblyPath;
        if (path.Length == 0)
            throw new CommandException(ExitCode.Lacking,
                "explore needs the program's file, and this program was started without one");

        var documents = new JsonArray();
        var outcomes = new List<(Scenario Scenario, Exploring.Outcome Outcome)>();
        if (!exploring.IsJson) session.Output.WriteLine($"{exercise.Number} {exercise.Title}");
        foreach (var scenario in scenarios)
        {
            if (!exploring.IsJson) session.Output.WriteLine($"\n{scenario.Shows} ({scenario.Name})");
            var outcome = exploring.Run(options => Explore.Method(path, scenario.FullName, options));
            outcomes.Add((scenario, outcome));
            if (exploring.IsJson)
            {
                var document = exploring.ToJson(outcome);
                document.Insert(0, "scenario", scenario.Name);
                document.Insert(1, "shows", scenario.Shows);
                documents.Add(document);
            }
            else if (outcome.Refusal is { } refusal) exploring.Tell(refusal);
            else exploring.Tell(outcome.Verdict!);
            if (exploring.IsInterrupted) break;
        }
        if (exploring.IsJson) exploring.Write(new JsonObject { ["number"] = exercise.Number, ["scenarios"] = documents });
        return wrong ? Wrong(outcomes, exploring) : exploring.ExitCodeOf([.. outcomes.Select(one => one.Outcome)]);
    }

    // What is wrong on purpose and is seen to be is fine.
    private static int Wrong(IEnumerable<(Scenario Scenario, Exploring.Outcome Outcome)> outcomes, Exploring exploring)
    {
        var others = outcomes.Where(one => one.Outcome.Verdict?.Strength != Strength.Failed).ToList();
        if (others is []) return ExitCode.Fine;
        var code = exploring.ExitCodeOf([.. others.Select(one => one.Outcome)]);
        return code != ExitCode.Fine ? code
            : throw new CommandException(ExitCode.Failed,
                $"{others[0].Scenario.Name} was to fail, and no interleaving of it did");
    }

    private static string Without(Session session, Exercise exercise, bool wrong)
    {
        var with = session.Catalogue.Exercises.Where(other => other.Scenarios.Any(scenario => scenario.Fails == wrong))
            .Select(other => other.Number).ToList();
        var reason = exercise.Unexplored is { Length: > 0 } why ? $"cannot be explored: {why}"
            : wrong ? "has no class that is wrong on purpose to explore"
            : "has no scenario to explore: none has been written for it";
        return $"{exercise.Name} {reason}{(with is [] ? "" : $"; these have one: {Ranges(with)}")}";
    }

    // 101, 201-205, 207
    private static string Ranges(List<int> numbers)
    {
        var ranges = new List<string>();
        for (var first = 0; first < numbers.Count;)
        {
            var next = first + 1;
            while (next < numbers.Count && numbers[next] == numbers[next - 1] + 1) next++;
            if (next - first > 2) ranges.Add($"{numbers[first]}-{numbers[next - 1]}");
            else ranges.AddRange(numbers[first..next].Select(number => $"{number}"));
            first = next;
        }
        return string.Join(", ", ranges);
    }
}
