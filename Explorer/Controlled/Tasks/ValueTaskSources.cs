using System.Runtime.CompilerServices;

namespace Workbook.Explorer.Controlled.Tasks;

/// <summary>What stands behind a value task: nothing, since the result is there; a task; or a source.</summary>
internal static class ValueTaskSources
{
    /// <summary>The task that it stands for; null: it stands for none.</summary>
    public static Task? TaskOf(ValueTask task) => BehindOf(ref task) as Task;

    /// <inheritdoc cref="TaskOf(ValueTask)"/>
    public static Task? TaskOf<T>(ValueTask<T> task) => Of<T>.BehindOf(ref task) as Task;

    /// <summary>Whether a source stands behind it.</summary>
    public static bool IsOfSource(ValueTask task) => BehindOf(ref task) is not (null or Task);

    /// <inheritdoc cref="IsOfSource(ValueTask)"/>
    public static bool IsOfSource<T>(ValueTask<T> task) => Of<T>.BehindOf(ref task) is not (null or Task);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_obj")]
    private static extern ref readonly object? BehindOf(ref ValueTask task);

    // The accessor of a generic type's field must stand in a type with the same parameters.
    private static class Of<T>
    {
        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_obj")]
        public static extern ref readonly object? BehindOf(ref ValueTask<T> task);
    }
}
