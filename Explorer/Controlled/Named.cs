namespace Workbook.Explorer.Controlled;

/// <summary>Primitives with a name belong to the system: another process may use them, and no scheduler of ours can see
/// that.</summary>
[System.Diagnostics.DebuggerStepThrough]
internal static class Named
{
    /// <exception cref="NotSupportedException">There is a name.</exception>
    public static void Refuse(string? name, string type)
    {
        if (!string.IsNullOrEmpty(name)) throw Refusal(name, type);
    }

    public static NotSupportedException Refusal(string? name, string type) =>
        new($"The {type} '{name}' has a name, by which other processes may use it: the explorer controls unnamed ones only.");
}
