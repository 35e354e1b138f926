using System.IO.Pipes;
using Workbook.Coursework.Checking;

namespace Workbook.Coursework.Tests.Fixture;

/// <summary>This assembly as a program: <c>checker HANDLE</c> is a checker, <c>parent DIRECTORY</c> has an answer checked that
/// never comes to an end.</summary>
public static class CheckerProgram
{
    /// <summary>How a checker is started, up to the handle.</summary>
    public static IReadOnlyList<string> Command => ["dotnet", Location, "checker"];

    public static string Location => typeof(CheckerProgram).Assembly.Location;

    public static int Main(string[] arguments)
    {
        if (arguments is ["parent", var directory]) return Parent(directory);
        using var results = new AnonymousPipeClientStream(PipeDirection.Out, arguments[1]);
        var jobs = Console.OpenStandardInput();
        Console.SetIn(TextReader.Null);
        new Checker([], jobs, results).Run();
        return 0;
    }

    // Prints "begins" when the endless check has begun.
    private static int Parent(string directory)
    {
        using var checker = new CheckerProcess(Command, new Limits { Time = TimeSpan.FromMinutes(5) });
        checker.Run(new CheckJob
        {
            Assignment = CounterExercise.Assignment,
            Candidate = CounterExercise.Answer(CounterExercise.Endless),
            Directory = directory,
            Only = ["no call is lost"],
        }, new Told());
        return 0;
    }

    private sealed class Told : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => Console.WriteLine(value.Result is null ? "begins" : "ends");
    }
}
