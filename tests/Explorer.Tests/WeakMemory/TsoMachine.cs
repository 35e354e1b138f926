// The abstract machine of Sewell, Sarkar, Owens, Nardelli, Myreen, "x86-TSO", CACM 2010, and nothing else: all states that a litmus test can
// come to, one after the other. What the explorer finds is compared with it.
//
//      thread  ->  its buffer, first in first out  ->  memory            a fence or an exchange waits for the buffer to be empty
//
// With buffers that have no room it is the machine of interleavings.

namespace Workbook.Explorer.Tests.WeakMemory;

/// <summary>Every outcome of a litmus test.</summary>
internal sealed class TsoMachine(Litmus test, MemoryModel memory)
{
    private readonly SortedSet<string> _outcomes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = [];

    public static SortedSet<string> Outcomes(Litmus test, MemoryModel memory)
    {
        var machine = new TsoMachine(test, memory);
        machine.Visit(new State(new int[test.Steps.Length], [.. test.Steps.Select(_ => Array.Empty<(string, int)>())],
            test.Registers.Concat(test.Variables).ToDictionary(name => name, _ => 0)));
        return machine._outcomes;
    }

    private void Visit(State state)
    {
        if (!_seen.Add(state.ToString())) return;
        var isOver = true;
        for (var thread = 0; thread < test.Steps.Length; thread++)
        {
            if (state.Buffers[thread] is [var (oldest, value), .. var rest])
            {
                isOver = false;
                Visit(state with { Buffers = With(state.Buffers, thread, rest), Values = With(state.Values, oldest, value) });
            }
            if (state.Done[thread] == test.Steps[thread].Length) continue;
            isOver = false;
            if (After(state, thread, test.Steps[thread][state.Done[thread]]) is { } next)
                Visit(next with { Done = With(state.Done, thread, state.Done[thread] + 1) });
        }
        if (isOver) _outcomes.Add(string.Join(' ', test.Registers.Concat(test.Variables).Select(name => $"{name}={state.Values[name]}")));
    }

    private State? After(State state, int thread, LitmusStep step)
    {
        var buffer = state.Buffers[thread];
        if (step.Variable is not { } variable || step.IsAtomic)
        {
            if (buffer.Length > 0) return null;
            return step.Variable is null ? state
                : state with { Values = With(With(state.Values, step.Register!, state.Values[step.Variable]), step.Variable, step.Value!.Value) };
        }
        if (step.Value is { } written)
        {
            return memory == MemoryModel.Tso ? state with { Buffers = With(state.Buffers, thread, [.. buffer, (variable, written)]) }
                : state with { Values = With(state.Values, variable, written) };
        }
        var own = Array.FindLastIndex(buffer, write => write.Variable == variable);
        return state with { Values = With(state.Values, step.Register!, own >= 0 ? buffer[own].Value : state.Values[variable]) };
    }

    private static T[] With<T>(T[] values, int at, T value) => [.. values[..at], value, .. values[(at + 1)..]];

    private static Dictionary<string, int> With(Dictionary<string, int> values, string name, int value) => new(values) { [name] = value };

    private sealed record State(int[] Done, (string Variable, int Value)[][] Buffers, Dictionary<string, int> Values)
    {
        public override string ToString() => $"{string.Join(',', Done)} {string.Join('|', Buffers.Select(buffer => string.Join(',', buffer)))} "
            + string.Join(',', Values.OrderBy(value => value.Key, StringComparer.Ordinal));
    }
}
