using System.IO.Pipes;
using Workbook.Coursework.Checking;

namespace Workbook.Examples.Cli;

/// <summary>The same program as a checker: <c>workbook checker HANDLE</c>, which only <see cref="CheckerProcess"/> starts. Its
/// jobs come over standard input, its results go into the pipe.</summary>
internal static class CheckerHost
{
    private const string Word = "checker";

    /// <summary>How such a process is started, up to the handle.</summary>
    public static IReadOnlyList<string> Command
    {
        get
        {
            var process = Environment.ProcessPath!;
            var entry = System.Reflection.Assembly.GetEntryAssembly()!.Location;
            return Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, entry, Word] : [process, Word];
        }
    }

    public static bool IsMeant(string[] arguments) => arguments is [Word, _];

    public static int Run(string[] arguments)
    {
        using var results = new AnonymousPipeClientStream(PipeDirection.Out, arguments[1]);
        var jobs = Console.OpenStandardInput();
        Console.SetIn(TextReader.Null); // a candidate that reads must not read our jobs
        new Checker(Libraries, jobs, results).Run();
        return ExitCode.Fine;
    }

    // What a candidate may use beside the platform.
    private static IReadOnlyList<string> Libraries => [typeof(Concurrency.Signals.OneShotLatch).Assembly.Location];
}
