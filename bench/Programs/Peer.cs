//      bench/peers/ring.cpp  -- g++ -O2 --> artifacts/peers/ring --+
//                                                                 +-- run --> "messages/s 13200000", a figure a line
//      bench/peers/queue.py  -- python3 --------------------------+
//
// A peer that cannot be run here is skipped with a word; one that is broken is a failure.

using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bench.Programs;

/// <summary>A program in another language that does the same work as one of ours.</summary>
internal sealed class Peer
{
    private readonly string _program;
    private readonly string[] _before; // what stands before the arguments

    private Peer(string program, params string[] before) => (_program, _before) = (program, before);

    /// <summary>Compiles <c>bench/peers/<paramref name="file"/></c> with g++.</summary>
    /// <returns>Null, having said so, where there is no g++.</returns>
    public static Peer? Cpp(string file)
    {
        if (!IsHere("g++", file)) return null;
        var program = Path.Combine(Folder(), "../../artifacts/peers", Path.GetFileNameWithoutExtension(file));
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        Run("g++", ["-O2", "-std=c++17", "-pthread", "-o", program, Path.Combine(Folder(), file), "-lrt"]);
        return new Peer(program);
    }

    /// <summary><c>bench/peers/<paramref name="file"/></c>, to be run by python3.</summary>
    /// <returns>Null, having said so, where there is no python3.</returns>
    public static Peer? Python(string file) => IsHere("python3", file) ? new Peer("python3", Path.Combine(Folder(), file)) : null;

    /// <summary>Runs it to its end, and returns what it measured by name.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it wrote.</exception>
    public IReadOnlyDictionary<string, double> Run(params string[] arguments) => Run(_program, [.. _before, .. arguments])
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.TrimEnd().Split(' ', 2))
        .ToDictionary(figure => figure[0], figure => double.Parse(figure[1], CultureInfo.InvariantCulture));

    private static bool IsHere(string program, string file)
    {
        var isHere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
        if (!isHere) Console.WriteLine($"  {file} skipped: there is no {program} here");
        return isHere;
    }

    private static string Run(string program, string[] arguments)
    {
        // errors: to ours
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {output}");
    }

    private static string Folder([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "../peers");
}
