using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary>The [ThreadStatic] fields of rewritten programs; called by those, and not for anybody else.</summary>
[System.Diagnostics.DebuggerStepThrough]
public static class ThreadFields
{
    /// <summary>The value of the field in the calling thread.</summary>
    /// <typeparam name="TOwner">The type that has the field.</typeparam>
    /// <typeparam name="T">The type of the field.</typeparam>
    public static T Load<TOwner, T>(int field) => Place<TOwner, T>(field);

    /// <summary>Changes it.</summary>
    /// <inheritdoc cref="Load{TOwner, T}(int)"/>
    public static void Store<TOwner, T>(T value, int field) => Place<TOwner, T>(field) = value;

    /// <summary>Where it is.</summary>
    /// <inheritdoc cref="Load{TOwner, T}(int)"/>
    public static ref T Place<TOwner, T>(int field)
    {
        var fields = Execution.Self is { } thread ? thread.Fields ??= [] : ThreadFieldValues.Outside;
        if (!fields.TryGetValue((typeof(TOwner), field), out var place)) fields.Add((typeof(TOwner), field),
            place = new StrongBox<T>());
        return ref ((StrongBox<T>)place).Value!;
    }
}
