namespace Workbook.Explorer.Controlled;

/// <summary>Names the platform's type that the rewriter replaces by this one.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class ReplacesAttribute(Type platform) : Attribute
{
    public Type Platform { get; } = platform;
}
