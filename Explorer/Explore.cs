using System.Reflection;
using System.Runtime.CompilerServices;
using Mono.Cecil;
using Workbook.Explorer.Controlled.Tasks;
using Workbook.Explorer.Rewriting;
using Workbook.Explorer.Scheduling;
using Workbook.Explorer.Verdicts;

namespace Workbook.Explorer;

/// <summary>Runs tests under every interleaving of their threads.</summary>
/// <remarks>Any thread may call any member; a second call waits until the first has its verdict, because an exploration keeps its
/// threads on one core, and two would share it. So xunit may run explored tests in parallel: they take turns. Each call blocks
/// for about <see cref="ExploreOptions.Time"/> at most once it is its turn, and for as long as one execution of the test takes
/// beyond that. While it runs, the calling thread itself runs none of the test. Why a test could not be judged is always a
/// <see cref="NoVerdictException"/>.</remarks>
public static class Explore
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private static readonly Lock _turn = new(); // held by who explores

    /// <summary>Does now, once in a process, what the first exploration would begin with: to explore a small program of its own. For a
    /// program that knows that it will explore, and has time until then. Blocks for less than a second.</summary>
    /// <exception cref="InstrumentationException">The explorer does not work here.</exception>
    public static void Prepare()
    {
        lock (_turn) Canary.Listen();
    }

    /// <summary>Explores a test of the calling assembly: a static method, or a lambda that captures nothing.</summary>
    /// <param name="test">Starts threads, joins them, and throws when something is wrong.</param>
    /// <param name="options">How far to go.</param>
    /// <exception cref="RefusedException">It reaches something that can block or start work and is not controlled.</exception>
    /// <exception cref="ArgumentException">The test captures variables, is generic, is several, or its assembly is not a
    /// file.</exception>
    /// <exception cref="NondeterministicTestException">It does not do the same twice under the same schedule.</exception>
    /// <exception cref="StuckException">It hangs in code that is not rewritten.</exception>
    /// <exception cref="InvalidOperationException">The caller is itself being explored.</exception>
    public static Verdict Test(Action test, ExploreOptions? options = null) => OfDelegate(test, options);

    /// <summary>The same of a test that is async: it has run to its end when the task that it returns has.</summary>
    /// <inheritdoc cref="Test(Action, ExploreOptions?)"/>
    public static Verdict Test(Func<Task> test, ExploreOptions? options = null) => OfDelegate(test, options);

    /// <summary>The same, and throws if a schedule fails: for a test of xunit or the like, which then shows the story and the
    /// timeline.</summary>
    /// <returns>How much was seen to hold.</returns>
    /// <exception cref="ExplorationFailedException">A schedule fails.</exception>
    /// <inheritdoc cref="Test(Action, ExploreOptions?)"/>
    public static Verdict Holds(Action test, ExploreOptions? options = null) => Test(test, options).ThrowIfFailed();

    /// <summary>The same of a test that is async.</summary>
    /// <inheritdoc cref="Holds(Action, ExploreOptions?)"/>
    public static Verdict Holds(Func<Task> test, ExploreOptions? options = null) => Test(test, options).ThrowIfFailed();

    /// <summary>Explores a static method without parameters of any assembly; neither has to be public.</summary>
    /// <param name="assemblyPath">The file of the assembly. What it refers to is looked for beside it.</param>
    /// <param name="method"><c>Namespace.Type.Method</c>; a type within a type as <c>Outer+Inner</c> or <c>Outer.Inner</c>. It
    /// returns nothing, a <see cref="Task"/> or a <see cref="ValueTask"/>, and throws when something is wrong.</param>
    /// <param name="options">How far to go.</param>
    /// <exception cref="ProgramException">There is no such file, it is no assembly that can be rewritten, or one that it refers
    /// to is not there.</exception>
    /// <exception cref="TestMethodException">It has no such method, or it cannot be run as a test.</exception>
    /// <exception cref="RefusedException">It reaches something that can block or start work and is not controlled.</exception>
    /// <exception cref="NondeterministicTestException">It does not do the same twice under the same schedule.</exception>
    /// <exception cref="StuckException">It hangs in code that is not rewritten.</exception>
    /// <exception cref="InvalidOperationException">The caller is itself being explored.</exception>
    public static Verdict Method(string assemblyPath, string method, ExploreOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(assemblyPath);
        ArgumentException.ThrowIfNullOrEmpty(method);
        using var assembly = new TestAssembly(assemblyPath);
        var (type, name) = assembly.Find(method);
        return Run(new TestPlace(type, name, Path.GetFullPath(assemblyPath), assembly.Build), judge => judge.Explore(), options);
    }

    /// <summary>What <see cref="Method"/> could explore of an assembly: <c>Namespace.Type.Method</c>, in the order of the
    /// alphabet.</summary>
    /// <exception cref="ProgramException">There is no such file, or it is no assembly that can be rewritten.</exception>
    public static IReadOnlyList<string> Methods(string assemblyPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(assemblyPath);
        using var assembly = new TestAssembly(assemblyPath);
        return assembly.Tests;
    }

    /// <summary>Runs one recorded execution again, once.</summary>
    /// <param name="replay">The execution.</param>
    /// <param name="breaks">Whether to stop in the debugger at each preemption.</param>
    /// <returns>The verdict over this one execution. Its notes say if the program was built again since.</returns>
    /// <exception cref="ProgramException">The program's file is not there any more, or is no assembly that can be
    /// rewritten.</exception>
    /// <exception cref="TestMethodException">It has no such test any more.</exception>
    /// <exception cref="ReplayDivergedException">The program went another way.</exception>
    /// <exception cref="RefusedException">It reaches something that can block or start work and is not controlled.</exception>
    /// <exception cref="StuckException">It hangs in code that is not rewritten.</exception>
    /// <exception cref="InvalidOperationException">The caller is itself being explored.</exception>
    public static Verdict Replay(Replay replay, bool breaks = false)
    {
        ArgumentNullException.ThrowIfNull(replay);
        if (replay.Assembly is not { } path) throw new ProgramException("The replay is of a program that had no file.");
        Guid build;
        using (var assembly = new TestAssembly(path))
        {
            if (!assembly.Has(replay.Type, replay.Method))
                throw Missing(replay.Type, replay.Method, path);
            build = assembly.Build;
        }
        var wasRebuilt = replay.Build is { } recorded && recorded != build;
        try
        {
            var verdict = Run(new TestPlace(replay.Type, replay.Method, path, build), judge => judge.Again(replay),
                new ExploreOptions { BreaksAtPreemptions = breaks });
            return wasRebuilt
                ? Noting(verdict, [$"{Path.GetFileName(path)} was built again since this was recorded."])
                : verdict;
        }
        catch (ArgumentException e) when (e.ParamName == nameof(replay))
        {
            throw new ReplayDivergedException(e.Message.Split(" (Parameter")[0], wasRebuilt);
        }
    }

    internal static Verdict Run(Action test, SourceMap sites, ExploreOptions options, TestPlace? place = null) =>
        new Judge(test, sites, options, place ?? PlaceOf(AsyncTest.MethodOf(test))).Explore();

    private static Verdict OfDelegate(Delegate test, ExploreOptions? options)
    {
        ArgumentNullException.ThrowIfNull(test);
        var method = test.Method;
        if (!test.HasSingleTarget) throw new ArgumentException("The delegate calls several methods; explore one.", nameof(test));
        if (method.DeclaringType is not { } type || method.IsGenericMethod || type.IsGenericType)
            throw new ArgumentException(
                "The test is generic, or stands in a generic type; put it into a plain static method.", nameof(test));
        if (!method.IsStatic && HasFields(type))
            throw new ArgumentException("The test captures variables, and the explorer runs a rewritten copy of the code, where "
                + "they do not exist. Declare them inside.", nameof(test));
        var path = method.Module.Assembly.Location;
        if (path.Length == 0) throw new ArgumentException("The test's assembly was not loaded from a file.", nameof(test));
        var place = new TestPlace(type.FullName!, method.Name, path, method.Module.ModuleVersionId);
        return Run(place, judge => judge.Explore(), options);
    }

    private static Verdict Run(TestPlace place, Func<Judge, Verdict> judgement, ExploreOptions? options)
    {
        if (Execution.Current is not null)
            throw new InvalidOperationException(
                "An explored test cannot explore another one: take the inner one out, and explore it by itself.");
        lock (_turn)
        {
            try
            {
                var program = RewrittenProgram.FromFile(place.Assembly!, (place.Type, place.Method));
                var verdict = judgement(new Judge(Bind(program, place), program.Sites, options ?? new ExploreOptions(), place));
                verdict = Noting(verdict,
                    program.NotExplored.Select(name => $"{name} is marked as not to be explored, and did nothing."));
                return verdict.Strength != Strength.Failed ? verdict // it has no lines to be missed
                    : Noting(verdict, program.Notes(verdict.Assemblies).Select(note => $"{note}."));
            }
            catch (AssemblyResolutionException e)
            {
                throw new ProgramException(
                    $"{Path.GetFileName(place.Assembly)} refers to {e.AssemblyReference.Name}, which is not beside it", e);
            }
        }
    }

    private static TestPlace PlaceOf(MethodInfo method) => new(method.DeclaringType!.FullName!, method.Name);

    // The test in the rewritten program. A lambda that captures nothing is a method of an object without fields.
    private static Action Bind(RewrittenProgram program, TestPlace place)
    {
        var method = program.Assembly.GetType(place.Type)?.GetMethods(Any)
            .FirstOrDefault(candidate =>
                candidate.Name == place.Method && candidate.GetParameters().Length == 0 && !candidate.IsGenericMethod);
        if (method is null || (!method.IsStatic && HasFields(method.DeclaringType!)))
            throw Missing(place.Type, place.Method, place.Assembly);
        var target = method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(method.DeclaringType!);
        return AsyncTest.Of(method, target);
    }

    private static TestMethodException Missing(string type, string method, string? assembly) =>
        new($"no test {type}.{method} in {Path.GetFileName(assembly)}", isMissing: true);

    private static Verdict Noting(Verdict verdict, IEnumerable<string> notes) =>
        verdict with { Notes = [.. verdict.Notes, .. notes] };

    private static bool HasFields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0;
}
