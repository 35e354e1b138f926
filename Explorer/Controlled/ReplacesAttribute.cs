namespace Workbook.Explorer.Controlled;

/// <summary>Names what of the platform the rewriter replaces by this: a whole type by a type, or one member by a static
/// method.</summary>
/// <remarks>A static method in the place of an instance method takes the object, or the reference to the struct, as its first
/// parameter; in the place of a constructor it returns the object.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Method | AttributeTargets.Property,
    AllowMultiple = true)]
internal sealed class ReplacesAttribute : Attribute
{
    /// <summary>On a type: it takes the place of that one.</summary>
    public ReplacesAttribute(Type platform) => Platform = platform;

    /// <summary>On a static method or property: it takes the place of that member, with the same parameters.</summary>
    public ReplacesAttribute(Type platform, string member) => (Platform, Member) = (platform, member);

    public Type Platform { get; }

    public string? Member { get; }
}
