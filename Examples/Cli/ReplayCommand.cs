using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Explorer;
using Workbook.Explorer.Verdicts;

namespace Workbook.Examples.Cli;

/// <summary><c>workbook replay 3fa9c1d2</c>: one interleaving again, exactly, if need be in a debugger.</summary>
internal static class ReplayCommand
{
    private static readonly JsonSerializerOptions _style =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(10);

    public static Command Create(Session session)
    {
        var file = new Argument<string?>("replay")
        {
            Description = "A file that explore has written, or its name in work/replays",
            HelpName = "file",
            Arity = ArgumentArity.ZeroOrOne, // so that a missing one gets our own words
        };
        file.CompletionSources.Add(context =>
            session.Replays.Names.Where(name => name.StartsWith(context.WordToComplete, StringComparison.Ordinal)));
        var debug = new Option<bool>("--debug")
        {
            Description = "Waits for a debugger, then stops in it at the start and wherever a thread is interrupted by another. Explore a Debug "
                + "build with its .pdb beside it, for lines and variables",
        };
        var json = new Option<bool>("--json") { Description = "One JSON object, for programs" };
        var last = new Option<string?>("--last")
        {
            Description = "The failure that the last check of this exercise told first",
            HelpName = "exercise",
        };
        var (html, open) = (ExploreCommand.HtmlOption(), ExploreCommand.OpenOption());
        var command = new Verb("replay", "Runs one interleaving again that explore has found",
            "workbook replay 3fa9c1d2", "workbook replay 3fa9c1d2 --open", "workbook replay 3fa9c1d2 --debug")
        {
            file, last, debug, json, html, open,
        };
        command.SetAction(result =>
        {
            var name = Last(session, result.GetValue(last)) ?? result.GetValue(file)
                ?? throw new CommandException(ExitCode.Refused,
                session.Replays.Names is [] ? "replay: which? workbook explore writes one when an interleaving fails"
                    : $"replay: which? There are {string.Join(", ", session.Replays.Names.Take(10))}");
            var replay = session.Replays.Read(name);
            var pages = new FailurePages(session, result.GetValue(html), result.GetValue(open));
            return Run(session, replay, result.GetValue(debug), result.GetValue(json), pages);
        });
        return command;
    }

    private static string? Last(Session session, string? exercise) => exercise is null ? null
        : session.Exercise(exercise) is var found && session.Progress.Read().LastReplay(found.Number) is { } name ? name
        : throw new CommandException(ExitCode.Refused,
            $"--last {exercise}: no interleaving of it has failed yet; workbook check {found.Number}");

    private static int Run(Session session, Replay replay, bool debug, bool json, FailurePages pages)
    {
        if (debug) AwaitDebugger(session);
        Verdict verdict;
        try { verdict = Explore.Replay(replay, breaks: debug); }
        catch (Exception e) when (ExplorerFailure.IsRefusal(e))
        {
            foreach (var line in ExplorerFailure.Lines(e)) session.Error.WriteLine(line);
            return ExitCode.Lacking;
        }
        catch (Exception e) when (ExplorerFailure.IsInput(e)) { throw new CommandException(ExitCode.Refused, e.Message); }

        if (json) session.Output.WriteLine(ToJson(verdict, pages.Write(verdict)));
        else if (verdict.Strength == Strength.Failed) session.Output.WriteLine(verdict.Describe(session.Width).TrimEnd());
        else session.Output.WriteLine($"This interleaving holds now. When it was recorded: {replay.Message}");
        if (!json) foreach (var note in verdict.Notes) session.Output.WriteLine(note);
        if (!json) pages.Tell(verdict);
        return verdict.Strength == Strength.Failed ? ExitCode.Failed : ExitCode.Fine;
    }

    private static string ToJson(Verdict verdict, string? page)
    {
        if (page is null) return verdict.ToJson();
        var document = JsonNode.Parse(verdict.ToJson())!.AsObject();
        document["page"] = page;
        return document.ToJsonString(_style);
    }

    // On standard error: standard output has the timeline, or the JSON.
    private static void AwaitDebugger(Session session)
    {
        if (Debugger.IsAttached) return;
        session.Error.WriteLine($"process {Environment.ProcessId} waits for a debugger, at most {_patience.TotalMinutes} minutes; Ctrl+C leaves");
        session.Error.WriteLine("  Visual Studio Code: Debug: Attach to a .NET process. Visual Studio: Ctrl+Alt+P. Rider: Ctrl+Alt+F5");
        session.Error.WriteLine("  it stops before the first step, to set breakpoints, and at each preemption; step as ever: the schedule stays as it is");
        var cancel = session.Interruptible();
        var start = Stopwatch.GetTimestamp();
        while (!Debugger.IsAttached)
        {
            if (cancel.WaitHandle.WaitOne(100)) throw new CommandException(ExitCode.Interrupted, "interrupted");
            if (Stopwatch.GetElapsedTime(start) > _patience)
                throw new CommandException(ExitCode.Failed, $"no debugger came within {_patience.TotalMinutes} minutes");
        }
    }
}
