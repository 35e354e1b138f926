// Before anything runs, everything that the test can reach is looked through, from call to call, within the assemblies that are rewritten.
// A virtual call reaches every method that may answer it. What is only in the same assembly, and not reached, does not matter.

using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Workbook.Explorer.Rewriting;

/// <summary>Finds what blocks or starts work and is not controlled.</summary>
internal sealed class Refusals(ModuleDefinition module)
{
    // Of System.Threading: what neither blocks nor starts anything. All else there is controlled, or refused.
    private static readonly HashSet<string> _harmless =
    [
        "Timeout", "CancellationToken", "ThreadStart", "ParameterizedThreadStart", "ThreadState", "ThreadPriority", "LockRecursionPolicy", "EventResetMode",
        "SynchronizationLockException", "ThreadStateException", "ThreadInterruptedException", "SemaphoreFullException",
        "LockRecursionException", "AbandonedMutexException", "BarrierPostPhaseException", "NamedWaitHandleOptions", "WaitHandleCannotBeOpenedException",
    ];

    private static readonly string[] _namespaces =
    [
        "System.Threading.Tasks", "System.Threading.Channels", "System.Collections.Concurrent", "System.Net", "System.IO.Pipes", "System.Timers",
    ];

    private static readonly HashSet<string> _types =
    [
        "System.Diagnostics.Process", "System.Lazy`1", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder",
        "System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1", "System.Runtime.CompilerServices.AsyncVoidMethodBuilder",
    ];

    private readonly Queue<MethodDefinition> _open = new();
    private readonly HashSet<MethodDefinition> _reached = [];
    private readonly SortedSet<string> _uses = new(StringComparer.Ordinal);

    /// <summary>What the method can reach of that kind; to be asked before the types are swapped.</summary>
    public IReadOnlyList<string> ReachedFrom(MethodDefinition method)
    {
        Reach(method);
        while (_open.TryDequeue(out var next)) LookThrough(next);
        return [.. _uses];
    }

    private void LookThrough(MethodDefinition method)
    {
        if (!method.HasBody) return;
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.Operand is not MethodReference called) continue;
            if (MemberSwap.IsReplaced(called)) continue;
            if (IsRefused(called.DeclaringType.GetElementType()) || TypeSwap.Lacks(called))
                _uses.Add($"{called.DeclaringType.GetElementType().FullName}.{called.Name} in {Where(method, instruction)}");
            else if (called.Resolve() is { } definition && definition.Module == module) ReachAll(definition);
        }
    }

    private void ReachAll(MethodDefinition method)
    {
        Reach(method);
        foreach (var constructor in method.DeclaringType.Methods.Where(candidate => candidate.IsConstructor && candidate.IsStatic)) Reach(constructor);
        if (!method.IsVirtual) return;
        foreach (var type in module.GetTypes())
        {
            foreach (var candidate in type.Methods)
            {
                if (candidate.IsVirtual && candidate.Name == method.Name && candidate.Parameters.Count == method.Parameters.Count) Reach(candidate);
            }
        }
    }

    private void Reach(MethodDefinition method)
    {
        if (_reached.Add(method)) _open.Enqueue(method);
    }

    private static bool IsRefused(TypeReference type)
    {
        while (type.DeclaringType is not null) type = type.DeclaringType;
        if (TypeSwap.IsReplaced(type.FullName)) return false;
        if (type.Namespace == "System.Threading") return !_harmless.Contains(type.Name);
        return _types.Contains(type.FullName)
            || Array.Exists(_namespaces, name => type.Namespace == name || type.Namespace.StartsWith($"{name}.", StringComparison.Ordinal));
    }

    private static string Where(MethodDefinition method, Instruction instruction)
    {
        var point = method.DebugInformation.SequencePoints.LastOrDefault(candidate => candidate.Offset <= instruction.Offset && candidate.StartLine != 0xFEEFEE);
        return new Site(MethodNames.Shown(method), point?.Document.Url, point?.StartLine ?? 0) is { File: not null } site
            ? $"{site.Method}, {site}"
            : MethodNames.Shown(method);
    }
}
