namespace Workbook.Explorer.Controlled;

/// <summary>What rewritten programs call in the place of the members of <see cref="Console"/> that turn objects into text: they
/// do that while they hold the console's lock, and a program's <see cref="object.ToString"/> may come to a scheduling
/// point.</summary>
[System.Diagnostics.DebuggerStepThrough]
public static class Output
{
    /// <inheritdoc cref="Console.Write(object)"/>
    [Replaces(typeof(Console), nameof(Console.Write))]
    public static void Write(object? value) => Console.Write(value?.ToString());

    /// <inheritdoc cref="Console.Write(string, object)"/>
    [Replaces(typeof(Console), nameof(Console.Write))]
    public static void Write(string format, object? arg0) => Console.Write(string.Format(format, arg0));

    /// <inheritdoc cref="Console.Write(string, object, object)"/>
    [Replaces(typeof(Console), nameof(Console.Write))]
    public static void Write(string format, object? arg0, object? arg1) => Console.Write(string.Format(format, arg0, arg1));

    /// <inheritdoc cref="Console.Write(string, object, object, object)"/>
    [Replaces(typeof(Console), nameof(Console.Write))]
    public static void Write(string format, object? arg0, object? arg1, object? arg2) => Console.Write(string.Format(format,
        arg0, arg1, arg2));

    /// <inheritdoc cref="Console.Write(string, object[])"/>
    [Replaces(typeof(Console), nameof(Console.Write))]
    public static void Write(string format, params object?[]? arg) => Console.Write(string.Format(format, arg ?? []));

    /// <inheritdoc cref="Console.Write(string, ReadOnlySpan{object})"/>
    [Replaces(typeof(Console), nameof(Console.Write))]
    public static void Write(string format, params ReadOnlySpan<object?> arg) => Console.Write(string.Format(format, arg));

    /// <inheritdoc cref="Console.WriteLine(object)"/>
    [Replaces(typeof(Console), nameof(Console.WriteLine))]
    public static void WriteLine(object? value) => Console.WriteLine(value?.ToString());

    /// <inheritdoc cref="Console.WriteLine(string, object)"/>
    [Replaces(typeof(Console), nameof(Console.WriteLine))]
    public static void WriteLine(string format, object? arg0) => Console.WriteLine(string.Format(format, arg0));

    /// <inheritdoc cref="Console.WriteLine(string, object, object)"/>
    [Replaces(typeof(Console), nameof(Console.WriteLine))]
    public static void WriteLine(string format, object? arg0, object? arg1) => Console.WriteLine(string.Format(format, arg0,
        arg1));

    /// <inheritdoc cref="Console.WriteLine(string, object, object, object)"/>
    [Replaces(typeof(Console), nameof(Console.WriteLine))]
    public static void WriteLine(string format, object? arg0, object? arg1, object? arg2) =>
        Console.WriteLine(string.Format(format, arg0, arg1, arg2));

    /// <inheritdoc cref="Console.WriteLine(string, object[])"/>
    [Replaces(typeof(Console), nameof(Console.WriteLine))]
    public static void WriteLine(string format, params object?[]? arg) => Console.WriteLine(string.Format(format, arg ?? []));

    /// <inheritdoc cref="Console.WriteLine(string, ReadOnlySpan{object})"/>
    [Replaces(typeof(Console), nameof(Console.WriteLine))]
    public static void WriteLine(string format, params ReadOnlySpan<object?> arg) => Console.WriteLine(string.Format(format,
        arg));
}
