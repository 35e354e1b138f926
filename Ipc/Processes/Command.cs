using System.Diagnostics;
using System.Text;

namespace Workbook.Ipc.Processes;

/// <summary>What is to be run: a program, its arguments as a list, and what it finds around it. Starts nothing by
/// itself.</summary>
/// <remarks>Immutable; <c>command with { Directory = "/tmp" }</c> makes a similar one. No shell reads the arguments: a blank, a
/// quote, a star or a <c>$(…)</c> in one arrives as it is, and nothing has to be escaped.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed record Command
{
    private readonly IReadOnlyDictionary<string, string?> _variables = new Dictionary<string, string?>();
    private readonly string? _directory;
    private readonly long _outputLimit = 64 * 1024 * 1024;
    private readonly TimeSpan _outputGrace = TimeSpan.FromSeconds(1);

    /// <param name="program">A path, or a name to be looked for in the directories of PATH. A relative path starts at the current
    /// directory of this process, whatever <see cref="Directory"/> says.</param>
    /// <param name="arguments">What the program gets, one by one.</param>
    /// <exception cref="ArgumentException">No program; a null among the arguments; or a NUL character, which ends a string over
    /// there.</exception>
    public Command(string program, params IEnumerable<string> arguments)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(program);
        ArgumentNullException.ThrowIfNull(arguments);
        Program = Whole(program, nameof(program));
        Arguments = [.. arguments.Select(argument => Whole(argument, nameof(arguments)))];
    }

    /// <summary>A line for the shell to read, with all that a shell does with it: pipes, stars, variables. Never put into it what
    /// somebody else has written.</summary>
    /// <returns><c>/bin/sh -c line</c>; on Windows <c>cmd /c line</c>.</returns>
    public static Command Shell(string line)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(line);
        return OperatingSystem.IsWindows() ? new Command("cmd.exe", "/c", line) : new Command("/bin/sh", "-c", line);
    }

    /// <summary>The program: a path or a name.</summary>
    public string Program { get; }

    /// <summary>Its arguments, without its own name.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>Where the program starts; null: where this process is.</summary>
    /// <exception cref="ArgumentException">There is a NUL character in it.</exception>
    public string? Directory { get => _directory; init => _directory = value is null ? null : Whole(value, nameof(Directory)); }

    /// <summary>What is different from this process's environment: a value is set, null removes.</summary>
    /// <exception cref="ArgumentException">A name is empty or has an equals sign, or there is a NUL.</exception>
    public IReadOnlyDictionary<string, string?> Variables
    {
        get => _variables;
        init => _variables = value.ToDictionary(
            variable => Name(variable.Key), variable => variable.Value is { } text ? Whole(text, nameof(value)) : null);
    }

    /// <summary>Whether the program starts with <see cref="Variables"/> alone, and nothing of this process's
    /// environment.</summary>
    public bool ClearsVariables { get; init; }

    /// <summary>What the program reads on its standard input, and then the end of it. Empty: the end at once.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary><see cref="Input"/> as text, in UTF-8.</summary>
    public string InputText { init => Input = Encoding.UTF8.GetBytes(value); }

    /// <summary>Where its standard output goes; captured unless said otherwise.</summary>
    public StreamTarget Output { get; init; } = StreamTarget.Pipe;

    /// <summary>Where its standard error goes; captured unless said otherwise.</summary>
    public StreamTarget Error { get; init; } = StreamTarget.Pipe;

    /// <summary>Whether its standard error goes where its output goes, in the order in which it writes, as <c>2&gt;&amp;1</c>
    /// does. The order is kept on Linux only.</summary>
    public bool MergesError { get; init; }

    /// <summary>How many bytes of each stream are kept, 64 MiB unless said otherwise; the rest is read and forgotten, so that the
    /// program is not held up, and the result says that it was cut.</summary>
    public long OutputLimit
    {
        get => _outputLimit;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Array.MaxLength);
            _outputLimit = value;
        }
    }

    /// <summary>How long to wait, once the program has ended, for others that hold its output open: what it has started and left
    /// running. One second unless said otherwise; zero to 2,147,483,647 ms.</summary>
    public TimeSpan OutputGrace
    {
        get => _outputGrace;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromMilliseconds(int.MaxValue));
            _outputGrace = value;
        }
    }

    /// <summary>The command for a person to read: what has a blank or is empty stands in quotes. No shell should be given
    /// it.</summary>
    public override string ToString() => string.Join(' ', Arguments.Prepend(Program).Select(word =>
        word.Length == 0 || word.Any(char.IsWhiteSpace) ? $"'{word}'" : word));

    /// <summary>All of the environment that the program gets, or null for that of this process as it is.</summary>
    internal IReadOnlyDictionary<string, string>? Environment()
    {
        if (!ClearsVariables && Variables.Count == 0) return null;
        var all = new Dictionary<string, string>();
        if (!ClearsVariables)
            foreach (System.Collections.DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
                all[(string)variable.Key] = (string?)variable.Value ?? "";
        foreach (var (name, value) in Variables)
        {
            if (value is null) all.Remove(name);
            else all[name] = value;
        }
        return all;
    }

    private static string Name(string name) => name.Length > 0 && !name.Contains('=') ? Whole(name, nameof(Variables))
        : throw new ArgumentException($"'{name}' cannot name a variable: it is empty or has an equals sign.", nameof(Variables));

    private static string Whole(string? text, string parameter) => text is null
        ? throw new ArgumentNullException(parameter, "There is a null among them; leave it out, or pass an empty string.")
        : !text.Contains('\0') ? text
        : throw new ArgumentException("A NUL character ends a string where the program gets it; leave it out.", parameter);
}
