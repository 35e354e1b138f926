//      bench/peers/shared_ring.cpp    -- g++ -O2 --> a program --+
//                                                                +-- run --> one number
//      bench/peers/pool.py            -- python3 ----------------+
//
// A peer that cannot be run here is skipped with a word; one that is broken is a failure.

using System.Globalization;
using Workbook.Ipc.Processes;

namespace Bench.Programs;

/// <summary>A program in another language that does the same work as one of ours.</summary>
internal sealed class Peer
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30); // of the compiler too
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "peers");

    private readonly string[]? _program; // with what comes before the arguments; null: cannot be run here

    private Peer(string[]? program) => _program = program;

    /// <summary>Compiles <c>bench/peers/<paramref name="file"/></c>, if g++ is here.</summary>
    public static Peer Cpp(string file)
    {
        if (!IsHere("g++", file)) return new Peer(null);
        var program = Path.Combine(_folder, Path.GetFileNameWithoutExtension(file));
        Run("g++", "-O2", "-std=c++17", "-o", program, Path.Combine(_folder, file));
        return new Peer([program]);
    }

    /// <summary><c>bench/peers/<paramref name="file"/></c>, if python3 is here.</summary>
    public static Peer Python(string file) =>
        new(IsHere("python3", file) ? ["python3", Path.Combine(_folder, file)] : null);

    /// <summary>Runs it to its end.</summary>
    /// <returns>The number that it printed; null if it cannot be run here.</returns>
    /// <exception cref="InvalidOperationException">It failed or took too long; the message has what it wrote.</exception>
    public double? Measure(params string[] arguments) => _program is null ? null
        : double.Parse(Run(_program[0], [.. _program[1..], .. arguments]), CultureInfo.InvariantCulture);

    private static bool IsHere(string program, string file)
    {
        try
        {
            Run(program, "--version");
            return true;
        }
        catch (FileNotFoundException)
        {
            Console.Error.WriteLine($"{file} is skipped: there is no {program} here");
            return false;
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        var result = Subprocess.Run(new Command(program, arguments), _patience);
        if (result.IsSuccess) return result.Output;
        var what = result.TimedOut ? $"has not ended within {_patience}" : $"ended: {result.Status}";
        throw new InvalidOperationException($"{result.Command} {what}. {result.Output}{result.Error}");
    }
}
