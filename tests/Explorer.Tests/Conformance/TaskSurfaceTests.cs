using Mono.Cecil;
using Workbook.Explorer.Rewriting;

namespace Workbook.Explorer.Tests.Conformance;

/// <summary>Each public member of the types of tasks is redirected, or of a type that is replaced, or harmless, or named here as
/// one that is refused.</summary>
public class TaskSurfaceTests
{
    private const string Clock = "a clock of the program's own, whose timers are not controlled",
        Oldest = "begins and ends are calls of the platform's or the program's, on threads of their own",
        Collector = "when it is raised depends on the garbage collector",
        Pair = "queues to the platform's pool under a lock of its own";

    // Overloads by their parameters; * for all.
    private static readonly Dictionary<Type, (string Members, string Reason)[]> _refused = new()
    {
        [typeof(Task)] = [("Delay(TimeSpan,TimeProvider) Delay(TimeSpan,TimeProvider,CancellationToken) "
            + "WaitAsync(TimeSpan,TimeProvider) WaitAsync(TimeSpan,TimeProvider,CancellationToken)", Clock),
            ("Dispose(Boolean)", "for types derived from it, which are refused")],
        [typeof(Task<>)] = [("WaitAsync(TimeSpan,TimeProvider) WaitAsync(TimeSpan,TimeProvider,CancellationToken)", Clock)],
        [typeof(TaskFactory)] = [("FromAsync*", Oldest)],
        [typeof(TaskFactory<>)] = [("FromAsync*", Oldest)],
        [typeof(TaskScheduler)] = [("add_UnobservedTaskException* remove_UnobservedTaskException*", Collector)],
        [typeof(ConcurrentExclusiveSchedulerPair)] =
            [(".ctor* Complete* get_Completion* get_ConcurrentScheduler* get_ExclusiveScheduler*", Pair)],
        [typeof(TaskToAsyncResult)] = [("Begin* End* Unwrap*", Oldest)],
        [typeof(UnobservedTaskExceptionEventArgs)] = [(".ctor* get_Exception* get_Observed* SetObserved*", Collector)],
    };

    public static TheoryData<Type> Types =>
    [
        .. typeof(Task).Assembly.GetExportedTypes().Where(type => !type.IsEnum && !typeof(Delegate).IsAssignableFrom(type)
            && type.Namespace is "System.Threading.Tasks" or "System.Threading.Tasks.Sources"
                && !type.Name.StartsWith("Parallel")),
        .. typeof(System.Runtime.CompilerServices.TaskAwaiter).Assembly.GetExportedTypes().Where(type =>
            type.Namespace == "System.Runtime.CompilerServices" && type.IsValueType && !type.IsEnum
            && (type.Name.Contains("Task") || type.Name.Contains("Async") || type.Name.Contains("Yield"))
            && type.Name != "AsyncIteratorMethodBuilder"), // only passes on to the awaiters, and they are controlled
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_member_is_controlled_harmless_or_refused(Type platform)
    {
        var refused = _refused.GetValueOrDefault(platform, []).SelectMany(pair => pair.Members.Split(' ')).ToHashSet();
        using var module = ModuleDefinition.ReadModule(platform.Assembly.Location);
        var type = module.GetType(platform.FullName!.Replace('+', '/'));
        var overlooked = new List<string>();
        var found = new HashSet<string>();
        foreach (var method in type.Methods.Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly))
        {
            if (method.IsStatic && method.IsConstructor) continue;
            var name = $"{method.Name}({string.Join(",", method.Parameters.Select(parameter => parameter.ParameterType.Name))})";
            var isRefused = refused.Contains(name) ? name : refused.Contains($"{method.Name}*") ? $"{method.Name}*" : null;
            if (isRefused is not null) found.Add(isRefused);
            var isLetThrough = MemberSwap.IsReplaced(method) || Uncontrolled.IsHarmless(method)
                || (IsReplaced(type) && !TypeSwap.Lacks(method)) || IsOverride(method) || type.IsInterface;
            var isSeen = MemberSwap.IsReplaced(method) || Uncontrolled.IsHarmless(method) || Uncontrolled.Contains(type)
                || TypeSwap.IsReplaced(Outermost(type)) || IsOverride(method);
            if (isLetThrough == isRefused is not null || !isSeen) overlooked.Add($"{type.Name}::{name}");
        }
        Assert.Equal([], overlooked);
        Assert.Equal([], refused.Except(found));
    }

    // ToString and the like, and what the base class does in the same way for all exceptions.
    private static bool IsOverride(MethodDefinition method) => method.IsVirtual && !method.IsNewSlot
        && method.Name is "ToString" or "Equals" or "GetHashCode" or "Finalize" or "Dispose";

    private static bool IsReplaced(TypeReference type) => TypeSwap.IsReplaced(Outermost(type));

    private static string Outermost(TypeReference type)
    {
        while (type.DeclaringType is not null) type = type.DeclaringType;
        return type.FullName;
    }
}
