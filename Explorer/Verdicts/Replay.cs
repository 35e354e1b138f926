// All that it takes to run one execution again, in another process, later: which program, which schedule, and which places in
// memory were scheduling points when the schedule was written (they are found while exploring, and a schedule counts them). As a
// file:
//
//      {"format":1,"assembly":"/home/ada/shop/Shop.dll","build":"5b7e...","type":"Shop.Tests","method":"Two_sellers",
//       "points":["Shop/Shop.Till.left"],
//       "schedule":"t0*3 t1*2 t2*4 t1","seed":1,"kind":"assertion","message":"..."}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Workbook.Explorer.Verdicts;

/// <summary>A failing execution, as it is written to a file and read back.</summary>
public sealed record Replay
{
    private const int Format = 1;
    private static readonly JsonWriterOptions _writing =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file of the program; null if it has none.</summary>
    public string? Assembly { get; init; }

    /// <summary>The version of the program's module, to tell whether it was built again since; null if not known.</summary>
    public Guid? Build { get; init; }

    /// <summary>The type of the test, as reflection calls it.</summary>
    public required string Type { get; init; }

    /// <summary>The method of the test.</summary>
    public required string Method { get; init; }

    /// <summary>The places that are scheduling points, by the names of their fields, in the order of the alphabet.</summary>
    public required IReadOnlyList<string> Points { get; init; }

    /// <summary>The loops that spin, by their numbers in the program: a thread in one of them waits until what it reads is
    /// changed.</summary>
    public IReadOnlyList<int> Loops { get; init; } = [];

    /// <summary>Who moves, step by step: <c>t0*3 t1*2 t0</c>.</summary>
    public required string Schedule { get; init; }

    /// <summary>What chance was made of, for the program too.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Steps after which an execution was said to go nowhere.</summary>
    public int Steps { get; init; } = new ExploreOptions().Steps;

    /// <summary>From which length on a time-out was a guard.</summary>
    public TimeSpan Guard { get; init; } = new ExploreOptions().Guard;

    /// <summary>When writes were seen. With store buffers the schedule has steps of theirs: <c>b1</c> is that of
    /// <c>t1</c>.</summary>
    public MemoryModel Memory { get; init; }

    /// <summary>What goes wrong.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>In one sentence.</summary>
    public required string Message { get; init; }

    /// <summary>A short name for it, the same wherever the program and the schedule are the same: eight letters and
    /// digits.</summary>
    public string Id
    {
        get
        {
            var hash = 14695981039346656037UL; // FNV-1a: a string's own hash code is another one in each process
            string[] memory = Memory == MemoryModel.Interleaved ? [] : [Memory.Text()];
            var seed = Seed.ToString(CultureInfo.InvariantCulture);
            foreach (var part in (string[])[Type, Method, .. Points, Schedule, seed, .. memory])
            {
                foreach (var letter in part) hash = (hash ^ letter) * 1099511628211UL;
                hash = (hash ^ 0xFFFF) * 1099511628211UL;
            }
            return ((uint)(hash >> 32) ^ (uint)hash).ToString("x8", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The text of the file.</summary>
    public string ToJson()
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, _writing)) WriteTo(json);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">It is no such text; the message says what is wrong.</exception>
    public static Replay FromJson(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var document = JsonDocument.Parse(text);
            return From(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or OverflowException)
        {
            var what = e is KeyNotFoundException ? "a part of it is missing." : e.Message;
            throw new FormatException($"This is no replay: {what}", e);
        }
    }

    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("id", Id);
        json.WriteString("assembly", Assembly);
        if (Build is { } build) json.WriteString("build", build);
        json.WriteString("type", Type);
        json.WriteString("method", Method);
        json.WriteStartArray("points");
        foreach (var point in Points) json.WriteStringValue(point);
        json.WriteEndArray();
        json.WriteStartArray("loops");
        foreach (var loop in Loops) json.WriteNumberValue(loop);
        json.WriteEndArray();
        json.WriteString("schedule", Schedule);
        json.WriteNumber("seed", Seed);
        json.WriteNumber("steps", Steps);
        json.WriteNumber("guard", Guard.TotalSeconds);
        json.WriteString("memory", Memory.Text());
        json.WriteString("kind", Kind.Text());
        json.WriteString("message", Message);
        json.WriteEndObject();
    }

    private static Replay From(JsonElement json)
    {
        if (json.GetProperty("format").GetInt32() != Format)
            throw new FormatException("This replay was written by another version of the explorer.");
        var replay = new Replay
        {
            Assembly = json.GetProperty("assembly").GetString(),
            Build = json.TryGetProperty("build", out var build) ? build.GetGuid() : null,
            Type = json.GetProperty("type").GetString()!,
            Method = json.GetProperty("method").GetString()!,
            Points = [.. json.GetProperty("points").EnumerateArray().Select(point => point.GetString()!)],
            Loops = json.TryGetProperty("loops", out var loops)
                ? [.. loops.EnumerateArray().Select(loop => loop.GetInt32())] : [],
            Schedule = json.GetProperty("schedule").GetString()!,
            Seed = json.GetProperty("seed").GetUInt64(),
            Steps = json.GetProperty("steps").GetInt32(),
            Guard = TimeSpan.FromSeconds(json.GetProperty("guard").GetDouble()),
            Memory = json.TryGetProperty("memory", out var memory) ? MemoryModels.Read(memory.GetString()!)
                : MemoryModel.Interleaved,
            Kind = FailureKinds.Read(json.GetProperty("kind").GetString()!),
            Message = json.GetProperty("message").GetString()!,
        };
        _ = Scheduling.Schedule.Read(replay.Schedule, replay.Memory); // says what is wrong with it
        if (replay.Steps < 1) throw new FormatException($"This is no replay: of {replay.Steps} steps at most.");
        if (replay.Guard < TimeSpan.Zero)
            throw new FormatException($"This is no replay: with a guard of {replay.Guard.TotalSeconds} s.");
        return replay;
    }
}
