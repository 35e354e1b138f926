using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workbook.Explorer.Verdicts;

/// <summary>A verdict as one line of JSON, with the fields that the command promises first.</summary>
internal static class VerdictJson
{
    private static readonly JsonWriterOptions _writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Verdict verdict)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, _writing)) Write(json, verdict);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartObject();
        json.WriteString("verdict", verdict.Strength.ToString());
        json.WriteString("kind", verdict.Failure?.Kind.Text());
        json.WriteString("message", verdict.Failure?.Message);
        json.WriteNumber("preemptions", verdict.Preemptions);
        json.WriteNumber("bound", verdict.Bound);
        json.WriteNumber("schedules", verdict.Schedules);
        Number(json, "classes", verdict.Behaviours);
        Number(json, "firstFailure", verdict.FirstFailure);
        json.WriteNumber("seconds", Math.Round(verdict.Time.TotalSeconds, 3));
        json.WriteString("schedule", verdict.Schedule);
        json.WriteStartArray("races");
        foreach (var race in verdict.Races)
        {
            json.WriteStartObject();
            json.WriteString("location", race.Location);
            json.WriteString("first", race.First);
            json.WriteString("second", race.Second);
            json.WriteBoolean("mattersHere", race.MattersHere);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("seed", verdict.Seed);
        json.WriteString("memory", verdict.Memory.Text());
        if (verdict.Estimate is { } estimate) json.WriteNumber("estimate", estimate);
        if (verdict.LeastOdds is { } odds) json.WriteNumber("leastOdds", odds);
        json.WriteString("story", verdict.Story);
        json.WriteStartArray("notes");
        foreach (var note in verdict.Notes) json.WriteStringValue(note);
        json.WriteEndArray();
        Rows(json, verdict);
        json.WriteString("timeline", verdict.Timeline);
        json.WritePropertyName("replay");
        if (verdict.Replay is { } replay) replay.WriteTo(json);
        else json.WriteNullValue();
        json.WriteEndObject();
    }

    private static void Rows(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartArray("rows");
        foreach (var row in verdict.Rows)
        {
            json.WriteStartObject();
            json.WriteNumber("thread", row.Thread);
            json.WriteString("name", row.Name);
            json.WriteString("file", row.File);
            json.WriteNumber("line", row.Line);
            json.WriteString("source", row.Source);
            json.WriteString("what", row.What);
            json.WriteBoolean("preemption", row.IsPreemption);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
