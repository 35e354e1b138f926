using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Explorer;
using Workbook.Explorer.Verdicts;

namespace Workbook.Examples.Cli;

/// <summary>Explores one test for the command: shows how far it is, tells the verdict, keeps the interleaving that
/// fails.</summary>
internal sealed class Exploring
{
    private static readonly JsonSerializerOptions _style = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Session _session;
    private readonly ExploreOptions _options;
    private readonly string? _save;
    private readonly FailurePages _pages;

    /// <param name="session">The world.</param>
    /// <param name="options">How far to go.</param>
    /// <param name="isJson">Whether nothing but JSON is written to standard output.</param>
    /// <param name="save">Where the interleaving that fails is kept; null: among the others.</param>
    /// <param name="pages">Where pages go.</param>
    /// <exception cref="CommandException">That file is there already.</exception>
    public Exploring(Session session, ExploreOptions options, bool isJson, string? save, FailurePages pages)
    {
        (_session, IsJson, _save, _pages) = (session, isJson, save, pages);
        _options = options with { Cancel = session.Interruptible() };
        if (save is null) return;
        if (Path.Exists(save)) throw new CommandException(ExitCode.Refused,
            $"--save {save}: is there already; name a file that is not");
        if (Path.GetDirectoryName(Path.GetFullPath(save)) is { } folder && !Directory.Exists(folder))
            throw new CommandException(ExitCode.Refused, $"--save {save}: there is no directory {folder}");
    }

    public bool IsJson { get; }

    /// <summary>Whether Ctrl+C was pressed: what was seen until then is the verdict.</summary>
    public bool IsInterrupted => _options.Cancel.IsCancellationRequested;

    /// <summary>Explores one test. Blocks until the verdict is there, or Ctrl+C.</summary>
    /// <exception cref="CommandException">The input makes no sense.</exception>
    public Outcome Run(Func<ExploreOptions, Verdict> explore)
    {
        using var view = new ExploreView(_session.Stage(), IsJson);
        try { return new Outcome(explore(_options with { Progress = view.Progress }), Refusal: null); }
        catch (Exception e) when (ExplorerFailure.IsRefusal(e)) { return new Outcome(null, e); }
        catch (Exception e) when (ExplorerFailure.IsInput(e)) { throw new CommandException(ExitCode.Refused, e.Message); }
    }

    /// <summary>The interleaving that fails is written down.</summary>
    /// <returns>What to give to <c>workbook replay</c>; null if nothing fails, or it cannot be written, which is told.</returns>
    public string? Keep(Verdict verdict)
    {
        if (verdict.Replay is not { } replay) return null;
        try
        {
            if (_save is null) return _session.Replays.Save(replay).Name;
            if (ReplayFiles.TryWrite(_save, replay.ToJson() + "\n")) return _save;
            _session.Error.WriteLine($"--save {_save}: is there already, and is left as it is");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _session.Error.WriteLine($"the interleaving is not kept: {e.Message}");
        }
        return null;
    }

    /// <summary>Tells a failure on the terminal: what happens, step by step, and how to run it again.</summary>
    public void Tell(Verdict verdict)
    {
        _session.Output.WriteLine(verdict.Describe(_session.Width).TrimEnd());
        if (Keep(verdict) is { } name) _session.Output.WriteLine($"\nagain: workbook replay {name}");
        _pages.Tell(verdict);
    }

    /// <summary>A refusal on standard error: what cannot be controlled, a line each.</summary>
    public void Tell(Exception refusal)
    {
        foreach (var line in ExplorerFailure.Lines(refusal)) _session.Error.WriteLine(line);
    }

    /// <summary>One outcome as JSON.</summary>
    public JsonObject ToJson(Outcome outcome)
    {
        if (outcome.Verdict is not { } verdict)
        {
            return new JsonObject
            {
                ["verdict"] = "Failed",
                ["kind"] = "refused",
                ["message"] = outcome.Refusal!.Message,
                ["uses"] = new JsonArray(
                    [.. ((outcome.Refusal as RefusedException)?.Uses ?? []).Select(use => JsonValue.Create(use))]),
            };
        }
        var document = JsonNode.Parse(verdict.ToJson())!.AsObject();
        if (verdict.Strength == Strength.Failed) document["kept"] = Keep(verdict);
        if (_pages.Write(verdict) is { } page) document["page"] = page;
        if (IsInterrupted) document["interrupted"] = true;
        return document;
    }

    public void Write(JsonObject document) => _session.Output.WriteLine(document.ToJsonString(_style));

    /// <summary>What the command ends with.</summary>
    public int ExitCodeOf(IReadOnlyCollection<Outcome> outcomes)
    {
        if (outcomes.Any(outcome => outcome.Verdict?.Strength == Strength.Failed)) return ExitCode.Failed;
        if (IsInterrupted) throw new CommandException(ExitCode.Interrupted, "interrupted");
        return outcomes.Any(outcome => outcome.Refusal is not null) ? ExitCode.Lacking : ExitCode.Fine;
    }

    /// <summary>What came of one test: a verdict, or the reason why there is none.</summary>
    internal sealed record Outcome(Verdict? Verdict, Exception? Refusal);
}
