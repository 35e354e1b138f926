using System.Reflection;
using System.Runtime.CompilerServices;

namespace Workbook.Ipc.Pools;

/// <summary>The functions of a pool and their numbers.</summary>
/// <remarks>Any thread may call any member.</remarks>
internal sealed class PoolMethods
{
    // the fast way: most calls bring the same delegate
    private readonly ConditionalWeakTable<Delegate, PoolMethod> _byDelegate = [];

    private readonly Lock _lock = new(); // guards:
    private readonly Dictionary<MethodInfo, PoolMethod> _byMethod = [];

    /// <exception cref="ArgumentException">It cannot be called in another process; the message says why.</exception>
    public PoolMethod this[Delegate function]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(function);
            return _byDelegate.TryGetValue(function, out var known) ? known : Add(function);
        }
    }

    private PoolMethod Add(Delegate function)
    {
        PoolMethod? method;
        lock (_lock)
        {
            if (!_byMethod.TryGetValue(function.Method, out method))
                _byMethod.Add(function.Method, method = new PoolMethod(_byMethod.Count, function));
        }
        _byDelegate.AddOrUpdate(function, method);
        return method;
    }
}
