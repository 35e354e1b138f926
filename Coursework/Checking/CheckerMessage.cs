// What a checker tells whoever started it, a line of JSON each:
//
//      compiled   the checks that will be run, or why it does not compile
//      begins     a check, by name: whatever happens until the next message happens in it
//      ends       its result
//      done       all were run; the checker waits for the next job
//
// A checker that dies or is killed has said which check it was in.

using System.Text.Json.Serialization;
using Workbook.Coursework.Compiling;

namespace Workbook.Coursework.Checking;

/// <summary>A line from a checker.</summary>
internal sealed record CheckerMessage
{
    public IReadOnlyList<CompileError>? Errors { get; init; }

    public IReadOnlyList<CheckInfo>? Checks { get; init; }

    public IReadOnlyList<string>? Remarks { get; init; }

    public string? Begins { get; init; }

    public CheckResult? Ends { get; init; }

    public bool Done { get; init; }

    /// <summary>Why the job could not be done at all: a disk that is full, for one.</summary>
    public string? Trouble { get; init; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CheckerMessage))]
[JsonSerializable(typeof(CheckJob))]
internal sealed partial class CheckerJson : JsonSerializerContext;
