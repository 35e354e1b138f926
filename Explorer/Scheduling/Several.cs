namespace Workbook.Explorer.Scheduling;

/// <summary>Several things that one thread waits for at once: any of them, or all.</summary>
internal sealed class Several(IReadOnlyList<Waitable> parts, bool all) : Primitive(NameOf(parts, all), typeof(WaitHandle))
{
    public bool IsForAll => all;

    public override IReadOnlyList<Resource> Parts => parts;

    public override bool AwaitsCall(ControlledThread thread, in Operation operation)
    {
        foreach (var part in parts)
        {
            if (part.AwaitsCall(thread, operation)) return true;
        }
        return false;
    }

    /// <summary>Waits, and takes what it waited for.</summary>
    /// <returns>Which one it was (0 for all); -1: the time was up.</returns>
    public int Wait(Limit limit)
    {
        if (Execution.Current is { } execution)
        {
            foreach (var part in parts) execution.Number(part);
        }
        if (!Block(OperationKind.Wait, parts.Any(part => part.IsTaken), limit, isHandle: true))
        {
            InVain();
            return -1;
        }
        var self = Self;
        if (!all)
        {
            var first = FirstFree(self);
            parts[first].Take(self);
            return first;
        }
        foreach (var part in parts) part.Take(self);
        return 0;
    }

    protected override bool CanGo(ControlledThread thread) =>
        all ? parts.All(part => part.CanTake(thread)) : FirstFree(thread) >= 0;

    private int FirstFree(ControlledThread thread)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].CanTake(thread)) return i;
        }
        return -1;
    }

    private static string NameOf(IReadOnlyList<Waitable> parts, bool all) =>
        $"{(all ? "all" : "any")} of {string.Join(", ", parts.Select(part => part.Name))}";
}
