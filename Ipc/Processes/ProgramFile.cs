using Workbook.Ipc.Interop;

namespace Workbook.Ipc.Processes;

/// <summary>Finds the file of a program, and says in one sentence why there is none.</summary>
internal static class ProgramFile
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The full path of what <paramref name="program"/> names.</summary>
    /// <param name="program">With a slash: a path. Without: looked for in <paramref name="searchPath"/>.</param>
    /// <param name="searchPath">Directories with colons between; null: those that execvp(3) would take.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="UnauthorizedAccessException">There is one that is a directory or may not be executed.</exception>
    public static string Find(string program, string? searchPath)
    {
        if (program.Contains('/'))
        {
            var path = Path.GetFullPath(program);
            if (Directory.Exists(path)) throw new UnauthorizedAccessException($"'{program}' is a directory, not a program.");
            if (!File.Exists(path)) throw new FileNotFoundException($"There is no program '{program}'.", path);
            return IsExecutable(path) ? path : throw NotExecutable(program);
        }

        string? refused = null;
        foreach (var directory in (searchPath ?? "/bin:/usr/bin").Split(':'))
        {
            var path = Path.GetFullPath(Path.Combine(directory, program)); // an empty one is the current directory, as ever
            if (!File.Exists(path)) continue;
            if (IsExecutable(path)) return path;
            refused ??= path;
        }
        if (refused is not null) throw NotExecutable(refused);
        throw new FileNotFoundException($"There is no program '{program}' in the directories of PATH.", program);
    }

    /// <summary>The sentence for a start that the system has refused.</summary>
    public static Exception Refused(string path, Command command, SystemCallException reason)
    {
        if (command.Directory is { } directory && !Directory.Exists(directory))
            return new DirectoryNotFoundException($"There is no directory '{directory}' to start '{command.Program}' in.");
        return reason.Errno switch
        {
            Errno.NoSuchFile => new FileNotFoundException(
                $"'{command.Program}' is there, but not the interpreter that it asks for (the line #! of a script).", path, reason),
            Errno.NotExecutable => new IOException(
                $"'{command.Program}' is no program: neither a binary for this machine nor a script with #!.", reason),
            Errno.Access => new UnauthorizedAccessException(
                $"'{command.Program}' must not be executed here, or its directory not be entered.", reason),
            _ => new IOException($"'{command.Program}' could not be started: {reason.Message}", reason),
        };
    }

    // Whether we may is for the kernel to say, at exec. Without any x it is no program, and a name goes on to the next directory.
    private static bool IsExecutable(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0;

    private static UnauthorizedAccessException NotExecutable(string path) =>
        new($"'{path}' is not executable; chmod +x makes it so, if it is a program.");
}
