using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook list</c>: the exercises as a table, or as JSON.</summary>
internal static class ListCommand
{
    public static Command Create(Session session)
    {
        var chapter = new Option<string?>("--chapter") { Description = "Only this chapter", HelpName = "number" };
        chapter.CompletionSources.Add(_ => session.Catalogue.Chapters.Select(one => $"{one.Number}"));
        var json = new Option<bool>("--json") { Description = "One JSON array, for programs" };
        var command = new Verb("list", "Shows the exercises", "workbook list --chapter 2") { chapter, json };
        command.SetAction(result =>
        {
            var exercises = Select(session.Catalogue, result.GetValue(chapter));
            var progress = session.Progress.Read();
            if (result.GetValue(json)) WriteJson(session.Output, exercises, progress);
            else WriteTable(session, exercises, progress);
            return ExitCode.Fine;
        });
        return command;
    }

    /// <summary>A demonstration is done once it has run to its end; coursework once its checks have passed.</summary>
    public static bool IsDone(Exercise exercise, Progress progress) =>
        exercise.IsCoursework ? progress.HasPassed(exercise.Number) : progress.HasRun(exercise.Number);

    private static IReadOnlyList<Exercise> Select(Catalogue catalogue, string? chapter)
    {
        if (chapter is null) return catalogue.Exercises;
        var chosen = catalogue.Chapters.FirstOrDefault(one => one.Number.ToString(CultureInfo.InvariantCulture) == chapter);
        return chosen?.Exercises ?? throw new CommandException(ExitCode.Refused,
            $"--chapter {chapter}: must be one of {string.Join(", ", catalogue.Chapters.Select(one => one.Number))}");
    }

    private static void WriteTable(Session session, IEnumerable<Exercise> exercises, Progress progress) =>
        session.Stage().Table("", ["number", "slug", "title", "kind", "done", "points"],
            exercises.Select(exercise => (IReadOnlyList<string>)
            [
                $"{exercise.Number}", exercise.Slug, exercise.Title, Kind(exercise),
                IsDone(exercise, progress) ? "yes" : "no",
                exercise.IsCoursework ? $"{progress.Points(exercise.Number)} of {exercise.Points}" : "",
            ]));

    private static void WriteJson(TextWriter output, IEnumerable<Exercise> exercises, Progress progress)
    {
        using var buffer = new MemoryStream();
        var style = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, style))
        {
            json.WriteStartArray();
            foreach (var exercise in exercises)
            {
                json.WriteStartObject();
                json.WriteNumber("number", exercise.Number);
                json.WriteString("slug", exercise.Slug);
                json.WriteString("title", exercise.Title);
                json.WriteNumber("chapter", exercise.Chapter);
                json.WriteString("kind", Kind(exercise));
                json.WriteNumber("points", exercise.Points);
                json.WriteBoolean("done", IsDone(exercise, progress));
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static string Kind(Exercise exercise) => exercise.IsCoursework ? "coursework" : "demo";
}
