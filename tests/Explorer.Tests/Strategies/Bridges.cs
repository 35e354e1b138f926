namespace Workbook.Explorer.Tests.Strategies;

/// <summary>A bridge of one lane that cars of one direction share, as learners write it: of the size of an exercise.</summary>
internal static class Bridges
{
    private const string Guarded = "object monitor = new(); int[] on = new int[2]; int waiting;";
    private const string LeavePulsing = "lock (monitor) { if (on[d] == 0) throw new InvalidOperationException(); on[d]--; Monitor.PulseAll(monitor); }";
    private const string IsClosed = "on[1 - d] > 0 || on[d] == capacity";

    /// <summary>By name: fields, how a car enters, how it leaves.</summary>
    private static readonly Dictionary<string, (string Fields, string Enter, string Leave)> _all = new()
    {
        ["a monitor"] = (Guarded, $"lock (monitor) {{ while ({IsClosed}) Monitor.Wait(monitor); on[d]++; }}", LeavePulsing),
        ["one signed number"] = ("object monitor = new(); int net;",
            "var step = d == 0 ? 1 : -1; lock (monitor) { while (net * step < 0 || net * step >= capacity) Monitor.Wait(monitor); net += step; }",
            "var step = d == 0 ? 1 : -1; lock (monitor) { net -= step; Monitor.PulseAll(monitor); }"),
        ["a light switch"] = (
            "SemaphoreSlim bridge = new(1, 1); SemaphoreSlim[] room = { new(capacity), new(capacity) }; object[] light = { new(), new() }; int[] on = new int[2];",
            "lock (light[d]) if (on[d]++ == 0) bridge.Wait(); room[d].Wait();",
            "lock (light[d]) { room[d].Release(); if (--on[d] == 0) bridge.Release(); }"),
        ["who is woken does not look again"] = (Guarded, $"lock (monitor) {{ if ({IsClosed}) Monitor.Wait(monitor); on[d]++; }}", LeavePulsing),
        ["looks in one section and enters in the next"] = (Guarded,
            $"lock (monitor) {{ while ({IsClosed}) Monitor.Wait(monitor); }} lock (monitor) on[d]++;", LeavePulsing),
        ["one car at a time"] = ("SemaphoreSlim free = new(1, 1);", "free.Wait();", "free.Release();"),
        ["one is woken, though two may wait"] = (Guarded,
            $"lock (monitor) {{ while ({IsClosed}) {{ waiting++; Monitor.Wait(monitor); waiting--; }} on[d]++; }}",
            "lock (monitor) { on[d]--; if (on[d] == 0 && waiting == 1) Monitor.Pulse(monitor); }"),
    };

    private const string Watch = """
        sealed class Watch
        {
            readonly object monitor = new(); readonly int[] on = new int[2]; public int Most; public bool Both;
            public void On(int d) { lock (monitor) { on[d]++; Most = Math.Max(Most, on[0] + on[1]); Both |= on[0] > 0 && on[1] > 0; } }
            public void Off(int d) { lock (monitor) on[d]--; }
        }
        static void Cross(Bridge bridge, int d, Watch seen) { bridge.Enter(d); seen.On(d); seen.Off(d); bridge.Leave(d); }
        static void Together(params Action[] bodies)
        {
            var threads = Array.ConvertAll(bodies, body => new Thread(() => body()));
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
        }
        """;

    /// <summary>By name: what must hold, whatever the interleaving.</summary>
    private static readonly Dictionary<string, string> _checks = new()
    {
        ["never both directions"] = "Bridge bridge = new(2); Watch seen = new(); "
            + "Together(() => Cross(bridge, 0, seen), () => Cross(bridge, 1, seen), () => Cross(bridge, 0, seen)); if (seen.Both) throw new Exception();",
        ["never more than the capacity"] = "Bridge bridge = new(1); Watch seen = new(); "
            + "Together(() => Cross(bridge, 0, seen), () => Cross(bridge, 0, seen)); if (seen.Most > 1) throw new Exception();",
        ["two of one direction share it"] = "Bridge bridge = new(2); var second = new ManualResetEventSlim(); "
            + "Together(() => { bridge.Enter(0); second.Wait(); bridge.Leave(0); }, () => { bridge.Enter(0); second.Set(); bridge.Leave(0); });",
        ["everybody gets across"] = "Bridge bridge = new(1); Action<int> cross = d => { bridge.Enter(d); bridge.Leave(d); }; "
            + "Together(() => cross(0), () => cross(1), () => cross(1));",
    };

    public static IEnumerable<string> Checks => _checks.Keys;

    public static Action Test(string bridge, string check)
    {
        var (fields, enter, leave) = _all[bridge];
        return Compiled.Test($"sealed class Bridge(int capacity) {{ {fields} int Capacity => capacity; "
            + $"public void Enter(int d) {{ {enter} }} public void Leave(int d) {{ {leave} }} }} {Watch} public static void Test() {{ {_checks[check]} }}");
    }
}
