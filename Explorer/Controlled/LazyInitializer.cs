using System.Runtime.CompilerServices;
using Workbook.Explorer.Scheduling;

namespace Workbook.Explorer.Controlled;

/// <summary><see cref="System.Threading.LazyInitializer"/> under the explorer: the platform's steps, one by one.</summary>
[Replaces(typeof(System.Threading.LazyInitializer))]
[System.Diagnostics.DebuggerStepThrough]
public static class LazyInitializer
{
    /// <summary>Has the constructor of T make it if it is null; of several threads the first is kept.</summary>
    public static T EnsureInitialized<T>(ref T? target) where T : class => EnsureInitialized(ref target, Construct<T>);

    /// <summary>Has the factory make it if it is null; of several threads the first is kept.</summary>
    /// <exception cref="InvalidOperationException">The factory returned null.</exception>
    public static T EnsureInitialized<T>(ref T? target, Func<T> valueFactory) where T : class
    {
        if (Volatile.Read(ref target) is { } present) return present;
        var made = valueFactory() ?? throw new InvalidOperationException("ValueFactory returned null.");
        Interlocked.CompareExchange(ref target, made, null);
        return target!;
    }

    /// <summary>Has the constructor of T make it under the lock, once.</summary>
    public static T EnsureInitialized<T>(ref T target, ref bool initialized, ref object? syncLock) =>
        EnsureInitialized(ref target, ref initialized, ref syncLock, Construct<T>);

    /// <summary>Has the factory make it under the lock, once.</summary>
    public static T EnsureInitialized<T>(ref T target, ref bool initialized, ref object? syncLock, Func<T> valueFactory)
    {
        if (!Volatile.Read(ref initialized))
        {
            var held = LockOf(ref syncLock);
            Monitor.Enter(held);
            try
            {
                if (!Volatile.Read(ref initialized))
                {
                    var made = valueFactory();
                    if (Execution.Current is not null) Marks.WriteReference(ref Unsafe.As<T, byte>(ref target!),
                        Unsafe.SizeOf<T>(), Execution.Self.Site);
                    target = made;
                    Volatile.Write(ref initialized, true);
                }
            }
            finally { Monitor.Exit(held); }
        }
        if (Execution.Current is not null) Marks.ReadReference(ref Unsafe.As<T, byte>(ref target!), Unsafe.SizeOf<T>(),
            Execution.Self.Site);
        return target!;
    }

    /// <summary>Has the factory make it under the lock if it is null.</summary>
    /// <exception cref="InvalidOperationException">The factory returned null.</exception>
    public static T EnsureInitialized<T>(ref T? target, ref object? syncLock, Func<T> valueFactory) where T : class
    {
        if (Volatile.Read(ref target) is { } present) return present;
        var held = LockOf(ref syncLock);
        Monitor.Enter(held);
        try
        {
            if (Volatile.Read(ref target) is null)
            {
                var made = valueFactory();
                Volatile.Write(ref target, made);
                if (made is null) throw new InvalidOperationException("ValueFactory returned null.");
            }
        }
        finally { Monitor.Exit(held); }
        return target!;
    }

    private static object LockOf(ref object? syncLock)
    {
        if (Volatile.Read(ref syncLock) is { } present) return present;
        var made = new object();
        return Interlocked.CompareExchange(ref syncLock, made, null) ?? made;
    }

    private static T Construct<T>()
    {
        try { return Activator.CreateInstance<T>(); }
        catch (MissingMethodException)
        {
            throw new MissingMemberException("The lazily-initialized type does not have a public, parameterless constructor.");
        }
    }
}
