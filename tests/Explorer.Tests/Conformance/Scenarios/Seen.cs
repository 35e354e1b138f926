namespace Workbook.Explorer.Tests.Conformance.Scenarios;

/// <summary>What a scenario saw, in words to compare.</summary>
internal static class Seen
{
    /// <summary>The result, or the exception: its type, and of which parameter or token it is.</summary>
    public static string Of(Func<object?> call)
    {
        try { return $"{call() ?? "null"}"; }
        catch (Exception e) { return Shown(e); }
    }

    public static string Of(Action call) => Of(() =>
    {
        call();
        return "done";
    });

    /// <summary>All of them, in this order.</summary>
    public static string All(params object?[] seen) => string.Join(", ", seen);

    /// <summary>Starts a thread, and waits for its end.</summary>
    public static string OnAnother(Func<object?> call)
    {
        var seen = "";
        var thread = new Thread(() => seen = Of(call));
        thread.Start();
        thread.Join();
        return seen;
    }

    public static string OnAnother(Action call) => OnAnother(() =>
    {
        call();
        return "done";
    });

    private static string Shown(Exception e) => e switch
    {
        ArgumentNullException { ParamName: null or "obj" } => e.GetType().Name, // Monitor names it now and then
        ArgumentException argument => $"{e.GetType().Name}({argument.ParamName})",
        OperationCanceledException canceled => $"{e.GetType().Name}({canceled.CancellationToken.IsCancellationRequested})",
        BarrierPostPhaseException { InnerException: { } inner } => $"{e.GetType().Name}({inner.GetType().Name})",
        _ => e.GetType().Name,
    };
}
