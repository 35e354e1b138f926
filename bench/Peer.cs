using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bench;

/// <summary>A program in C++ from <c>bench/peers</c>, compiled into a temporary directory.</summary>
internal sealed class Peer : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("workbook-peer-").FullName;

    private string Program => Path.Combine(_directory, "peer");

    /// <summary>Null, with a word, when there is no compiler.</summary>
    public static Peer? Compile(string source, [CallerFilePath] string here = "")
    {
        var peer = new Peer();
        try
        {
            using var compiler = Process.Start("g++", ["-O2", "-std=c++17", "-o", peer.Program, Path.Combine(Path.GetDirectoryName(here)!, "peers", source)]);
            compiler.WaitForExit();
            if (compiler.ExitCode == 0) return peer;
            Console.WriteLine($"g++ did not compile {source}: without the peer.");
        }
        catch (Win32Exception)
        {
            Console.WriteLine("There is no g++: without the peer.");
        }
        peer.Dispose();
        return null;
    }

    /// <summary>The number that it prints.</summary>
    public double Run(string mode, int rounds)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, [mode, $"{rounds}"]) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(text, CultureInfo.InvariantCulture);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
