namespace Workbook.Explorer.Scheduling;

/// <summary>The [ThreadStatic] fields of one controlled thread, each by the type that has it and its number.</summary>
internal sealed class ThreadFieldValues : Dictionary<(Type Owner, int Field), object>
{
    [ThreadStatic] private static ThreadFieldValues? _outside;

    /// <summary>Those of the calling thread when it is not controlled. What static constructors set before an execution goes
    /// to its main thread, which would have run them.</summary>
    public static ThreadFieldValues Outside => _outside ??= [];

    /// <summary>Gives them away.</summary>
    public static ThreadFieldValues? TakeOutside()
    {
        var taken = _outside;
        _outside = null;
        return taken;
    }
}
