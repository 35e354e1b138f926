// The demo of an exercise is compiled again, with the learner's file in place of Solution.cs:
//
//      workbook.dll                            workbook.mine
//        Stage, Catalogue, all demos  <-----     TicketOffice.cs     the learner's
//                                                Demo.cs, Audit.cs   as they were when the program was built
//
// Where both have a type of a name, the one in the sources is meant.

using System.Reflection;
using Workbook.Coursework.Compiling;
using Workbook.Examples.Cli;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Learning;

/// <summary>A demo with the learner's class in it.</summary>
internal static class MyDemo
{
    private static readonly string[] _leftOut = ["Solution.cs", "Starter.cs", "Check.cs", "Scenarios.cs"];

    /// <summary>Compiles and loads it.</summary>
    /// <exception cref="CommandException">It is not started, or does not compile.</exception>
    public static Exercise Of(Session session, Exercise exercise)
    {
        var learner = new Learner(session);
        var (_, assignment) = learner.Find($"{exercise.Number}");
        var answer = learner.StartedFolder(assignment).Read();
        var sources = exercise.Files.Where(file => file.Name.EndsWith(".cs", StringComparison.Ordinal)
            && !_leftOut.Contains(file.Name)
            && !file.Path.Contains("/Mutants/", StringComparison.Ordinal)
            && !file.Path.Contains("/Variants/", StringComparison.Ordinal));
        var libraries = Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(IsManaged).ToList();
        var compiled = new Compiler(libraries).Compile("workbook.mine", [answer, .. sources]);
        if (compiled.Errors.Count > 0)
        {
            var report = new ToldReport(assignment, new Coursework.Checking.CheckReport { Errors = compiled.Errors },
                new Dictionary<string, string>(), null);
            foreach (var line in ReportText.Of(report, all: false, session.Width)) session.Error.WriteLine(line);
            throw new CommandException(ExitCode.Refused, $"the demo cannot run on {assignment.FileName} until it compiles");
        }
        return new Catalogue(Assembly.Load(compiled.Assembly, compiled.Symbols)).Exercises[0];
    }

    private static bool IsManaged(string path) => Path.GetFileName(path) is var name
        && (name.StartsWith("Workbook.", StringComparison.Ordinal) || name is "workbook.dll" or "Spectre.Console.dll");
}
