using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbook.Examples.Cli;

/// <summary>How far a learner is: the content of the progress file.</summary>
/// <remarks><c>{"version":1,"exercises":{"205":{"ran":true,"hints":2,"directory":"/home/ada/work/205-ticket-selling",
/// "points":10,"passed":true}}}</c>. What a newer version wrote beside
/// these is kept.</remarks>
internal sealed class Progress
{
    private readonly JsonObject _document;
    private readonly JsonObject _exercises;

    public Progress() : this(new JsonObject { ["version"] = 1, ["exercises"] = new JsonObject() }) { }

    private Progress(JsonObject document)
    {
        _document = document;
        _exercises = (JsonObject)document["exercises"]!;
    }

    /// <exception cref="JsonException">It is not what <see cref="ToJson"/> writes; the message says where.</exception>
    public static Progress Parse(string json)
    {
        var document = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("it is not an object");
        if (document["exercises"] is not JsonObject exercises) throw new JsonException("\"exercises\" is missing");
        foreach (var (number, entry) in exercises)
        {
            if (entry is not JsonObject fields
                || (fields["ran"] is { } ran && ran.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
                || (fields["passed"] is { } passed && passed.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
                || (fields["directory"] is { } directory && directory.GetValueKind() is not JsonValueKind.String)
                || (fields["replay"] is { } replay && replay.GetValueKind() is not JsonValueKind.String)
                || (fields["points"] is { } points && !IsCount(points))
                || (fields["hints"] is { } hints && !IsCount(hints)))
                throw new JsonException($"the entry of exercise {number} makes no sense");
        }
        return new Progress(document);
    }

    public string ToJson() => _document.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";

    /// <summary>Whether the demo has been run to its end.</summary>
    public bool HasRun(int exercise) => (bool?)Entry(exercise)?["ran"] ?? false;

    public void SetRun(int exercise) => EntryToChange(exercise)["ran"] = true;

    /// <summary>How many hints have been shown.</summary>
    public int HintsShown(int exercise) => (int?)Entry(exercise)?["hints"] ?? 0;

    public void SetHintsShown(int exercise, int count) => EntryToChange(exercise)["hints"] = count;

    /// <summary>Whether the learner's answer has passed all its checks, at least once.</summary>
    public bool HasPassed(int exercise) => (bool?)Entry(exercise)?["passed"] ?? false;

    /// <summary>The most points that it earned.</summary>
    public int Points(int exercise) => (int?)Entry(exercise)?["points"] ?? 0;

    /// <summary>What a check of the learner's answer came to. What was reached once stays.</summary>
    public void SetChecked(int exercise, int points, bool passed)
    {
        var entry = EntryToChange(exercise);
        if (passed) entry["passed"] = true;
        entry["points"] = Math.Max(points, Points(exercise));
    }

    /// <summary>Where the learner works on it; null: not started.</summary>
    public string? Directory(int exercise) => (string?)Entry(exercise)?["directory"];

    public void SetDirectory(int exercise, string directory) => EntryToChange(exercise)["directory"] = directory;

    /// <summary>The interleaving that the last check in which one failed told first; null: none has.</summary>
    public string? LastReplay(int exercise) => (string?)Entry(exercise)?["replay"];

    public void SetLastReplay(int exercise, string name) => EntryToChange(exercise)["replay"] = name;

    private static bool IsCount(JsonNode node) => node is JsonValue value && value.TryGetValue<int>(out var count) && count >= 0;

    private JsonObject? Entry(int exercise) => (JsonObject?)_exercises[exercise.ToString(CultureInfo.InvariantCulture)];

    private JsonObject EntryToChange(int exercise)
    {
        if (Entry(exercise) is { } entry) return entry;
        entry = [];
        _exercises[exercise.ToString(CultureInfo.InvariantCulture)] = entry;
        return entry;
    }
}
