// What a learner has of an exercise:
//
//      work/205-ticket-selling/
//          TicketOffice.cs                        theirs; nothing here ever writes over it
//          Given/Sale.cs ...                      what it uses, to read; the checks have their own
//          205-ticket-selling.csproj              so that an editor knows the types
//          Directory.Build.props                  so that no project around it interferes
//          .vscode/launch.json                    F5: the demo on their class, or a failing interleaving
//          TicketOffice.cs.20261122-014500        what reset has put aside
//
//   I1  A file that is there is never replaced, but for those that are generated and say so.

using System.Globalization;
using System.Text;
using Workbook.Coursework.Catalogue;
using Workbook.Examples.Cli;

namespace Workbook.Examples.Learning;

/// <summary>The folder in which a learner works on one exercise.</summary>
/// <param name="path">The folder; it need not be there.</param>
/// <param name="home">Where the program keeps what it knows of the learner.</param>
/// <param name="assignment">The exercise.</param>
internal sealed class WorkFolder(string path, string home, Assignment assignment)
{
    /// <summary>The folder, as it was named.</summary>
    public string Path => path;

    /// <summary>The learner's file.</summary>
    public string AnswerPath => System.IO.Path.Combine(path, assignment.FileName);

    public bool IsStarted => File.Exists(AnswerPath);

    /// <summary>Creates what is missing in it.</summary>
    /// <returns>Whether the learner's file is new.</returns>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public bool Create()
    {
        try
        {
            if (File.Exists(path)) throw new CommandException(ExitCode.Refused, $"{path}: is a file; name a directory with --to");
            Directory.CreateDirectory(path);
            var isNew = WriteNew(AnswerPath, assignment.Starter.Text);
            foreach (var given in assignment.Given) Write(System.IO.Path.Combine(path, "Given", given.Name), given.Text);
            foreach (var (name, text) in ProjectFiles.Of(path, home, assignment)) Write(System.IO.Path.Combine(path, name), text);
            return isNew;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Refused, $"{path}: cannot be written: {e.Message}");
        }
    }

    /// <summary>Puts the learner's file aside and begins again.</summary>
    /// <returns>Where the old one is; null: it was the starter still.</returns>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public string? Reset()
    {
        try
        {
            string? kept = null;
            if (IsStarted)
            {
                if (File.ReadAllText(AnswerPath) == assignment.Starter.Text) return null;
                var stamp = DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
                kept = $"{AnswerPath}.{stamp}"; // not .cs: it must not be compiled
                for (var number = 2; File.Exists(kept); number++) kept = $"{AnswerPath}.{stamp}-{number}";
                File.Move(AnswerPath, kept);
            }
            Create();
            return kept;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Refused, $"{AnswerPath}: cannot be put aside: {e.Message}");
        }
    }

    /// <summary>The learner's answer.</summary>
    /// <exception cref="CommandException">It is not there, cannot be read, or is in an encoding that we do not know.</exception>
    public SourceFile Read()
    {
        if (!IsStarted)
        {
            var others = Directory.Exists(path)
                ? Directory.GetFiles(path, "*.cs").Select(System.IO.Path.GetFileName).OfType<string>().ToList() : [];
            throw new CommandException(ExitCode.Refused, others is [var renamed, ..]
                ? $"{AnswerPath} is not there; was it renamed to {renamed}? It has to be called {assignment.FileName}"
                : $"{AnswerPath} is not there: workbook start {assignment.Number} makes it");
        }
        try { return new SourceFile(System.IO.Path.GetFullPath(AnswerPath), SourceReader.Read(AnswerPath)); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Refused, $"{AnswerPath}: cannot be read: {e.Message}");
        }
        catch (DecoderFallbackException e)
        {
            throw new CommandException(ExitCode.Refused, $"{AnswerPath}: {e.Message}; save it as UTF-8");
        }
    }

    private static bool WriteNew(string file, string text)
    {
        if (File.Exists(file)) return false;
        Write(file, text);
        return true;
    }

    private static void Write(string file, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        if (!File.Exists(file) || File.ReadAllText(file) != text) File.WriteAllText(file, text);
    }
}
