namespace Workbook.Explorer.Tests.WeakMemory;

/// <summary>One step of a litmus test, written as <c>x=1</c>, <c>r0=x</c>, <c>r0=xchg x 1</c> or <c>fence</c>.</summary>
/// <param name="Variable">Which it reads or writes; null: it is a fence.</param>
/// <param name="Register">Where what it reads goes; null: it does not read.</param>
/// <param name="Value">What it writes; null: it does not write.</param>
internal sealed record LitmusStep(string? Variable, string? Register, int? Value)
{
    public bool IsAtomic => Register is not null && Value is not null;

    public static LitmusStep Of(string text)
    {
        if (text == "fence") return new LitmusStep(null, null, null);
        var (target, source) = (text.Split('=')[0].Trim(), text.Split('=')[1].Trim());
        if (source.Split(' ') is ["xchg", var variable, var value]) return new LitmusStep(variable, target, int.Parse(value));
        return target[0] == 'r' ? new LitmusStep(source, target, null) : new LitmusStep(target, null, int.Parse(source));
    }

    /// <summary>In C#, with the variable as that expression.</summary>
    public string Code(Func<string, string> variable, bool isVolatile) => this switch
    {
        { Variable: null } => "Interlocked.MemoryBarrier();",
        { IsAtomic: true } => $"{Register} = Interlocked.Exchange(ref {variable(Variable)}, {Value});",
        { Value: { } value } => isVolatile ? $"Volatile.Write(ref {variable(Variable)}, {value});" : $"{variable(Variable)} = {value};",
        _ => isVolatile ? $"{Register} = Volatile.Read(ref {variable(Variable)});" : $"{Register} = {variable(Variable)};",
    };
}
