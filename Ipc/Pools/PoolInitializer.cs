namespace Workbook.Ipc.Pools;

/// <summary>A function and its arguments, to be called in each worker before its first job.</summary>
public sealed class PoolInitializer
{
    private PoolInitializer(Delegate function, object?[] arguments) => (Function, Arguments) = (function, arguments);

    internal Delegate Function { get; }

    internal object?[] Arguments { get; }

    /// <summary>Without arguments.</summary>
    public static PoolInitializer Of(Action function) => new(function, []);

    /// <summary>With one.</summary>
    public static PoolInitializer Of<T>(Action<T> function, T argument) => new(function, [argument]);

    /// <summary>With two.</summary>
    public static PoolInitializer Of<T1, T2>(Action<T1, T2> function, T1 first, T2 second) => new(function, [first, second]);

    /// <summary>With three.</summary>
    public static PoolInitializer Of<T1, T2, T3>(Action<T1, T2, T3> function, T1 first, T2 second, T3 third) => new(function,
        [first, second, third]);
}
