// Marks name a field by a number, for speed. The number is made of the field's name, so that it is the same in every process,
// whatever was loaded before; only if two names make the same number, which two in a billion do, the later one takes the next.

using System.Collections.Concurrent;

namespace Workbook.Explorer.Rewriting;

/// <summary>The fields of all rewritten assemblies by number, and their names by number. Any thread may use it.</summary>
internal static class FieldMap
{
    private static readonly ConcurrentDictionary<int, (string Full, string Shown)> _names = new();

    /// <summary>The number of what is no field of the program, and raced for like one: whether a source of cancellation is
    /// disposed of.</summary>
    public static readonly int SourceDisposed =
        NumberOf("System/CancellationTokenSource.disposed", "CancellationTokenSource.disposed");

    /// <summary>The same for values of threads.</summary>
    public static readonly int LocalDisposed = NumberOf("System/ThreadLocal.disposed", "ThreadLocal.disposed");

    /// <summary>The same for a lazy value that is for one thread only.</summary>
    public static readonly int LazyState = NumberOf("System/Lazy.value", "Lazy.value");

    /// <summary>The same for the state of a generator of random numbers.</summary>
    public static readonly int RandomState = NumberOf("System/Random.state", "Random.state");

    /// <summary>The number of the field, from 1 on.</summary>
    /// <param name="fullName">With its type and assembly.</param>
    /// <param name="shown">As the timeline calls it.</param>
    public static int NumberOf(string fullName, string shown)
    {
        for (var number = First(fullName); ; number++)
        {
            if (_names.GetOrAdd(number, (fullName, shown)).Full == fullName) return number;
        }
    }

    /// <summary>The number of the field with that full name; 0: no rewritten assembly has it.</summary>
    public static int Find(string fullName)
    {
        for (var number = First(fullName); _names.TryGetValue(number, out var name); number++)
        {
            if (name.Full == fullName) return number;
        }
        return 0;
    }

    /// <summary>As the timeline calls it: <c>Account.balance</c>.</summary>
    public static string NameOf(int field) => _names[field].Shown;

    /// <summary>As a file of a schedule names it, so that it can be found again in another process:
    /// <c>Shop/Bank.Account.balance</c>.</summary>
    public static string FullNameOf(int field) => _names[field].Full;

    private static int First(string fullName)
    {
        var hash = 2166136261u; // FNV-1a: string.GetHashCode is another one in each process
        foreach (var letter in fullName) hash = (hash ^ letter) * 16777619u;
        return (int)(hash & 0x3FFFFFFF) + 1;
    }
}
