// Where the pages go that show failures:
//
//      --html lost.html            lost.html, and lost-2.html for the second failure of an exercise's scenarios
//      --open                      a file for temporary files, whose path is printed
//
//   I1  What is there is replaced only if it is such a page: nobody loses a file by a slip of the pen.

using System.Text;
using Workbook.Explorer.Verdicts;

namespace Workbook.Examples.Cli;

/// <summary>Writes the pages that <c>--html</c> and <c>--open</c> ask for.</summary>
internal sealed class FailurePages
{
    private readonly Session _session;
    private readonly string? _file;
    private readonly bool _opens;
    private int _written;

    /// <param name="session">The world.</param>
    /// <param name="file">Where the page goes; null: among the temporary files, if it is to be opened.</param>
    /// <param name="opens">Whether the first is shown in a browser.</param>
    /// <exception cref="CommandException">No page can be written there.</exception>
    public FailurePages(Session session, string? file, bool opens)
    {
        (_session, _file, _opens) = (session, file, opens);
        if (file is null) return;
        if (string.IsNullOrWhiteSpace(file)) throw new CommandException(ExitCode.Refused, "--html: name a file");
        if (Directory.Exists(file)) throw Refused(file, "is a directory; name a file in it");
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder))
            throw Refused(file, $"there is no directory {folder}");
        Try(file);
    }

    private bool IsAsked => _file is not null || _opens;

    /// <summary>Writes the page of a verdict that failed, and opens the first one if that was asked for.</summary>
    /// <returns>The file; null if none was asked for, or nothing failed.</returns>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public string? Write(Verdict verdict)
    {
        if (!IsAsked || verdict.ToHtml() is not { } page) return null;
        var path = PathOf(verdict, ++_written);
        if (!IsReplaceable(path)) throw Refused(path, "is there already, and is no page of explore's; name another file");
        try { File.WriteAllText(path, page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw Refused(path, e.Message); }
        if (_opens && _written == 1 && _session.OpenBrowser(path) is { } why)
            _session.Error.WriteLine($"--open: {why}; open {path} in a browser");
        return path;
    }

    /// <summary>The same, and says on standard output where it is, or why there is none.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public void Tell(Verdict verdict)
    {
        if (Write(verdict) is { } path) _session.Output.WriteLine($"page: {path}");
        else if (IsAsked)
            _session.Output.WriteLine($"page: none, since nothing fails{(IsStale ? $"; {_file} is of an earlier run" : "")}");
    }

    private bool IsStale => _written == 0 && _file is not null && File.Exists(_file);

    // Whether it can be written is known before anything runs for a minute.
    private static void Try(string file)
    {
        var isThere = File.Exists(file);
        try
        {
            if (!IsReplaceable(file)) throw Refused(file, "is there already, and is no page of explore's; name another file");
            using (new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write)) { }
            if (!isThere) File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Refused(file, e.Message);
        }
    }

    // I1
    private static bool IsReplaceable(string path)
    {
        if (!File.Exists(path)) return true;
        using var reader = new StreamReader(path);
        var head = new char[Verdict.PageMark.Length];
        return reader.ReadBlock(head) is var count && (count == 0 || head.AsSpan(0, count).SequenceEqual(Verdict.PageMark));
    }

    private string PathOf(Verdict verdict, int number)
    {
        var path = _file ?? Path.Combine(Path.GetTempPath(), $"workbook-{verdict.Replay!.Id}.html");
        if (number == 1 || _file is null) return path;
        var name = $"{Path.GetFileNameWithoutExtension(path)}-{number}{Path.GetExtension(path)}";
        return Path.Combine(Path.GetDirectoryName(path)!, name);
    }

    private static CommandException Refused(string file, string why) => new(ExitCode.Refused, $"--html {file}: {why}");
}
