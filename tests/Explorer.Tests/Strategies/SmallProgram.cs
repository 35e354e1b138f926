using System.Reflection;

namespace Workbook.Explorer.Tests.Strategies;

/// <summary>A program of a few threads. What its public static fields hold at the end is its final state.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Fields">Its static fields.</param>
/// <param name="Setup">Run by main before the threads are started.</param>
/// <param name="Threads">What each thread does; main starts them in this order, and joins them in it.</param>
/// <param name="Behaviours">How many there are, where it is easy to tell; 0: it is not.</param>
/// <param name="Main">Run by main between starting and joining.</param>
/// <param name="Members">Methods that the threads call.</param>
public sealed record SmallProgram(string Name, string Fields, string Setup, string[] Threads, int Behaviours = 0, string Main = "", string Members = "")
{
    private const string Usings = "using System; using System.Collections.Concurrent; using System.Collections.Generic; "
        + "using System.Linq; using System.Threading; using System.Threading.Channels; using System.Threading.Tasks;\n";

    /// <summary>A program that is one async method: what it awaits runs beside it.</summary>
    public static SmallProgram Async(string name, string fields, string setup, string body, int behaviours = 0) =>
        new(name, fields, setup, [], behaviours, Main: "Go().Wait();", Members: $"static async Task Go() {{ {body} }}");

    public override string ToString() => Name;

    /// <summary>Compiles and rewrites all of them as one assembly: much faster than one by one.</summary>
    internal static IReadOnlyList<(SmallProgram Program, Action Test)> Compile(IReadOnlyList<SmallProgram> programs)
    {
        var source = Usings + string.Concat(programs.Select((program, index) => program.Source($"P{index}")));
        var assembly = Compiled.Program(source, test: null).Assembly;
        return [.. programs.Select((program, index) => (program, assembly.GetType($"P{index}")!.GetMethod("Test")!.CreateDelegate<Action>()))];
    }

    /// <summary>The final state, after an execution.</summary>
    internal static string State(Action test) => string.Join(' ', test.Method.DeclaringType!
        .GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => $"{field.Name}={Shown(field.GetValue(null))}"));

    private static string Shown(object? value) => value is Array values ? string.Join(',', values.Cast<object>()) : $"{value}";

    private string Source(string type)
    {
        var starts = string.Concat(Threads.Select((body, index) => $"var t{index} = new Thread(() => {{ {body} }}) {{ Name = \"w{index + 1}\" }};\n"));
        var run = string.Concat(Threads.Select((_, index) => $"t{index}.Start(); ")) + Main + string.Concat(Threads.Select((_, index) => $" t{index}.Join();"));
        return $"public static class {type}\n{{\n{Fields}\n{Members}\npublic static void Test()\n{{\n{Setup}\n{starts}{run}\n}}\n}}\n";
    }
}
