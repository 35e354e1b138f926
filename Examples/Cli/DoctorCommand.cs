using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook doctor</c>: what this machine offers, and which exercises cannot run on it and why.</summary>
internal static class DoctorCommand
{
    public static Command Create(Session session)
    {
        var json = new Option<bool>("--json") { Description = "One JSON object, for programs" };
        var command = new Verb("doctor", "Tells what this machine offers, and what cannot run here and why",
            "workbook doctor", "workbook doctor --json") { json };
        command.SetAction(result =>
        {
            var child = Machine.TryChildProcess();
            var lacking = session.Catalogue.Exercises.Select(exercise => (Exercise: exercise,
                Reason: session.Lacks(exercise.Needs)
                    ?? (exercise.Needs.HasFlag(Needs.ChildProcesses) ? child.Problem : null))).ToList();
            if (result.GetValue(json)) WriteJson(session, lacking, child);
            else WriteText(session, lacking, child);
            return lacking.All(one => one.Reason is null) ? ExitCode.Fine : ExitCode.Lacking;
        });
        return command;
    }

    private const string NotReadable = "limit cannot be read here";

    private static void WriteText(
        Session session, IReadOnlyList<(Exercise Exercise, string? Reason)> lacking,
        (double? Milliseconds, string? Problem) child)
    {
        var stage = session.Stage();
        void Line(string name, string value) => stage.WriteLine($"{name,-14} {value}");

        Line("cores", Environment.ProcessorCount + (Environment.ProcessorCount == 1 ? "; speed-up cannot be seen on one" : ""));
        Line("memory", $"{Memory / (1L << 20):N0} MiB");
        Line(".NET", Environment.Version.ToString());
        Line("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        Line("output", session.IsTerminal ? "a terminal" : "redirected: plain lines, no colours");
        Line("open files", Machine.OpenFiles is not var (soft, hard) ? NotReadable
            : soft == hard ? soft : $"{soft}, may be raised to {hard}");
        Line("threads", Machine.MaxThreads is { } most ? $"{most} in the whole system" : NotReadable);
        Line("clock", $"{ClockNanoseconds} ns a tick");
        Line("Sleep(1 ms)", $"takes {Machine.MeasureSleep().ToString(CultureInfo.InvariantCulture)} ms");
        Line("child process", child.Milliseconds is { } took
            ? $"a function in one takes {took.ToString(CultureInfo.InvariantCulture)} ms, start to end"
            : child.Problem!);
        var (folder, free) = Machine.SharedMemory;
        Line("shared memory", (free is { } bytes ? $"{folder}, {bytes / (1L << 20):N0} MiB free"
            : $"{folder}, which cannot be used")
            + (Machine.TrySharedWait() is { } why ? $"; no waiting there: {why}" : ""));
        stage.WriteLine();

        var missing = lacking.Where(one => one.Reason is not null).ToList();
        stage.WriteLine(missing.Count == 0 ? $"All {lacking.Count} exercises can run here."
            : $"{lacking.Count - missing.Count} of {lacking.Count} exercises can run here; these cannot:");
        foreach (var (exercise, reason) in missing) stage.WriteLine($"  {exercise.Name}: {reason}");
    }

    private static void WriteJson(
        Session session, IReadOnlyList<(Exercise Exercise, string? Reason)> lacking,
        (double? Milliseconds, string? Problem) child)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("cores", Environment.ProcessorCount);
            json.WriteNumber("memoryBytes", Memory);
            json.WriteString("dotnet", Environment.Version.ToString());
            json.WriteString("system", RuntimeInformation.OSDescription);
            json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
            json.WriteBoolean("terminal", session.IsTerminal);
            json.WriteString("openFiles", Machine.OpenFiles?.Soft);
            json.WriteString("openFilesHard", Machine.OpenFiles?.Hard);
            if (Machine.MaxThreads is { } most) json.WriteNumber("maxThreads", most); else json.WriteNull("maxThreads");
            json.WriteNumber("clockNanoseconds", ClockNanoseconds);
            json.WriteNumber("sleepOneMillisecond", Machine.MeasureSleep());
            if (child.Milliseconds is { } took) json.WriteNumber("childProcessMilliseconds", took);
            else json.WriteNull("childProcessMilliseconds");
            json.WriteString("childProcessProblem", child.Problem);
            json.WriteString("sharedMemoryFolder", Machine.SharedMemory.Folder);
            if (Machine.SharedMemory.FreeBytes is { } free) json.WriteNumber("sharedMemoryFreeBytes", free);
            else json.WriteNull("sharedMemoryFreeBytes");
            json.WriteStartArray("exercises");
            foreach (var (exercise, reason) in lacking)
            {
                json.WriteStartObject();
                json.WriteNumber("number", exercise.Number);
                json.WriteBoolean("canRun", reason is null);
                json.WriteString("reason", reason);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        session.Output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    // What the process may use: the machine's, or less in a container.
    private static long Memory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static double ClockNanoseconds => 1e9 / Stopwatch.Frequency;
}
