using System.Text;
using Workbook.Coursework.Catalogue;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli;

/// <summary>Answers to exercise 801, and how to save one.</summary>
internal static class Answers
{
    public static string Starter => Counter.Starter.Text;

    public static string Right => Counter.Solution.Text;

    /// <summary>Fails "no number is left out" and "the first number is 1".</summary>
    public static string StartsAtZero => Right.Replace("++_count", "_count++", StringComparison.Ordinal);

    public static string DoesNotCompile => Right.Replace("return ++_count;", "return ++_cuont;", StringComparison.Ordinal);

    /// <summary>Its thread goes on for ever without coming to a point where another could be let in.</summary>
    public static string Hangs => Right.Replace("lock (_lock) return ++_count; // [next]", "while (true) { }", StringComparison.Ordinal);

    /// <summary>It ends the process that checks it.</summary>
    public static string Crashes => Right.Replace("lock (_lock) return ++_count;",
        "Span<byte> much = stackalloc byte[200_000_000]; return ++_count + much[^1];", StringComparison.Ordinal);

    /// <summary>Exercise 802, solved.</summary>
    public static string Greeting => Of("802").Solution.Text;

    private static Assignment Counter => Of("801");

    /// <summary>The learner's file of 801.</summary>
    public static string CounterPath(this World world) => Path.Combine(world.Home, "work", "801-counter", "Counter.cs");

    /// <summary>The learner's file of 802.</summary>
    public static string GreeterPath(this World world) => Path.Combine(world.Home, "work", "802-greeter", "Greeter.cs");

    /// <summary>Starts 801 and saves an answer.</summary>
    public static void Answer(this World world, string text, Encoding? encoding = null)
    {
        Assert.Equal(0, world.Run("start", "801").ExitCode);
        File.WriteAllText(world.CounterPath(), text, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static Assignment Of(string name) => Assignments.Of(World.WithAssigned.Find(name)!)!;
}
